//! Indexes of many kinds.

use revision_core::prelude::*;

revision! {
    id: "indexes",
    transaction: false,
}

pub fn upgrade(op: &mut Op) {
    op.create_index("ix_a", "users", ["email"])
        .unique()
        .concurrently()
        .if_not_exists();
    op.create_index("ix_b", "users", [name("at").desc().nulls_last()])
        .where_("at IS NOT NULL");
    op.create_index(
        "ix_c",
        "users",
        [sql("lower(email)").operator_class("text_pattern_ops")],
    )
    .include(["id"])
    .with("fillfactor", "70");
    op.add_index("users", ["a", "b"]);
    op.rename_index("users", "ix_a", "ix_d");
}

pub fn downgrade(op: &mut Op) {
    for name in ["ix_b", "ix_c", "ix_d"] {
        op.drop_index(name, "users").concurrently().if_exists();
    }
}
