//! What indexes have that only PostgreSQL knows.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_index("ix_tags", "users", ["tags"])
        .using("gin")
        .with("fastupdate", "off");
    op.create_index(
        "ix_prefix",
        "users",
        [name("name").operator_class("text_pattern_ops")],
    );
    op.create_index(
        "ix_sorted",
        "users",
        [name("email").collate("C").desc().nulls_last()],
    )
    .include(["name"])
    .comment("By letters' numbers");
    op.comment_on_index("ix_prefix", "users", "For LIKE");
    op.drop_comment_on_index("ix_prefix", "users");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
