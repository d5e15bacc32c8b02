//! create users

use revision_core::prelude::*;

revision! {
    id: "0001",
}

pub fn upgrade(op: &mut Op) {
    op.create_enum("mood", ["glad", "sad"]);
    let email = match op.dialect() {
        Postgres => varchar(100),
        MySql | Sqlite => varchar(255),
    };
    op.create_table(
        "users",
        [
            column("id", bigint()).primary_key(),
            column("email", email).not_null().default("none"),
            column("mood", enum_("mood")).not_null().default("glad"),
        ],
    );
    op.create_index("ix_users_email", "users", ["email"]);
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
