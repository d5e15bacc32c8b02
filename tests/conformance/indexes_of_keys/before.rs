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
            column("other_id", integer()),
            column("rank", integer()),
        ],
    )
    .foreign_key(foreign_key(["team_id"], "teams", ["id"]).named("in_team"))
    .foreign_key(foreign_key(["team_id"], "teams", ["id"]).named("of_team"))
    .foreign_key(foreign_key(["other_id"], "teams", ["id"]).named("in_other"))
    .unique(unique(["other_id", "rank"]).named("other_rank"));
    op.create_index("ix_team", "users", ["team_id", "rank"]);
    op.create_index("ix_rank", "users", ["rank"]);
}
