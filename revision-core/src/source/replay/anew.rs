//! SQL that makes tables anew in a frame (`-- rebuild: table`): what went with a table and was not dropped by its name stands on
//! it again, as the run has it.

use super::Replaying;
use crate::chain::Id;
use crate::dialect::rebuild;
use crate::schema::{Index, IndexColumn, IndexKey, Name, QualifiedName, Schema, Table};
use crate::{Code, Diagnostic, Place};

/// What stood on the tables of a frame.
pub(super) struct Framed {
    tables: Vec<QualifiedName>,
    before: Schema,
}

impl Framed {
    /// Whether a statement calls one of the tables otherwise, or another by its name.
    pub(super) fn renames(&self, sql: &str) -> bool {
        let names: Vec<&str> = self.tables.iter().map(|one| &*one.name).collect();
        rebuild::renames(sql, &names)
    }
}

impl Replaying<'_> {
    /// Notes what stands on the tables that a revision makes anew; which of them there are not is a fault.
    pub(super) fn frame(&mut self, id: &Id, named: &[(String, Place)]) -> Option<Framed> {
        if named.is_empty() {
            return None;
        }
        let mut tables = Vec::new();
        for (name, place) in named {
            let schema = &self.replayed.schema;
            let found = schema.tables.keys().find(|one| is(&one.name, name));
            if let Some(found) = found {
                tables.push(found.clone());
                continue;
            }
            let meant = QualifiedName::from(Name::from(name.as_str()));
            let may_be = self.replayed.unsure
                || schema.opaque.contains(&meant)
                || self.unseen.contains(&meant)
                || self.is_external(&meant);
            if !may_be {
                let message = format!("`{id}` makes `{name}` anew, and there is no such table");
                let fault = Diagnostic::new(Code::InvalidOperation, message);
                self.replayed.faults.push(fault.at(place.clone()));
            }
        }
        Some(Framed {
            tables,
            before: self.replayed.schema.clone(),
        })
    }

    /// Does something while nothing follows a table that is called otherwise, where that is wanted.
    pub(super) fn quietly(&mut self, wanted: bool, work: impl FnOnce(&mut Self)) {
        let [on, off] = rebuild::QUIETLY;
        if wanted {
            self.memory.run(&self.replayed.schema, &mut self.unseen, on);
        }
        work(self);
        if wanted {
            self.memory
                .run(&self.replayed.schema, &mut self.unseen, off);
        }
    }

    /// Puts back what stood on the tables.
    pub(super) fn stands_again(&mut self, framed: &Framed, statements: &[String]) {
        self.take_over();
        let dropped: Vec<_> = statements
            .iter()
            .filter_map(|sql| rebuild::dropped(sql))
            .collect();
        let is_dropped = |kind: &str, name: &Name| {
            let mut dropped = dropped.iter();
            dropped.any(|(one, other)| *one == kind && is(name, other))
        };
        let schema = &mut self.replayed.schema;
        for name in &framed.tables {
            let (Some(before), Some(now)) =
                (framed.before.tables.get(name), schema.tables.get_mut(name))
            else {
                continue;
            };
            let lost = before.indexes.iter().filter(|(index, one)| {
                !is_dropped("index", index)
                    && !now.indexes.contains_key(*index)
                    && one.columns.iter().all(|column| stands_on(now, column))
            });
            let lost: Vec<(Name, Index)> = lost
                .map(|(name, one)| (name.clone(), one.clone()))
                .collect();
            now.indexes.extend(lost);
        }
        for ((on, name), sql) in &framed.before.triggers {
            let is_there = framed.tables.contains(on) && schema.tables.contains_key(on)
                || schema.views.contains_key(on);
            let key = (on.clone(), name.clone());
            if is_there && !is_dropped("trigger", name) && !schema.triggers.contains_key(&key) {
                schema.triggers.insert(key, sql.clone());
            }
        }
    }
}

/// Whether what an index is over is still there.
fn stands_on(table: &Table, column: &IndexColumn) -> bool {
    match &column.key {
        IndexKey::Column(name) => table.columns.named(name).is_some(),
        IndexKey::Sql(_) => true,
    }
}

/// Whether two names are one where capitals are no matter.
fn is(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests;
