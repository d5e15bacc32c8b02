//! PostgreSQL's words for types.

mod read;

use super::words::{Words, type_name};
use crate::dialect::ansi::Spelt;
use crate::dialect::lower::Why;
use crate::schema::{Size, Type};

pub(super) use read::read;

/// The longest that `char(n)` and `varchar(n)` take.
const LONGEST: u32 = 10_485_760;

/// The words for a type.
pub(super) fn words(spelling: &Words, ty: &Type) -> Spelt {
    let plain = match ty {
        Type::Boolean => "boolean",
        Type::TinyInt { unsigned }
        | Type::SmallInt { unsigned }
        | Type::MediumInt { unsigned }
        | Type::Integer { unsigned }
        | Type::BigInt { unsigned }
            if *unsigned =>
        {
            return Err(unsupported(
                "PostgreSQL has no integers without negative numbers: take a larger one there, and a check",
            ));
        }
        // The next larger one, where there is none of that size.
        Type::TinyInt { .. } | Type::SmallInt { .. } => "smallint",
        Type::MediumInt { .. } | Type::Integer { .. } => "integer",
        Type::BigInt { .. } => "bigint",
        Type::Real => "real",
        Type::Double => "double precision",
        Type::Numeric(None) => "numeric",
        Type::Numeric(Some((digits, scale))) => return numeric(spelling, *digits, *scale),
        Type::Char(length) => return Ok(format!("char({})", sized("char", *length)?)),
        Type::Varchar(None) => "varchar",
        Type::Varchar(Some(length)) => {
            return Ok(format!("varchar({})", sized("varchar", *length)?));
        }
        Type::Text(_) => "text",
        Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_) => "bytea",
        Type::Date => "date",
        Type::Time { precision, zone } => return time("time", *precision, *zone),
        Type::Timestamp { precision, zone } => return time("timestamp", *precision, *zone),
        Type::Interval => "interval",
        Type::Uuid => "uuid",
        Type::Json => "json",
        Type::Jsonb => "jsonb",
        Type::Enum(name) => return type_name(spelling, name),
        Type::InlineEnum(_) => {
            return Err(unsupported(
                "on PostgreSQL an enum has a name: make one with `create_enum` and give the column that",
            ));
        }
        Type::Array(element) => return Ok(format!("{}[]", words(spelling, element)?)),
        Type::Inet => "inet",
        Type::Cidr => "cidr",
        Type::Custom(words) => words.trim(),
    };
    Ok(plain.to_owned())
}

/// The type as the server keeps it.
pub(super) fn normal(ty: &Type) -> Type {
    match ty {
        Type::TinyInt { unsigned: false } => Type::SmallInt { unsigned: false },
        Type::MediumInt { unsigned: false } => Type::Integer { unsigned: false },
        Type::Text(_) => Type::Text(Size::Plain),
        Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_) => Type::Blob(Size::Plain),
        Type::Time {
            precision: Some(6),
            zone,
        } => Type::Time {
            precision: None,
            zone: *zone,
        },
        Type::Timestamp {
            precision: Some(6),
            zone,
        } => Type::Timestamp {
            precision: None,
            zone: *zone,
        },
        // A list of lists is a list of any depth.
        Type::Array(element) => match normal(element) {
            list @ Type::Array(_) => list,
            element => Type::Array(Box::new(element)),
        },
        Type::Custom(words) => read(words),
        ty => ty.clone(),
    }
}

fn unsupported(why: &str) -> Why {
    Why::Unsupported(why.to_owned())
}

fn sized(word: &str, length: u32) -> Spelt<u32> {
    if (1..=LONGEST).contains(&length) {
        return Ok(length);
    }
    Err(Why::Unsupported(format!(
        "the length of PostgreSQL's `{word}` is between 1 and {LONGEST}, and not {length}: `text` has no limit"
    )))
}

fn numeric(spelling: &Words, digits: u32, scale: i32) -> Spelt {
    if !(1..=1000).contains(&digits) {
        return Err(Why::Unsupported(format!(
            "PostgreSQL's `numeric` has between 1 and 1000 digits, and not {digits}"
        )));
    }
    let scales = if spelling.server.is_at_least(15, 0) {
        -1000..=1000
    } else {
        0..=i32::try_from(digits).unwrap_or(1000)
    };
    if !scales.contains(&scale) {
        return Err(Why::Unsupported(format!(
            "{scale} of the {digits} digits of a `numeric` behind the point: PostgreSQL {} has between {} and {}",
            spelling.server.version[0],
            scales.start(),
            scales.end()
        )));
    }
    Ok(format!("numeric({digits}, {scale})"))
}

fn time(word: &str, precision: Option<u8>, zone: bool) -> Spelt {
    let precision = match precision {
        Some(digits) if digits > 6 => {
            return Err(Why::Unsupported(format!(
                "PostgreSQL keeps at most 6 digits of a second, and not {digits}"
            )));
        }
        Some(digits) => format!("({digits})"),
        None => String::new(),
    };
    let zone = if zone { " with time zone" } else { "" };
    Ok(format!("{word}{precision}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Product, Server};

    const OF_A_KIND: [Type; 4] = [Type::Boolean, Type::Uuid, Type::Interval, Type::Cidr];

    #[test]
    fn what_is_written_is_read_as_the_server_keeps_it() {
        let spelling = Words {
            server: Server::oldest(Product::Postgres),
        };
        let (precision, unsigned) = (Some(3), false);
        let mut types = vec![
            Type::TinyInt { unsigned },
            Type::MediumInt { unsigned },
            Type::BigInt { unsigned },
            Type::Numeric(Some((10, 2))),
            Type::Numeric(None),
            Type::Char(2),
            Type::Varchar(None),
            Type::Varchar(Some(9)),
            Type::Text(Size::Long),
            Type::Binary(4),
            Type::Custom(" TSVECTOR ".to_owned()),
            Type::Array(Box::new(Type::Array(Box::new(Type::Real)))),
        ];
        for zone in [true, false] {
            types.push(Type::Time { precision, zone });
            types.push(Type::Timestamp {
                precision: Some(6),
                zone,
            });
        }
        for ty in types.iter().chain(&OF_A_KIND) {
            let words = words(&spelling, ty).expect("there are words");
            assert_eq!(read(&words), normal(ty), "{words}");
            assert_eq!(normal(&normal(ty)), normal(ty), "{words}");
        }
    }
}
