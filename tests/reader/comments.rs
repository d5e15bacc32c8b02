//! Comments.

use revision_core::prelude::*;

revision! {
    id: "comments",
}

pub fn upgrade(op: &mut Op) {
    // Not these.
    op.comment_on_schema("app", "all of it");
    op.comment_on_enum("mood", "how"); // Nor this.
    op.comment_on_sequence("s", "counts");
    op.comment_on_index("ix", "users", "it's fast");
    op.comment_on_materialized_view("m", /* nor this */ "kept");
    op.alter_column("users", "email")
        .comment("Ä \"quoted\" one");
    op.drop_comment_on_index("ix", "users");
}
