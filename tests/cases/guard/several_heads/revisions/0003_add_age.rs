//! Add age.

use revision_core::prelude::*;

revision! {
    id: "0003",
    down_revision: "0001",
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
