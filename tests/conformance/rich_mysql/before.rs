//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub fn upgrade(op: &mut Op) {
    op.create_enum("mood", ["sad", "it's \\ fine", "happy"]);
    op.create_table(
        "teams",
        [
            column("id", integer()).primary_key(),
            column("other_id", integer()).not_null(),
        ],
    )
    .unique(unique(["other_id"]).named("one_other"));
    op.create_table(
        "people",
        [
            column("id", bigint().auto_increment()).primary_key(),
            column("mood", enum_("mood")).not_null().default("sad").comment("How it is"),
            column("name", varchar(20)).not_null().default("it's \\"),
            column("notes", text()),
            column("code", varchar(9)).collate("utf8mb4_bin"),
            column("other_id", integer()),
            column("changed", timestamptz())
                .default_sql("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"),
        ],
    )
    .foreign_key(foreign_key(["other_id"], "teams", ["other_id"]).named("in_other"));
    op.create_index("by_name", "people", ["name"]).comment("By name");
    op.create_table("member", [column("team_id", integer())])
        .foreign_key(foreign_key(["team_id"], "teams", ["id"]).named("in_team"));
    op.create_table("plain", [column("id", integer()).not_null()]);
    op.bulk_insert("teams", ["id", "other_id"], [(1, 1)]);
    op.bulk_insert("people", ["mood", "changed"], [("happy", "2026-01-01 00:00:00")]);
}
