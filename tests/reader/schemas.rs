//! Schemas, and names in them.

use revision_core::prelude::*;

revision! {
    id: "schemas",
}

pub fn upgrade(op: &mut Op) {
    op.create_schema("app");
    op.create_table("app.users", [column("id", integer()).primary_key()]);
    op.create_table(qualified("app", "dotted.name"), [column("id", integer())]);
    op.drop_table(unqualified("dotted.name"));
    op.move_table("app.users", "other");
    op.move_table_to_default("other.users");
    op.rename_schema("app", "main");
    op.drop_schema("main").if_exists();
}
