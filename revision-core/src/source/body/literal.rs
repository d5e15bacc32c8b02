//! The values that a file writes as they are: texts, bytes, numbers, truth.

use std::sync::Arc;

use syn::{Expr, ExprPath, ExprUnary, Lit, LitStr, UnOp};

use revision_syntax::unquote;

use super::Unread;
use super::evaluate::{Value, not_read};
use super::items::Items;
use crate::op::say;
use crate::{Place, Source};

/// The value of a literal.
pub(super) fn value(source: &Arc<Source>, literal: &Lit) -> Result<Value, Unread> {
    let unread = || not_read(literal, "this literal");
    let value = match literal {
        Lit::Str(text) if text.suffix().is_empty() => {
            say::Value::Text(text_and_place(source, text)?.0)
        }
        // What the compiler makes of a carriage return in one, a parser of tokens may not know.
        Lit::ByteStr(bytes) if bytes.suffix().is_empty() => {
            let written = source.text.get(bytes.span().byte_range());
            if written.is_none_or(|written| written.contains('\r')) {
                return Err(unread());
            }
            say::Value::Bytes(bytes.value())
        }
        Lit::Int(number) if number.suffix().is_empty() => {
            say::Value::Number(number.base10_parse().map_err(|_| unread())?)
        }
        Lit::Float(number) if number.suffix().is_empty() => {
            say::Value::Float(number.base10_parse().map_err(|_| unread())?)
        }
        Lit::Bool(truth) => say::Value::Bool(truth.value),
        _ => return Err(unread()),
    };
    Ok(Value::Plain(value))
}

/// The value of a literal text and where it stands: within its quotes, where it stands there as it is.
pub(super) fn text_and_place(
    source: &Arc<Source>,
    literal: &LitStr,
) -> Result<(String, Place), Unread> {
    let span = literal.span().byte_range();
    let written = source.text.get(span.clone()).unwrap_or_default();
    let Some(value) = unquote(written) else {
        return Err(not_read(literal, "this literal"));
    };
    let before = written.find('"').map_or(0, |quote| quote + 1);
    let inner = span.start + before..span.start + before + value.len();
    let verbatim = source.text.get(inner.clone()) == Some(value.as_str());
    let place = if verbatim { inner } else { span };
    Ok((value, Place::new(source, place)))
}

/// A number that has a name.
pub(super) fn number(items: &Items<'_>, path: &ExprPath) -> Result<Value, Unread> {
    let mut names = path.path.segments.iter().map(|segment| &segment.ident);
    if let (None, None, Some(ty), Some(name), None) = (
        &path.qself,
        &path.path.leading_colon,
        names.next(),
        names.next(),
        names.next(),
    ) && ty == "f64"
        && items.is_primitive("f64")
    {
        let number = match name.to_string().as_str() {
            "INFINITY" => f64::INFINITY,
            "NAN" => f64::NAN,
            "NEG_INFINITY" => f64::NEG_INFINITY,
            _ => return Err(not_read(path, "this")),
        };
        return Ok(Value::Plain(say::Value::Float(number)));
    }
    Err(not_read(path, "a path"))
}

/// A negative number as it is written: the least one has no positive beside it.
pub(super) fn negative(unary: &ExprUnary) -> Option<Value> {
    let (UnOp::Neg(_), Expr::Lit(literal)) = (&unary.op, &*unary.expr) else {
        return None;
    };
    match &literal.lit {
        Lit::Int(number) if number.suffix().is_empty() && literal.attrs.is_empty() => {
            let number = format!("-{}", number.base10_digits()).parse().ok()?;
            Some(Value::Plain(say::Value::Number(number)))
        }
        _ => None,
    }
}

/// What an operator before an expression makes of it.
pub(super) fn unary(unary: &ExprUnary, value: Value) -> Result<Value, Unread> {
    let value = match (&unary.op, value) {
        (UnOp::Neg(_), Value::Plain(say::Value::Number(number))) => {
            let number = number.checked_neg();
            say::Value::Number(number.ok_or_else(|| not_read(unary, "this number"))?)
        }
        (UnOp::Neg(_), Value::Plain(say::Value::Float(number))) => say::Value::Float(-number),
        (UnOp::Not(_), Value::Plain(say::Value::Bool(truth))) => say::Value::Bool(!truth),
        // What is behind a reference is the same here.
        (UnOp::Deref(_), value) => return Ok(value),
        _ => return Err(not_read(unary, "this operator")),
    };
    Ok(Value::Plain(value))
}

/// The literal text that an expression is.
pub(super) fn as_text(expression: &Expr) -> Option<&LitStr> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
