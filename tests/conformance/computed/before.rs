//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "parts",
        [
            column("id", integer()).primary_key(),
            column("price", integer()).not_null().default(1),
            column("twice", integer()).generated_stored("price * 2"),
        ],
    );
}
