//! The constraints of tables, but for exclusions, which are read with their indexes.

use std::collections::BTreeMap;

use super::text::bare;
use super::{names, table};
use crate::dialect::Row;
use crate::dialect::reflect::{Fields, Unreadable};
use crate::schema::{
    Action, Check, Deferrable, ForeignKey, Match, PrimaryKey, QualifiedName, Table, Unique,
};

pub(super) fn read(
    tables: &mut BTreeMap<QualifiedName, Table>,
    rows: Vec<Row>,
) -> Result<(), Unreadable> {
    for row in rows {
        let mut fields = Fields::of("a constraint", row);
        let name = fields.qualified()?;
        if let Some(table) = table(tables, &name) {
            constraint(table, &mut fields)?;
        }
    }
    Ok(())
}

fn constraint(table: &mut Table, fields: &mut Fields) -> Result<(), Unreadable> {
    let name = Some(fields.text()?.into());
    let kind = fields.text()?;
    let columns = names(fields.maybe()?.as_deref())?;
    let include = names(fields.maybe()?.as_deref())?;
    let nulls_not_distinct = fields.is()?;
    let deferrable = deferrable(fields)?;
    let not_valid = fields.is()?;
    let no_inherit = fields.is()?;
    let comment = fields.maybe()?;
    let expression = fields.maybe()?.unwrap_or_default();
    match kind.as_str() {
        "p" => {
            table.primary_key = Some(PrimaryKey {
                name,
                columns,
                deferrable,
                include,
                comment,
                on_conflict: None,
            });
        }
        "u" => {
            table.unique.insert(Unique {
                name,
                columns,
                nulls_not_distinct,
                deferrable,
                include,
                comment,
                on_conflict: None,
                unnamed: false,
            });
        }
        "c" => {
            table.checks.insert(Check {
                name,
                sql: bare(&expression).to_owned(),
                not_valid,
                no_inherit,
                comment,
                unnamed: false,
            });
        }
        _ => {
            let references = fields.qualified()?;
            let referenced = names(fields.maybe()?.as_deref())?;
            let on_delete = action(&fields.text()?);
            let on_update = action(&fields.text()?);
            let matching = match fields.text()?.as_str() {
                "f" => Match::Full,
                _ => Match::Simple,
            };
            let set_columns = names(fields.maybe()?.as_deref())?;
            table.foreign_keys.insert(ForeignKey {
                name,
                columns,
                references,
                referenced,
                on_delete,
                set_columns,
                on_update,
                matching,
                deferrable,
                not_valid,
                comment,
                unnamed: false,
            });
        }
    }
    Ok(())
}

/// Whether it can be checked later, and whether it is.
pub(super) fn deferrable(fields: &mut Fields) -> Result<Option<Deferrable>, Unreadable> {
    let is_deferrable = fields.is()?;
    let initially_deferred = fields.is()?;
    Ok(is_deferrable.then_some(Deferrable { initially_deferred }))
}

fn action(letter: &str) -> Action {
    match letter {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
