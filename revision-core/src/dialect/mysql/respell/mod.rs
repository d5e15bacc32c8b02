//! MySQL's and MariaDB's own spelling of expressions, views and routines.
//!
//! For each table with expressions there is a temporary one with the same columns, and `SHOW CREATE TABLE` says how the
//! server writes them: a temporary table is not in `information_schema`, or not before MariaDB 11.2. Views and routines
//! cannot be temporary, so those are made under names that nobody else has, and go at once.

mod objects;
mod shown;
mod tables;

use shown::Shown;

use super::MySql;
use crate::Server;
use crate::dialect::reflect::Unreadable;
use crate::dialect::respell::Plan;
use crate::dialect::{Answers, Dialect as _};
use crate::schema::{Name, Schema};

/// What the names of all that is made begin with.
pub(in crate::dialect::mysql) const PREFIX: &str = "revision_respell_";

/// The temporary table of a table, by the number of that one, or for one of the things in it alone.
fn temporary(number: usize, part: Option<usize>) -> Name {
    match part {
        Some(part) => format!("{PREFIX}t{number}_{part}").into(),
        None => format!("{PREFIX}t{number}").into(),
    }
}

pub(in crate::dialect) fn plan(server: Server, schema: &Schema, mark: &str) -> Option<Plan> {
    let tables: Vec<_> = tables::items(server, schema).collect();
    let objects = objects::items(server, schema, mark);
    if tables.is_empty() && objects.is_empty() {
        return None;
    }
    let probe = format!("{PREFIX}probe");
    let mut names = vec![MySql.name(&probe)];
    for made in &tables {
        names.extend(made.names.iter().map(|name| MySql.name(name)));
    }
    let drop = format!("DROP TEMPORARY TABLE IF EXISTS {}", names.join(", "));
    let mut items: Vec<_> = tables.into_iter().map(|made| made.item).collect();
    items.extend(objects);
    Some(Plan {
        in_transaction: false,
        // A run that was dropped half-way may have left some in the session.
        first: vec![
            drop.clone(),
            format!("CREATE TEMPORARY TABLE {} (a int)", names[0]),
        ],
        items,
        questions: [
            vec!["SELECT DATABASE()".to_owned()],
            objects::questions(schema, mark),
        ]
        .concat(),
        last: vec![drop],
    })
}

pub(in crate::dialect) fn read(
    server: Server,
    schema: &Schema,
    mark: &str,
    mut answers: Answers,
) -> Result<Schema, Unreadable> {
    let few = || Unreadable("answers are missing".to_owned());
    let asked = answers
        .len()
        .checked_sub(1 + objects::COUNT)
        .ok_or_else(few)?;
    let mut last = answers.split_off(asked).into_iter();
    let database = last
        .next()
        .and_then(|rows| rows.into_iter().flatten().next());
    let database = database.flatten();
    let mut schema = schema.clone();
    // Each says which table it is about.
    for row in answers.into_iter().flatten() {
        let mut row = row.into_iter();
        let (Some(Some(name)), Some(Some(sql))) = (row.next(), row.next()) else {
            return Err(few());
        };
        if let Some(shown) = Shown::read(&sql) {
            tables::take(server, &mut schema, &name, &shown, database.as_deref());
        }
    }
    objects::take(&mut schema, mark, last)?;
    Ok(schema)
}
