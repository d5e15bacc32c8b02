//! Revision b002.

use revision_core::prelude::*;

revision! {
    id: "b002",
    down_revision: "b001",
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
