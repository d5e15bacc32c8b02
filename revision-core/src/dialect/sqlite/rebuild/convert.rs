//! What becomes of values when their column gets another type: what PostgreSQL would make of them, as far as nothing is lost.
//!
//! SQLite's own `CAST` takes what it finds at the beginning of a text and drops the rest. So it is asked beforehand whether
//! every value is one of the new type, and what is not stops the revision with the first rows that hold it.

use crate::dialect::sqlite::declared;
use crate::schema::Type;

/// What becomes of a value, in SQL.
pub(super) struct Conversion {
    /// The new value.
    pub(super) value: String,
    /// What is true of every value that fits, and that is not null; none where all do.
    pub(super) fits: Option<String>,
}

/// What values of a type are to SQLite.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Class {
    /// Whole numbers from the one to the other.
    Whole(i64, i64),
    Boolean,
    Floating,
    /// Digits, and how many behind the point.
    Decimal(Option<(u32, i32)>),
    /// Characters at most.
    Text(Option<u32>),
    Bytes,
    Date,
    Time,
    Moment,
    Uuid,
    Json,
    /// Anything.
    Free,
}

/// A text of a date, of any length.
const DATE: &str = "'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'";

/// The texts that are true and false.
const TRUE: &str = "('true', 't', 'yes', 'y', 'on', '1')";
const FALSE: &str = "('false', 'f', 'no', 'n', 'off', '0')";

/// What becomes of values of `from` in a column of type `to`. `value` is a column, or an expression in brackets.
pub(super) fn conversion(from: &Type, to: &Type, value: &str) -> Conversion {
    let (from, to) = (class(from), class(to));
    if holds_all(&to, &from) {
        return Conversion {
            value: value.to_owned(),
            fits: None,
        };
    }
    Conversion {
        value: converted(&from, &to, value),
        fits: match (&from, &to) {
            (Class::Uuid, Class::Text(_)) => {
                Some(format!("typeof({value}) = 'text' OR length({value}) = 16"))
            }
            _ => fits(&to, value),
        },
    }
}

/// What a value has to be for a column of this type; none where any will do.
pub(super) fn demanded(ty: &Type, value: &str) -> Option<String> {
    fits(&class(ty), value)
}

fn class(ty: &Type) -> Class {
    let whole = |bits: u32, unsigned: &bool| match (bits, unsigned) {
        (64, true) => Class::Whole(0, i64::MAX),
        (64, false) => Class::Whole(i64::MIN, i64::MAX),
        (bits, true) => Class::Whole(0, (1 << bits) - 1),
        (bits, false) => Class::Whole(-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
    };
    match ty {
        Type::Boolean => Class::Boolean,
        Type::TinyInt { unsigned } => whole(8, unsigned),
        Type::SmallInt { unsigned } => whole(16, unsigned),
        Type::MediumInt { unsigned } => whole(24, unsigned),
        Type::Integer { unsigned } => whole(32, unsigned),
        Type::BigInt { unsigned } => whole(64, unsigned),
        Type::Real | Type::Double => Class::Floating,
        Type::Numeric(size) => Class::Decimal(*size),
        Type::Char(length) => Class::Text(Some(*length)),
        Type::Varchar(length) => Class::Text(*length),
        Type::Text(_) | Type::Enum(_) | Type::InlineEnum(_) | Type::Inet | Type::Cidr => {
            Class::Text(None)
        }
        Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_) => Class::Bytes,
        Type::Date => Class::Date,
        Type::Time { .. } => Class::Time,
        Type::Timestamp { .. } => Class::Moment,
        Type::Uuid => Class::Uuid,
        Type::Json | Type::Jsonb => Class::Json,
        Type::Custom(words) => match declared::read(words) {
            Type::Custom(words) => custom(&words),
            known => class(&known),
        },
        Type::Interval | Type::Array(_) => Class::Free,
    }
}

/// The class of a type that is SQLite's alone, by its affinity: <https://www.sqlite.org/datatype3.html>.
fn custom(words: &str) -> Class {
    let words = words.to_ascii_uppercase();
    let has = |part: &str| words.contains(part);
    if has("INT") {
        Class::Whole(i64::MIN, i64::MAX)
    } else if has("CHAR") || has("CLOB") || has("TEXT") {
        Class::Text(None)
    } else if !has("BLOB") && (has("REAL") || has("FLOA") || has("DOUB")) {
        Class::Floating
    } else {
        Class::Free
    }
}

/// Whether whatever is in a column of one class is at home in the other as it is.
fn holds_all(to: &Class, from: &Class) -> bool {
    match (to, from) {
        (Class::Free, _)
        | (Class::Text(None), Class::Text(_) | Class::Json)
        | (Class::Decimal(None), Class::Decimal(_)) => true,
        // What was declared to be smaller may hold anything, and is let be.
        (Class::Whole(min, max), Class::Whole(least, greatest)) => min <= least && max >= greatest,
        (Class::Text(Some(length)), Class::Text(Some(before))) => length >= before,
        (to, from) => to == from,
    }
}

fn converted(from: &Class, to: &Class, value: &str) -> String {
    match (from, to) {
        (Class::Boolean, Class::Text(_)) => {
            format!("CASE {value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE {value} END")
        }
        (Class::Uuid, Class::Text(_)) => uuid_text(value),
        // As a text SQLite keeps fifteen digits of a number, which may be fewer than it has.
        (from, Class::Text(_)) if !matches!(from, Class::Text(_) | Class::Json) => format!(
            "CASE WHEN typeof({value}) <> 'real' THEN {value} \
             WHEN CAST(CAST({value} AS TEXT) AS REAL) = {value} THEN CAST({value} AS TEXT) \
             ELSE printf('%!.17g', {value}) END"
        ),
        (_, Class::Bytes) => format!("CAST({value} AS BLOB)"),
        (_, Class::Boolean) => format!(
            "CASE WHEN typeof({value}) = 'text' THEN lower(trim({value})) IN {TRUE} ELSE {value} END"
        ),
        (_, Class::Date) => format!("date({value})"),
        (Class::Date, Class::Moment) => format!("{value} || ' 00:00:00'"),
        _ => value.to_owned(),
    }
}

fn uuid_text(value: &str) -> String {
    let part = |from: u32, length: u32| format!("substr(hex({value}), {from}, {length})");
    let parts = [
        part(1, 8),
        part(9, 4),
        part(13, 4),
        part(17, 4),
        part(21, 12),
    ];
    let whole = parts.join(" || '-' || ");
    format!("CASE typeof({value}) WHEN 'blob' THEN lower({whole}) ELSE {value} END")
}

/// What is true of a value that fits. Beside a `CAST` to `NUMERIC` a text counts as a number only if all of it is one.
fn fits(to: &Class, value: &str) -> Option<String> {
    let numeric = format!("CAST({value} AS NUMERIC)");
    let number = format!("{numeric} = {value}");
    let length = |length: &Option<u32>| {
        let length = length.as_ref();
        length.map_or_else(String::new, |length| {
            format!(" AND length(CAST({value} AS TEXT)) <= {length}")
        })
    };
    Some(match to {
        Class::Free => return None,
        Class::Whole(min, max) => format!(
            "(typeof({value}) = 'integer' AND {value} BETWEEN {min} AND {max}) \
             OR (typeof({value}) IN ('real', 'text') AND {number} \
             AND CAST({numeric} AS INTEGER) = {numeric} AND CAST({numeric} AS INTEGER) BETWEEN {min} AND {max} \
             AND (typeof({numeric}) = 'integer' OR abs({numeric}) < 9.2e18))"
        ),
        Class::Boolean => format!(
            "(typeof({value}) IN ('integer', 'real') AND {value} IN (0, 1)) \
             OR (typeof({value}) = 'text' AND (lower(trim({value})) IN {TRUE} OR lower(trim({value})) IN {FALSE}))"
        ),
        Class::Floating => format!(
            "typeof({value}) IN ('integer', 'real', 'text') AND {number} \
             AND CAST({numeric} AS REAL) = {numeric}"
        ),
        Class::Decimal(None) => {
            format!("typeof({value}) IN ('integer', 'real', 'text') AND {number}")
        }
        Class::Decimal(Some((digits, scale))) => format!(
            "typeof({value}) IN ('integer', 'real', 'text') AND {number} \
             AND round({numeric}, {scale}) = {numeric} AND abs({numeric}) < 1e{}",
            i64::from(*digits) - i64::from(*scale)
        ),
        Class::Text(limit) => format!("typeof({value}) <> 'blob'{}", length(limit)),
        Class::Bytes => format!("typeof({value}) IN ('text', 'blob')"),
        Class::Date => format!(
            "typeof({value}) = 'text' AND {value} GLOB {DATE} AND date({value}) = substr({value}, 1, 10) \
             AND time({value}) = '00:00:00'"
        ),
        Class::Time => format!(
            "typeof({value}) = 'text' AND {value} GLOB '[0-9][0-9]:[0-9][0-9]*' AND time({value}) IS NOT NULL"
        ),
        Class::Moment => format!(
            "typeof({value}) = 'text' AND {value} GLOB {DATE} AND datetime({value}) IS NOT NULL"
        ),
        Class::Uuid => format!("typeof({value}) = 'blob' AND length({value}) = 16"),
        Class::Json => format!("typeof({value}) = 'text' AND json_valid({value})"),
    })
}
