//! An if on the database.

use revision_core::prelude::*;

revision! {
    id: "if_dialect",
}

pub fn upgrade(op: &mut Op) {
    if op.dialect() == Postgres {
        op.create_index("ix_users_name", "users", ["name"])
            .using("gin");
    } else if op.dialect() == MySql && !SMALL {
        op.create_index("ix_users_name", "users", ["name"])
            .using("fulltext");
    } else {
        op.create_index("ix_users_name", "users", ["name"]);
    }
    if op.dialect() != Sqlite || SMALL {
        op.alter_table("users").comment("who can log in");
    }
}

const SMALL: bool = false;
