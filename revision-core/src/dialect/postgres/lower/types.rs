//! Domains and composite types.

use super::say;
use crate::dialect::ansi::{Spelling, Spelt, expression};
use crate::dialect::postgres::words::{Words, type_name};
use crate::operation::TypeChange;
use crate::schema::{Column, Default, Defined, Domain, Name, QualifiedName, Type};

/// What a type is called where it is made or dropped.
pub(super) fn kind(domain: bool) -> &'static str {
    if domain { "DOMAIN" } else { "TYPE" }
}

/// Makes a type.
pub(super) fn create(
    words: &Words,
    name: &QualifiedName,
    definition: &Defined,
) -> Spelt<Vec<String>> {
    let spelt = type_name(words, name)?;
    let create = match definition {
        Defined::Domain(one) => domain(words, &spelt, one)?,
        Defined::Composite(one) => {
            let attributes = one.attributes.iter();
            let attributes = attributes.map(|(name, ty)| attribute(words, name, ty));
            let attributes = attributes.collect::<Spelt<Vec<_>>>()?.join(", ");
            format!("CREATE TYPE {spelt} AS ({attributes})")
        }
    };
    let mut statements = vec![create];
    if let Some(comment) = definition.comment() {
        let kind = kind(definition.is_domain());
        statements.push(say(words, kind, &spelt, Some(comment))?);
    }
    Ok(statements)
}

fn domain(words: &Words, spelt: &str, one: &Domain) -> Spelt {
    let mut parts = vec![format!("CREATE DOMAIN {spelt} AS {}", words.ty(&one.base)?)];
    if let Some(default) = &one.default {
        parts.push(format!("DEFAULT {}", value(words, default)?));
    }
    if one.not_null {
        parts.push("NOT NULL".to_owned());
    }
    for (name, sql) in &one.checks {
        parts.push(check(words, name, sql)?);
    }
    Ok(parts.join(" "))
}

fn attribute(words: &Words, name: &Name, ty: &Type) -> Spelt {
    Ok(format!("{} {}", words.name(name)?, words.ty(ty)?))
}

fn check(words: &Words, name: &Name, sql: &str) -> Spelt {
    let name = words.name(name)?;
    Ok(format!("CONSTRAINT {name} CHECK {}", expression(sql)))
}

fn value(words: &Words, default: &Default) -> Spelt {
    // The server casts it to the type itself.
    let column = Column::new("value", Type::Boolean);
    words.default(&column, default)
}

/// Changes a type.
pub(super) fn alter(words: &Words, name: &QualifiedName, change: &TypeChange) -> Spelt {
    let what = match change {
        TypeChange::Default(Some(default)) => format!("SET DEFAULT {}", value(words, default)?),
        TypeChange::Default(None) => "DROP DEFAULT".to_owned(),
        TypeChange::NotNull(true) => "SET NOT NULL".to_owned(),
        TypeChange::NotNull(false) => "DROP NOT NULL".to_owned(),
        TypeChange::AddCheck(name, sql) => format!("ADD {}", check(words, name, sql)?),
        TypeChange::DropCheck(name) => format!("DROP CONSTRAINT {}", words.name(name)?),
        TypeChange::AddAttribute(name, ty) => {
            format!("ADD ATTRIBUTE {}", attribute(words, name, ty)?)
        }
        TypeChange::DropAttribute(name) => format!("DROP ATTRIBUTE {}", words.name(name)?),
        TypeChange::AlterAttribute(name, ty) => {
            let (name, ty) = (words.name(name)?, words.ty(ty)?);
            format!("ALTER ATTRIBUTE {name} TYPE {ty}")
        }
        TypeChange::RenameAttribute(from, to) => {
            let (from, to) = (words.name(from)?, words.name(to)?);
            format!("RENAME ATTRIBUTE {from} TO {to}")
        }
    };
    let kind = kind(change.is_of_domain());
    Ok(format!("ALTER {kind} {} {what}", type_name(words, name)?))
}
