//! What looks like a rename and was not decided.

use std::collections::BTreeSet;

use super::{Candidate, Question};
use crate::diff::{Pair, likeness};
use crate::schema::{Column, Enum, Name, QualifiedName, Schema, Table};

/// From how many hundredths on tables are alike.
const ALIKE: usize = 50;

pub(super) fn find(pair: Pair<&Schema>, drops: &BTreeSet<String>) -> Vec<Question> {
    if drops.contains("*") {
        return Vec::new();
    }
    let mut found = tables(pair, drops);
    for (name, pair) in pair.map(|schema| &schema.tables).kept() {
        found.extend(columns(name, pair, drops));
    }
    for (name, pair) in pair.map(|schema| &schema.enums).kept() {
        found.extend(values(name, pair, drops));
    }
    found
}

fn tables(pair: Pair<&Schema>, drops: &BTreeSet<String>) -> Vec<Question> {
    let tables = pair.map(|schema| &schema.tables);
    let removed = tables
        .removed()
        .filter(|(name, _)| !drops.contains(&name.to_string()));
    let questions = removed.filter_map(|(name, table)| {
        let mut alike: Vec<_> = tables
            .added()
            .map(|(other, it)| {
                let same = likeness::tables(table, it).max(likeness_by_types(table, it));
                (same, likeness::names(&name.name, &other.name), other)
            })
            .filter(|(same, ..)| *same >= ALIKE)
            .collect();
        alike.sort_by_key(|(same, name, _)| std::cmp::Reverse((*same, *name)));
        let to = alike.into_iter().map(|(same, _, other)| Candidate {
            name: other.to_string(),
            why: vec![format!("{same} of 100 columns alike")],
        });
        question("table", None, name.to_string(), to.collect())
    });
    questions.collect()
}

/// Where all columns are called otherwise their types still stand in the same order.
fn likeness_by_types(one: &Table, other: &Table) -> usize {
    let types = |table: &Table| {
        table
            .columns
            .iter()
            .map(|column| column.ty.clone())
            .collect::<Vec<_>>()
    };
    let (one, other) = (types(one), types(other));
    if one.len() > 1 && one == other {
        ALIKE
    } else {
        0
    }
}

fn columns(name: &QualifiedName, pair: Pair<&Table>, drops: &BTreeSet<String>) -> Vec<Question> {
    let gone = |one: &&Column| {
        pair.after.columns.named(&one.name).is_none()
            && !drops.contains(&format!("{name}.{}", one.name))
    };
    let gone: Vec<&Column> = pair.before.columns.iter().filter(gone).collect();
    let come = |one: &&Column| pair.before.columns.named(&one.name).is_none();
    let come: Vec<&Column> = pair.after.columns.iter().filter(come).collect();
    let mut pairs: Vec<(usize, usize, usize, Vec<String>)> = Vec::new();
    for (at, one) in gone.iter().enumerate() {
        for (there, other) in come.iter().enumerate() {
            // What is computed is not what rows hold.
            if one.ty == other.ty && one.generated.is_none() && other.generated.is_none() {
                let (score, why) = like(pair, one, other);
                pairs.push((score, at, there, why));
            }
        }
    }
    // All together: what is the likeliest for one is not the first thing to think of for another.
    pairs.sort_by_key(|(score, at, there, _)| (std::cmp::Reverse(*score), *at, *there));
    let (mut from, mut to) = (BTreeSet::new(), BTreeSet::new());
    let mut best = BTreeSet::new();
    for (_, at, there, _) in &pairs {
        if !from.contains(at) && !to.contains(there) {
            from.insert(*at);
            to.insert(*there);
            best.insert((*at, *there));
        }
    }
    pairs.sort_by_key(|(score, at, there, _)| {
        (!best.contains(&(*at, *there)), std::cmp::Reverse(*score))
    });
    let questions = gone.iter().enumerate().filter_map(|(at, one)| {
        let of = pairs.iter().filter(|(_, own, ..)| *own == at);
        let to = of.map(|(_, _, there, why)| Candidate {
            name: come[*there].name.to_string(),
            why: why.clone(),
        });
        question("column", Some(name), one.name.to_string(), to.collect())
    });
    questions.collect()
}

/// How much a column is like another, and why.
fn like(pair: Pair<&Table>, one: &Column, other: &Column) -> (usize, Vec<String>) {
    let mut why = vec!["the same type".to_owned()];
    let mut score = likeness::names(&one.name, &other.name);
    let place =
        |table: &Table, name: &Name| table.columns.iter().position(|column| column.name == *name);
    if place(pair.before, &one.name) == place(pair.after, &other.name) {
        score += 60;
        why.push("the same place".to_owned());
    }
    let parts = (
        likeness::parts(pair.before, &one.name),
        likeness::parts(pair.after, &other.name),
    );
    for part in parts.0.intersection(&parts.1) {
        score += 40;
        let article = if part.starts_with(['a', 'e', 'i', 'o']) {
            "an"
        } else {
            "a"
        };
        why.push(format!("both in {article} {part}"));
    }
    let rest = |column: &Column| Column {
        name: Name::default(),
        ..column.clone()
    };
    if rest(one) == rest(other) {
        score += 30;
    }
    (score, why)
}

fn values(name: &QualifiedName, pair: Pair<&Enum>, drops: &BTreeSet<String>) -> Vec<Question> {
    let place = |list: &[String], value: &String| list.iter().position(|one| one == value);
    let gone = pair.before.values.iter().filter(|value| {
        !pair.after.values.contains(value) && !drops.contains(&format!("{name}.{value}"))
    });
    let questions = gone.filter_map(|value| {
        let come = pair
            .after
            .values
            .iter()
            .filter(|one| !pair.before.values.contains(one));
        let mut alike: Vec<_> = come
            .map(|other| {
                let same = place(&pair.before.values, value) == place(&pair.after.values, other);
                (
                    likeness::names(value, other) + 60 * usize::from(same),
                    same,
                    other,
                )
            })
            .collect();
        alike.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
        let to = alike.into_iter().map(|(_, same, other)| Candidate {
            name: other.clone(),
            why: if same {
                vec!["the same place".to_owned()]
            } else {
                Vec::new()
            },
        });
        question("enum_value", Some(name), value.clone(), to.collect())
    });
    questions.collect()
}

fn question(
    kind: &'static str,
    table: Option<&QualifiedName>,
    from: String,
    to: Vec<Candidate>,
) -> Option<Question> {
    let is_one = !to.is_empty();
    is_one.then(|| Question {
        kind,
        table: table.cloned(),
        from,
        to,
    })
}
