//! What SQLite does without making a table anew.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub fn upgrade(op: &mut Op) {
    op.add_column("people", column("level", integer()).not_null().default(-1));
    op.add_column("people", column("other", enum_("mood")).default("it's fine"));
    op.add_column("people", column("twice", double()).generated("size * 2"));
    op.add_column("people", column("token", uuid()));
    op.rename_index("people", "by_name", "of_name");
    op.rename_view("names", "all_names");
    op.rename_column("people", "name", "order");
    op.create_index("some", "people", [sql("lower(\"order\")")])
        .unique()
        .where_("level > 0");
    op.create_table("Strict", [column("id", integer()).primary_key(), column("on", boolean())])
        .strict()
        .without_rowid();
    op.create_table("a", [column("b_id", integer())]);
    op.create_table("b", [column("id", integer()).primary_key()]);
    op.create_foreign_key("a", foreign_key(["b_id"], "b", ["id"]).deferrable());
}

pub fn downgrade(op: &mut Op) {
    op.drop_table("a");
    op.drop_table("b");
    op.drop_table("Strict");
    op.drop_index("some", "people");
    op.rename_column("people", "order", "name");
    op.rename_view("all_names", "names");
    op.rename_index("people", "of_name", "by_name");
    op.drop_column("people", "token");
    op.drop_column("people", "twice");
    op.drop_column("people", "other");
    op.drop_column("people", "level");
}
