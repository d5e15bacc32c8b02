//! Beside what else a file may have.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use revision_core::prelude::*;

revision! {
    id: "other_imports",
}

/// Not called by the revision.
struct Row {
    id: i64,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id)
    }
}

/// Adds a table.
#[allow(clippy::needless_pass_by_value)]
pub fn upgrade(op: &mut Op) {
    op.create_table("users", [column("id", integer())]);
}

fn unused() -> BTreeMap<String, Row> {
    let mut text = String::new();
    let _ = writeln!(text, "x");
    BTreeMap::new()
}

#[cfg(test)]
mod tests {
    struct Op;
}
