//! What stands behind `DEFAULT`.

use crate::dialect::lex::{Kind, Lex as _, Token};
use crate::dialect::sqlite::lex::Lexer;
use crate::schema::{Default, Float, Literal};

/// The words that are computed.
const COMPUTED: &[&str] = &["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"];

/// The default that is written so: a value, or an expression, with its brackets.
pub(super) fn read(written: &str) -> Default {
    let tokens: Vec<Token> = Lexer::new(written).collect();
    let spelled = |token: &Token| &written[token.start..token.end];
    let value = match &*tokens {
        [sign, number] if number.kind == Kind::Number && matches!(spelled(sign), "+" | "-") => {
            number_of(spelled(number), spelled(sign) == "-")
        }
        [one] => literal(one.kind, spelled(one)),
        _ => None,
    };
    match value {
        Some(value) => Default::Value(value),
        None => Default::Sql(inner(written).to_owned()),
    }
}

fn literal(kind: Kind, spelled: &str) -> Option<Literal> {
    let is = |word: &str| kind == Kind::Word && spelled.eq_ignore_ascii_case(word);
    match kind {
        Kind::Number => number_of(spelled, false),
        Kind::Text => text(spelled),
        _ if is("NULL") => Some(Literal::Null),
        _ if is("TRUE") => Some(Literal::Bool(true)),
        _ if is("FALSE") => Some(Literal::Bool(false)),
        _ if COMPUTED.iter().any(|word| is(word)) => None,
        // A name there is a text.
        Kind::Word | Kind::Name => Lexer::name(spelled).map(Literal::Text),
        _ => None,
    }
}

fn text(spelled: &str) -> Option<Literal> {
    let unquoted = |quoted: &str| {
        let inner = quoted.strip_prefix('\'')?.strip_suffix('\'')?;
        Some(inner.replace("''", "'"))
    };
    match spelled.strip_prefix(['x', 'X']) {
        Some(digits) => bytes(&unquoted(digits)?).map(Literal::Bytes),
        None => unquoted(spelled).map(Literal::Text),
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = digits
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| digit.try_into().ok()))
        .collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    let is_whole = pairs.remainder().is_empty();
    is_whole.then(|| pairs.map(|pair| pair[0] * 16 + pair[1]).collect())
}

fn number_of(spelled: &str, negative: bool) -> Option<Literal> {
    let sign = if negative { "-" } else { "" };
    let hex = spelled.strip_prefix("0x").or(spelled.strip_prefix("0X"));
    if let Some(digits) = hex {
        // Sixteen digits are all the bits of a number, its sign among them.
        let bits = u64::from_str_radix(digits, 16).ok()?;
        let number = i128::from(bits.cast_signed());
        return Some(Literal::Integer(if negative { -number } else { number }));
    }
    let written = format!("{sign}{spelled}");
    if let Ok(number) = written.parse::<i64>() {
        return Some(Literal::Integer(number.into()));
    }
    let number = written.parse::<f64>().ok()?;
    Some(Literal::Float(Float(number)))
}

/// An expression without the brackets around all of it.
fn inner(written: &str) -> &str {
    let inner = written
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inner.map_or(written, str::trim)
}
