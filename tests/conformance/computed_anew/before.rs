//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "parts",
        [
            column("price", integer()),
            column("twice", integer()).generated_stored("price * 2"),
        ],
    );
}
