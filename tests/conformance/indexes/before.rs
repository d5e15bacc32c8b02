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
            column("name", varchar(40)),
            column("email", varchar(40)),
            column("age", integer()),
        ],
    )
    .index(index("old", ["name"]))
    .index(index("leaves", ["age", "name"]).unique());
}
