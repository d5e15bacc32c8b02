//! Revision 0002.

use revision_core::prelude::*;

revision! {
    id: "0002",
    down_revision: "0001",
    depends_on: ["0001", "biling"],
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
