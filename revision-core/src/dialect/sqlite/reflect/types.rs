//! Declared types. What is declared by the words that we write is the type that we write them for; all else is a type of its
//! own, in the words that stand there.

use crate::dialect::lex::{Kind, Lex as _};
use crate::dialect::sqlite::lex::Lexer;
use crate::schema::{Size, Type};

/// The type that is declared so.
pub(in crate::dialect::sqlite) fn read(declared: &str) -> Type {
    known(declared).unwrap_or_else(|| Type::Custom(declared.to_owned()))
}

fn known(declared: &str) -> Option<Type> {
    let (mut words, mut numbers) = (Vec::new(), Vec::new());
    for token in Lexer::new(declared) {
        let spelled = &declared[token.start..token.end];
        match token.kind {
            Kind::Word if numbers.is_empty() => words.push(spelled.to_ascii_uppercase()),
            Kind::Number => numbers.push(spelled.parse::<u32>().ok()?),
            Kind::Mark if matches!(spelled, "(" | ")" | ",") => {}
            _ => return None,
        }
    }
    let unsigned = words.len() > 1 && words.last().is_some_and(|word| word == "UNSIGNED");
    if unsigned {
        words.pop();
    }
    let ty = match (&*words.join(" "), &*numbers) {
        ("TINYINT", []) => Type::TinyInt { unsigned },
        ("SMALLINT", []) => Type::SmallInt { unsigned },
        ("MEDIUMINT", []) => Type::MediumInt { unsigned },
        ("INTEGER", []) => Type::Integer { unsigned },
        ("BIGINT", []) => Type::BigInt { unsigned },
        _ if unsigned => return None,
        ("BOOLEAN", []) => Type::Boolean,
        ("REAL", []) => Type::Real,
        ("DOUBLE", []) => Type::Double,
        ("NUMERIC", []) => Type::Numeric(None),
        ("NUMERIC", [digits, scale]) => Type::Numeric(Some((*digits, i32::try_from(*scale).ok()?))),
        ("CHAR", [length]) => Type::Char(*length),
        ("VARCHAR", []) => Type::Varchar(None),
        ("VARCHAR", [length]) => Type::Varchar(Some(*length)),
        ("TEXT", []) => Type::Text(Size::Plain),
        ("BLOB", []) => Type::Blob(Size::Plain),
        ("DATE", []) => Type::Date,
        ("TIME", []) => Type::Time {
            precision: None,
            zone: false,
        },
        ("TIMESTAMP", []) => Type::Timestamp {
            precision: None,
            zone: true,
        },
        ("DATETIME", []) => Type::Timestamp {
            precision: None,
            zone: false,
        },
        ("UUID BLOB", []) => Type::Uuid,
        ("JSON TEXT", []) => Type::Json,
        ("JSONB TEXT", []) => Type::Jsonb,
        ("INET TEXT", []) => Type::Inet,
        ("CIDR TEXT", []) => Type::Cidr,
        _ => return None,
    };
    Some(ty)
}
