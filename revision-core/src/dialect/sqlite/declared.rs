//! Types as a table declares them, read; and the types that make no difference to the database.

use std::collections::BTreeMap;

use super::lex::Lexer;
use crate::dialect::lex::{Kind, Lex as _, normal};
use crate::schema::{Enum, QualifiedName, Size, Type};

const INTEGER: Type = Type::Integer { unsigned: false };

/// The type that the words stand for; what no type of ours is stays as it is.
pub(super) fn read(words: &str) -> Type {
    known(words).unwrap_or_else(|| Type::Custom(normal::<Lexer<'_>>(words, |_| false)))
}

fn known(words: &str) -> Option<Type> {
    let tokens = Lexer::new(words).map(|token| (token.kind, &words[token.start..token.end]));
    let tokens: Vec<_> = tokens.filter(|(_, text)| *text != ",").collect();
    let names = tokens
        .iter()
        .take_while(|(kind, _)| *kind == Kind::Word || *kind == Kind::Name);
    let names: Vec<_> = names.map(|(_, word)| word.to_ascii_lowercase()).collect();
    let name = names.join(" ");
    let numbers: Vec<Option<u32>> = match &tokens[names.len()..] {
        [] => Vec::new(),
        [(_, "("), inner @ .., (_, ")")] => {
            inner.iter().map(|(_, text)| text.parse().ok()).collect()
        }
        _ => return None,
    };
    let numbers: Vec<u32> = numbers.into_iter().collect::<Option<_>>()?;
    let (name, unsigned) = match name.strip_suffix(" unsigned") {
        Some(name) => (name.to_owned(), true),
        None => (name, false),
    };
    let ty = match (name.as_str(), numbers.as_slice()) {
        ("tinyint", _) => Type::TinyInt { unsigned },
        ("smallint" | "int2", _) => Type::SmallInt { unsigned },
        ("mediumint", _) => Type::MediumInt { unsigned },
        ("int" | "integer" | "int4", _) => Type::Integer { unsigned },
        ("bigint" | "int8", _) => Type::BigInt { unsigned },
        _ if unsigned => return None,
        ("boolean" | "bool", []) => Type::Boolean,
        ("real", []) => Type::Real,
        ("double" | "double precision" | "float", _) => Type::Double,
        ("numeric" | "decimal", []) => Type::Numeric(None),
        ("numeric" | "decimal", [digits]) => Type::Numeric(Some((*digits, 0))),
        ("numeric" | "decimal", [digits, scale]) => {
            Type::Numeric(Some((*digits, i32::try_from(*scale).ok()?)))
        }
        ("char" | "character" | "nchar", [length]) => Type::Char(*length),
        ("varchar" | "nvarchar" | "character varying", []) => Type::Varchar(None),
        ("varchar" | "nvarchar" | "character varying", [length]) => Type::Varchar(Some(*length)),
        ("text", []) => Type::Text(Size::Plain),
        ("blob", []) => Type::Blob(Size::Plain),
        ("date", []) => Type::Date,
        ("time", _) => Type::Time {
            precision: None,
            zone: false,
        },
        ("datetime", _) => Type::Timestamp {
            precision: None,
            zone: false,
        },
        ("timestamp", _) => Type::Timestamp {
            precision: None,
            zone: true,
        },
        ("uuid blob", []) => Type::Uuid,
        ("json text", []) => Type::Json,
        ("jsonb text", []) => Type::Jsonb,
        ("inet text", []) => Type::Inet,
        ("cidr text", []) => Type::Cidr,
        _ => return None,
    };
    Some(ty)
}

/// The one of the types between which nothing but a word differs: the database prefers the same form for them, and sqlx
/// reads them alike.
pub(super) fn normal_type(enums: &BTreeMap<QualifiedName, Enum>, ty: &Type) -> Type {
    match ty {
        Type::TinyInt { .. }
        | Type::SmallInt { .. }
        | Type::MediumInt { .. }
        | Type::Integer { .. }
        | Type::BigInt { .. } => INTEGER,
        Type::Real | Type::Double => Type::Double,
        Type::Numeric(_) => Type::Numeric(None),
        Type::Char(_)
        | Type::Varchar(_)
        | Type::Text(_)
        | Type::Json
        | Type::Jsonb
        | Type::Inet
        | Type::Cidr => Type::Text(Size::Plain),
        Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_) | Type::Uuid => {
            Type::Blob(Size::Plain)
        }
        Type::Time { .. } => Type::Time {
            precision: None,
            zone: false,
        },
        Type::Timestamp { .. } => Type::Timestamp {
            precision: None,
            zone: false,
        },
        Type::Enum(name) => match enums.get(name) {
            Some(definition) => Type::InlineEnum(definition.values.clone()),
            None => ty.clone(),
        },
        Type::Custom(words) => match read(words) {
            Type::Custom(words) => Type::Custom(words),
            known => normal_type(enums, &known),
        },
        other => other.clone(),
    }
}

/// The same in a table that heeds types, which knows no more than five words.
pub(super) fn strict_type(ty: Type) -> Type {
    match ty {
        Type::Boolean => INTEGER,
        Type::Date | Type::Time { .. } | Type::Timestamp { .. } => Type::Text(Size::Plain),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::sqlite::type_words;

    /// Types as far as their words tell them apart.
    fn told_apart() -> Vec<Type> {
        vec![
            Type::Boolean,
            Type::TinyInt { unsigned: false },
            Type::SmallInt { unsigned: true },
            Type::MediumInt { unsigned: false },
            Type::Integer { unsigned: false },
            Type::BigInt { unsigned: true },
            Type::Real,
            Type::Double,
            Type::Numeric(None),
            Type::Numeric(Some((10, 2))),
            Type::Char(3),
            Type::Varchar(None),
            Type::Varchar(Some(255)),
            Type::Text(Size::Plain),
            Type::Blob(Size::Plain),
            Type::Date,
            Type::Time {
                precision: None,
                zone: false,
            },
            Type::Timestamp {
                precision: None,
                zone: true,
            },
            Type::Timestamp {
                precision: None,
                zone: false,
            },
            Type::Uuid,
            Type::Json,
            Type::Jsonb,
            Type::Inet,
            Type::Cidr,
            Type::Custom("geometry(3,a)".to_owned()),
        ]
    }

    #[test]
    fn what_is_declared_is_told_again() {
        for ty in told_apart() {
            let words = type_words(&ty).expect("words");
            assert_eq!(read(&words), ty, "{words}");
        }
    }

    #[test]
    fn the_normal_form_is_its_own() {
        for ty in told_apart() {
            let normal = normal_type(&BTreeMap::new(), &ty);
            assert_eq!(normal_type(&BTreeMap::new(), &normal), normal);
        }
    }

    #[test]
    fn what_others_declare_is_read() {
        for (words, ty) in [
            ("INT", INTEGER),
            ("character varying(20)", Type::Varchar(Some(20))),
            ("double precision", Type::Double),
            ("DECIMAL(5)", Type::Numeric(Some((5, 0)))),
            ("", Type::Custom(String::new())),
            ("my type", Type::Custom("my type".to_owned())),
        ] {
            assert_eq!(read(words), ty, "{words}");
        }
    }
}
