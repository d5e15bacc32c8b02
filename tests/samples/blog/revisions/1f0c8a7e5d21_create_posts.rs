//! Create posts
//!
//! Created 2026-11-02 10:12 UTC.

use revision_core::prelude::*;

revision! {
    id: "1f0c8a7e5d21",
}

pub fn upgrade(op: &mut Op) {
    op.execute(
        "CREATE TABLE posts (id integer PRIMARY KEY, title text NOT NULL, body text NOT NULL)",
    );
}

pub fn downgrade(op: &mut Op) {
    op.execute("DROP TABLE posts");
}
