//! Constants as PostgreSQL writes them into a default: `'x'::character varying`, `7`, `'-1'::integer`.

use super::lex::Lexer;
use crate::dialect::lex::{Kind, Lex as _};
use crate::schema::{Float, Literal, Type};

/// The constant that an expression is, cast to a type or not; none where it is more than that.
pub(super) fn read(sql: &str) -> Option<Literal> {
    let tokens = Lexer::new(sql).map(|token| (token.kind, &sql[token.start..token.end]));
    let tokens: Vec<_> = tokens.collect();
    let (value, rest) = match tokens.as_slice() {
        [(Kind::Text, text), rest @ ..] => (Literal::Text(unquoted(text)?), rest),
        [(Kind::Mark, "-"), (Kind::Number, number), rest @ ..] => {
            (self::number(&format!("-{number}"))?, rest)
        }
        [(Kind::Number, number), rest @ ..] => (self::number(number)?, rest),
        [(Kind::Word, word), rest @ ..] => match word.to_ascii_lowercase().as_str() {
            "true" => (Literal::Bool(true), rest),
            "false" => (Literal::Bool(false), rest),
            "null" => (Literal::Null, rest),
            _ => return None,
        },
        _ => return None,
    };
    let ty = match rest {
        [] => return Some(value),
        [(Kind::Mark, ":"), (Kind::Mark, ":"), ty @ ..] => ty,
        _ => return None,
    };
    let of_type = |(kind, text): &(Kind, &str)| match kind {
        Kind::Word | Kind::Name | Kind::Number => true,
        Kind::Mark => ["(", ")", ",", ".", "[", "]"].contains(text),
        _ => false,
    };
    (!ty.is_empty() && ty.iter().all(of_type)).then_some(value)
}

fn number(text: &str) -> Option<Literal> {
    if let Ok(whole) = text.parse() {
        return Some(Literal::Integer(whole));
    }
    // Kept as it is written: how many digits it has is for its type to say.
    text.parse::<f64>().ok()?;
    Some(Literal::Text(text.to_owned()))
}

/// What a text in quotes says; none where that takes more than unquoting.
fn unquoted(text: &str) -> Option<String> {
    let (escapes, inner) = match text.strip_prefix(['e', 'E']) {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    let inner = inner.strip_prefix('\'')?.strip_suffix('\'')?;
    let inner = inner.replace("''", "'");
    if !escapes {
        return Some(inner);
    }
    let mut said = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next()? {
                same @ ('\\' | '\'') => said.push(same),
                _ => return None,
            },
            character => said.push(character),
        }
    }
    Some(said)
}

/// The value in the form in which all that are the same to a column of this type are equal; none for nothing.
pub(super) fn of_type(value: Literal, ty: &Type) -> Option<Literal> {
    Some(match (ty, value) {
        (_, Literal::Null) => return None,
        (
            Type::SmallInt { .. } | Type::Integer { .. } | Type::BigInt { .. } | Type::Numeric(_),
            Literal::Text(text),
        ) => match text.trim().parse() {
            Ok(whole) => Literal::Integer(whole),
            Err(_) => Literal::Text(text),
        },
        (Type::Boolean, Literal::Text(text)) => match text.trim().to_ascii_lowercase().as_str() {
            "t" | "true" | "y" | "yes" | "on" | "1" => Literal::Bool(true),
            "f" | "false" | "n" | "no" | "off" | "0" => Literal::Bool(false),
            _ => Literal::Text(text),
        },
        (Type::Real | Type::Double, Literal::Text(text)) => match text.trim().parse() {
            Ok(number) => Literal::Float(Float(number)),
            Err(_) => Literal::Text(text),
        },
        #[expect(clippy::cast_precision_loss, reason = "the column loses it as well")]
        (Type::Real | Type::Double, Literal::Integer(whole)) => Literal::Float(Float(whole as f64)),
        (Type::Numeric(_), Literal::Float(Float(number))) => Literal::Text(format!("{number:?}")),
        (Type::Blob(_), Literal::Text(text)) => match bytes(&text) {
            Some(bytes) => Literal::Bytes(bytes),
            None => Literal::Text(text),
        },
        (_, value) => value,
    })
}

/// The bytes of `\x…`.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?.as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_read_with_their_casts() {
        let text = |text: &str| Some(Literal::Text(text.to_owned()));
        assert_eq!(read("'x'::character varying"), text("x"));
        assert_eq!(read("'it''s'::app.\"Mood\"[]"), text("it's"));
        assert_eq!(read(r"E'\\x00'::bytea"), text("\\x00"));
        assert_eq!(read("'-1'::integer"), text("-1"));
        assert_eq!(read("-7"), Some(Literal::Integer(-7)));
        assert_eq!(read("1.50"), text("1.50"));
        assert_eq!(read("NULL::text"), Some(Literal::Null));
        for sql in [
            "'x' || 'y'",
            "now()",
            "'x'::text || 'y'::text",
            "(1)",
            "1 + 1",
            r"E'\n'",
            "''::",
        ] {
            assert_eq!(read(sql), None, "{sql}");
        }
    }

    #[test]
    fn what_is_the_same_to_a_column_is_equal() {
        let text = |text: &str| Literal::Text(text.to_owned());
        let integer = Type::Integer { unsigned: false };
        let same = [
            (integer, text("7"), Literal::Integer(7)),
            (Type::Boolean, text("f"), Literal::Bool(false)),
            (
                Type::Double,
                Literal::Integer(1),
                Literal::Float(Float(1.0)),
            ),
            (Type::Numeric(None), Literal::Float(Float(0.5)), text("0.5")),
            (
                Type::Blob(crate::schema::Size::Plain),
                text("\\x0aFF"),
                Literal::Bytes(vec![10, 255]),
            ),
        ];
        for (ty, one, other) in same {
            assert_eq!(of_type(one, &ty), of_type(other, &ty), "{ty:?}");
        }
        assert_eq!(of_type(Literal::Null, &Type::Boolean), None);
    }
}
