//! Triggers and policies: they belong to a table or a view, and what changes is dropped and made anew.

use std::collections::{BTreeMap, BTreeSet};

use super::touched::Touched;
use super::{Pair, Steps};
use crate::operation::Operation;
use crate::schema::{Name, QualifiedName, Schema};

type Key = (QualifiedName, Name);

/// `anew` are the views that are dropped and made again, with which their triggers go.
pub(super) fn diff(
    pair: Pair<&Schema>,
    touched: &Touched<'_>,
    anew: &BTreeSet<&QualifiedName>,
    steps: &mut Steps,
) {
    let stays = |on: &QualifiedName| {
        let tables = pair.map(|schema| schema.tables.contains_key(on));
        let views = pair.map(|schema| schema.views.contains_key(on));
        tables.before && tables.after || views.before && views.after && !anew.contains(on)
    };
    let drop = |(table, name): &Key| Operation::DropTrigger {
        name: name.clone(),
        table: table.clone(),
        if_exists: false,
    };
    let create = |(table, name): &Key, sql: &String| Operation::CreateTrigger {
        name: name.clone(),
        table: table.clone(),
        sql: sql.clone(),
    };
    each(
        pair.map(|schema| &schema.triggers),
        touched,
        stays,
        drop,
        create,
        steps,
    );
    let drop = |(table, name): &Key| Operation::DropPolicy {
        name: name.clone(),
        table: table.clone(),
        if_exists: false,
    };
    let create = |(table, name): &Key, sql: &String| Operation::CreatePolicy {
        name: name.clone(),
        table: table.clone(),
        sql: sql.clone(),
    };
    each(
        pair.map(|schema| &schema.policies),
        touched,
        stays,
        drop,
        create,
        steps,
    );
}

fn each(
    pair: Pair<&BTreeMap<Key, String>>,
    touched: &Touched<'_>,
    stays: impl Fn(&QualifiedName) -> bool,
    drop: impl Fn(&Key) -> Operation,
    create: impl Fn(&Key, &String) -> Operation,
    steps: &mut Steps,
) {
    // With what it is on it goes by itself.
    for (key, _) in pair.removed().filter(|(key, _)| stays(&key.0)) {
        steps.dropped_dependents.push(drop(key));
    }
    for (key, sql) in pair.added() {
        steps.made_triggers.push(create(key, sql));
    }
    for (key, sql) in pair.kept() {
        let stays = stays(&key.0);
        if sql.before == sql.after && stays && !touched.reaches_text(&key.0, sql.before) {
            continue;
        }
        if stays {
            steps.dropped_dependents.push(drop(key));
        }
        steps.made_triggers.push(create(key, sql.after));
    }
}
