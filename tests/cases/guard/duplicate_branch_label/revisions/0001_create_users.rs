//! Revision 0001.

use revision_core::prelude::*;

revision! {
    id: "0001",
    branch_labels: "users",
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
