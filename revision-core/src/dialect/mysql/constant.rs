//! Constants as MySQL and MariaDB write them into a default.

use super::lex::Lexer;
use crate::dialect::lex::{Kind, Lex as _};
use crate::schema::{Float, Literal, Type};

/// The constant that an expression is; none where it is more than that.
pub(super) fn read(sql: &str) -> Option<Literal> {
    let tokens = Lexer::new(sql).map(|token| (token.kind, &sql[token.start..token.end]));
    let tokens: Vec<_> = tokens.collect();
    match tokens.as_slice() {
        [(Kind::Text, text)] => this(text),
        [(Kind::Word, introducer), (Kind::Text, text)] if introducer.starts_with('_') => {
            in_characters(this(text)?)
        }
        [
            (Kind::Word, convert),
            (Kind::Mark, "("),
            (Kind::Text, text),
            (Kind::Word, using),
            (Kind::Word, characters),
            (Kind::Mark, ")"),
        ] if convert.eq_ignore_ascii_case("convert")
            && using.eq_ignore_ascii_case("using")
            && characters.eq_ignore_ascii_case("utf8mb4") =>
        {
            in_characters(this(text)?)
        }
        [(Kind::Mark, sign @ ("-" | "+")), (Kind::Number, digits)] => {
            number(&format!("{sign}{digits}"))
        }
        [(Kind::Number, digits)] => number(digits),
        [(Kind::Word, word)] => match word.to_ascii_lowercase().as_str() {
            "true" => Some(Literal::Bool(true)),
            "false" => Some(Literal::Bool(false)),
            "null" => Some(Literal::Null),
            _ => None,
        },
        _ => None,
    }
}

fn this(text: &str) -> Option<Literal> {
    if text.starts_with('\'') {
        return unquoted(text).map(Literal::Text);
    }
    let digits = text.strip_prefix(['x', 'X'])?;
    bytes(digits.strip_prefix('\'')?.strip_suffix('\'')?).map(Literal::Bytes)
}

/// The text that bytes are.
fn in_characters(value: Literal) -> Option<Literal> {
    match value {
        Literal::Bytes(bytes) => String::from_utf8(bytes).ok().map(Literal::Text),
        value => Some(value),
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs
        .map(|pair| if pair.len() == 2 { byte(pair) } else { None })
        .collect()
}

fn number(text: &str) -> Option<Literal> {
    if let Some(digits) = text.strip_prefix("0x") {
        return bytes(digits).map(Literal::Bytes);
    }
    if let Ok(whole) = text.parse() {
        return Some(Literal::Integer(whole));
    }
    // Kept as it is written: how many digits it has is for its type to say.
    text.parse::<f64>().ok()?;
    Some(Literal::Text(text.to_owned()))
}

/// What a text in quotes says, where a backslash escapes.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut said = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\'' => {
                characters.next();
                said.push('\'');
            }
            '\\' => said.push(match characters.next()? {
                '0' => '\0',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'Z' => '\u{1a}',
                other => other,
            }),
            other => said.push(other),
        }
    }
    Some(said)
}

/// The value as a column of the type keeps it; none for nothing.
pub(super) fn of_type(value: Literal, ty: &Type) -> Option<Literal> {
    if value == Literal::Null {
        return None;
    }
    if let Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_) = ty {
        return Some(in_bytes(value, ty));
    }
    let text = match &value {
        Literal::Bool(value) => i32::from(*value).to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => value.0.to_string(),
        Literal::Text(text) => text.clone(),
        _ => return Some(value),
    };
    let kept = match ty {
        Type::Boolean
        | Type::TinyInt { .. }
        | Type::SmallInt { .. }
        | Type::MediumInt { .. }
        | Type::Integer { .. }
        | Type::BigInt { .. } => text.parse().ok().map(Literal::Integer),
        Type::Real | Type::Double => text.parse().ok().map(|value| Literal::Float(Float(value))),
        Type::Numeric(Some((_, scale))) => with_scale(&text, *scale).map(Literal::Text),
        Type::Char(_) | Type::Varchar(_) | Type::Text(_) => Some(Literal::Text(text)),
        _ => None,
    };
    Some(kept.unwrap_or(value))
}

/// A value as a column of bytes has it. What is no text is shown with `?`, in a column whose default is one to the server.
fn in_bytes(value: Literal, ty: &Type) -> Literal {
    let mut bytes = match value {
        Literal::Bytes(bytes) => bytes,
        Literal::Text(text) => text.into_bytes(),
        value => return value,
    };
    if let Type::Binary(length) = ty {
        let length = usize::try_from(*length).unwrap_or_default();
        bytes.resize(length.max(bytes.len()), 0);
    }
    if let Type::Blob(_) = ty {
        return Literal::Bytes(bytes);
    }
    let mut shown = Vec::new();
    for chunk in bytes.utf8_chunks() {
        shown.extend_from_slice(chunk.valid().as_bytes());
        shown.extend(chunk.invalid().iter().map(|_| b'?'));
    }
    Literal::Bytes(shown)
}

/// A number with so many digits behind the point; none where it has more.
fn with_scale(text: &str, scale: i32) -> Option<String> {
    let scale = usize::try_from(scale).ok()?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    if fraction.len() > scale || !digits(unsigned) || !digits(fraction) || unsigned.is_empty() {
        return None;
    }
    Some(if scale == 0 {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction:0<scale$}")
    })
}
