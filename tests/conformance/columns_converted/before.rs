//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", integer()),
            column("age", text()).default("7"),
            column("name", text()),
            column("flag", text()).not_null().default("yes"),
        ],
    );
    op.bulk_insert("users", ["id", "age"], [(1, "12")]);
}
