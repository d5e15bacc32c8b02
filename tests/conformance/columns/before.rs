//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", bigint()).primary_key(),
            column("name", varchar(20)).not_null().default("x"),
            column("age", integer()),
            column("price", numeric(8, 2)).default_sql("1 + 1"),
            column("gone", varchar(10))
                .not_null()
                .default("gone")
                .comment("It goes"),
        ],
    );
    op.bulk_insert("users", ["id", "name", "age"], [(1, "a", 7)]);
}
