//! Enums: a text, and behind the column a check of the name that we give such checks.

use crate::dialect::lex::{Kind, Lex as _};
use crate::dialect::sqlite::lex::Lexer;
use crate::dialect::sqlite::text::{Clause, ColumnText, What};

/// The values that a clause of a column lets it hold, where it makes an enum of it.
pub(super) fn values(sql: &str, column: &ColumnText, clause: &Clause) -> Option<Vec<String>> {
    let What::Check(span) = &clause.what else {
        return None;
    };
    let name = clause.name.as_ref()?;
    if !name.name.ends_with("_enum") {
        return None;
    }
    let sql = &sql[span.clone()];
    let tokens: Vec<_> = Lexer::new(sql)
        .map(|token| (token.kind, &sql[token.start..token.end]))
        .collect();
    let [
        (Kind::Word | Kind::Name, own),
        (Kind::Word, word),
        (Kind::Mark, "("),
        inner @ ..,
        (Kind::Mark, ")"),
    ] = &*tokens
    else {
        return None;
    };
    if !word.eq_ignore_ascii_case("in") || !column.name.is(&Lexer::name(own)?) {
        return None;
    }
    let values = inner.iter().filter(|(_, text)| *text != ",");
    values
        .map(|(kind, text)| {
            let quoted = (*kind == Kind::Text).then_some(*text)?;
            let text = quoted.strip_prefix('\'')?.strip_suffix('\'')?;
            Some(text.replace("''", "'"))
        })
        .collect()
}
