//! Types by the words for them.

use crate::dialect::lex::normal;
use crate::dialect::postgres::lex::Lexer;
use crate::dialect::postgres::words::is_plain;
use crate::schema::{Size, Type};

/// The type of these words, in any spelling that the server takes.
pub(in crate::dialect::postgres) fn read(words: &str) -> Type {
    let words = words.trim();
    if let Some(element) = words.strip_suffix("[]") {
        return match read(element) {
            list @ Type::Array(_) => list,
            element => Type::Array(Box::new(element)),
        };
    }
    let lower = normal::<Lexer<'_>>(words, is_plain);
    // `timestamp(3) with time zone`, `numeric(10,2)`
    let (word, numbers) = match lower.split_once('(') {
        Some((word, rest)) => match rest.split_once(')') {
            Some((numbers, after)) => (format!("{word}{after}"), Some(numbers)),
            None => return Type::Custom(lower),
        },
        None => (lower.clone(), None),
    };
    known(&word, numbers).unwrap_or(Type::Custom(lower))
}

fn known(word: &str, numbers: Option<&str>) -> Option<Type> {
    let one = || numbers.map(|numbers| numbers.parse::<u32>().ok());
    let precision = || match one() {
        None => Some(None),
        Some(digits) => Some(Some(u8::try_from(digits?).ok()?).filter(|digits| *digits != 6)),
    };
    let plain = match word {
        "boolean" | "bool" => Type::Boolean,
        "smallint" | "int2" => Type::SmallInt { unsigned: false },
        "integer" | "int" | "int4" => Type::Integer { unsigned: false },
        "bigint" | "int8" => Type::BigInt { unsigned: false },
        "real" | "float4" => Type::Real,
        "double precision" | "float8" => Type::Double,
        "float" => match one() {
            Some(digits) if digits? <= 24 => return Some(Type::Real),
            _ => return Some(Type::Double),
        },
        "numeric" | "decimal" | "dec" => {
            let Some(numbers) = numbers else {
                return Some(Type::Numeric(None));
            };
            let (digits, scale) = numbers.split_once(',').unwrap_or((numbers, "0"));
            let size = (digits.parse().ok()?, scale.replace(' ', "").parse().ok()?);
            return Some(Type::Numeric(Some(size)));
        }
        "char" | "character" => {
            return Some(Type::Char(one().unwrap_or(Some(1))?));
        }
        "varchar" | "character varying" => {
            return match one() {
                None => Some(Type::Varchar(None)),
                Some(length) => Some(Type::Varchar(Some(length?))),
            };
        }
        "text" => Type::Text(Size::Plain),
        "bytea" => Type::Blob(Size::Plain),
        "date" => Type::Date,
        "time" | "time without time zone" => {
            return Some(Type::Time {
                precision: precision()?,
                zone: false,
            });
        }
        "timetz" | "time with time zone" => {
            return Some(Type::Time {
                precision: precision()?,
                zone: true,
            });
        }
        "timestamp" | "timestamp without time zone" => {
            return Some(Type::Timestamp {
                precision: precision()?,
                zone: false,
            });
        }
        "timestamptz" | "timestamp with time zone" => {
            return Some(Type::Timestamp {
                precision: precision()?,
                zone: true,
            });
        }
        "interval" => Type::Interval,
        "uuid" => Type::Uuid,
        "json" => Type::Json,
        "jsonb" => Type::Jsonb,
        "inet" => Type::Inet,
        "cidr" => Type::Cidr,
        _ => return None,
    };
    numbers.is_none().then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_read() {
        let timestamp = |precision, zone| Type::Timestamp { precision, zone };
        let cases = [
            ("INT4", Type::Integer { unsigned: false }),
            ("character varying(20)", Type::Varchar(Some(20))),
            ("varchar", Type::Varchar(None)),
            ("char", Type::Char(1)),
            ("\"char\"", Type::Custom("\"char\"".to_owned())),
            ("numeric(10, 2)", Type::Numeric(Some((10, 2)))),
            ("decimal(10)", Type::Numeric(Some((10, 0)))),
            ("numeric(3,-2)", Type::Numeric(Some((3, -2)))),
            ("timestamp(3) with time zone", timestamp(Some(3), true)),
            ("timestamptz(6)", timestamp(None, true)),
            ("timestamp  WITHOUT time zone", timestamp(None, false)),
            ("float(24)", Type::Real),
            (
                "bigint[][]",
                Type::Array(Box::new(Type::BigInt { unsigned: false })),
            ),
            ("tsvector", Type::Custom("tsvector".to_owned())),
            ("Vector(3)", Type::Custom("vector(3)".to_owned())),
            (
                "interval day to second",
                Type::Custom("interval day to second".to_owned()),
            ),
            ("uuid(3)", Type::Custom("uuid(3)".to_owned())),
            (
                "varchar(99999999999)",
                Type::Custom("varchar(99999999999)".to_owned()),
            ),
        ];
        for (words, ty) in cases {
            assert_eq!(read(words), ty, "{words}");
        }
    }
}
