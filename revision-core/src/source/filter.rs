//! What is left out of a comparison, as the configuration says it.

use std::collections::BTreeSet;

use super::replay::matches;
use crate::config::{Config, Text};
use crate::diff::Pair;
use crate::operation::columns_of;
use crate::schema::{QualifiedName, Schema, Table};

/// Patterns of tables and views that are compared.
#[derive(Clone, Debug)]
pub struct Filter<'c> {
    include: Option<Vec<&'c str>>,
    exclude: Vec<&'c str>,
    external: Vec<&'c str>,
}

impl<'c> Filter<'c> {
    /// What a configuration says.
    #[must_use]
    pub fn new(config: &'c Config) -> Self {
        let raw = |texts: &'c [Text]| texts.iter().map(Text::raw).collect::<Vec<_>>();
        let autogenerate = &config.autogenerate;
        Self {
            include: autogenerate.include.as_deref().map(raw),
            exclude: raw(&autogenerate.exclude),
            external: raw(&config.external),
        }
    }

    /// Leaves out of both schemas what is not to be compared. What refers to it may do so.
    pub fn apply(&self, schemas: &mut Pair<Schema>) {
        self.leave_out_enums(schemas);
        let mut left_out = self.leave_out(&mut schemas.before);
        left_out.extend(self.leave_out(&mut schemas.after));
        schemas.before.opaque.extend(left_out.iter().cloned());
        schemas.after.opaque.extend(left_out);
    }

    /// Whether something of this name is to be compared.
    #[must_use]
    pub fn is_meant(&self, name: &QualifiedName) -> bool {
        let whole = name.to_string();
        let is_one = |patterns: &[&str]| {
            let mut patterns = patterns.iter();
            patterns.any(|pattern| matches(pattern, &whole) || matches(pattern, &name.name))
        };
        self.include.as_deref().is_none_or(is_one)
            && !is_one(&self.exclude)
            && !is_one(&self.external)
    }

    /// Leaves out the enums of which only such tables have columns as are left out.
    fn leave_out_enums(&self, schemas: &mut Pair<Schema>) {
        let (mut theirs, mut ours) = (BTreeSet::new(), BTreeSet::new());
        for schema in [&schemas.before, &schemas.after] {
            for name in schema.enums.keys() {
                for (table, _) in columns_of(schema, name) {
                    let side = if self.is_meant(&table) {
                        &mut ours
                    } else {
                        &mut theirs
                    };
                    side.insert(name.clone());
                }
            }
        }
        for schema in [&mut schemas.before, &mut schemas.after] {
            schema
                .enums
                .retain(|name, _| ours.contains(name) || !theirs.contains(name));
        }
    }

    /// Gives what of it is still referred to.
    fn leave_out(&self, schema: &mut Schema) -> Vec<QualifiedName> {
        let is_meant = |name: &QualifiedName| self.is_meant(name);
        schema
            .tables
            .retain(|name, table| is_meant(name) && !is_of_a_chain(table));
        schema.views.retain(|name, _| is_meant(name));
        schema.triggers.retain(|(table, _), _| is_meant(table));
        schema.policies.retain(|(table, _), _| is_meant(table));
        let tables = schema.tables.values();
        let referred = tables.flat_map(|table| &table.foreign_keys);
        let left_out = referred
            .map(|key| &key.references)
            .filter(|name| !is_meant(name));
        left_out.cloned().collect()
    }
}

/// Whether a table says where a chain stands, or is its log: another chain than ours may have others than ours are.
fn is_of_a_chain(table: &Table) -> bool {
    const LOG: [&str; 6] = [
        "id",
        "chain",
        "revision",
        "statement",
        "outcome",
        "checksum",
    ];
    let has = |name: &&str| table.columns.named(name).is_some();
    let is_version = table.columns.iter().count() == 1 && has(&"version_num");
    is_version || LOG.iter().all(has)
}
