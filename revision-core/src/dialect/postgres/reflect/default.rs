//! What a column holds where nothing is said: a value where the server's text is one, else an expression.

use super::text::bare;
use crate::dialect::reflect::number::{decimal, float};
use crate::schema::{Default, Literal, Type};

/// Reads a default of a column of this type, which the server calls `words`. None where it is nothing, as without a default.
pub(super) fn read(sql: &str, ty: &Type, words: &str) -> Option<Default> {
    match literal(bare(sql), ty, words) {
        // A domain may have a default of its own, and nothing be told apart from that.
        Some(Literal::Null) if !matches!(ty, Type::Custom(_)) => None,
        Some(literal) => Some(Default::Value(literal)),
        None => Some(Default::Sql(sql.to_owned())),
    }
}

fn literal(sql: &str, ty: &Type, words: &str) -> Option<Literal> {
    let (text, cast) = match quoted(sql) {
        Some((text, cast)) => (text, Some(cast)),
        None => match sql.split_once("::") {
            Some(("NULL", _)) => return Some(Literal::Null),
            Some(_) => return None,
            None => (sql.to_owned(), None),
        },
    };
    match (ty, cast) {
        (Type::Boolean, None) => text.parse().ok().map(Literal::Bool),
        (Type::SmallInt { .. } | Type::Integer { .. } | Type::BigInt { .. }, cast)
            if is_number(cast) =>
        {
            text.parse().ok().map(Literal::Integer)
        }
        (Type::Numeric(_), cast) if is_number(cast) => decimal(&text),
        (Type::Real | Type::Double, cast) if is_number(cast) => float(&text),
        (Type::Char(_) | Type::Varchar(_) | Type::Text(_), Some(cast)) => {
            ["text", "character varying", "bpchar"]
                .contains(&cast)
                .then_some(Literal::Text(text))
        }
        (Type::Blob(_), Some("bytea")) => bytes(&text).map(Literal::Bytes),
        (_, Some(cast)) => (cast == words).then_some(Literal::Text(text)),
        (_, None) => None,
    }
}

/// Takes `'text'::type` apart.
fn quoted(sql: &str) -> Option<(String, &str)> {
    let escapes = sql.starts_with('E');
    let mut characters = sql.strip_prefix('E').unwrap_or(sql).char_indices();
    let offset = usize::from(escapes);
    if characters.next()?.1 != '\'' {
        return None;
    }
    let mut text = String::new();
    let mut closed = false;
    for (at, character) in characters {
        match character {
            '\'' if closed => {
                text.push('\'');
                closed = false;
            }
            '\'' => closed = true,
            _ if closed => {
                let cast = sql[at + offset..].strip_prefix("::")?;
                let is_one = !cast.contains("::") && !cast.contains(['(', '\'']);
                let text = if escapes { unescaped(&text)? } else { text };
                return is_one.then_some((text, cast));
            }
            other => text.push(other),
        }
    }
    None
}

/// The server escapes backslashes alone.
fn unescaped(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\\' && characters.next()? != '\\' {
            return None;
        }
        plain.push(character);
    }
    Some(plain)
}

fn is_number(cast: Option<&str>) -> bool {
    let Some(cast) = cast else { return true };
    [
        "smallint",
        "integer",
        "bigint",
        "numeric",
        "real",
        "double precision",
    ]
    .contains(&cast)
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?;
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
    bytes.filter(|_| rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Size;

    #[test]
    fn a_value_is_told_from_an_expression() {
        let text = Type::Text(Size::Plain);
        let int = Type::Integer { unsigned: false };
        let number = Type::Numeric(None);
        let value = |literal: Literal| Some(Default::Value(literal));
        for (sql, ty, words, expected) in [
            ("''::text", &text, "text", value("".into())),
            ("'it''s'::text", &text, "text", value("it's".into())),
            (r"E'a\\''b'::text", &text, "text", value(r"a\'b".into())),
            ("'a'::text || 'b'::text", &text, "text", None),
            ("('a'::text)::citext", &text, "text", None),
            ("NULL::character varying", &text, "text", None),
            ("0", &int, "integer", value(0.into())),
            ("'-1'::integer", &int, "integer", value((-1).into())),
            ("(1 + 2)", &int, "integer", None),
            ("1.50", &number, "numeric", value("1.50".into())),
            ("'-7'::numeric", &number, "numeric", value((-7).into())),
            ("'NaN'::numeric", &number, "numeric", None),
            ("0.5", &Type::Double, "double precision", value(0.5.into())),
            ("true", &Type::Boolean, "boolean", value(true.into())),
            (
                "'2020-01-01'::date",
                &Type::Date,
                "date",
                value("2020-01-01".into()),
            ),
            ("CURRENT_DATE", &Type::Date, "date", None),
            (
                r"'\x00ff'::bytea",
                &Type::Blob(Size::Plain),
                "bytea",
                value(Literal::Bytes(vec![0, 255])),
            ),
        ] {
            let null = sql.starts_with("NULL");
            let sql_itself = (!null).then(|| Default::Sql(sql.to_owned()));
            assert_eq!(read(sql, ty, words), expected.or(sql_itself), "{sql}");
        }
    }
}
