//! What counters have that only PostgreSQL knows.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_sequence("numbers")
        .type_(smallint())
        .owned_by("users", "id")
        .comment("Numbers");
    op.alter_sequence("counted")
        .type_(bigint())
        .owned_by("users", "id");
    op.alter_sequence("numbers").owned_by_none();
    op.comment_on_sequence("counted", "Counts on");
    op.drop_comment_on_sequence("numbers");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
