//! What expressions and columns of an operation mean, over the new table as it is until the end and over the old one.

use super::PLAIN;
use super::draft::{Draft, Value};
use super::substitute::substitute;
use crate::dialect::ansi::{self, Spelling as _, Spelt};
use crate::dialect::sqlite::reflect;
use crate::dialect::sqlite::text::same;
use crate::schema::{Default, Name};

impl Draft<'_> {
    /// Whether a column of the table is called otherwise in the end.
    pub(super) fn is_renamed(&self, name: &Name) -> bool {
        self.renamed.iter().any(|one| same(&one.from, name))
    }

    /// What an expression of an operation says over the new table, as it is until the end.
    pub(super) fn in_new(&self, sql: &str) -> String {
        substitute(sql, |name| {
            let here = self.here(&name.into());
            let other = !same(&here, name);
            other.then(|| quoted(&here))
        })
    }

    /// What an expression of an operation says over the old table.
    pub(super) fn over_old(&self, sql: &str) -> String {
        let made = substitute(sql, |name| {
            let here = self.here(&name.into());
            let carried = self.carried.iter().find(|one| same(&one.name, &here))?;
            match &carried.value {
                Value::Column(old) if same(old, name) => None,
                Value::Generated if same(&here, name) => None,
                Value::Column(old) => Some(quoted(old)),
                Value::Generated => Some(quoted(&here)),
                Value::Sql(sql) => Some(sql.clone()),
                Value::Default => Some(self.default_of(&here)),
            }
        });
        ansi::expression(&made)
    }

    /// The value of a column of the new table, over the old one; none where that has nothing of it.
    pub(super) fn value(&self, here: &Name) -> Spelt<Option<String>> {
        let carried = self.carried.iter().find(|one| same(&one.name, here));
        Ok(match carried.map(|one| &one.value) {
            Some(Value::Column(old)) => Some(PLAIN.name(old)?),
            Some(Value::Sql(sql)) => Some(sql.clone()),
            _ => None,
        })
    }

    /// What a new column holds, in SQL.
    pub(super) fn default_of(&self, here: &Name) -> String {
        let table = self.schema().ok();
        let column = table.as_ref().and_then(|table| table.columns.named(here));
        let Some(column) = column else {
            return "NULL".to_owned();
        };
        match &column.default {
            Some(Default::Sql(sql)) => ansi::expression(sql),
            Some(default @ Default::Value(_)) => {
                let words = PLAIN.default(column, default);
                words.unwrap_or_else(|_| "NULL".to_owned())
            }
            None => "NULL".to_owned(),
        }
    }

    /// The column of the old table of which this one is.
    pub(super) fn old_column(&self, here: &Name) -> Option<Name> {
        let old = reflect::table(&self.old)?;
        let mut columns = old.columns.0.into_iter().map(|column| column.name);
        columns.find(|name| same(name, here))
    }
}

/// A name in quotes, whatever it is.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
