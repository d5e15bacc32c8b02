//! Revision 0001.

use revision_core::prelude::*;

revision! {
    id: "0001",
}

pub fn upgrade(op: &mut Op) {
    op.exekute("SELECT 1");
}
