//! Revision b001.

use revision_core::prelude::*;

revision! {
    id: "b001",
    branch_labels: "billing",
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
