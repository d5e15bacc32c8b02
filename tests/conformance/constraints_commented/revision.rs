//! What is said about constraints.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_check("users", check("age > 0").named("born").comment("It's so"));
    op.create_foreign_key(
        "users",
        foreign_key(["boss_id"], "users", ["id"]).comment("Who says so"),
    );
    op.comment_on_constraint("one_each", "users", "Now");
    op.comment_on_constraint("users_pkey", "users", "Who");
    op.drop_comment_on_constraint("one_each", "users");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
