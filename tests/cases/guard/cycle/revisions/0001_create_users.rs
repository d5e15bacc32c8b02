//! Revision 0001.

use revision_core::prelude::*;

revision! {
    id: "0001",
    down_revision: "0003",
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
