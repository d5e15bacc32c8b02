//! What is in a database and nobody's here: neither a model nor a revision speaks of it, so it is left alone.
//!
//! Three sides decide it. What is unmanaged is taken out of the database's side before it is compared, unless somebody named
//! it; so is a table that only revisions speak of, since rows are at stake. What a revision made and somebody changed by hand
//! stays, and is compared as ever.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::operation::{columns_of, mentions_column};
use crate::schema::{Index, IndexKey, Name, QualifiedName, Schema, Table};

/// The three sides, of which each may be in normal form.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'s> {
    /// What there is to be.
    pub models: &'s Schema,
    /// What the revisions that were applied lead to. What a revision hides that could not be read, nobody made.
    pub revisions: &'s Schema,
    /// What there is.
    pub database: &'s Schema,
}

/// What may be dropped although nobody speaks of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Names: `audit_log`, `users.nick`, `app.users`.
    pub named: BTreeSet<String>,
    /// Whether all of it may be.
    pub all: bool,
}

/// Something in the database that is left alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Unmanaged {
    /// What it is: `table`, `column`, `index`, `view` …
    pub kind: &'static str,
    /// The table that it belongs to.
    pub table: Option<QualifiedName>,
    /// What it is called.
    pub name: QualifiedName,
}

/// A database as far as it is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Managed {
    /// The database without what is left alone: this is what the models are compared with.
    pub database: Schema,
    /// What neither a model nor a revision speaks of.
    pub unmanaged: Vec<Unmanaged>,
    /// Tables that a revision made and no model speaks of: they are dropped only when they are named.
    pub unnamed: Vec<QualifiedName>,
}

impl fmt::Display for Unmanaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.table {
            Some(table) => write!(f, "{} {table}.{}", self.kind, self.name),
            None => write!(f, "{} {}", self.kind, self.name),
        }
    }
}

impl Dropped {
    /// Reads options: `*` is all.
    #[must_use]
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let named: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
        Self {
            all: named.contains("*"),
            named,
        }
    }

    fn has(&self, name: &str) -> bool {
        self.all || self.named.contains(name)
    }
}

/// Takes out of the database what is not to be compared.
#[must_use]
pub fn managed(sides: Sides<'_>, dropped: &Dropped) -> Managed {
    let mut found = Managed {
        database: sides.database.clone(),
        unmanaged: Vec::new(),
        unnamed: Vec::new(),
    };
    tables(sides, dropped, &mut found);
    macro_rules! each {
        ($($map:ident: $kind:literal),+ $(,)?) => {$(
            let theirs = |name: &_| {
                !sides.models.$map.contains_key(name) && !sides.revisions.$map.contains_key(name)
            };
            let names: Vec<_> = sides.database.$map.keys().filter(|name| theirs(*name)).cloned().collect();
            for name in names {
                if !dropped.has(&name.to_string()) {
                    found.database.$map.remove(&name);
                    found.note($kind, None, QualifiedName::from(name));
                }
            }
        )+};
    }
    each!(
        namespaces: "schema",
        extensions: "extension",
        enums: "enum",
        types: "type",
        sequences: "sequence",
        views: "view",
        functions: "function",
    );
    // What a column that is ours is made of stays known.
    for (name, one) in &sides.database.enums {
        if !found.database.enums.contains_key(name) && !columns_of(&found.database, name).is_empty()
        {
            found.database.enums.insert(name.clone(), one.clone());
        }
    }
    macro_rules! of_tables {
        ($($map:ident: $kind:literal),+) => {$(
            found.database.$map.retain(|(table, _), _| {
                sides.database.views.contains_key(table) || sides.database.tables.contains_key(table)
            });
            let keys: Vec<_> = found.database.$map.keys().cloned().collect();
            for key in keys {
                let gone = !found.database.tables.contains_key(&key.0) && !found.database.views.contains_key(&key.0);
                let theirs = !sides.models.$map.contains_key(&key) && !sides.revisions.$map.contains_key(&key);
                if gone {
                    found.database.$map.remove(&key);
                } else if theirs && !dropped.has(&format!("{}.{}", key.0, key.1)) && !dropped.has(&key.1) {
                    found.database.$map.remove(&key);
                    found.note($kind, Some(&key.0), key.1.into());
                }
            }
        )+};
    }
    of_tables!(triggers: "trigger", policies: "policy");
    found.unmanaged.sort();
    found
}

impl Managed {
    fn note(&mut self, kind: &'static str, table: Option<&QualifiedName>, name: QualifiedName) {
        self.unmanaged.push(Unmanaged {
            kind,
            table: table.cloned(),
            name,
        });
    }
}

fn tables(sides: Sides<'_>, dropped: &Dropped, found: &mut Managed) {
    for (name, table) in &sides.database.tables {
        let (model, revision) = (
            sides.models.tables.get(name),
            sides.revisions.tables.get(name),
        );
        if model.is_none() && !dropped.has(&name.to_string()) {
            found.database.tables.remove(name);
            found.database.sequences.retain(|_, sequence| {
                let owner = sequence.owned_by.as_ref();
                owner.is_none_or(|(owner, _)| owner != name)
            });
            if revision.is_some() {
                found.unnamed.push(name.clone());
            } else {
                found.note("table", None, name.clone());
            }
            continue;
        }
        if model.is_none() {
            continue;
        }
        let known: Vec<&Table> = model.into_iter().chain(revision).collect();
        let mut going = Vec::new();
        for column in table.columns.iter().map(|column| &column.name) {
            let theirs = known
                .iter()
                .all(|table| table.columns.named(column).is_none());
            if theirs && dropped.has(&format!("{name}.{column}")) {
                going.push(column);
            } else if theirs {
                if let Some(table) = found.database.tables.get_mut(name) {
                    without_column(name, table, column);
                }
                found.database.sequences.retain(|_, sequence| {
                    sequence.owned_by.as_ref() != Some(&(name.clone(), column.clone()))
                });
                found.note("column", Some(name), column.clone().into());
            }
        }
        let Some(left) = found.database.tables.get(name) else {
            continue;
        };
        // One that is called otherwise is ours, and is renamed; but each model's index is one.
        let missing = model.into_iter().flat_map(|model| &model.indexes);
        let mut missing: Vec<_> = missing
            .filter(|(own, _)| !left.indexes.contains_key(*own))
            .map(|(_, one)| one)
            .collect();
        let mut theirs = Vec::new();
        for (index, what) in &left.indexes {
            // Some databases keep a unique constraint as an index.
            let is_known = |table: &&Table| {
                table.indexes.contains_key(index)
                    || table
                        .unique
                        .iter()
                        .any(|one| one.name.as_ref() == Some(index))
            };
            let is_named = dropped.has(index) || dropped.has(&format!("{name}.{index}"));
            if known.iter().any(is_known) || is_named {
                continue;
            }
            // What needs a column that goes would keep it from going.
            if going.iter().any(|column| is_about(name, what, column)) {
                continue;
            }
            match missing.iter().position(|one| *one == what) {
                Some(at) => {
                    missing.remove(at);
                }
                None => theirs.push(index.clone()),
            }
        }
        for index in theirs {
            if let Some(table) = found.database.tables.get_mut(name) {
                table.indexes.remove(&index);
            }
            found.note("index", Some(name), index.into());
        }
    }
}

/// Takes a column out, and all that is about it.
fn without_column(name: &QualifiedName, table: &mut Table, column: &Name) {
    table.columns.retain(|one| one.name != *column);
    let about = |sql: &str| mentions_column(sql, &name.name, column);
    let is_key = |key: &IndexKey| is_of(name, key, column);
    table.unique.retain(|one| !one.columns.contains(column));
    table.checks.retain(|one| !about(&one.sql));
    table
        .foreign_keys
        .retain(|one| !one.columns.contains(column));
    table
        .exclusions
        .retain(|one| !one.elements.iter().any(|element| is_key(&element.key)));
    let indexes = std::mem::take(&mut table.indexes);
    let kept = indexes
        .into_iter()
        .filter(|(_, index)| !is_about(name, index, column));
    table.indexes = kept.collect::<BTreeMap<_, _>>();
    if table
        .primary_key
        .as_ref()
        .is_some_and(|key| key.columns.contains(column))
    {
        table.primary_key = None;
    }
}

/// Whether an index needs a column of its table.
fn is_about(table: &QualifiedName, index: &Index, column: &Name) -> bool {
    let rows = index.predicate.as_deref();
    rows.is_some_and(|sql| mentions_column(sql, &table.name, column))
        || index.include.contains(column)
        || index
            .columns
            .iter()
            .any(|one| is_of(table, &one.key, column))
}

fn is_of(table: &QualifiedName, key: &IndexKey, column: &Name) -> bool {
    match key {
        IndexKey::Column(one) => one == column,
        IndexKey::Sql(sql) => mentions_column(sql, &table.name, column),
    }
}
