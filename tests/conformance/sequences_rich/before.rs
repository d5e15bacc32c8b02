//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table("users", [column("id", integer()).primary_key()]);
    op.create_sequence("counted")
        .type_(integer())
        .comment("Counted");
}
