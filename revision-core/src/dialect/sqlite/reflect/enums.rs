//! Enums: a text, and a check of the name that we give such checks, behind the column or behind all of them.

use crate::dialect::lex::{Kind, Lex as _};
use crate::dialect::sqlite::lex::Lexer;
use crate::dialect::sqlite::text::{Clause, What, same};
use crate::schema::Name;

/// The values that a clause lets a column hold, where it makes an enum of it.
pub(in crate::dialect::sqlite) fn values(
    sql: &str,
    column: &Name,
    clause: &Clause,
) -> Option<Vec<String>> {
    let What::Check(span) = &clause.what else {
        return None;
    };
    let name = clause.name.as_ref()?;
    if !is_name(&name.name) {
        return None;
    }
    listed(&sql[span.clone()], column)
}

/// Whether a check of this name may be an enum's. It has a column's old name where that goes by another by now.
pub(in crate::dialect::sqlite) fn is_name(name: &str) -> bool {
    name.ends_with("_enum")
}

/// The values that a condition lets a column hold, where it is that of an enum, and of this very column.
pub(in crate::dialect::sqlite) fn listed(sql: &str, column: &Name) -> Option<Vec<String>> {
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
    if !word.eq_ignore_ascii_case("in") || !same(column, &Lexer::name(own)?) {
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
