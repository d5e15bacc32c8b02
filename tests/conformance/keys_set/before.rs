//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table("rooms", [column("house", integer()), column("room", integer())])
        .primary_key(["house", "room"]);
    op.create_table(
        "stays",
        [
            column("id", integer()).primary_key(),
            column("house", integer()),
            column("room", integer()),
        ],
    );
}
