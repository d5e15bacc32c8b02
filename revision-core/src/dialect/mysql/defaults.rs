//! What a column holds where nothing is said, behind `DEFAULT`.
//!
//! A literal or the time stands there as it is, for a column that takes one. All else is an expression in parentheses.

use super::words::{Words, text_expression};
use crate::dialect::ansi::{Spelt, expression, literal};
use crate::schema::{Default, Literal, Type};

/// The functions that give the time; what stands behind them, if anything, is how many digits of a second.
const NOW: &[&str] = &["CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "LOCALTIME", "NOW"];

pub(super) fn words(words: &Words<'_>, ty: &Type, default: &Default) -> Spelt {
    match default {
        Default::Value(Literal::Text(text)) if takes_no_literal(ty) => {
            in_parentheses(words, &text_expression(text))
        }
        Default::Value(value) => {
            let spelt = literal(words, value)?;
            if takes_no_literal(ty) && *value != Literal::Null {
                return in_parentheses(words, &spelt);
            }
            Ok(spelt)
        }
        Default::Sql(sql) => {
            let sql = sql.trim();
            // What is set when a row changes is no part of the schema, and is carried along.
            let (value, on_update) = match find_on_update(sql) {
                Some(at) => (sql[..at].trim_end(), Some(&sql[at..])),
                None => (sql, None),
            };
            let mut spelt = if let Type::Timestamp { precision, .. } = ty
                && let Some(now) = now(value, *precision)
            {
                now
            } else if is_literal(value) && !takes_no_literal(ty)
                || value.eq_ignore_ascii_case("null")
            {
                value.to_owned()
            } else {
                in_parentheses(words, value)?
            };
            if let Some(on_update) = on_update {
                spelt.push(' ');
                spelt.push_str(on_update);
            }
            Ok(spelt)
        }
    }
}

/// Whether a column of the type has expressions for defaults alone.
pub(super) fn takes_no_literal(ty: &Type) -> bool {
    matches!(ty, Type::Text(_) | Type::Blob(_) | Type::Json | Type::Jsonb)
}

fn in_parentheses(words: &Words<'_>, sql: &str) -> Spelt {
    words.since([8, 0, 13], "expressions as defaults")?;
    Ok(expression(sql))
}

/// The current time as a column with so many digits of a second takes it; none where the expression is another one.
fn now(sql: &str, precision: Option<u8>) -> Option<String> {
    let (function, rest) = match sql.split_once('(') {
        Some((function, rest)) => (function.trim_end(), Some(rest.trim())),
        None => (sql, None),
    };
    if !NOW.iter().any(|now| now.eq_ignore_ascii_case(function)) {
        return None;
    }
    match rest {
        Some(rest) => {
            let digits = rest.strip_suffix(')')?.trim();
            digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| {
                if digits.is_empty() {
                    with_digits(function, precision)
                } else {
                    sql.to_owned()
                }
            })
        }
        None if function.eq_ignore_ascii_case("now") => None,
        None => Some(with_digits(function, precision)),
    }
}

/// MySQL wants as many digits as the column has.
fn with_digits(function: &str, precision: Option<u8>) -> String {
    match precision {
        Some(digits) if digits > 0 => format!("{function}({digits})"),
        _ if function.eq_ignore_ascii_case("now") => format!("{function}()"),
        _ => function.to_owned(),
    }
}

/// Whether the text is a number, a truth value or a string.
fn is_literal(sql: &str) -> bool {
    let number = sql.strip_prefix(['-', '+']).unwrap_or(sql);
    let is_number = number.bytes().any(|byte| byte.is_ascii_digit())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_truth = ["true", "false"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(sql));
    is_number || is_truth || is_string(sql)
}

/// Whether the text is one string in single quotes.
fn is_string(sql: &str) -> bool {
    let inner = sql
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    inner.is_some_and(|inner| !inner.contains('\\') && !inner.replace("''", "").contains('\''))
}

/// Where `ON UPDATE` begins, outside of quotes.
fn find_on_update(sql: &str) -> Option<usize> {
    let upper = sql.to_ascii_uppercase();
    let at = upper.find("ON UPDATE ")?;
    let is_word = upper[..at].ends_with([' ', '\t', '\n', ')']);
    let is_outside = upper[..at].matches('\'').count().is_multiple_of(2);
    (is_word && is_outside).then_some(at)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Product, Server};

    fn spelt(ty: &Type, default: &Default) -> Spelt {
        let spelling = Words {
            server: Server {
                product: Product::MySql,
                version: [8, 4, 0],
            },
            enums: &BTreeMap::new(),
        };
        words(&spelling, ty, default)
    }

    #[test]
    fn the_time_and_literals_stand_alone() {
        let moment = |precision| Type::Timestamp {
            precision,
            zone: true,
        };
        let integer = Type::Integer { unsigned: false };
        for (ty, sql, expected) in [
            (moment(None), "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
            (moment(Some(6)), "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP(6)"),
            (moment(Some(6)), "now()", "now(6)"),
            (moment(Some(3)), "now(3)", "now(3)"),
            (
                moment(None),
                "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
                "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
            ),
            (moment(None), "NULL ON UPDATE now()", "NULL ON UPDATE now()"),
            (
                moment(None),
                "now() + interval 1 day",
                "(now() + interval 1 day)",
            ),
            (Type::Date, "CURRENT_DATE", "(CURRENT_DATE)"),
            (Type::Date, "CURRENT_TIMESTAMP", "(CURRENT_TIMESTAMP)"),
            (integer.clone(), "-1.5", "-1.5"),
            (integer.clone(), "1 + 1", "(1 + 1)"),
            (integer, "uuid_short()", "(uuid_short())"),
            (Type::Char(3), "'it''s'", "'it''s'"),
            (Type::Char(3), "'a' || 'b'", "('a' || 'b')"),
            (Type::Char(30), "'on update now()'", "'on update now()'"),
            (
                moment(None),
                "'2026-01-01' ON UPDATE now()",
                "'2026-01-01' ON UPDATE now()",
            ),
            (Type::Text(crate::schema::Size::Plain), "'a'", "('a')"),
            (Type::Text(crate::schema::Size::Plain), "null", "null"),
        ] {
            let sql = Default::Sql(sql.to_owned());
            assert_eq!(spelt(&ty, &sql).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn a_long_text_has_its_default_in_parentheses() {
        let text = Type::Text(crate::schema::Size::Plain);
        let value = |value: &str| Default::Value(value.into());
        assert_eq!(spelt(&text, &value("a")).as_deref(), Ok("('a')"));
        assert_eq!(
            spelt(&text, &value("\\")).as_deref(),
            Ok("(CONVERT(X'5c' USING utf8mb4))")
        );
        assert_eq!(
            spelt(&text, &Default::Value(Literal::Null)).as_deref(),
            Ok("NULL")
        );
        assert_eq!(
            spelt(&Type::Char(3), &value("\\")).as_deref(),
            Ok("_utf8mb4 X'5c'")
        );
    }
}
