//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "teams",
        [
            column("id", integer()).primary_key(),
            column("name", text()),
        ],
    );
    op.create_table(
        "users",
        [
            column("id", integer()).primary_key(),
            column("team_id", integer()),
            column("email", text()),
            column("age", integer()),
        ],
    )
    .check(check("age < 200").named("human").not_valid())
    .foreign_key(
        foreign_key(["team_id"], "teams", ["id"])
            .named("in_team")
            .not_valid(),
    );
    op.create_table(
        "stays",
        [
            column("room", integer()),
            column("during", custom("int4range")),
        ],
    );
}
