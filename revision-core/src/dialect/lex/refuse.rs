//! What every database refuses alike: the words that begin and end transactions, and a client's own commands.

use crate::dialect::statement::Refusal;

/// A statement that would take the transaction out of the runner's hands.
pub(in crate::dialect) fn transaction_control(what: &str) -> Refusal {
    Refusal {
        what: what.to_owned(),
        why: "begins or ends a transaction, and a revision's transaction is the runner's",
        help: Some(
            "leave it out; a revision that must not run in a transaction says `transaction: false` in its header",
        ),
    }
}

/// A command that the server never sees.
pub(in crate::dialect) fn client_command(text: &str, why: &'static str) -> Refusal {
    Refusal {
        what: text.split_whitespace().next().unwrap_or(text).to_owned(),
        why,
        help: Some("leave it out, or write as SQL what it does"),
    }
}

/// What a revision in a transaction may not have.
pub(in crate::dialect) fn outside_only(what: &str, why: &'static str) -> Refusal {
    Refusal {
        what: what.to_owned(),
        why,
        help: Some("write `transaction: false` in the revision's header"),
    }
}
