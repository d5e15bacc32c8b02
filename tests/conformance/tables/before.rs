//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table("old", [column("id", integer()).primary_key()]);
    op.create_table(
        "leaves",
        [
            column("id", bigint().auto_increment()).primary_key(),
            column("name", varchar(40)).not_null().unique(),
            column("size", integer()).check("size > 0"),
        ],
    )
    .index(index("ix_leaves_size", ["size"]))
    .comment("It goes, and comes back");
}
