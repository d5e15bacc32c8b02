//! MySQL's words for types.

use super::words::Words;
use crate::Product;
use crate::dialect::ansi::Spelt;
use crate::dialect::lower::Why;
use crate::schema::{Size, Type};

/// How many bytes a row holds, and so the longest text of a limited length.
const LONGEST: u32 = 65_535;

/// What an address takes at most as text: eight groups, the last two of them spelt as four numbers, and a prefix.
const ADDRESS: &str = "varchar(49)";

/// The words for a type.
pub(super) fn words(words: &Words<'_>, ty: &Type) -> Spelt {
    Ok(match ty {
        Type::Boolean => "boolean".to_owned(),
        Type::TinyInt { unsigned } => integer("tinyint", *unsigned),
        Type::SmallInt { unsigned } => integer("smallint", *unsigned),
        Type::MediumInt { unsigned } => integer("mediumint", *unsigned),
        Type::Integer { unsigned } => integer("int", *unsigned),
        Type::BigInt { unsigned } => integer("bigint", *unsigned),
        Type::Real => "float".to_owned(),
        Type::Double => "double".to_owned(),
        Type::Numeric(None) => {
            return Err(unsupported(
                words,
                "takes a `numeric` without digits for one without a fraction: \
                say how many there are, `numeric(20, 6)`",
            ));
        }
        Type::Numeric(Some((digits, scale))) => numeric(words, *digits, *scale)?,
        Type::Char(length) => format!("char({})", sized(words, "char", *length, 255)?),
        Type::Varchar(Some(length)) => {
            format!("varchar({})", sized(words, "varchar", *length, LONGEST)?)
        }
        Type::Varchar(None) => {
            return Err(unsupported(
                words,
                "wants to know how long a `varchar` is: \
                `varchar(255)`, or `text()`",
            ));
        }
        Type::Text(size) => format!("{}text", prefix(*size)),
        Type::Binary(length) => format!("binary({})", sized(words, "binary", *length, 255)?),
        Type::Varbinary(length) => {
            format!(
                "varbinary({})",
                sized(words, "varbinary", *length, LONGEST)?
            )
        }
        Type::Blob(size) => format!("{}blob", prefix(*size)),
        Type::Date => "date".to_owned(),
        Type::Time { zone: true, .. } => {
            return Err(unsupported(
                words,
                "has no time of day with a zone: take `timestamptz()`",
            ));
        }
        Type::Time { precision, .. } => time(words, "time", *precision)?,
        // What is kept of the first is a moment, of the second what a clock shows.
        Type::Timestamp {
            precision,
            zone: true,
        } => time(words, "timestamp", *precision)?,
        Type::Timestamp { precision, .. } => time(words, "datetime", *precision)?,
        Type::Interval => {
            return Err(unsupported(
                words,
                "has no spans of time: keep a number, `bigint()` of microseconds",
            ));
        }
        // Not MariaDB's own `uuid`, which goes over the wire as text: sqlx sends and reads sixteen bytes.
        Type::Uuid => "binary(16)".to_owned(),
        Type::Json | Type::Jsonb => "json".to_owned(),
        Type::Enum(name) => {
            let definition = words.enums.get(name);
            let definition = definition.ok_or_else(|| Why::Unknown(name.clone()))?;
            inline(words, &definition.values)?
        }
        Type::InlineEnum(values) => inline(words, values)?,
        Type::Array(_) => {
            return Err(unsupported(
                words,
                "has no arrays: take `json()`, or a table of their own",
            ));
        }
        // MariaDB's `inet6` has no prefixes, and MySQL has none of its kind.
        Type::Inet | Type::Cidr => ADDRESS.to_owned(),
        Type::Custom(words) => words.trim().to_owned(),
    })
}

fn integer(word: &str, unsigned: bool) -> String {
    let unsigned = if unsigned { " unsigned" } else { "" };
    format!("{word}{unsigned}")
}

fn prefix(size: Size) -> &'static str {
    match size {
        Size::Tiny => "tiny",
        Size::Plain => "",
        Size::Medium => "medium",
        Size::Long => "long",
    }
}

fn unsupported(words: &Words<'_>, why: &str) -> Why {
    Why::Unsupported(format!("{} {why}", words.server_name()))
}

fn sized(words: &Words<'_>, word: &str, length: u32, longest: u32) -> Spelt<u32> {
    if (1..=longest).contains(&length) {
        return Ok(length);
    }
    Err(Why::Unsupported(format!(
        "the length of {}'s `{word}` is between 1 and {longest}, and not {length}",
        words.server_name()
    )))
}

fn numeric(words: &Words<'_>, digits: u32, scale: i32) -> Spelt {
    let most = if words.server.product == Product::MariaDb {
        38
    } else {
        30
    };
    let within = (1..=65).contains(&digits)
        && u32::try_from(scale).is_ok_and(|scale| scale <= digits.min(most));
    if !within {
        return Err(Why::Unsupported(format!(
            "{scale} of the {digits} digits of a `numeric` behind the point: {} has at most 65, \
             and from 0 to {most} of them there",
            words.server_name()
        )));
    }
    Ok(format!("decimal({digits}, {scale})"))
}

fn time(words: &Words<'_>, word: &str, precision: Option<u8>) -> Spelt {
    match precision {
        None => Ok(word.to_owned()),
        Some(digits @ 0..=6) => Ok(format!("{word}({digits})")),
        Some(digits) => Err(Why::Unsupported(format!(
            "{} keeps at most 6 digits of a second, and not {digits}",
            words.server_name()
        ))),
    }
}

fn inline(words: &Words<'_>, values: &[String]) -> Spelt {
    if values.is_empty() {
        return Err(unsupported(words, "has no enum without values"));
    }
    if let Some(value) = values.iter().find(|value| value.ends_with(' ')) {
        return Err(unsupported(
            words,
            &format!("takes blanks off the end of an enum's values, and there is `{value}`"),
        ));
    }
    let values: Vec<_> = values.iter().map(|value| words.enum_value(value)).collect();
    Ok(format!("enum({})", values.join(", ")))
}
