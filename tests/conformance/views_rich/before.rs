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
            column("name", text()),
        ],
    );
    op.create_view("old", "SELECT id FROM users");
    op.create_materialized_view("stored", "SELECT id, name FROM users")
        .index(index("ix_stored", ["id"]).unique());
    op.create_materialized_view("kept", "SELECT id FROM users");
}
