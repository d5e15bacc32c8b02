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
            column("score", double()),
            column("active", boolean()),
            column("photo", blob()),
            column("price", numeric(8, 2)),
            column("born", date()),
        ],
    );
}
