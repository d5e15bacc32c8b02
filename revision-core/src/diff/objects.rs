//! What comes, goes and changes beside tables.

use std::collections::{BTreeMap, BTreeSet};

use super::constraints::{create_index, drop_index};
use super::order::{after_needs, mentions};
use super::{Pair, Steps};
use crate::operation::{Commented, Operation, Place, SequenceChange};
use crate::schema::{Enum, Name, QualifiedName, Schema, Sequence, Table, View};

pub(super) fn diff(pair: Pair<&Schema>, steps: &mut Steps) {
    namespaces(pair.map(|schema| &schema.namespaces), steps);
    extensions(pair, steps);
    enums(pair, steps);
    sequences(pair.map(|schema| &schema.sequences), steps);
    dependents(pair, steps);
}

fn namespaces(pair: Pair<&BTreeMap<Name, Option<String>>>, steps: &mut Steps) {
    let comment = |name: &Name, comment: &Option<String>| Operation::Comment {
        on: Commented::Namespace(name.clone()),
        comment: comment.clone(),
    };
    for (name, said) in pair.added() {
        steps.made_before.push(Operation::CreateNamespace {
            name: name.clone(),
            if_not_exists: false,
        });
        if said.is_some() {
            steps.made_before.push(comment(name, said));
        }
    }
    for (name, pair) in pair.kept() {
        if let Some(said) = pair.changed() {
            steps.made_before.push(comment(name, said));
        }
    }
    for (name, _) in pair.removed() {
        // Behind all that lies in it.
        steps.dropped_last.push(Operation::DropNamespace {
            name: name.clone(),
            if_exists: false,
        });
    }
}

fn extensions(pair: Pair<&Schema>, steps: &mut Steps) {
    let drop = |name: &Name| Operation::DropExtension {
        name: name.clone(),
        if_exists: false,
    };
    let pair = pair.map(|schema| &schema.extensions);
    for (name, extension) in pair.added() {
        steps.made_before.push(Operation::CreateExtension {
            name: name.clone(),
            extension: extension.clone(),
            if_not_exists: false,
        });
    }
    for (name, _) in pair.removed() {
        steps.dropped_after.push(drop(name));
    }
    for (name, pair) in pair.kept() {
        // Its objects would have to go and come again, with all that uses them; the version is the server's affair.
        if pair.before.namespace != pair.after.namespace {
            steps.made_before.push(drop(name));
            steps.made_before.push(Operation::CreateExtension {
                name: name.clone(),
                extension: pair.after.clone(),
                if_not_exists: false,
            });
        }
    }
}

fn enums(pair: Pair<&Schema>, steps: &mut Steps) {
    let enums = pair.map(|schema| &schema.enums);
    let comment = |name: &QualifiedName, one: &Enum| Operation::Comment {
        on: Commented::Enum(name.clone()),
        comment: one.comment.clone(),
    };
    for (name, one) in enums.added() {
        steps.made_before.push(Operation::CreateEnum {
            name: name.clone(),
            definition: one.clone(),
        });
    }
    for (name, one) in enums.kept() {
        values(name, one.map(|one| one.values.as_slice()), pair, steps);
        if one.before.comment != one.after.comment {
            steps.made_before.push(comment(name, one.after));
        }
    }
    for (name, _) in enums.removed() {
        steps.dropped_after.push(Operation::DropEnum {
            name: name.clone(),
            if_exists: false,
        });
    }
}

/// Values that go, then those that come; one that stands elsewhere goes and comes.
fn values(name: &QualifiedName, pair: Pair<&[String]>, schemas: Pair<&Schema>, steps: &mut Steps) {
    if pair.before == pair.after {
        return;
    }
    let stay = in_common(pair);
    let stays: BTreeSet<&String> = stay.into_iter().collect();
    for value in pair.before.iter().filter(|value| !stays.contains(value)) {
        steps.dropped_values.push(Operation::DropEnumValue {
            name: name.clone(),
            value: value.clone(),
            columns: columns_of(name, schemas.before),
        });
    }
    let mut last: Option<&String> = None;
    let first = pair.after.iter().find(|value| stays.contains(value));
    for value in pair.after {
        if !stays.contains(value) {
            let place = match last {
                Some(last) => Some(Place::After(last.clone())),
                None => first.map(|first| Place::Before(first.clone())),
            };
            // After those that go: it may have been one of them.
            let stage = if pair.before.contains(value) {
                &mut steps.dropped_values
            } else {
                &mut steps.made_before
            };
            stage.push(Operation::AddEnumValue {
                name: name.clone(),
                value: value.clone(),
                place,
                if_not_exists: false,
            });
        }
        last = Some(value);
    }
}

/// The values that stay in their order: the longest common subsequence.
fn in_common<'v>(pair: Pair<&'v [String]>) -> Vec<&'v String> {
    let (before, after) = (pair.before, pair.after);
    let width = after.len() + 1;
    let mut lengths = vec![0_usize; (before.len() + 1) * width];
    for (i, one) in before.iter().enumerate().rev() {
        for (j, other) in after.iter().enumerate().rev() {
            lengths[i * width + j] = if one == other {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut common) = (0, 0, Vec::new());
    while i < before.len() && j < after.len() {
        if before[i] == after[j] {
            common.push(&before[i]);
            i += 1;
            j += 1;
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}

/// The columns that have this type.
fn columns_of(name: &QualifiedName, schema: &Schema) -> Vec<(QualifiedName, Name)> {
    let of = |(table, what): (&QualifiedName, &Table)| {
        let columns = what
            .columns
            .iter()
            .filter(|column| column.ty.is_made_of(name));
        let named = columns.map(|column| (table.clone(), column.name.clone()));
        named.collect::<Vec<_>>()
    };
    schema.tables.iter().flat_map(of).collect()
}

fn sequences(pair: Pair<&BTreeMap<QualifiedName, Sequence>>, steps: &mut Steps) {
    let comment = |name: &QualifiedName, one: &Sequence| Operation::Comment {
        on: Commented::Sequence(name.clone()),
        comment: one.comment.clone(),
    };
    let own = |name: &QualifiedName, one: &Sequence| Operation::AlterSequence {
        name: name.clone(),
        change: SequenceChange {
            owned_by: Some(one.owned_by.clone()),
            ..SequenceChange::default()
        },
    };
    for (name, one) in pair.added() {
        let mut sequence = one.clone();
        sequence.owned_by = None;
        steps.made_before.push(Operation::CreateSequence {
            name: name.clone(),
            sequence,
            if_not_exists: false,
        });
        // Its column may be only just made.
        if one.owned_by.is_some() {
            steps.made_constraints.push(own(name, one));
        }
    }
    for (name, pair) in pair.kept() {
        let Pair { before, after } = pair;
        let change = SequenceChange {
            ty: (before.ty != after.ty).then(|| after.ty.clone()).flatten(),
            options: (before.options != after.options).then(|| after.options.clone()),
            owned_by: None,
        };
        if change != SequenceChange::default() {
            steps.made_before.push(Operation::AlterSequence {
                name: name.clone(),
                change,
            });
        }
        if before.owned_by != after.owned_by {
            steps.made_constraints.push(own(name, after));
        }
        if before.comment != after.comment {
            steps.made_before.push(comment(name, after));
        }
    }
    for (name, one) in pair.removed() {
        // With its column it goes by itself; so that it surely can, it is set free first.
        if one.owned_by.is_some() {
            steps.dropped_keys.push(own(name, &Sequence::default()));
        }
        steps.dropped_after.push(Operation::DropSequence {
            name: name.clone(),
            if_exists: false,
        });
    }
}

/// Functions, views, triggers and policies: their texts name others, in ways that nobody here can read. What changes is
/// dropped and made anew.
fn dependents(pair: Pair<&Schema>, steps: &mut Steps) {
    triggers(pair, steps);
    policies(pair, steps);
    views(pair.map(|schema| &schema.views), steps);
    functions(pair, steps);
}

fn triggers(pair: Pair<&Schema>, steps: &mut Steps) {
    let triggers = pair.map(|schema| &schema.triggers);
    // With its table or view it goes by itself.
    let stays = |on: &QualifiedName| {
        let view = pair.before.views.get(on);
        pair.after.tables.contains_key(on) || view.is_some() && view == pair.after.views.get(on)
    };
    let drop = |(table, name): &(QualifiedName, Name)| Operation::DropTrigger {
        name: name.clone(),
        table: table.clone(),
        if_exists: false,
    };
    let create = |(table, name): &(QualifiedName, Name), sql: &String| Operation::CreateTrigger {
        name: name.clone(),
        table: table.clone(),
        sql: sql.clone(),
    };
    for (key, _) in triggers.removed() {
        if stays(&key.0) {
            steps.dropped_dependents.push(drop(key));
        }
    }
    for (key, sql) in triggers.added() {
        steps.made_triggers.push(create(key, sql));
    }
    for (key, sql) in triggers.kept() {
        let stays = stays(&key.0);
        if sql.before != sql.after || !stays {
            if stays {
                steps.dropped_dependents.push(drop(key));
            }
            steps.made_triggers.push(create(key, sql.after));
        }
    }
}

fn policies(pair: Pair<&Schema>, steps: &mut Steps) {
    let policies = pair.map(|schema| &schema.policies);
    let drop = |(table, name): &(QualifiedName, Name)| Operation::DropPolicy {
        name: name.clone(),
        table: table.clone(),
        if_exists: false,
    };
    let create = |(table, name): &(QualifiedName, Name), sql: &String| Operation::CreatePolicy {
        name: name.clone(),
        table: table.clone(),
        sql: sql.clone(),
    };
    for (key, _) in policies.removed() {
        if pair.after.tables.contains_key(&key.0) {
            steps.dropped_dependents.push(drop(key));
        }
    }
    for (key, sql) in policies.added() {
        steps.made_triggers.push(create(key, sql));
    }
    for (key, sql) in policies.kept() {
        if let Some(sql) = sql.changed() {
            steps.dropped_dependents.push(drop(key));
            steps.made_triggers.push(create(key, sql));
        }
    }
}

fn views(pair: Pair<&BTreeMap<QualifiedName, View>>, steps: &mut Steps) {
    // A view that stays is made anew where one changes that it may be made of.
    let mut anew: BTreeSet<&QualifiedName> = BTreeSet::new();
    let order = after_needs(&needs(pair.before));
    for name in &order {
        let Some((name, before)) = pair.before.get_key_value(name) else {
            continue;
        };
        let changes = match pair.after.get(name) {
            Some(after) => before.query != after.query || before.materialized != after.materialized,
            None => true,
        };
        if changes
            || anew
                .iter()
                .any(|other| mentions(&before.query, &other.name))
        {
            anew.insert(name);
        }
    }
    for name in order.iter().rev() {
        if let Some((name, view)) = pair
            .before
            .get_key_value(name)
            .filter(|(name, _)| anew.contains(name))
        {
            steps.dropped_dependents.push(Operation::DropView {
                name: name.clone(),
                materialized: view.materialized,
                if_exists: false,
            });
        }
    }
    for name in after_needs(&needs(pair.after)) {
        let Some(view) = pair.after.get(&name) else {
            continue;
        };
        match pair.before.get(&name).filter(|_| !anew.contains(&name)) {
            None => create_view(&name, view, steps),
            Some(before) => alter_view(&name, Pair::new(before, view), steps),
        }
    }
}

fn create_view(name: &QualifiedName, view: &View, steps: &mut Steps) {
    let mut bare = view.clone();
    let indexes = std::mem::take(&mut bare.indexes);
    steps.made_dependents.push(Operation::CreateView {
        name: name.clone(),
        view: Box::new(bare),
        or_replace: false,
    });
    let indexes = indexes
        .iter()
        .map(|(index, what)| create_index(name, index, what));
    steps.made_dependents.extend(indexes);
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

/// Which of the views each mentions.
fn needs(
    views: &BTreeMap<QualifiedName, View>,
) -> BTreeMap<QualifiedName, BTreeSet<QualifiedName>> {
    let of = |(name, view): (&QualifiedName, &View)| {
        let others = views.keys().filter(|other| *other != name);
        let needed = others.filter(|other| mentions(&view.query, &other.name));
        (name.clone(), needed.cloned().collect())
    };
    views.iter().map(of).collect()
}

fn functions(pair: Pair<&Schema>, steps: &mut Steps) {
    let functions = pair.map(|schema| &schema.functions);
    let drop = |name: &QualifiedName, sql: &str| Operation::DropFunction {
        name: name.clone(),
        procedure: mentions_procedure(sql),
        if_exists: false,
    };
    let create = |name: &QualifiedName, sql: &String| Operation::CreateFunction {
        name: name.clone(),
        sql: sql.clone(),
    };
    let called = called(pair.after);
    let is_called = |name: &QualifiedName| {
        let bare = name.name.split('(').next().unwrap_or_default();
        called.iter().any(|sql| mentions(sql, bare))
    };
    for (name, sql) in functions.removed() {
        steps.dropped_after.insert(0, drop(name, sql));
    }
    for (name, sql) in functions.added() {
        let stage = if is_called(name) {
            &mut steps.made_functions
        } else {
            &mut steps.made_late_functions
        };
        stage.push(create(name, sql));
    }
    for (name, sql) in functions.kept() {
        if sql.before != sql.after {
            let stage = if is_called(name) {
                &mut steps.made_functions
            } else {
                &mut steps.made_late_functions
            };
            // A text that says `OR REPLACE` keeps what depends on it.
            if !replaces(sql.after) {
                stage.push(drop(name, sql.before));
            }
            stage.push(create(name, sql.after));
        }
    }
}

/// The expressions of tables, which may call functions.
fn called(schema: &Schema) -> Vec<&str> {
    let mut texts = Vec::new();
    for table in schema.tables.values() {
        texts.extend(table.checks.iter().map(|check| check.sql.as_str()));
        for column in table.columns.iter() {
            texts.extend(column.generated.iter().map(|one| one.sql.as_str()));
            if let Some(crate::schema::Default::Sql(sql)) = &column.default {
                texts.push(sql);
            }
        }
        for index in table.indexes.values() {
            texts.extend(index.predicate.as_deref());
            for one in &index.columns {
                if let crate::schema::IndexKey::Sql(sql) = &one.key {
                    texts.push(sql);
                }
            }
        }
    }
    texts
}

fn head(sql: &str) -> impl Iterator<Item = String> {
    sql.split_whitespace().take(6).map(str::to_ascii_uppercase)
}

fn mentions_procedure(sql: &str) -> bool {
    head(sql).any(|word| word == "PROCEDURE")
}

fn replaces(sql: &str) -> bool {
    head(sql).any(|word| word == "REPLACE")
}
