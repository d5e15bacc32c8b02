//! Constraints.

use super::{Spelling, Spelt, expression, names, qualified};
use crate::dialect::lower::Why;
use crate::schema::{Action, Constraint, Deferrable, Match, OnConflict};

/// A constraint as it stands in a table or behind `ADD`.
pub(in crate::dialect) fn constraint(spelling: &impl Spelling, constraint: &Constraint) -> Spelt {
    let mut parts = Vec::new();
    if let Some(name) = spelling.constraint_name(constraint) {
        parts.push(format!("CONSTRAINT {}", spelling.name(name)?));
    }
    match constraint {
        Constraint::PrimaryKey(key) => {
            parts.push(format!("PRIMARY KEY ({})", names(spelling, &key.columns)?));
            parts.extend(spelling.primary_key_end(key)?);
        }
        Constraint::Unique(unique) => {
            parts.push("UNIQUE".to_owned());
            parts.extend(spelling.unique_nulls(unique)?);
            parts.push(format!("({})", names(spelling, &unique.columns)?));
            parts.extend(spelling.unique_end(unique)?);
        }
        Constraint::Check(check) => {
            parts.push(format!("CHECK {}", expression(&check.sql)));
            parts.extend(spelling.check_end(check)?);
        }
        Constraint::ForeignKey(key) => {
            parts.push(format!(
                "FOREIGN KEY ({}) REFERENCES {} ({})",
                names(spelling, &key.columns)?,
                qualified(spelling, &key.references)?,
                names(spelling, &key.referenced)?
            ));
            if key.matching == Match::Full {
                parts.push("MATCH FULL".to_owned());
            }
            if let Some(action) = action(key.on_delete) {
                parts.push(format!("ON DELETE {action}"));
                parts.extend(spelling.set_columns(key)?);
            }
            parts.extend(action(key.on_update).map(|action| format!("ON UPDATE {action}")));
            parts.extend(spelling.foreign_key_end(key)?);
        }
        Constraint::Exclusion(exclusion) => parts.push(spelling.exclusion(exclusion)?),
    }
    Ok(parts.join(" "))
}

/// The words for an action; none for what happens anyway.
fn action(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some("RESTRICT"),
        Action::Cascade => Some("CASCADE"),
        Action::SetNull => Some("SET NULL"),
        Action::SetDefault => Some("SET DEFAULT"),
    }
}

/// Refuses what a database does not have: to do something else with what breaks a constraint than to fail.
pub(in crate::dialect) fn only_fails(database: &str, on_conflict: Option<OnConflict>) -> Spelt<()> {
    if on_conflict.is_none() {
        return Ok(());
    }
    let why = format!(
        "{database} has no `on_conflict` of a constraint: let the statement say it, as `INSERT` can"
    );
    Err(Why::Unsupported(why))
}

/// The words for when a constraint is checked.
pub(in crate::dialect) fn deferrable(deferrable: Option<Deferrable>) -> Option<String> {
    deferrable.map(|deferrable| {
        let deferred = if deferrable.initially_deferred {
            " INITIALLY DEFERRED"
        } else {
            ""
        };
        format!("DEFERRABLE{deferred}")
    })
}
