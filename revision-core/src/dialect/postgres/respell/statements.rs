//! Objects that are kept by the statement that creates them: the same statement makes one under another name.

use std::ops::Range;

use super::{PREFIX, made};
use crate::dialect::lex::{Kind, Lex as _};
use crate::dialect::postgres::lex::Lexer;
use crate::dialect::postgres::words::quoted;
use crate::schema::{Name, QualifiedName, Schema};

/// The definition of a function or a procedure, under this name.
pub(super) fn function(definition: &str, name: &Name) -> Option<String> {
    let (_, place) = named_behind(definition, &["function", "procedure"])?;
    Some(replaced(definition, place, name))
}

/// The definition of a trigger or a policy, on this table.
pub(super) fn hung_on(definition: &str, table: &Name) -> Option<String> {
    let (_, place) = named_behind(definition, &["on"])?;
    Some(replaced(definition, place, table))
}

fn replaced(text: &str, place: Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &text[..place.start], &text[place.end..])
}

/// The name behind the first of these words, with the namespace before it, and where both stand.
fn named_behind(text: &str, words: &[&str]) -> Option<(QualifiedName, Range<usize>)> {
    let mut tokens = Lexer::new(text);
    let word = |start: usize, end: usize| text[start..end].to_ascii_lowercase();
    tokens.find(|token| {
        token.kind == Kind::Word && words.contains(&&*word(token.start, token.end))
    })?;
    let mut parts = Vec::new();
    let mut place: Option<Range<usize>> = None;
    loop {
        let name = tokens.next()?;
        if !matches!(name.kind, Kind::Word | Kind::Name) {
            return None;
        }
        parts.push(Lexer::name(&text[name.start..name.end])?);
        place = Some(place.map_or(name.start, |place| place.start)..name.end);
        let mut ahead = tokens.clone();
        match ahead.next() {
            Some(dot) if &text[dot.start..dot.end] == "." => tokens = ahead,
            _ => break,
        }
    }
    let name = parts.pop()?;
    Some((QualifiedName::new(parts.pop().as_deref(), &name), place?))
}

/// Takes over what the server says of functions, triggers and policies.
pub(super) fn take(schema: &mut Schema, spelt: &Schema) {
    let functions = std::mem::take(&mut schema.functions).into_iter();
    let functions = functions.enumerate().map(|(number, (name, definition))| {
        let made = made('f', number);
        let head = format!("{made}(");
        let found = spelt.functions.iter().find_map(|(key, definition)| {
            let arguments = key.name.strip_prefix(&head)?;
            let (_, place) = named_behind(definition, &["function", "procedure"])?;
            Some((
                arguments,
                replaced(definition, place, &{
                    let own = QualifiedName::new(name.namespace.as_deref(), own_name(&name));
                    spelled(&own)
                }),
            ))
        });
        match found {
            Some((arguments, definition)) => {
                let full = format!("{}({arguments}", own_name(&name));
                (
                    QualifiedName::new(name.namespace.as_deref(), &full),
                    definition,
                )
            }
            None => (name, definition),
        }
    });
    schema.functions = functions.collect();

    let tables: Vec<_> = schema.tables.keys().cloned().collect();
    let views: Vec<_> = schema.views.keys().cloned().collect();
    // Which table or view of ours one of the made-up names stands for.
    let original = |made: &QualifiedName| {
        let number = made.name.strip_prefix(PREFIX)?;
        let number_of = |kind| number.strip_prefix(kind)?.parse::<usize>().ok();
        let table = number_of('t').and_then(|number| tables.get(number));
        table.or_else(|| views.get(number_of('v')?))
    };
    let hung = [
        (&mut schema.triggers, &spelt.triggers),
        (&mut schema.policies, &spelt.policies),
    ];
    for (ours, spelt) in hung {
        for ((on, name), definition) in spelt {
            let Some(original) = original(on) else {
                continue;
            };
            let key = (original.clone(), name.clone());
            let (Some(ours), Some((_, place))) =
                (ours.get_mut(&key), named_behind(definition, &["on"]))
            else {
                continue;
            };
            *ours = replaced(definition, place, &spelled(original));
        }
    }
}

/// A function's name without the types of its arguments.
fn own_name(name: &QualifiedName) -> &str {
    name.name
        .split_once('(')
        .map_or(&name.name, |(name, _)| name)
}

fn spelled(name: &QualifiedName) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", quoted(namespace), quoted(&name.name)),
        None => quoted(&name.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_made_to_be_about_another() {
        let name = Name::from("x");
        let cases = [
            (
                "CREATE FUNCTION f() RETURNS int",
                "CREATE FUNCTION x() RETURNS int",
            ),
            (
                "create or replace procedure \"A b\".\"c\"\"d\"(a int) language sql",
                "create or replace procedure x(a int) language sql",
            ),
        ];
        for (definition, expected) in cases {
            assert_eq!(function(definition, &name).as_deref(), Some(expected));
        }
        let trigger =
            "CREATE TRIGGER t /* on */ BEFORE UPDATE OF a, \"on\" ON app . users FOR EACH ROW";
        let expected = "CREATE TRIGGER t /* on */ BEFORE UPDATE OF a, \"on\" ON x FOR EACH ROW";
        assert_eq!(hung_on(trigger, &name).as_deref(), Some(expected));
        assert_eq!(hung_on("CREATE POLICY p ON", &name), None);
        assert_eq!(function("FUNCTION 'f'", &name), None);
    }
}
