//! Create users.

use revision_core::prelude::*;

revision! {
    id: "0001",
}

pub fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", bigint()).not_null().primary_key(),
            column("name", text()).not_null(),
            column("age", integer()).not_null(),
        ],
    )
    .check(check("age >= 0").named("age_ok"));
}
