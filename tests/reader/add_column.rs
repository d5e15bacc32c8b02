//! Add email to users.

use revision_core::prelude::*;

revision! {
    id: "add_column",
}

pub fn upgrade(op: &mut Op) {
    op.add_column(
        "users",
        column("email", varchar(255)).not_null().default(""),
    );
    op.create_index("ix_users_email", "users", ["email"])
        .unique();
}

pub fn downgrade(op: &mut Op) {
    op.drop_index("ix_users_email", "users");
    op.drop_column("users", "email");
}
