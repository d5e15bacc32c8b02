//! `CREATE …`, for what is not a table or an index.

use super::super::lex::{Kind, Lex, Reader};
use super::{Context, Done, Stop, Understood, defined, index, table};
use crate::operation::{Operation, SequenceChange};
use crate::schema::{Enum, Extension, Name, QualifiedName, Sequence, SequenceOptions, Type, View};

/// What can be made.
const KINDS: &[&str] = &[
    "TABLE",
    "INDEX",
    "VIEW",
    "FUNCTION",
    "PROCEDURE",
    "TRIGGER",
    "POLICY",
    "SEQUENCE",
    "TYPE",
    "SCHEMA",
    "EXTENSION",
    "DOMAIN",
];

/// What no schema holds.
const OTHERS: &[&str] = &[
    "ACCESS",
    "AGGREGATE",
    "CAST",
    "COLLATION",
    "CONVERSION",
    "DATABASE",
    "EVENT",
    "GROUP",
    "LANGUAGE",
    "OPERATOR",
    "PACKAGE",
    "PUBLICATION",
    "ROLE",
    "RULE",
    "SERVER",
    "STATISTICS",
    "SUBSCRIPTION",
    "TABLESPACE",
    "TEXT",
    "TRANSFORM",
    "USER",
    "VIRTUAL",
];

pub(super) fn read<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let whole = reader.clone();
    let mut before = Vec::new();
    let kind = loop {
        let word = reader.word();
        if KINDS.contains(&word.as_str()) {
            break word;
        }
        // `CREATE USER`, but not `DEFINER = user`.
        let other = OTHERS.contains(&word.as_str()) && !before.iter().any(|it| it == "DEFINER");
        // A module's table is like no other.
        if other && word == "VIRTUAL" {
            return Err(Stop::Unknown);
        }
        if other && (word != "AGGREGATE" || !context.is_mysql()) {
            return Ok(Understood::Passed);
        }
        before.push(word);
        reader.next().ok_or(Stop::Unknown)?;
    };
    let says = |word: &str| before.iter().any(|it| it == word);
    // It goes with the session.
    if says("TEMPORARY") || says("TEMP") {
        let _ = reader.next();
        let _ = reader.eat("IF NOT EXISTS");
        if kind == "TABLE"
            && let Ok(name) = context.qualified(&mut reader)
        {
            context.temporary.insert(name);
        }
        return Ok(Understood::Passed);
    }
    if says("FOREIGN") {
        return Err(Stop::Unknown);
    }
    match kind.as_str() {
        "TABLE" => table::create(context, whole),
        "INDEX" => index::create(context, whole),
        _ => {
            let _ = reader.next();
            match kind.as_str() {
                "VIEW" => {
                    let materialized = says("MATERIALIZED");
                    if says("RECURSIVE") {
                        return Err(Stop::Unknown);
                    }
                    view(context, reader, materialized, says("REPLACE"))
                }
                "FUNCTION" | "PROCEDURE" => function(context, reader),
                "TRIGGER" => trigger(context, reader),
                "POLICY" => policy(context, reader),
                "SEQUENCE" => sequence(context, reader),
                "TYPE" => a_type(context, reader),
                "DOMAIN" => defined::domain(context, reader),
                "SCHEMA" => namespace(context, reader),
                _ => extension(context, reader),
            }
        }
    }
}

fn view<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
    materialized: bool,
    or_replace: bool,
) -> Done {
    let if_not_exists = reader.eat("IF NOT EXISTS");
    let name = context.qualified(&mut reader)?;
    if if_not_exists && context.schema.views.contains_key(&name) {
        return Ok(Understood::Applied);
    }
    // A list of columns renames those of the query, which has to be read for that.
    if reader.peek() == Some((Kind::Mark, "(")) {
        return Err(Stop::Unknown);
    }
    while !reader.eat("AS") {
        reader.next().ok_or(Stop::Unknown)?;
    }
    let query = reader.text()[reader.position()..].trim_end();
    let query = without_end(query, "WITH NO DATA").unwrap_or(query);
    let query = without_end(query, "WITH DATA").unwrap_or(query);
    let mut view = View::default();
    query.clone_into(&mut view.query);
    view.materialized = materialized;
    context.applied(&Operation::CreateView {
        name,
        view: Box::new(view),
        or_replace,
    })
}

fn without_end<'q>(query: &'q str, end: &str) -> Option<&'q str> {
    let at = query.len().checked_sub(end.len())?;
    let (head, tail) = query.split_at_checked(at)?;
    tail.eq_ignore_ascii_case(end).then(|| head.trim_end())
}

fn function<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let sql = reader.text().to_owned();
    let _ = reader.eat("IF NOT EXISTS");
    let mut name = context.qualified(&mut reader)?;
    if context.is_postgres() {
        let types = argument_types(&mut reader)?;
        name.name = Name::from(format!("{}({types})", name.name));
    }
    context.applied(&Operation::CreateFunction { name, sql })
}

/// The types of a function's arguments, as far as they tell it from others of its name.
pub(super) fn argument_types<'a, L: Lex<'a>>(reader: &mut Reader<'a, L>) -> Done<String> {
    if !reader.eat_mark("(") {
        return Err(Stop::Unknown);
    }
    let mut types: Vec<String> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut in_default = false;
    let mut is_out = false;
    loop {
        let (kind, spelt) = reader.next().ok_or(Stop::Unknown)?;
        match (kind, spelt) {
            (Kind::Mark, ")" | ",") if depth == 0 => {
                if !words.is_empty() && !is_out {
                    types.push(argument_type(&words));
                }
                words.clear();
                (in_default, is_out) = (false, false);
                if spelt == ")" {
                    return Ok(types.join(", "));
                }
            }
            (Kind::Mark, "(" | "[") => {
                depth += 1;
                add(&mut words, spelt, in_default);
            }
            (Kind::Mark, ")" | "]") => {
                depth = depth.saturating_sub(1);
                add(&mut words, spelt, in_default);
            }
            (Kind::Mark, "=" | ":=") => in_default = true,
            (Kind::Word, word) if word.eq_ignore_ascii_case("default") => in_default = true,
            (Kind::Word, word) if depth == 0 && words.is_empty() && is_mode(word) => {
                is_out |= word.eq_ignore_ascii_case("out");
            }
            (Kind::Word, word) => {
                if !in_default {
                    words.push(word.to_lowercase());
                }
            }
            (_, spelt) => add(&mut words, spelt, in_default),
        }
    }
}

/// Adds what belongs to the word before.
fn add(words: &mut Vec<String>, spelt: &str, in_default: bool) {
    match words.last_mut() {
        _ if in_default => {}
        Some(last) if spelt != "\"" => last.push_str(spelt),
        _ => words.push(spelt.to_owned()),
    }
}

fn is_mode(word: &str) -> bool {
    ["in", "inout", "variadic", "out"].contains(&word.to_lowercase().as_str())
}

fn argument_type(words: &[String]) -> String {
    // These begin types of several words; anything else before a type is the argument's name.
    let begins = [
        "double",
        "character",
        "bit",
        "time",
        "timestamp",
        "interval",
        "national",
    ];
    let whole = match words {
        [first, ..] if begins.iter().any(|word| first.starts_with(word)) => words.join(" "),
        [_, rest @ ..] if !rest.is_empty() => rest.join(" "),
        _ => words.join(" "),
    };
    let (base, array) = match whole.strip_suffix("[]") {
        Some(base) => (base, "[]"),
        None => (whole.as_str(), ""),
    };
    let base = match base {
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "bool" => "boolean",
        "float8" => "double precision",
        "float4" => "real",
        "varchar" => "character varying",
        "timestamptz" => "timestamp with time zone",
        "decimal" => "numeric",
        base => base,
    };
    format!("{base}{array}")
}

fn trigger<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let sql = reader.text().to_owned();
    let _ = reader.eat("IF NOT EXISTS");
    let name = context.qualified(&mut reader)?.name;
    while !reader.eat("ON") {
        reader.next().ok_or(Stop::Unknown)?;
    }
    let table = context.qualified(&mut reader)?;
    context.applied(&Operation::CreateTrigger { name, table, sql })
}

fn policy<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let sql = reader.text().to_owned();
    let name = reader.name().ok_or(Stop::Unknown)?.into();
    if !reader.eat("ON") {
        return Err(Stop::Unknown);
    }
    let table = context.qualified(&mut reader)?;
    context.applied(&Operation::CreatePolicy { name, table, sql })
}

fn sequence<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let if_not_exists = reader.eat("IF NOT EXISTS");
    let name = context.qualified(&mut reader)?;
    let mut change = SequenceChange::default();
    let mut options = SequenceOptions::default();
    sequence_options(context, &mut reader, &mut options, &mut change)?;
    let sequence = Sequence {
        ty: change.ty,
        options,
        owned_by: change.owned_by.flatten(),
        ..Sequence::default()
    };
    context.applied(&Operation::CreateSequence {
        name,
        sequence,
        if_not_exists,
    })
}

/// Reads the options of a counter up to the end.
pub(super) fn sequence_options<'a, L: Lex<'a>>(
    context: &Context<'_>,
    reader: &mut Reader<'a, L>,
    options: &mut SequenceOptions,
    change: &mut SequenceChange,
) -> Done<()> {
    while !reader.is_done() && reader.peek() != Some((Kind::Mark, ")")) {
        if reader.eat("AS") {
            change.ty = Some(match reader.next() {
                Some((Kind::Word, word)) => match word.to_lowercase().as_str() {
                    "smallint" | "int2" => Type::SmallInt { unsigned: false },
                    "integer" | "int" | "int4" => Type::Integer { unsigned: false },
                    "bigint" | "int8" => Type::BigInt { unsigned: false },
                    _ => return Err(Stop::Unknown),
                },
                _ => return Err(Stop::Unknown),
            });
        } else if reader.eat("SEQUENCE NAME") {
            let _ = context.qualified(reader)?;
        } else if reader.eat("START") {
            let _ = reader.eat("WITH") || reader.eat_mark("=");
            options.start = Some(integer(reader)?).filter(|start| *start != 1);
        } else if reader.eat("INCREMENT") {
            let _ = reader.eat("BY") || reader.eat_mark("=");
            options.increment = Some(integer(reader)?).filter(|step| *step != 1);
        } else if reader.eat("NO MINVALUE") || reader.eat("NOMINVALUE") {
            options.min = None;
        } else if reader.eat("NO MAXVALUE") || reader.eat("NOMAXVALUE") {
            options.max = None;
        } else if reader.eat("NO CYCLE") || reader.eat("NOCYCLE") {
            options.cycle = false;
        } else if reader.eat("MINVALUE") {
            let _ = reader.eat_mark("=");
            options.min = Some(integer(reader)?);
        } else if reader.eat("MAXVALUE") {
            let _ = reader.eat_mark("=");
            options.max = Some(integer(reader)?);
        } else if reader.eat("CACHE") {
            let _ = reader.eat_mark("=");
            options.cache = Some(integer(reader)?).filter(|cache| *cache != 1);
        } else if reader.eat("NOCACHE") {
            options.cache = None;
        } else if reader.eat("CYCLE") {
            options.cycle = true;
        } else if reader.eat("RESTART") {
            // Where it stands is data.
            let _ = reader.eat("WITH");
            let _ = integer(reader);
        } else if reader.eat("OWNED BY NONE") {
            change.owned_by = Some(None);
        } else if reader.eat("OWNED BY") {
            let mut parts = vec![reader.name().ok_or(Stop::Unknown)?];
            while reader.eat_mark(".") {
                parts.push(reader.name().ok_or(Stop::Unknown)?);
            }
            let column = parts.pop().ok_or(Stop::Unknown)?;
            let table = parts.pop().ok_or(Stop::Unknown)?;
            let table = context.placed(parts.pop(), table);
            change.owned_by = Some(Some((table, column.into())));
        } else {
            return Err(Stop::Unknown);
        }
    }
    Ok(())
}

fn integer<'a, L: Lex<'a>>(reader: &mut Reader<'a, L>) -> Done<i64> {
    let minus = reader.eat_mark("-");
    match reader.peek() {
        Some((Kind::Number, digits)) => {
            let sign = if minus { "-" } else { "" };
            let number = format!("{sign}{digits}").parse();
            let _ = reader.next();
            number.map_err(|_| Stop::Unknown)
        }
        _ => Err(Stop::Unknown),
    }
}

fn a_type<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let name = context.qualified(&mut reader)?;
    if !reader.eat("AS ENUM") {
        if reader.eat("AS") && reader.eat_mark("(") {
            return defined::composite(context, reader, name);
        }
        // Other types are known by their name alone.
        return Ok(Understood::Passed);
    }
    let mut values = Vec::new();
    if !reader.eat_mark("(") {
        return Err(Stop::Unknown);
    }
    while !reader.eat_mark(")") {
        values.push(context.text(&mut reader)?);
        let _ = reader.eat_mark(",");
    }
    context.applied(&Operation::CreateEnum {
        name,
        definition: Enum::new(values),
    })
}

fn namespace<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    // It is the database itself.
    if context.is_mysql() {
        return Ok(Understood::Passed);
    }
    let if_not_exists = reader.eat("IF NOT EXISTS");
    if reader.eat("AUTHORIZATION") {
        return Err(Stop::Unknown);
    }
    let name: Name = reader.name().ok_or(Stop::Unknown)?.into();
    if reader.eat("AUTHORIZATION") {
        let _ = reader.next();
    }
    // With what lies in it.
    if !reader.is_done() {
        return Err(Stop::Unknown);
    }
    if context.placed(Some(name.to_string()), String::new()) == QualifiedName::default() {
        return Ok(Understood::Passed);
    }
    context.applied(&Operation::CreateNamespace {
        name,
        if_not_exists,
    })
}

fn extension<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let if_not_exists = reader.eat("IF NOT EXISTS");
    let name: Name = reader.name().ok_or(Stop::Unknown)?.into();
    let mut extension = Extension::default();
    let _ = reader.eat("WITH");
    while !reader.is_done() {
        if reader.eat("SCHEMA") {
            let namespace = reader.name().ok_or(Stop::Unknown)?;
            extension.namespace = context.placed(Some(namespace), String::new()).namespace;
        } else if reader.eat("VERSION") {
            extension.version = match reader.peek() {
                Some((Kind::Text, _)) => Some(context.text(&mut reader)?),
                _ => Some(reader.name().ok_or(Stop::Unknown)?),
            };
        } else if !reader.eat("CASCADE") {
            return Err(Stop::Unknown);
        }
    }
    context.applied(&Operation::CreateExtension {
        name,
        extension,
        if_not_exists,
    })
}
