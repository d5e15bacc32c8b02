//! What only MySQL and MariaDB have, or have in their own way.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub fn upgrade(op: &mut Op) {
    op.drop_enum_value("mood", "it's \\ fine").column("people", "mood");
    op.add_enum_value("mood", "con\\tent").after("sad");
    op.alter_column("people", "name").type_(varchar(50)).comment("Theirs");
    op.alter_column("people", "changed").not_null();
    op.alter_column("people", "notes").default("none \\ yet");
    op.add_column("people", column("first", custom("bit(3)"))).first();
    op.add_column("people", column("level", tinyint().unsigned()))
        .after("name");
    op.add_column("plain", column("n", bigint().auto_increment()));
    op.create_primary_key("plain", ["n"]);
    op.create_index("words", "people", ["notes"]).using("fulltext");
    op.create_index("beginning", "people", [name("notes").length(10).desc()]);
    op.drop_foreign_key("member", "in_team");
    op.rename_constraint("people", "in_other", "of_other");
    op.rename_index("people", "by_name", "of_name");
    op.comment_on_index("of_name", "people", "Of it's \\ name");
    op.alter_table("people").comment("Who 'they' are").charset("latin1");
    op.create_table("kept", [column("id", integer())])
        .engine("MyISAM")
        .collate("latin1_swedish_ci")
        .with("row_format", "fixed");
}

pub fn downgrade(op: &mut Op) {
    op.drop_table("kept");
    op.alter_table("people").drop_comment().charset("utf8mb4");
    op.comment_on_index("of_name", "people", "By name");
    op.rename_index("people", "of_name", "by_name");
    op.rename_constraint("people", "of_other", "in_other");
    op.create_foreign_key("member", foreign_key(["team_id"], "teams", ["id"]).named("in_team"));
    op.drop_index("beginning", "people");
    op.drop_index("words", "people");
    op.alter_column("plain", "n").type_(bigint()).drop_identity();
    op.drop_primary_key("plain");
    op.drop_column("plain", "n");
    op.drop_column("people", "level");
    op.drop_column("people", "first");
    op.alter_column("people", "notes").drop_default();
    op.alter_column("people", "changed").nullable();
    op.alter_column("people", "name").type_(varchar(20)).drop_comment();
    op.drop_enum_value("mood", "con\\tent").column("people", "mood");
    op.add_enum_value("mood", "it's \\ fine").after("sad");
}
