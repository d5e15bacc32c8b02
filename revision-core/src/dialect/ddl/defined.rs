//! Domains and composite types: `CREATE DOMAIN`, `CREATE TYPE … AS (…)`, and what alters them.

use sqlparser::ast::Statement;

use super::super::lex::{Kind, Lex, Reader};
use super::{Context, Done, Stop, Understood};
use crate::operation::{Operation, TypeChange};
use crate::schema::{Column, Composite, Defined, Domain, Name, QualifiedName, Type};

/// What stands behind the type of a domain, or behind its default.
const CLAUSES: &[&str] = &[
    "CONSTRAINT",
    "CHECK",
    "DEFAULT",
    "NOT NULL",
    "NULL",
    "NOT VALID",
];

/// What stands behind the name of a new domain.
pub(super) fn domain<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let name = context.qualified(&mut reader)?;
    let _ = reader.eat("AS");
    let words = until(&mut reader, CLAUSES)?;
    let mut made = Domain::new(column(context, words)?.ty);
    while !reader.is_done() {
        if reader.eat("DEFAULT") {
            let sql = until(&mut reader, CLAUSES)?;
            made.default = column(context, &format!("{words} DEFAULT {sql}"))?.default;
        } else if reader.eat("NOT NULL") {
            made.not_null = true;
        } else if !reader.eat("NULL") {
            let (check, sql) = check(&mut reader, &name, &made)?;
            made.checks.insert(check, sql);
        }
    }
    context.applied(&Operation::CreateType {
        name,
        definition: Box::new(Defined::Domain(made)),
    })
}

/// What stands between the brackets of a new composite type.
pub(super) fn composite<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
    name: QualifiedName,
) -> Done {
    let mut made = Composite::default();
    while !reader.eat_mark(")") {
        let own = reader.name().ok_or(Stop::Unknown)?.into();
        made.attributes.push((own, ty(context, &mut reader)?));
        let _ = reader.eat_mark(",");
    }
    context.applied(&Operation::CreateType {
        name,
        definition: Box::new(Defined::Composite(made)),
    })
}

/// `ALTER DOMAIN …`, of one that is known.
pub(super) fn alter_domain<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
) -> Done {
    let name = context.qualified(&mut reader)?;
    let known = context.schema.types.get(&name).cloned();
    let (Some(Defined::Domain(known)), false) = (known, reader.eat("OWNER TO")) else {
        return Ok(Understood::Passed);
    };
    let change = if reader.eat("SET DEFAULT") {
        let sql = until(&mut reader, &[])?;
        // What it says is read alike, whichever type it is.
        TypeChange::Default(column(context, &format!("text DEFAULT {sql}"))?.default)
    } else if reader.eat("DROP DEFAULT") {
        TypeChange::Default(None)
    } else if reader.eat("SET NOT NULL") {
        TypeChange::NotNull(true)
    } else if reader.eat("DROP NOT NULL") {
        TypeChange::NotNull(false)
    } else if reader.eat("ADD") {
        let (check, sql) = check(&mut reader, &name, &known)?;
        TypeChange::AddCheck(check, sql)
    } else if reader.eat("DROP CONSTRAINT") {
        let if_exists = reader.eat("IF EXISTS");
        let check: Name = reader.name().ok_or(Stop::Unknown)?.into();
        if if_exists && !known.checks.contains_key(&check) {
            return Ok(Understood::Applied);
        }
        TypeChange::DropCheck(check)
    } else if reader.eat("VALIDATE CONSTRAINT") {
        return Ok(Understood::Passed);
    } else if reader.eat("RENAME TO") {
        let to = reader.name().ok_or(Stop::Unknown)?.into();
        return context.applied(&Operation::RenameType {
            from: name,
            to,
            domain: true,
        });
    } else {
        return Err(Stop::Unknown);
    };
    context.applied(&Operation::AlterType {
        name,
        change: Box::new(change),
    })
}

/// What is done to a composite type that is known.
pub(super) fn alter_composite<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
    name: &QualifiedName,
) -> Done {
    loop {
        let change = if reader.eat("ADD ATTRIBUTE") {
            let own = reader.name().ok_or(Stop::Unknown)?.into();
            TypeChange::AddAttribute(own, ty(context, &mut reader)?)
        } else if reader.eat("DROP ATTRIBUTE") {
            let _ = reader.eat("IF EXISTS");
            TypeChange::DropAttribute(reader.name().ok_or(Stop::Unknown)?.into())
        } else if reader.eat("ALTER ATTRIBUTE") {
            let own = reader.name().ok_or(Stop::Unknown)?.into();
            let _ = reader.eat("SET DATA");
            if !reader.eat("TYPE") {
                return Err(Stop::Unknown);
            }
            TypeChange::AlterAttribute(own, ty(context, &mut reader)?)
        } else if reader.eat("RENAME ATTRIBUTE") {
            let from = reader.name().ok_or(Stop::Unknown)?.into();
            if !reader.eat("TO") {
                return Err(Stop::Unknown);
            }
            TypeChange::RenameAttribute(from, reader.name().ok_or(Stop::Unknown)?.into())
        } else {
            return Err(Stop::Unknown);
        };
        context.apply(&Operation::AlterType {
            name: name.clone(),
            change: Box::new(change),
        })?;
        let _ = reader.eat("CASCADE") || reader.eat("RESTRICT");
        if !reader.eat_mark(",") {
            return Ok(Understood::Applied);
        }
    }
}

/// A check with its name, or that which the server gives it.
fn check<'a, L: Lex<'a>>(
    reader: &mut Reader<'a, L>,
    domain: &QualifiedName,
    known: &Domain,
) -> Done<(Name, String)> {
    let own = if reader.eat("CONSTRAINT") {
        Some(reader.name().ok_or(Stop::Unknown)?.into())
    } else {
        None
    };
    if !reader.eat("CHECK") || !reader.eat_mark("(") {
        return Err(Stop::Unknown);
    }
    let sql = within(reader)?.to_owned();
    let _ = reader.eat("NOT VALID");
    let usual = |number: usize| match number {
        0 => Name::from(format!("{}_check", domain.name)),
        _ => Name::from(format!("{}_check{number}", domain.name)),
    };
    let free = || {
        (0..10_000)
            .map(usual)
            .find(|name| !known.checks.contains_key(name))
    };
    let name = own.or_else(free).ok_or(Stop::Unknown)?;
    Ok((name, sql))
}

/// What stands before the bracket that ends this, which is taken.
fn within<'a, L: Lex<'a>>(reader: &mut Reader<'a, L>) -> Done<&'a str> {
    let (text, start) = (reader.text(), reader.position());
    let mut depth = 0_usize;
    loop {
        let end = reader.position();
        match reader.next().ok_or(Stop::Unknown)? {
            (Kind::Mark, "(") => depth += 1,
            (Kind::Mark, ")") if depth == 0 => return Ok(text[start..end].trim()),
            (Kind::Mark, ")") => depth -= 1,
            _ => {}
        }
    }
}

/// What stands before one of these words, or before what ends a part of a list. Something does.
fn until<'a, L: Lex<'a>>(reader: &mut Reader<'a, L>, ends: &[&'static str]) -> Done<&'a str> {
    let (text, start) = (reader.text(), reader.position());
    let mut depth = 0_usize;
    loop {
        match reader.next().ok_or(Stop::Unknown)? {
            (Kind::Mark, "(") => depth += 1,
            (Kind::Mark, ")") => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_end = match reader.peek() {
            None | Some((Kind::Mark, "," | ")")) => true,
            Some(_) => reader.clone().eat_any(ends).is_some(),
        };
        if depth == 0 && is_end {
            return Ok(text[start..reader.position()].trim());
        }
    }
}

/// The type of an attribute.
fn ty<'a, L: Lex<'a>>(context: &Context<'_>, reader: &mut Reader<'a, L>) -> Done<Type> {
    let words = until(reader, &["CASCADE", "RESTRICT"])?;
    Ok(column(context, words)?.ty)
}

/// A column of which this is said.
fn column(context: &Context<'_>, words: &str) -> Done<Column> {
    let Statement::CreateTable(parsed) =
        context.parse(&format!("CREATE TABLE t (value {words})"))?
    else {
        return Err(Stop::Unknown);
    };
    let [def] = parsed.columns.as_slice() else {
        return Err(Stop::Unknown);
    };
    let defined = context.column(&"t".into(), def)?;
    // How texts are sorted has no place of its own.
    if defined.column.collation.is_some() || defined.sequence.is_some() {
        return Err(Stop::Unknown);
    }
    Ok(defined.column)
}
