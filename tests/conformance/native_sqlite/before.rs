//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub fn upgrade(op: &mut Op) {
    op.create_enum("mood", ["sad", "it's fine"]);
    op.create_table(
        "people",
        [
            column("id", bigint().auto_increment()).primary_key(),
            column("mood", enum_("mood")).not_null().default("sad"),
            column("name", text()),
            column("size", numeric(10, 2)),
        ],
    )
    .check(check("size > 0").named("has_size"));
    op.create_index("by_name", "people", [name("name").collate("nocase").desc()]);
    op.create_view("names", "SELECT name FROM people");
    op.bulk_insert("people", ["name"], [("a",)]);
}
