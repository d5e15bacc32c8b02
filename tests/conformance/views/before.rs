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
            column("name", varchar(20)),
        ],
    );
    op.create_view("leaves", "SELECT id FROM users");
    op.create_view("old", "SELECT id AS one FROM users");
}
