//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_schema("old");
    op.create_schema("leaves");
    op.create_table("users", [column("id", integer()).primary_key()]);
    op.create_table(
        "old.teams",
        [
            column("id", integer()).primary_key(),
            column("name", text()),
        ],
    );
}
