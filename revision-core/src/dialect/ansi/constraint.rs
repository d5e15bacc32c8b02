//! Constraints.

use super::{Spelling, Spelt, expression, names, qualified};
use crate::schema::{Action, Constraint, Deferrable, Match};

/// A constraint as it stands in a table or behind `ADD`.
pub(in crate::dialect) fn constraint(spelling: &impl Spelling, constraint: &Constraint) -> Spelt {
    let mut parts = Vec::new();
    if let Some(name) = constraint.name() {
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
