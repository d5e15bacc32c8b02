//! Create users.

use revision_core::prelude::*;

revision! {
    id: "0001",
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
