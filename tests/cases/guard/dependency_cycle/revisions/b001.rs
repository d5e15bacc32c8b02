//! Revision b001.

use revision_core::prelude::*;

revision! {
    id: "b001",
    depends_on: "0002",
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
