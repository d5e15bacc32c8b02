//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", integer()).primary_key(),
            column("boss_id", integer()),
            column("age", integer()),
        ],
    )
    .unique(unique(["boss_id"]).named("one_each").comment("At first"));
}
