//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "teams",
        [
            column("id", integer()).not_null(),
            column("name", varchar(20)).not_null(),
        ],
    )
    .unique(unique(["name"]).named("one_name"));
    op.create_table(
        "users",
        [
            column("id", integer()).not_null(),
            column("team_id", integer()),
            column("other_id", integer()),
            column("email", varchar(50)),
            column("age", integer()),
        ],
    )
    .check(check("age < 200").named("age_is_human"));
}
