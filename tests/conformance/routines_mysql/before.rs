//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", integer()).primary_key(),
            column("name", varchar(20)),
        ],
    );
    op.create_function(
        "twice",
        "CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC RETURN n * 2",
    );
}
