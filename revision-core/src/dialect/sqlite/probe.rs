//! Where SQLite's catalog shows whether a statement took effect: nowhere, and of what does not run in a transaction all
//! may be run again.

use super::effect::needs_no_transaction;
use super::lex::Words;
use crate::dialect::statement::Probe;

pub(in crate::dialect) fn probe(statement: &str) -> Option<Probe> {
    // A copy that is there already is not made again.
    let copies = Words::new(statement)
        .words_outside_brackets()
        .iter()
        .any(|word| word == "INTO");
    let repeatable = needs_no_transaction(statement).is_some() && !copies;
    repeatable.then_some(Probe::Repeatable)
}
