//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "base",
        [
            column("id", integer()).primary_key(),
            column("name", text()),
        ],
    );
}
