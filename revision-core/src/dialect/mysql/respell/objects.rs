//! Views and routines, which cannot be temporary: they are made under names of no meaning, and go at once.

use std::ops::Range;

use super::PREFIX;
use crate::dialect::Row;
use crate::dialect::lex::{Kind, Lex as _};
use crate::dialect::lower::texts;
use crate::dialect::mysql::lex::Lexer;
use crate::dialect::mysql::lower::lower;
use crate::dialect::mysql::reflect::objects::{qualified, routines, views};
use crate::dialect::reflect::Unreadable;
use crate::dialect::respell::{Attempt, Item};
use crate::operation::Operation;
use crate::schema::{Name, Schema, View};
use crate::{Backend, Server};

/// How many questions there are.
pub(super) const COUNT: usize = 2;

fn made(kind: char, number: usize, mark: &str) -> Name {
    format!("{PREFIX}{kind}{number}_{mark}").into()
}

pub(super) fn items(server: Server, schema: &Schema, mark: &str) -> Vec<Item> {
    let views = schema.views.values().enumerate();
    let views = views.filter_map(|(number, view)| {
        let name = made('v', number, mark);
        let drop = format!("DROP VIEW IF EXISTS `{name}`");
        let mut plain = View::default();
        plain.query.clone_from(&view.query);
        plain.columns.clone_from(&view.columns);
        let create = Operation::CreateView {
            name: name.into(),
            view: Box::new(plain),
            or_replace: false,
        };
        let create = lower(server, &Schema::default(), &[create]).ok()?;
        let create = create.into_iter().map(|step| step.step.to_string());
        Some(lasting(create.collect(), drop))
    });
    let functions = schema.functions.values().enumerate();
    let functions = functions.filter_map(|(number, sql)| {
        // One that comes with other statements is left as it is.
        let [sql] = &*texts(Backend::MySql, sql) else {
            return None;
        };
        let name = made('f', number, mark);
        let (kind, place) = named(sql)?;
        let drop = format!("DROP {kind} IF EXISTS `{name}`");
        Some(lasting(vec![replaced(sql, place, &name)], drop))
    });
    views.chain(functions).collect()
}

/// Whoever may not take it away does not make it.
fn lasting(create: Vec<String>, drop: String) -> Item {
    let statements = [vec![drop.clone()], create].concat();
    Item {
        whole: Attempt::from(statements),
        apart: Vec::new(),
        lasting: Some(drop),
    }
}

pub(super) fn questions(schema: &Schema, mark: &str) -> Vec<String> {
    let of = |column: &str, kind, count| {
        let names = (0..count).map(|number| format!("'{}'", made(kind, number, mark)));
        let names: Vec<_> = names.collect();
        match &*names.join(", ") {
            "" => "FALSE".to_owned(),
            names => format!("{column} IN ({names})"),
        }
    };
    let views = format!(
        "SELECT NULL, TABLE_NAME, VIEW_DEFINITION, DATABASE() FROM information_schema.VIEWS \
         WHERE TABLE_SCHEMA = DATABASE() AND {}",
        of("TABLE_NAME", 'v', schema.views.len())
    );
    let routines = include_str!("../reflect/routines.sql")
        .replace(
            ":everything",
            &of("r.ROUTINE_NAME", 'f', schema.functions.len()),
        )
        .replace(
            ":namespace(r.ROUTINE_SCHEMA)",
            "r.ROUTINE_SCHEMA = DATABASE()",
        );
    vec![views, routines]
}

/// Takes over what the server says of views and routines.
pub(super) fn take(
    schema: &mut Schema,
    mark: &str,
    mut answers: impl Iterator<Item = Vec<Row>>,
) -> Result<(), Unreadable> {
    let spelt = views(answers.next().unwrap_or_default())?;
    for (number, view) in schema.views.values_mut().enumerate() {
        if let Some(spelt) = spelt.get(&made('v', number, mark).into()) {
            // The names of the columns stand in the query.
            view.query.clone_from(&spelt.query);
            view.columns.clear();
        }
    }
    let spelt = routines(answers.next().unwrap_or_default())?;
    for (number, (name, sql)) in schema.functions.iter_mut().enumerate() {
        let spelt = spelt.get(&made('f', number, mark).into());
        if let Some((spelt, (_, place))) = spelt.and_then(|sql| Some((sql, named(sql)?))) {
            *sql = replaced(spelt, place, &qualified(name));
        }
    }
    Ok(())
}

fn replaced(text: &str, place: Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &text[..place.start], &text[place.end..])
}

/// What kind of routine a statement makes, and where its name stands, with that of the database.
fn named(sql: &str) -> Option<(&'static str, Range<usize>)> {
    let text = |start: usize, end: usize| &sql[start..end];
    let mut tokens = Lexer::new(sql);
    let kind = tokens.find_map(|token| {
        let word = text(token.start, token.end);
        ["FUNCTION", "PROCEDURE"]
            .into_iter()
            .find(|kind| token.kind == Kind::Word && kind.eq_ignore_ascii_case(word))
    })?;
    let mut name = tokens.find(|token| {
        let word = text(token.start, token.end).to_ascii_lowercase();
        token.kind == Kind::Name || !["if", "not", "exists"].contains(&&*word)
    })?;
    let start = name.start;
    loop {
        let dot = tokens.next()?;
        if text(dot.start, dot.end) != "." {
            return Some((kind, start..name.end));
        }
        name = tokens.next()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_routine_is_made_to_be_another() {
        for (sql, expected) in [
            (
                "CREATE FUNCTION f() RETURNS int RETURN 1",
                "CREATE FUNCTION x() RETURNS int RETURN 1",
            ),
            (
                "create definer=`a`@`b` procedure if not exists `my db` . `p``q` (a int) select 1",
                "create definer=`a`@`b` procedure if not exists x (a int) select 1",
            ),
        ] {
            let (_, place) = named(sql).unwrap();
            assert_eq!(replaced(sql, place, "x"), expected);
        }
        assert_eq!(named("CREATE FUNCTION"), None);
        assert_eq!(named("CREATE TRIGGER t"), None);
    }
}
