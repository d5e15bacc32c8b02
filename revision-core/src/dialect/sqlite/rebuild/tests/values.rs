//! What becomes of values when their column gets another type, and what stops.

use super::{Real, integer, rebuild, retype, text_type};
use crate::schema::{Size, Type};

/// The value and how it is kept, after a column declared so has got a type; none where that is refused.
fn after(declared: &str, value: &str, ty: Type) -> Option<String> {
    let mut real = Real::new(&format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v {declared}); INSERT INTO t (v) VALUES ({value})"
    ));
    match rebuild(&mut real, "t", vec![retype("v", ty)]) {
        Ok(()) => Some(real.rows("SELECT quote(v) FROM t").concat()),
        Err(why) => {
            assert!(
                why.contains("holds values that are no"),
                "{declared} {value}: {why}"
            );
            assert_eq!(real.rows("SELECT count(*) FROM t"), ["1"]);
            None
        }
    }
}

#[test]
fn values_are_what_another_database_would_make_of_them() {
    let small = || Type::SmallInt { unsigned: false };
    let big = || Type::BigInt { unsigned: false };
    let date = || Type::Date;
    let moment = || Type::Timestamp {
        precision: None,
        zone: false,
    };
    for (declared, value, ty, expected) in [
        ("TEXT", "'12'", integer(), Some("12")),
        ("TEXT", "' -12 '", integer(), Some("-12")),
        ("TEXT", "'12abc'", integer(), None),
        ("TEXT", "''", integer(), None),
        ("TEXT", "'1.5'", integer(), None),
        (
            "TEXT",
            "'9223372036854775807'",
            big(),
            Some("9223372036854775807"),
        ),
        ("TEXT", "'9223372036854775808'", big(), None),
        ("TEXT", "'99999'", small(), None),
        ("BIGINT", "99999", small(), None),
        ("BIGINT", "-32768", small(), Some("-32768")),
        ("SMALLINT", "7", big(), Some("7")),
        ("DOUBLE", "2.0", integer(), Some("2")),
        ("DOUBLE", "2.5", integer(), None),
        ("DOUBLE", "1e300", big(), None),
        ("BLOB", "x'31'", integer(), None),
        ("INTEGER", "12", text_type(), Some("'12'")),
        (
            "DOUBLE",
            "0.1 + 0.2",
            text_type(),
            Some("'0.30000000000000004'"),
        ),
        ("DOUBLE", "1.5", text_type(), Some("'1.5'")),
        ("BLOB", "x'00'", text_type(), None),
        ("BOOLEAN", "1", text_type(), Some("'true'")),
        ("VARCHAR(9)", "'abcdef'", Type::Varchar(Some(5)), None),
        (
            "VARCHAR(9)",
            "'abcde'",
            Type::Varchar(Some(5)),
            Some("'abcde'"),
        ),
        ("VARCHAR(9)", "'abc'", text_type(), Some("'abc'")),
        ("TEXT", "'Yes'", Type::Boolean, Some("1")),
        ("TEXT", "'off'", Type::Boolean, Some("0")),
        ("TEXT", "'maybe'", Type::Boolean, None),
        ("INTEGER", "2", Type::Boolean, None),
        ("INTEGER", "1", Type::Boolean, Some("1")),
        ("TEXT", "'1e3'", Type::Double, Some("1000.0")),
        ("TEXT", "'x'", Type::Double, None),
        ("BIGINT", "9007199254740993", Type::Double, None),
        ("DOUBLE", "1.25", Type::Numeric(Some((4, 1))), None),
        ("DOUBLE", "1.5", Type::Numeric(Some((4, 1))), Some("1.5")),
        ("INTEGER", "1000", Type::Numeric(Some((4, 1))), None),
        ("TEXT", "'2024-02-29'", date(), Some("'2024-02-29'")),
        ("TEXT", "'2024-02-30'", date(), None),
        ("TEXT", "'2024-13-45'", date(), None),
        ("TEXT", "'now'", date(), None),
        (
            "DATETIME",
            "'2024-02-29 00:00:00'",
            date(),
            Some("'2024-02-29'"),
        ),
        ("DATETIME", "'2024-02-29 10:00:00'", date(), None),
        (
            "DATE",
            "'2024-02-29'",
            moment(),
            Some("'2024-02-29 00:00:00'"),
        ),
        ("INTEGER", "1700000000", moment(), None),
        ("TEXT", "'{\"a\": 1}'", Type::Json, Some("'{\"a\": 1}'")),
        ("TEXT", "'{'", Type::Json, None),
        ("TEXT", "'abc'", Type::Blob(Size::Plain), Some("X'616263'")),
        (
            "UUID BLOB",
            "x'000102030405060708090a0b0c0d0e0f'",
            text_type(),
            Some("'00010203-0405-0607-0809-0a0b0c0d0e0f'"),
        ),
        (
            "TEXT",
            "'anything'",
            Type::Custom("ODD".to_owned()),
            Some("'anything'"),
        ),
        ("TEXT", "NULL", integer(), Some("NULL")),
    ] {
        let found = after(declared, value, ty.clone());
        assert_eq!(found.as_deref(), expected, "{declared} {value} to {ty:?}");
    }
}
