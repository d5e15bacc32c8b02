//! Just made

use revision_core::prelude::*;

revision! {
    id: "0003",
    down_revision: "0002",
}

pub fn upgrade(op: &mut Op) {}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
