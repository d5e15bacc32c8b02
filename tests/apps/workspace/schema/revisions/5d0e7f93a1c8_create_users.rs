//! create users

use revision_core::prelude::*;

revision! {
    id: "5d0e7f93a1c8",
}

pub fn upgrade(op: &mut Op) {
    op.execute("CREATE TABLE users (name text NOT NULL)");
}

pub fn downgrade(op: &mut Op) {
    op.execute("DROP TABLE users");
}
