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
            column("name", text()),
        ],
    );
    op.create_function(
        "twice(integer)",
        "CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 * 2; $$",
    );
}
