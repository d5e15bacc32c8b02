//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table("teams", [column("id", integer()).primary_key()]);
    op.create_table(
        "users",
        [
            column("id", integer()).primary_key(),
            column("team_id", integer()),
        ],
    )
    .foreign_key(foreign_key(["team_id"], "teams", ["id"]).named("in_team"));
}
