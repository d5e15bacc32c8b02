//! What stands behind `DEFAULT`.

use crate::dialect::lex::{Kind, Lex as _, Token};
use crate::dialect::sqlite::constant;
use crate::dialect::sqlite::lex::Lexer;
use crate::schema::{Default, Literal, OnConflict};

/// The words that are computed.
const COMPUTED: &[&str] = &["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"];

/// The default that is written so: a value, or an expression, with its brackets.
pub(super) fn read(written: &str) -> Default {
    let tokens: Vec<Token> = Lexer::new(written).collect();
    let value = constant::read(written).or_else(|| match &*tokens {
        [one] => literal(one.kind, &written[one.start..one.end]),
        _ => None,
    });
    match value {
        Some(value) => Default::Value(value),
        None => Default::Sql(inner(written).to_owned()),
    }
}

/// What `ON CONFLICT …` says; none where that happens anyway.
pub(super) fn on_conflict(written: &str) -> Option<OnConflict> {
    let word = Lexer::new(written).last()?;
    let word = written[word.start..word.end].to_ascii_lowercase();
    match &*word {
        "rollback" => Some(OnConflict::Rollback),
        "fail" => Some(OnConflict::Fail),
        "ignore" => Some(OnConflict::Ignore),
        "replace" => Some(OnConflict::Replace),
        _ => None,
    }
}

fn literal(kind: Kind, spelled: &str) -> Option<Literal> {
    match kind {
        Kind::Number => whole(spelled),
        Kind::Text => bytes(spelled).map(Literal::Bytes),
        _ if COMPUTED
            .iter()
            .any(|word| word.eq_ignore_ascii_case(spelled)) =>
        {
            None
        }
        // A name there is a text.
        Kind::Word | Kind::Name => Lexer::name(spelled).map(Literal::Text),
        _ => None,
    }
}

fn bytes(spelled: &str) -> Option<Vec<u8>> {
    let digits = spelled.strip_prefix(['x', 'X'])?;
    let digits = digits.strip_prefix('\'')?.strip_suffix('\'')?;
    let digits: Vec<u8> = digits
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| digit.try_into().ok()))
        .collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    let is_whole = pairs.remainder().is_empty();
    is_whole.then(|| pairs.map(|pair| pair[0] * 16 + pair[1]).collect())
}

/// Sixteen digits are all the bits of a number, its sign among them.
fn whole(spelled: &str) -> Option<Literal> {
    let digits = spelled.strip_prefix("0x").or(spelled.strip_prefix("0X"))?;
    let bits = u64::from_str_radix(digits, 16).ok()?;
    Some(Literal::Integer(bits.cast_signed().into()))
}

/// An expression without the brackets around all of it.
fn inner(written: &str) -> &str {
    let inner = written
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inner.map_or(written, str::trim)
}
