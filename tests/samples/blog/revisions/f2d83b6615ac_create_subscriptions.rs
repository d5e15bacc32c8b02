//! Create subscriptions
//!
//! Created 2026-11-05 11:00 UTC.

use revision_core::prelude::*;

revision! {
    id: "f2d83b6615ac",
    branch_labels: "billing",
    depends_on: "c95e1d7b08a4",
}

pub fn upgrade(op: &mut Op) {
    op.execute(
        "CREATE TABLE subscriptions (
            id integer PRIMARY KEY,
            author_id integer NOT NULL REFERENCES authors (id),
            paid_until date
        )",
    );
}

pub fn downgrade(op: &mut Op) {
    op.execute("DROP TABLE subscriptions");
}
