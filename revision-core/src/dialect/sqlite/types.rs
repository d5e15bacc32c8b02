//! SQLite's words for types.
//!
//! It keeps whatever it is given, and a declared type says in which form it would rather: its affinity, by what the words
//! contain. Each type has words of its own, by which reflection tells it again, of the affinity that loses nothing; and
//! where sqlx knows a declared type, it is that.

use super::words::Words;
use crate::dialect::ansi::Spelt;
use crate::dialect::lower::Why;
use crate::schema::Type;

/// The words for a type.
pub(super) fn words(words: &Words, ty: &Type) -> Spelt {
    if words.strict {
        return strict(ty).map(str::to_owned);
    }
    Ok(match ty {
        Type::Boolean => "BOOLEAN".to_owned(),
        Type::TinyInt { unsigned } => integer("TINYINT", *unsigned),
        Type::SmallInt { unsigned } => integer("SMALLINT", *unsigned),
        Type::MediumInt { unsigned } => integer("MEDIUMINT", *unsigned),
        Type::Integer { unsigned } => integer("INTEGER", *unsigned),
        Type::BigInt { unsigned } => integer("BIGINT", *unsigned),
        Type::Real => "REAL".to_owned(),
        Type::Double => "DOUBLE".to_owned(),
        Type::Numeric(None) => "NUMERIC".to_owned(),
        Type::Numeric(Some((digits, scale))) => format!("NUMERIC({digits}, {scale})"),
        Type::Char(length) => format!("CHAR({length})"),
        Type::Varchar(None) => "VARCHAR".to_owned(),
        Type::Varchar(Some(length)) => format!("VARCHAR({length})"),
        Type::Text(_) | Type::Enum(_) | Type::InlineEnum(_) => "TEXT".to_owned(),
        Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_) => "BLOB".to_owned(),
        Type::Date => "DATE".to_owned(),
        Type::Time { .. } => "TIME".to_owned(),
        // How many digits of a second there are is for the program: sqlx knows the bare words.
        Type::Timestamp { zone: true, .. } => "TIMESTAMP".to_owned(),
        Type::Timestamp { .. } => "DATETIME".to_owned(),
        Type::Interval => return Err(interval()),
        // A word that stood alone would make a number of a text that looks like one: thirty-two digits, JSON's `1`.
        Type::Uuid => "UUID BLOB".to_owned(),
        Type::Json => "JSON TEXT".to_owned(),
        Type::Jsonb => "JSONB TEXT".to_owned(),
        Type::Inet => "INET TEXT".to_owned(),
        Type::Cidr => "CIDR TEXT".to_owned(),
        Type::Array(_) => return Err(array()),
        Type::Custom(words) => words.trim().to_owned(),
    })
}

/// The word for a type in a table that heeds types, which knows six.
fn strict(ty: &Type) -> Spelt<&str> {
    Ok(match ty {
        Type::Boolean
        | Type::TinyInt { .. }
        | Type::SmallInt { .. }
        | Type::MediumInt { .. }
        | Type::Integer { .. }
        | Type::BigInt { .. } => "INTEGER",
        Type::Real | Type::Double => "REAL",
        Type::Char(_)
        | Type::Varchar(_)
        | Type::Text(_)
        | Type::Enum(_)
        | Type::InlineEnum(_)
        | Type::Date
        | Type::Time { .. }
        | Type::Timestamp { .. }
        | Type::Json
        | Type::Jsonb
        | Type::Inet
        | Type::Cidr => "TEXT",
        Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_) | Type::Uuid => "BLOB",
        Type::Numeric(_) => {
            return Err(Why::Unsupported(
                "a `STRICT` table of SQLite has no numbers with a decimal point: take `bigint()` of the smallest \
                 unit, `double()`, or `text()`"
                    .to_owned(),
            ));
        }
        Type::Interval => return Err(interval()),
        Type::Array(_) => return Err(array()),
        Type::Custom(words) => words.trim(),
    })
}

fn integer(word: &str, unsigned: bool) -> String {
    let unsigned = if unsigned { " UNSIGNED" } else { "" };
    format!("{word}{unsigned}")
}

fn interval() -> Why {
    Why::Unsupported(
        "SQLite has no spans of time: keep a number, `bigint()` of microseconds".to_owned(),
    )
}

fn array() -> Why {
    Why::Unsupported("SQLite has no arrays: take `json()`, or a table of their own".to_owned())
}
