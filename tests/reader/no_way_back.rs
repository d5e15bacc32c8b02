//! Without a downgrade.

use revision_core::prelude::*;

revision! {
    id: "no_way_back",
}

pub fn upgrade(op: &mut Op) {
    op.drop_table("logs").if_exists();
}
