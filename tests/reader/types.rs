//! The types.

use revision_core::prelude::*;

revision! {
    id: "types",
}

pub fn upgrade(op: &mut Op) {
    op.create_table(
        "everything",
        [
            column("id", bigint().unsigned().auto_increment()).primary_key(),
            column("price", numeric(12, 2)).not_null().default("0.00"),
            column("ratio", double()).default(0.25),
            column("flag", boolean()).not_null().default(false),
            column("tags", array(text())).default("{}"),
            column("mood", enum_("app.mood")),
            column("size", one_of(["s", "m", "l"])).default("m"),
            column("at", timestamptz().precision(6)),
            column("until", time()),
            column("hash", binary(32)),
            column("body", mediumtext()),
            column("search", custom("tsvector")).generated_stored("to_tsvector('english', body)"),
        ],
    )
    .if_not_exists();
}
