//! What the changes of columns reach: all that holds on to a column which goes, is made anew or gets another type has to let go
//! of it meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use super::Pair;
use super::enums::is_reordered;
use crate::operation::mentions_column;
use crate::schema::{
    Column, Constraint, Index, IndexKey, Name, QualifiedName, Schema, Table, Type,
};

/// The columns of all tables that are reached.
pub(super) struct Touched<'s> {
    tables: BTreeMap<&'s QualifiedName, InTable<'s>>,
}

/// The columns of a table.
#[derive(Default)]
pub(super) struct InTable<'s> {
    /// Those that cannot be changed into what they are to be, and are made anew.
    pub(super) anew: BTreeSet<&'s Name>,
    /// Those that get another type, or sort otherwise.
    pub(super) retyped: BTreeSet<&'s Name>,
    /// Those that go.
    pub(super) gone: BTreeSet<&'s Name>,
}

impl<'s> Touched<'s> {
    pub(super) fn new(pair: Pair<&'s Schema>) -> Self {
        let reordered: BTreeSet<&QualifiedName> = pair
            .map(|schema| &schema.enums)
            .kept()
            .filter(|(_, pair)| is_reordered(pair.map(|one| one.values.as_slice())))
            .map(|(name, _)| name)
            .collect();
        let tables = pair.map(|schema| &schema.tables).kept();
        let tables = tables.filter_map(|(name, tables)| {
            let found = in_table(name, tables, &reordered);
            let is_any =
                !(found.anew.is_empty() && found.retyped.is_empty() && found.gone.is_empty());
            is_any.then_some((name, found))
        });
        Self {
            tables: tables.collect(),
        }
    }

    pub(super) fn of(&self, table: &QualifiedName) -> Option<&InTable<'s>> {
        self.tables.get(table)
    }

    /// Whether a column is made anew.
    pub(super) fn is_anew(&self, table: &QualifiedName, column: &Name) -> bool {
        self.of(table).is_some_and(|of| of.anew.contains(column))
    }

    /// Whether a column is made anew or gets another type.
    pub(super) fn is_changed(&self, table: &QualifiedName, column: &Name) -> bool {
        let is = |of: &InTable<'_>| of.anew.contains(column) || of.retyped.contains(column);
        self.of(table).is_some_and(is)
    }

    /// Whether a constraint holds on to a column that is made anew.
    pub(super) fn reaches(&self, table: &QualifiedName, constraint: &Constraint) -> bool {
        let Some(of) = self.of(table) else {
            return false;
        };
        let any = |names: &[Name]| names.iter().any(|name| of.anew.contains(name));
        let mentions = |sql: &str| {
            let mut anew = of.anew.iter();
            anew.any(|name| mentions_column(sql, &table.name, name))
        };
        match constraint {
            Constraint::PrimaryKey(one) => any(&one.columns) || any(&one.include),
            Constraint::Unique(one) => any(&one.columns) || any(&one.include),
            Constraint::Check(one) => mentions(&one.sql),
            Constraint::ForeignKey(one) => any(&one.columns),
            Constraint::Exclusion(one) => {
                let mut keys = one.elements.iter().map(|element| &element.key);
                keys.any(|key| of.is_key(table, key))
                    || one.predicate.as_deref().is_some_and(mentions)
            }
        }
    }

    /// Whether an index holds on to a column that is made anew.
    pub(super) fn reaches_index(&self, table: &QualifiedName, index: &Index) -> bool {
        let Some(of) = self.of(table) else {
            return false;
        };
        let mut keys = index.columns.iter().map(|column| &column.key);
        let rows = |sql: &str| {
            let mut anew = of.anew.iter();
            anew.any(|name| mentions_column(sql, &table.name, name))
        };
        keys.any(|key| of.is_key(table, key))
            || index.include.iter().any(|name| of.anew.contains(name))
            || index.predicate.as_deref().is_some_and(rows)
    }

    /// Whether a text that belongs to a table names a column of it that goes or changes.
    pub(super) fn reaches_text(&self, table: &QualifiedName, text: &str) -> bool {
        self.of(table).is_some_and(|of| of.is_named_in(text))
    }

    /// The tables with columns that go or change.
    pub(super) fn tables(&self) -> impl Iterator<Item = (&'s QualifiedName, &InTable<'s>)> {
        self.tables.iter().map(|(name, of)| (*name, of))
    }
}

impl InTable<'_> {
    /// Whether a text has one of the columns in it.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let mut all = self.anew.iter().chain(&self.retyped).chain(&self.gone);
        all.any(|name| crate::operation::mentions(text, name))
    }

    fn is_key(&self, table: &QualifiedName, key: &IndexKey) -> bool {
        match key {
            IndexKey::Column(name) => self.anew.contains(name),
            IndexKey::Sql(sql) => {
                let mut anew = self.anew.iter();
                anew.any(|name| mentions_column(sql, &table.name, name))
            }
        }
    }
}

fn in_table<'s>(
    name: &QualifiedName,
    pair: Pair<&'s Table>,
    reordered: &BTreeSet<&QualifiedName>,
) -> InTable<'s> {
    let mut found = InTable::default();
    if pair.before.columns == pair.after.columns && reordered.is_empty() {
        return found;
    }
    let columns = pair.map(|table| {
        let columns = table.columns.iter();
        columns
            .map(|one| (&one.name, one))
            .collect::<BTreeMap<_, _>>()
    });
    let columns = Pair::new(&columns.before, &columns.after);
    found.gone = columns.removed().map(|(name, _)| *name).collect();
    for (column, pair) in columns.kept() {
        if is_retyped(pair.map(|one| *one), reordered) {
            found.retyped.insert(*column);
        }
        // What it is computed from cannot be changed everywhere, nor whether it is.
        let computed = pair.map(|one| &one.generated);
        if computed.after.is_some() && computed.before != computed.after {
            found.anew.insert(*column);
        }
    }
    // What a column is computed from keeps its type as long as that is there.
    for (column, pair) in columns.kept() {
        let computed = pair.after.generated.iter();
        let mut from =
            computed.flat_map(|computed| found.retyped.iter().map(move |it| (computed, it)));
        if from.any(|(computed, it)| mentions_column(&computed.sql, &name.name, it)) {
            found.anew.insert(*column);
        }
    }
    let anew = &found.anew;
    found.retyped.retain(|column| !anew.contains(column));
    found
}

fn is_retyped(pair: Pair<&Column>, reordered: &BTreeSet<&QualifiedName>) -> bool {
    let types = pair.map(|column| {
        let on = column.on.iter();
        let on: Vec<_> = on
            .filter_map(|(db, on)| Some((*db, on.ty.as_ref()?)))
            .collect();
        (&column.ty, on)
    });
    types.before != types.after
        || pair.before.collation != pair.after.collation
        || enum_of(&pair.after.ty).is_some_and(|name| reordered.contains(name))
}

/// The enum that a type is, or is a list of.
pub(super) fn enum_of(ty: &Type) -> Option<&QualifiedName> {
    match ty {
        Type::Enum(name) => Some(name),
        Type::Array(element) => enum_of(element),
        _ => None,
    }
}
