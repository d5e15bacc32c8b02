//! Views and functions. Their texts name others in ways that only a database reads, so what may be made of something that
//! changes is made anew, and what is mentioned comes before what mentions it.

use std::collections::{BTreeMap, BTreeSet};

use super::indexes::{create_index, drop_index};
use super::order::after_needs;
use super::touched::Touched;
use super::{Pair, Steps};
use crate::operation::{Commented, Operation, is_procedure, mentions, replaces};
use crate::schema::{Default, IndexKey, QualifiedName, Schema, View};

type Views = BTreeMap<QualifiedName, View>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'s> {
    Function(&'s QualifiedName),
    View(&'s QualifiedName),
}

/// Gives the views that are dropped and made again.
pub(super) fn diff<'s>(
    pair: Pair<&'s Schema>,
    touched: &Touched<'_>,
    steps: &mut Steps,
) -> BTreeSet<&'s QualifiedName> {
    let views = pair.map(|schema| &schema.views);
    let anew = anew(pair, touched);
    for name in order(views.before).iter().rev() {
        if let Some(view) = views.before.get(name).filter(|_| anew.contains(name)) {
            steps.dropped_dependents.push(Operation::DropView {
                name: (*name).clone(),
                materialized: view.materialized,
                if_exists: false,
            });
        }
    }
    for (name, pair) in views.kept().filter(|(name, _)| !anew.contains(name)) {
        alter_view(name, pair, steps);
    }
    let mut late = functions(pair, steps);
    for (name, view) in views.after {
        if anew.contains(name) || !views.before.contains_key(name) {
            late.insert(Key::View(name), (&*view.query, create_view(name, view)));
        }
    }
    let needs = late.iter().map(|(key, (text, _))| {
        let others = late
            .keys()
            .filter(|other| *other != key && is_mentioned(other, text));
        (key.clone(), others.cloned().collect())
    });
    for key in after_needs(&needs.collect()) {
        if let Some((_, operations)) = late.remove(&key) {
            steps.made_dependents.extend(operations);
        }
    }
    anew
}

fn is_mentioned(key: &Key<'_>, text: &str) -> bool {
    match key {
        Key::Function(name) => mentions(text, own_name(name)),
        Key::View(name) => mentions(text, &name.name),
    }
}

/// The name of a function without the types of its arguments.
fn own_name(name: &QualifiedName) -> &str {
    name.name.split('(').next().unwrap_or_default()
}

/// The views that go, that change, and that may be made of what goes or changes.
fn anew<'s>(pair: Pair<&'s Schema>, touched: &Touched<'_>) -> BTreeSet<&'s QualifiedName> {
    let views = pair.map(|schema| &schema.views);
    let mut anew: BTreeSet<&QualifiedName> = BTreeSet::new();
    for name in order(views.before) {
        let Some(before) = views.before.get(name) else {
            continue;
        };
        let changes = views.after.get(name).is_none_or(|after| {
            before.query != after.query
                || before.columns != after.columns
                || before.materialized != after.materialized
        });
        let of_table = |(table, columns): (&QualifiedName, &super::touched::InTable<'_>)| {
            mentions(&before.query, &table.name) && columns.is_named_in(&before.query)
        };
        if changes
            || touched.tables().any(of_table)
            || anew
                .iter()
                .any(|other| mentions(&before.query, &other.name))
        {
            anew.insert(name);
        }
    }
    anew
}

/// Views, each after those that it mentions.
fn order(views: &Views) -> Vec<&QualifiedName> {
    let needs = views.iter().map(|(name, view)| {
        let others = views.keys().filter(|other| *other != name);
        let needed = others.filter(|other| mentions(&view.query, &other.name));
        (name, needed.collect())
    });
    after_needs(&needs.collect())
}

fn create_view(name: &QualifiedName, view: &View) -> Vec<Operation> {
    let mut bare = view.clone();
    let indexes = std::mem::take(&mut bare.indexes);
    let create = Operation::CreateView {
        name: name.clone(),
        view: Box::new(bare),
        or_replace: false,
    };
    let indexes = indexes.iter();
    let indexes = indexes.map(|(index, what)| create_index(name, index, what));
    std::iter::once(create).chain(indexes).collect()
}

fn alter_view(name: &QualifiedName, pair: Pair<&View>, steps: &mut Steps) {
    if pair.before.comment != pair.after.comment {
        steps.made_dependents.push(Operation::Comment {
            on: Commented::View(name.clone(), pair.after.materialized),
            comment: pair.after.comment.clone(),
        });
    }
    let indexes = pair.map(|view| &view.indexes);
    for (index, _) in indexes.removed() {
        steps.dropped_constraints.push(drop_index(name, index));
    }
    for (index, what) in indexes.added() {
        steps.made_dependents.push(create_index(name, index, what));
    }
    for (index, what) in indexes.kept() {
        if let Some(what) = what.changed() {
            steps.dropped_constraints.push(drop_index(name, index));
            steps.made_dependents.push(create_index(name, index, what));
        }
    }
}

/// Gives the functions that are made beside views, and sees to all others.
fn functions<'s>(
    pair: Pair<&'s Schema>,
    steps: &mut Steps,
) -> BTreeMap<Key<'s>, (&'s str, Vec<Operation>)> {
    let functions = pair.map(|schema| &schema.functions);
    let drop = |name: &QualifiedName, sql: &str| Operation::DropFunction {
        name: name.clone(),
        procedure: is_procedure(sql),
        if_exists: false,
    };
    let create = |name: &QualifiedName, sql: &String| Operation::CreateFunction {
        name: name.clone(),
        sql: sql.clone(),
    };
    for (name, sql) in functions.removed() {
        steps.dropped_functions.push(drop(name, sql));
    }
    let added = functions
        .added()
        .map(|(name, sql)| (name, sql, vec![create(name, sql)]));
    let changed = functions.kept().filter(|(_, sql)| sql.before != sql.after);
    let changed = changed.map(|(name, sql)| {
        // A text that says `OR REPLACE` keeps what depends on it.
        let mut operations = Vec::new();
        if !replaces(sql.after) {
            operations.push(drop(name, sql.before));
        }
        operations.push(create(name, sql.after));
        (name, sql.after, operations)
    });
    let made: Vec<_> = added.chain(changed).collect();
    let mut late = BTreeMap::new();
    let called = if made.is_empty() {
        Vec::new()
    } else {
        called(pair.after)
    };
    for (name, sql, operations) in made {
        if called.iter().any(|text| mentions(text, own_name(name))) {
            steps.made_functions.extend(operations);
        } else {
            late.insert(Key::Function(name), (sql.as_str(), operations));
        }
    }
    late
}

/// The expressions of tables, which may call functions.
fn called(schema: &Schema) -> Vec<&str> {
    let mut texts = Vec::new();
    for table in schema.tables.values() {
        texts.extend(table.checks.iter().map(|check| check.sql.as_str()));
        for column in table.columns.iter() {
            texts.extend(column.generated.iter().map(|one| one.sql.as_str()));
            if let Some(Default::Sql(sql)) = &column.default {
                texts.push(sql);
            }
        }
        for index in table.indexes.values() {
            texts.extend(index.predicate.as_deref());
            let keys = index.columns.iter().filter_map(|one| match &one.key {
                IndexKey::Sql(sql) => Some(sql.as_str()),
                IndexKey::Column(_) => None,
            });
            texts.extend(keys);
        }
    }
    texts
}
