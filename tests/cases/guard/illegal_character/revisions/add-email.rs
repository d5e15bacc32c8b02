//! Revision add-email.

use revision_core::prelude::*;

revision! {
    id: "add-email",
    down_revision: "0001",
    branch_labels: ["head", "a b"],
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
