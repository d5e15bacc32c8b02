//! What a column holds where nothing is said: a value where the server's text is one, else an expression.

use super::text::{self, expression, quoted};
use crate::Product;
use crate::dialect::reflect::number::{decimal, float};
use crate::schema::{Default, Literal, Type};

/// What the server says of it.
pub(super) struct Said<'a> {
    pub(super) default: Option<&'a str>,
    /// What else there is to say of the column, in small letters.
    pub(super) extra: &'a str,
    /// The database in which it stands.
    pub(super) database: Option<&'a str>,
}

pub(super) fn read(product: Product, ty: &Type, said: &Said<'_>) -> Option<Default> {
    let default = said.default.and_then(|default| match product {
        // Text without quotes, unless it is an expression.
        Product::MySql if !said.extra.contains("default_generated") => literal(default, true, ty)
            .map_or_else(
                || Some(Default::Sql(default.to_owned())),
                |value| Some(Default::Value(value)),
            ),
        _ => one(&expression(product, default, said.database), ty),
    });
    let on_update = said.extra.split_once("on update ");
    with_update(
        default,
        on_update.map(|(_, word)| word.split(' ').next().unwrap_or(word)),
    )
}

/// A default with what is set when a row changes.
fn with_update(default: Option<Default>, on_update: Option<&str>) -> Option<Default> {
    let Some(on_update) = on_update else {
        return default;
    };
    // It is no part of the schema, and is carried along with the default.
    let on_update = now(on_update);
    let default = match default {
        Some(Default::Sql(sql)) => sql,
        Some(Default::Value(Literal::Text(text))) => format!("'{}'", text.replace('\'', "''")),
        _ => "NULL".to_owned(),
    };
    Some(Default::Sql(format!("{default} ON UPDATE {on_update}")))
}

/// What is written behind `DEFAULT`, and behind the `ON UPDATE` after it.
pub(in crate::dialect::mysql) fn shown(
    product: Product,
    ty: &Type,
    default: &str,
    on_update: Option<&str>,
    database: Option<&str>,
) -> Option<Default> {
    let default = one(&text::shown(product, default, database), ty);
    with_update(default, on_update)
}

/// A default where texts have quotes.
fn one(sql: &str, ty: &Type) -> Option<Default> {
    if sql == "NULL" {
        return None;
    }
    let value = match quoted(sql) {
        Some((text, "")) => literal(&text, true, ty),
        Some(_) => None,
        None => literal(sql, false, ty),
    };
    Some(match value {
        Some(value) => Default::Value(value),
        None => Default::Sql(now(sql)),
    })
}

/// A value of the type, from its text.
fn literal(text: &str, is_quoted: bool, ty: &Type) -> Option<Literal> {
    match ty {
        Type::Boolean => match text {
            "0" => Some(Literal::Bool(false)),
            "1" => Some(Literal::Bool(true)),
            _ => text.parse().ok().map(Literal::Integer),
        },
        Type::TinyInt { .. }
        | Type::SmallInt { .. }
        | Type::MediumInt { .. }
        | Type::Integer { .. }
        | Type::BigInt { .. } => text.parse().ok().map(Literal::Integer),
        Type::Numeric(_) => decimal(shortened(text)),
        Type::Real | Type::Double => float(text),
        Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_) => {
            is_quoted.then(|| Literal::Bytes(text.as_bytes().to_vec()))
        }
        Type::Custom(_) if !is_quoted => None,
        _ => is_quoted.then(|| Literal::Text(text.to_owned())),
    }
}

/// A number without the zeros that the server fills it up with behind the point.
fn shortened(number: &str) -> &str {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}

/// The time in one spelling: the two servers have one each.
fn now(sql: &str) -> String {
    let lower = sql.to_ascii_lowercase();
    match lower.strip_prefix("current_timestamp") {
        Some("" | "()") => "CURRENT_TIMESTAMP".to_owned(),
        Some(digits) if digits.len() == 3 && digits.starts_with('(') => {
            format!("CURRENT_TIMESTAMP{digits}")
        }
        _ => sql.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_servers_quote_in_their_own_ways() {
        let text = Type::Varchar(Some(9));
        let int = Type::Integer { unsigned: false };
        let moment = Type::Timestamp {
            precision: None,
            zone: false,
        };
        let sql = |sql: &str| Some(Default::Sql(sql.to_owned()));
        let value = |literal: Literal| Some(Default::Value(literal));
        let price = Type::Numeric(Some((10, 2)));
        for (product, ty, default, extra, expected) in [
            (Product::MariaDb, &text, "'a''b'", "", value("a'b".into())),
            (Product::MariaDb, &text, "'NULL'", "", value("NULL".into())),
            (Product::MariaDb, &text, "NULL", "", None),
            (Product::MariaDb, &int, "(1 + 2)", "", sql("1 + 2")),
            (Product::MariaDb, &int, "-1", "", value((-1).into())),
            (Product::MariaDb, &price, "9.90", "", value("9.9".into())),
            (Product::MariaDb, &price, "0.00", "", value(0.into())),
            (
                Product::MariaDb,
                &Type::Boolean,
                "1",
                "",
                value(true.into()),
            ),
            (
                Product::MariaDb,
                &moment,
                "current_timestamp()",
                "",
                sql("CURRENT_TIMESTAMP"),
            ),
            (
                Product::MariaDb,
                &text,
                "concat('a','b')",
                "",
                sql("concat('a','b')"),
            ),
            (Product::MySql, &text, "NULL", "", value("NULL".into())),
            (Product::MySql, &text, "it's", "", value("it's".into())),
            (Product::MySql, &int, "5", "", value(5.into())),
            (
                Product::MySql,
                &text,
                r"_utf8mb4\'a\'",
                "default_generated",
                value("a".into()),
            ),
            (
                Product::MySql,
                &moment,
                "CURRENT_TIMESTAMP",
                "default_generated on update current_timestamp",
                sql("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"),
            ),
        ] {
            let said = Said {
                default: Some(default),
                extra,
                database: None,
            };
            assert_eq!(read(product, ty, &said), expected, "{product:?} {default}");
        }
        let said = Said {
            default: None,
            extra: "on update current_timestamp(3)",
            database: None,
        };
        let expected = sql("NULL ON UPDATE CURRENT_TIMESTAMP(3)");
        assert_eq!(read(Product::MariaDb, &moment, &said), expected);
    }
}
