//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table("users", [column("id", integer()).primary_key()]);
    op.create_sequence("old").start(7);
    op.create_sequence("leaves")
        .increment(-1)
        .min(-100)
        .max(-1)
        .start(-1)
        .cache(5)
        .cycle();
    op.create_sequence("counted").start(3).increment(3);
}
