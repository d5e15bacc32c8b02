//! What of a difference a database can see.
//!
//! Whether two schemas differ is asked in the normal forms of the databases that they are for; what is then written is in
//! the schemas' own words. So each part in which no database sees a difference is given the same words on both sides, and
//! the others keep theirs.

use std::collections::{BTreeMap, BTreeSet};

use super::Pair;
use super::touched::enum_of;
use crate::operation::name_all;
use crate::schema::naming::Naming;
use crate::schema::{
    Check, Column, Columns, ForeignKey, Index, IndexColumn, IndexKey, Name, QualifiedName, Schema,
    Table, Unique,
};

/// The two schemas of `own`, each in its own words, so that they differ in nothing but what the two of one of `normal`
/// differ in: the same schemas in the normal form of a database. What no database tells apart is as `own.after` says it.
#[must_use]
pub fn seen(own: Pair<&Schema>, normal: &[Pair<&Schema>]) -> Pair<Schema> {
    let mut seen = own.map(Schema::clone);
    macro_rules! maps {
        ($($part:ident: $words:expr),+ $(,)?) => {$(
            let parts: Vec<_> = normal.iter().map(|pair| pair.map(|one| &one.$part)).collect();
            let parts = by_key(own.map(|one| &one.$part), &parts, $words);
            (seen.before.$part, seen.after.$part) = (parts.before, parts.after);
        )+};
    }
    maps!(
        namespaces: whole,
        extensions: whole,
        types: whole,
        sequences: whole,
        tables: table,
        views: whole,
        functions: whole,
        triggers: whole,
        policies: whole,
    );
    let enums = normal.iter().map(|pair| pair.map(|one| &one.enums));
    // Where they lie in columns they have no form of their own: there is nothing to say of them but what the schemas say.
    let lie_in_columns =
        |pair: &Pair<&BTreeMap<_, _>>| pair.before.is_empty() && pair.after.is_empty();
    let enums = enums.map(|pair| {
        if lie_in_columns(&pair) {
            own.map(|one| &one.enums)
        } else {
            pair
        }
    });
    let enums: Vec<_> = enums.collect();
    let enums = by_key(own.map(|one| &one.enums), &enums, whole);
    (seen.before.enums, seen.after.enums) = (enums.before, enums.after);
    own_enums(own.before, &mut seen);
    seen
}

/// Takes the later side's word for a type back where it is an enum that the earlier side has not, or has otherwise: to a
/// database that writes an enum out in the column the two types may be alike, in other words they are not.
fn own_enums(before: &Schema, seen: &mut Pair<Schema>) {
    for (name, table) in &mut seen.before.tables {
        let Some(own) = before.tables.get(name) else {
            continue;
        };
        for column in table.columns.iter_mut() {
            let is_other = |name| seen.before.enums.get(name) != seen.after.enums.get(name);
            if enum_of(&column.ty).is_some_and(is_other)
                && let Some(own) = own.columns.named(&column.name)
            {
                column.ty.clone_from(&own.ty);
            }
        }
    }
}

/// The words of both sides for a part that some databases see a difference in, given its normal forms.
type Words<K, T> = fn(&K, Pair<&T>, &[Pair<&T>]) -> Pair<T>;

/// What differs, differs as a whole.
fn whole<K, T: Clone>(_: &K, own: Pair<&T>, _: &[Pair<&T>]) -> Pair<T> {
    own.map(T::clone)
}

/// Parts by name.
fn by_key<K: Ord + Clone, T: Clone + PartialEq>(
    own: Pair<&BTreeMap<K, T>>,
    normal: &[Pair<&BTreeMap<K, T>>],
    words: Words<K, T>,
) -> Pair<BTreeMap<K, T>> {
    let sides = [own].into_iter().chain(normal.iter().copied());
    let keys = sides.flat_map(|pair| pair.before.keys().chain(pair.after.keys()));
    let keys: BTreeSet<&K> = keys.collect();
    let mut seen = Pair::new(BTreeMap::new(), BTreeMap::new());
    for key in keys {
        let own = own.map(|parts| parts.get(key));
        let normal: Vec<_> = normal
            .iter()
            .map(|pair| pair.map(|parts| parts.get(key)))
            .collect();
        let part = part(key, own, &normal, words);
        seen.before
            .extend(part.before.map(|part| (key.clone(), part)));
        seen.after
            .extend(part.after.map(|part| (key.clone(), part)));
    }
    seen
}

/// A part that may be missing.
fn part<K, T: Clone + PartialEq>(
    key: &K,
    own: Pair<Option<&T>>,
    normal: &[Pair<Option<&T>>],
    words: Words<K, T>,
) -> Pair<Option<T>> {
    // What has another name in a schema's own words is there in normal form alone.
    let before = own
        .before
        .or_else(|| normal.iter().find_map(|pair| pair.before));
    let after = own
        .after
        .or_else(|| normal.iter().find_map(|pair| pair.after));
    if normal.iter().all(|pair| pair.before == pair.after) {
        return Pair::new(after.cloned(), after.cloned());
    }
    let both = normal.iter();
    let both: Vec<_> = both
        .filter_map(|pair| Some(Pair::new(pair.before?, pair.after?)))
        .collect();
    match (before, after) {
        (Some(before), Some(after)) if both.len() == normal.len() => {
            let words = words(key, Pair::new(before, after), &both);
            Pair::new(Some(words.before), Some(words.after))
        }
        _ => Pair::new(before.cloned(), after.cloned()),
    }
}

/// Fields that differ each for itself.
macro_rules! fields {
    ($seen:ident, $own:ident, $normal:ident: $($($field:ident).+),+ $(,)?) => {$(
        if $normal.iter().all(|pair| pair.before.$($field).+ == pair.after.$($field).+) {
            $seen.before.$($field).+ = $own.after.$($field).+.clone();
        }
    )+};
}

fn table(name: &QualifiedName, own: Pair<&Table>, normal: &[Pair<&Table>]) -> Pair<Table> {
    let mut normal: Vec<_> = normal.iter().map(|pair| named(name, *pair)).collect();
    for pair in &mut normal {
        as_indexes(own, pair);
    }
    let mut seen = own.map(Table::clone);
    fields!(
        seen, own, normal: primary_key, comment, options.engine, options.charset, options.collation,
        options.strict, options.without_rowid, options.unlogged, options.partition_by,
        options.inherits, options.row_security, options.storage
    );
    let columns = own.map(|one| by_name(&one.columns));
    let forms: Vec<_> = normal
        .iter()
        .map(|pair| Pair::new(by_name(&pair.before.columns), by_name(&pair.after.columns)))
        .collect();
    let forms: Vec<_> = forms.iter().map(Pair::as_ref).collect();
    let columns = by_key(columns.as_ref(), &forms, column);
    seen.before.columns = in_order(&own.before.columns, columns.before);
    seen.after.columns = in_order(&own.after.columns, columns.after);
    macro_rules! constraints {
        ($($set:ident),+) => {$(
            let by_name = |table: &Table| -> BTreeMap<Name, _> {
                let all = table.$set.iter();
                all.filter_map(|one| Some((one.name.clone()?, one.clone()))).collect()
            };
            let words = own.map(by_name);
            let forms: Vec<_> = normal.iter().map(|pair| pair.as_ref().map(by_name)).collect();
            let forms: Vec<_> = forms.iter().map(Pair::as_ref).collect();
            let parts = by_key(words.as_ref(), &forms, whole);
            seen.before.$set = parts.before.into_values().collect();
            seen.after.$set = parts.after.into_values().collect();
        )+};
    }
    constraints!(unique, checks, foreign_keys, exclusions);
    let forms: Vec<_> = normal
        .iter()
        .map(|pair| pair.as_ref().map(|one| &one.indexes))
        .collect();
    let indexes = by_key(own.map(|one| &one.indexes), &forms, whole);
    (seen.before.indexes, seen.after.indexes) = (indexes.before, indexes.after);
    seen
}

/// Both tables with names for all constraints. One without a name has that of one which says the same on the other side.
fn named(name: &QualifiedName, tables: Pair<&Table>) -> Pair<Table> {
    let mut named = tables.map(Table::clone);
    macro_rules! adopt {
        ($of:ident, $from:ident, $like:expr => $($set:ident),+) => {$(
            let (unnamed, mut all): (Vec<_>, BTreeSet<_>) = {
                let all = std::mem::take(&mut named.$of.$set).into_iter();
                let (without, with): (Vec<_>, Vec<_>) = all.partition(|one| one.name.is_none());
                (without, with.into_iter().collect())
            };
            for mut one in unnamed {
                let taken = |name: &Name| all.iter().any(|one| one.name.as_ref() == Some(name));
                let same = tables.$from.$set.iter().find_map(|other| {
                    let name = other.name.as_ref().filter(|name| !taken(name))?;
                    one.name = Some(name.clone());
                    $like(&mut one, other);
                    (one == *other).then(|| name.clone())
                });
                one.name = same;
                all.insert(one);
            }
            named.$of.$set = all;
        )+};
    }
    macro_rules! each {
        ($of:ident, $from:ident) => {
            adopt!($of, $from, |one: &mut Unique, other: &Unique| one.unnamed = other.unnamed => unique);
            adopt!($of, $from, |one: &mut Check, other: &Check| one.unnamed = other.unnamed => checks);
            adopt!(
                $of,
                $from,
                |one: &mut ForeignKey, other: &ForeignKey| one.unnamed = other.unnamed => foreign_keys
            );
            adopt!($of, $from, |_, _| () => exclusions);
            if let (Some(key), Some(other)) = (&mut named.$of.primary_key, &tables.$from.primary_key)
                && key.name.is_none()
            {
                // There is one, whatever it is called.
                key.name.clone_from(&other.name);
            }
        };
    }
    each!(before, after);
    each!(after, before);
    name_all(name, &mut named.before, &Naming::default());
    name_all(name, &mut named.after, &Naming::default());
    named
}

/// Where a unique index and a unique constraint are one thing, what is said to be an index is one in normal form too.
fn as_indexes(own: Pair<&Table>, normal: &mut Pair<Table>) {
    let has = |table: &Table, name: &Name| {
        let mut unique = table.unique.iter();
        unique.any(|one| one.name.as_ref() == Some(name))
    };
    let is_moved = |own: &Table, normal: &Table, name: &Name| {
        own.indexes.contains_key(name) && !normal.indexes.contains_key(name) && has(normal, name)
    };
    let indexes = own.before.indexes.keys().chain(own.after.indexes.keys());
    let moved: BTreeSet<&Name> = indexes
        .filter(|name| {
            is_moved(own.after, &normal.after, name)
                || is_moved(own.before, &normal.before, name) && !has(own.after, name)
        })
        .collect();
    for side in [&mut normal.before, &mut normal.after] {
        for unique in std::mem::take(&mut side.unique) {
            match &unique.name {
                Some(name) if moved.contains(name) => {
                    let columns = unique.columns.iter().cloned().map(IndexKey::Column);
                    let mut index = Index::new(columns.map(IndexColumn::new).collect());
                    index.unique = true;
                    side.indexes.insert(name.clone(), index);
                }
                _ => {
                    side.unique.insert(unique);
                }
            }
        }
    }
}

fn by_name(columns: &Columns) -> BTreeMap<Name, Column> {
    let columns = columns.iter();
    columns.map(|one| (one.name.clone(), one.clone())).collect()
}

/// The columns in the order of a table, and what that does not have behind them.
fn in_order(order: &Columns, mut columns: BTreeMap<Name, Column>) -> Columns {
    let known: Vec<_> = order
        .iter()
        .filter_map(|one| columns.remove(&one.name))
        .collect();
    known.into_iter().chain(columns.into_values()).collect()
}

fn column(_: &Name, own: Pair<&Column>, normal: &[Pair<&Column>]) -> Pair<Column> {
    let mut seen = own.map(Column::clone);
    fields!(seen, own, normal: ty, nullable, default, identity, generated, collation, comment);
    // What one database is told otherwise is of the two fields that may be.
    if normal
        .iter()
        .all(|pair| pair.before.ty == pair.after.ty && pair.before.default == pair.after.default)
    {
        seen.before.on = own.after.on.clone();
    }
    seen
}
