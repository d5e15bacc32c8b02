//! Types as the server declares them, read; and the types that it does not tell apart.

use std::collections::BTreeMap;

use super::constant::unquoted;
use super::lex::Lexer;
use crate::dialect::lex::{Kind, Lex as _, normal};
use crate::schema::{Enum, QualifiedName, Size, Type};

/// The type that words stand for; what no type of ours is stays as it is.
pub(super) fn read(words: &str) -> Type {
    known(words).unwrap_or_else(|| Type::Custom(normal::<Lexer<'_>>(words, |_| false)))
}

fn known(words: &str) -> Option<Type> {
    let tokens = Lexer::new(words).map(|token| (token.kind, &words[token.start..token.end]));
    let tokens: Vec<_> = tokens.collect();
    let ((_, name), rest) = tokens.split_first()?;
    let name = name.to_ascii_lowercase();
    let (arguments, rest) = arguments(rest);
    let rest: Vec<_> = rest
        .iter()
        .map(|(_, word)| word.to_ascii_lowercase())
        .collect();
    let unsigned = match rest.as_slice() {
        [] => false,
        [word] if word == "unsigned" => true,
        _ => return None,
    };
    let numbers: Option<Vec<u32>> = arguments
        .iter()
        .map(|(_, text)| text.parse().ok())
        .collect();
    let numbers = numbers.as_deref();
    let precision = match numbers {
        Some([]) => None,
        Some([digits]) => u8::try_from(*digits).ok().filter(|digits| *digits > 0),
        _ => None,
    };
    let whole = |ty: Type| Some(ty);
    let ty = match (name.as_str(), numbers) {
        ("boolean" | "bool", Some([])) => Type::Boolean,
        ("tinyint", Some([1])) if !unsigned => Type::Boolean,
        ("tinyint", Some(_)) => return whole(Type::TinyInt { unsigned }),
        ("smallint", Some(_)) => return whole(Type::SmallInt { unsigned }),
        ("mediumint", Some(_)) => return whole(Type::MediumInt { unsigned }),
        ("int" | "integer", Some(_)) => return whole(Type::Integer { unsigned }),
        ("bigint", Some(_)) => return whole(Type::BigInt { unsigned }),
        _ if unsigned => return None,
        ("float", Some([])) => Type::Real,
        ("double" | "real", Some([])) => Type::Double,
        ("decimal" | "numeric", Some([])) => Type::Numeric(Some((10, 0))),
        ("decimal" | "numeric", Some([digits])) => Type::Numeric(Some((*digits, 0))),
        ("decimal" | "numeric", Some([digits, scale])) => {
            Type::Numeric(Some((*digits, i32::try_from(*scale).ok()?)))
        }
        ("char", Some([])) => Type::Char(1),
        ("char", Some([length])) => Type::Char(*length),
        ("varchar", Some([length])) => Type::Varchar(Some(*length)),
        ("tinytext", Some([])) => Type::Text(Size::Tiny),
        ("text", Some([])) => Type::Text(Size::Plain),
        ("mediumtext", Some([])) => Type::Text(Size::Medium),
        ("longtext", Some([])) => Type::Text(Size::Long),
        ("binary", Some([])) => Type::Binary(1),
        ("binary", Some([length])) => Type::Binary(*length),
        ("varbinary", Some([length])) => Type::Varbinary(*length),
        ("tinyblob", Some([])) => Type::Blob(Size::Tiny),
        ("blob", Some([])) => Type::Blob(Size::Plain),
        ("mediumblob", Some([])) => Type::Blob(Size::Medium),
        ("longblob", Some([])) => Type::Blob(Size::Long),
        ("date", Some([])) => Type::Date,
        ("time", Some([] | [_])) => Type::Time {
            precision,
            zone: false,
        },
        ("datetime", Some([] | [_])) => Type::Timestamp {
            precision,
            zone: false,
        },
        ("timestamp", Some([] | [_])) => Type::Timestamp {
            precision,
            zone: true,
        },
        ("json", Some([])) => Type::Json,
        ("enum", _) => {
            let values: Option<Vec<_>> = arguments.iter().map(|(_, text)| unquoted(text)).collect();
            Type::InlineEnum(values?)
        }
        _ => return None,
    };
    Some(ty)
}

type Tokens<'t, 'a> = &'t [(Kind, &'a str)];

/// What stands in brackets behind a word, without the commas, and what stands behind those.
fn arguments<'t, 'a>(tokens: Tokens<'t, 'a>) -> (Vec<(Kind, &'a str)>, Tokens<'t, 'a>) {
    let [(Kind::Mark, "("), inner @ ..] = tokens else {
        return (Vec::new(), tokens);
    };
    let end = inner.iter().position(|token| *token == (Kind::Mark, ")"));
    let end = end.unwrap_or(inner.len());
    let arguments = inner[..end].iter().filter(|(_, text)| *text != ",");
    (
        arguments.copied().collect(),
        inner.get(end + 1..).unwrap_or_default(),
    )
}

/// The one of the types that the server does not tell apart.
pub(super) fn normal_type(enums: &BTreeMap<QualifiedName, Enum>, ty: &Type) -> Type {
    match ty {
        Type::Enum(name) => match enums.get(name) {
            Some(definition) => Type::InlineEnum(definition.values.clone()),
            None => ty.clone(),
        },
        Type::Uuid => Type::Binary(16),
        Type::Jsonb => Type::Json,
        Type::Inet | Type::Cidr => Type::Varchar(Some(49)),
        Type::Timestamp {
            precision: Some(0),
            zone,
        } => Type::Timestamp {
            precision: None,
            zone: *zone,
        },
        Type::Time {
            precision: Some(0),
            zone,
        } => Type::Time {
            precision: None,
            zone: *zone,
        },
        Type::Custom(words) => read(words),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_declares_is_read() {
        for (words, ty) in [
            ("tinyint(1)", Type::Boolean),
            ("tinyint(1) unsigned", Type::TinyInt { unsigned: true }),
            ("tinyint(4)", Type::TinyInt { unsigned: false }),
            ("int(11)", Type::Integer { unsigned: false }),
            ("INT UNSIGNED", Type::Integer { unsigned: true }),
            ("bigint(20) unsigned", Type::BigInt { unsigned: true }),
            ("decimal(10,2)", Type::Numeric(Some((10, 2)))),
            ("decimal(10, 0)", Type::Numeric(Some((10, 0)))),
            ("varchar(255)", Type::Varchar(Some(255))),
            (
                "datetime(6)",
                Type::Timestamp {
                    precision: Some(6),
                    zone: false,
                },
            ),
            (
                "enum('a','it''s','b\\\\c','x,y')",
                Type::InlineEnum(["a", "it's", "b\\c", "x,y"].map(str::to_owned).to_vec()),
            ),
            ("bit(1)", Type::Custom("bit(1)".to_owned())),
            (
                "int(5) unsigned zerofill",
                Type::Custom("int(5) unsigned zerofill".to_owned()),
            ),
            ("set('a','b')", Type::Custom("set('a','b')".to_owned())),
            (
                "point SRID 4326",
                Type::Custom("point srid 4326".to_owned()),
            ),
            ("", Type::Custom(String::new())),
            ("varchar(", Type::Custom("varchar(".to_owned())),
        ] {
            assert_eq!(read(words), ty, "{words}");
        }
    }
}
