//! Indexes are added, called otherwise and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_index("ix_users_email", "users", ["email"])
        .unique();
    op.create_index("ix_users_age", "users", [name("age").desc(), name("name")]);
    op.add_index("users", ["email", "age"]);
    op.rename_index("users", "old", "new");
    op.drop_index("leaves", "users");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
