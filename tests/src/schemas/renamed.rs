//! Schemas in which some things are called otherwise.

use proptest::collection::vec;
use proptest::prelude::*;
use revision_core::Operation;
use revision_core::diff::Rename;
use revision_core::schema::{Name, QualifiedName, Schema};

use super::{Draw, Taste, columns, names, objects, schema};

/// What is called otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Tables.
    Tables,
    /// Columns, of each table one at most.
    Columns,
    /// Values of enums, of each one at most.
    Values,
    /// All of these, as many as come.
    All,
}

/// A schema before and after some renames, which are told.
pub fn renamed(taste: Taste, of: Of) -> impl Strategy<Value = (Schema, Schema, Vec<Rename>)> {
    let numbers = || vec(any::<u32>(), 0..300);
    (numbers(), vec(vec(any::<u32>(), 0..20), 1..6)).prop_map(move |(numbers, steps)| {
        let before = schema(&mut Draw::new(&numbers, taste));
        let mut after = before.clone();
        let mut told = Vec::new();
        for numbers in steps {
            let mut draw = Draw::new(&numbers, taste);
            let of = match of {
                Of::All => draw
                    .pick(&[Of::Tables, Of::Columns, Of::Values])
                    .unwrap_or(of),
                of => of,
            };
            let drawn = match of {
                Of::Tables | Of::All => a_table(&mut draw, &before, &after, &told),
                Of::Columns => a_column(&mut draw, &before, &after, &told),
                Of::Values => a_value(&mut draw, &before, &told),
            };
            if let Some((operation, rename)) = drawn
                && after.apply(&operation).is_ok()
            {
                told.push(rename);
            }
        }
        (before, after, told)
    })
}

fn a_table(
    draw: &mut Draw<'_>,
    before: &Schema,
    after: &Schema,
    told: &[Rename],
) -> Option<(Operation, Rename)> {
    let free = |from: &&QualifiedName| {
        !told
            .iter()
            .any(|rename| matches!(rename, Rename::Table(one, _) if one == *from))
    };
    let all: Vec<QualifiedName> = before.tables.keys().filter(free).cloned().collect();
    let from = draw.pick(&all)?;
    let to = names::fresh(draw, |name| {
        let name = from.beside(name);
        names::is_relation(before, &name) || names::is_relation(after, &name)
    });
    let rename = Rename::Table(from.clone(), from.beside(&to));
    Some((Operation::RenameTable { from, to }, rename))
}

fn a_column(
    draw: &mut Draw<'_>,
    before: &Schema,
    after: &Schema,
    told: &[Rename],
) -> Option<(Operation, Rename)> {
    let free = |from: &&QualifiedName| {
        !told
            .iter()
            .any(|rename| matches!(rename, Rename::Column(one, ..) if one == *from))
    };
    let all: Vec<QualifiedName> = before.tables.keys().filter(free).cloned().collect();
    let table = draw.pick(&all)?;
    // A table may be called otherwise by now.
    let called = told.iter().find_map(|rename| match rename {
        Rename::Table(from, to) if *from == table => Some(to.clone()),
        _ => None,
    });
    let called = called.unwrap_or_else(|| table.clone());
    let here = after.tables.get(&called)?;
    let own: Vec<Name> = here
        .columns
        .iter()
        .filter(|one| one.generated.is_none())
        .map(|one| one.name.clone())
        .collect();
    let from = draw.pick(&own)?;
    let to = names::fresh(draw, |name| columns::is_column(here, name));
    let rename = Rename::Column(table, from.clone(), to.clone());
    Some((
        Operation::RenameColumn {
            table: called,
            from,
            to,
        },
        rename,
    ))
}

fn a_value(draw: &mut Draw<'_>, before: &Schema, told: &[Rename]) -> Option<(Operation, Rename)> {
    let free = |from: &&QualifiedName| {
        !told
            .iter()
            .any(|rename| matches!(rename, Rename::Value(one, ..) if one == *from))
    };
    let all: Vec<QualifiedName> = before.enums.keys().filter(free).cloned().collect();
    let name = draw.pick(&all)?;
    let one = before.enums.get(&name)?;
    let from = draw.pick(&one.values)?;
    let to = objects::value(draw, one);
    let rename = Rename::Value(name.clone(), from.clone(), to.clone());
    Some((Operation::RenameEnumValue { name, from, to }, rename))
}
