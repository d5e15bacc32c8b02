//! Indexes are made while others write.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
    transaction: false,
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_index("ix_users_name", "users", ["name"])
        .concurrently()
        .if_not_exists();
    op.drop_index("leaves", "users").concurrently().if_exists();
}

pub(super) fn downgrade(op: &mut Op) {
    op.create_index("leaves", "users", ["email"]);
    op.drop_index("ix_users_name", "users").concurrently();
}
