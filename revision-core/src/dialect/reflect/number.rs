//! Numbers as servers write them.

use crate::schema::{Float, Literal};

/// A number with a decimal point, or a whole one.
pub(in crate::dialect) fn decimal(text: &str) -> Option<Literal> {
    if let Ok(number) = text.parse() {
        return Some(Literal::Integer(number));
    }
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, rest) = text.strip_prefix('-').unwrap_or(text).split_once('.')?;
    (is_digits(whole) && is_digits(rest)).then(|| Literal::Text(text.to_owned()))
}

/// A number with a binary point.
pub(in crate::dialect) fn float(text: &str) -> Option<Literal> {
    let starts = text.trim_start_matches('-').chars().next()?;
    // Words are not for Rust's reader, which knows more of them.
    let number = match text {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ if starts.is_ascii_digit() => text.parse().ok()?,
        _ => return None,
    };
    Some(Literal::Float(Float(number)))
}
