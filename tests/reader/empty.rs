//! A revision that was just made.

use revision_core::prelude::*;

revision! {
    id: "empty",
}

pub fn upgrade(_op: &mut Op) {}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
