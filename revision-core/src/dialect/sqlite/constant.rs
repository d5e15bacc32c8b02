//! Constants as they stand in a default.

use super::lex::Lexer;
use crate::dialect::lex::{Kind, Lex as _};
use crate::schema::{Float, Literal, Type};

/// The constant that an expression is; none where it is more than that.
pub(super) fn read(sql: &str) -> Option<Literal> {
    let tokens = Lexer::new(sql).map(|token| (token.kind, &sql[token.start..token.end]));
    let mut tokens: Vec<_> = tokens.collect();
    while let [(Kind::Mark, "("), inner @ .., (Kind::Mark, ")")] = tokens.as_slice() {
        tokens = inner.to_vec();
    }
    match tokens.as_slice() {
        [(Kind::Text, text)] if text.starts_with('\'') => {
            let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
            Some(Literal::Text(inner.replace("''", "'")))
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

fn number(text: &str) -> Option<Literal> {
    if let Ok(whole) = text.parse() {
        return Some(Literal::Integer(whole));
    }
    text.parse().ok().map(|value| Literal::Float(Float(value)))
}

/// The value as a column of the type keeps it; none for nothing.
pub(super) fn of_type(value: Literal, ty: &Type) -> Option<Literal> {
    let value = match value {
        Literal::Null => return None,
        Literal::Bool(value) => Literal::Integer(value.into()),
        value => value,
    };
    let text = match &value {
        Literal::Integer(value) => value.to_string(),
        Literal::Text(text) => text.clone(),
        _ => return Some(value),
    };
    let kept = match ty {
        Type::Integer { .. } | Type::Boolean => text.parse().ok().map(Literal::Integer),
        Type::Double => text.parse().ok().map(|value| Literal::Float(Float(value))),
        Type::Text(_) => Some(Literal::Text(text)),
        _ => None,
    };
    Some(kept.unwrap_or(value))
}
