//! What the database said of itself just before a table is made anew.

use crate::dialect::driver::{Answers, Row};
use crate::dialect::sqlite::text::same;

/// The database, as far as a rebuild has to know it.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) objects: Vec<Object>,
    pub(super) foreign_keys: bool,
    pub(super) legacy_alter_table: bool,
}

/// A table, an index, a view or a trigger.
#[derive(Debug)]
pub(super) struct Object {
    /// Whether it is gone with the connection.
    pub(super) temporary: bool,
    pub(super) kind: String,
    pub(super) name: String,
    /// What it belongs to: its table, or itself.
    pub(super) table: String,
    pub(super) sql: String,
}

/// What to ask. The answers tell of the whole database, since anything in it may mention the table.
pub(super) fn questions() -> Vec<String> {
    vec![
        "SELECT 0, type, name, tbl_name, sql FROM main.sqlite_master WHERE sql IS NOT NULL \
         UNION ALL \
         SELECT 1, type, name, tbl_name, sql FROM temp.sqlite_master WHERE sql IS NOT NULL"
            .to_owned(),
        "SELECT foreign_keys, legacy_alter_table \
         FROM pragma_foreign_keys, pragma_legacy_alter_table"
            .to_owned(),
    ]
}

impl Live {
    /// Reads the answers; none where they are no answers to the questions.
    pub(super) fn read(answers: Answers) -> Option<Self> {
        let [objects, session] = <[Vec<Row>; 2]>::try_from(answers).ok()?;
        let objects = objects.into_iter().map(|row| {
            let [temporary, kind, name, table, sql] = <[Option<String>; 5]>::try_from(row).ok()?;
            Some(Object {
                temporary: temporary? == "1",
                kind: kind?,
                name: name?,
                table: table?,
                sql: sql?,
            })
        });
        let objects = objects.collect::<Option<_>>()?;
        let session = session.into_iter().next()?;
        let [foreign_keys, legacy] = <[Option<String>; 2]>::try_from(session).ok()?;
        Some(Self {
            objects,
            foreign_keys: foreign_keys? == "1",
            legacy_alter_table: legacy? == "1",
        })
    }

    /// The objects of this kind that belong to this table.
    pub(super) fn of<'l>(
        &'l self,
        kind: &'l str,
        table: &'l str,
    ) -> impl Iterator<Item = &'l Object> {
        self.objects
            .iter()
            .filter(move |object| object.kind == kind && same(&object.table, table))
    }

    /// The table of this name.
    pub(super) fn table(&self, name: &str) -> Option<&Object> {
        let mut lasting = self.objects.iter().filter(|object| !object.temporary);
        lasting.find(|object| object.kind == "table" && same(&object.name, name))
    }

    /// A name that nothing has, for a table that comes and goes.
    pub(super) fn free_name(&self, table: &str) -> String {
        let taken = |name: &String| self.objects.iter().any(|object| same(&object.name, name));
        let first = format!("revision_new_{table}");
        if !taken(&first) {
            return first;
        }
        let mut tries = (1_u64..).map(|number| format!("{first}_{number}"));
        tries.find(|name| !taken(name)).unwrap_or(first)
    }
}
