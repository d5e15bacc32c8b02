//! Words in one chain.

use revision_core::prelude::*;

revision! {
    id: "chained",
}

pub fn upgrade(op: &mut Op) {
    op.rename_table("a", "b")
        .rename_column("b", "c", "d")
        .execute("SELECT 1")
        .create_check("b", "d > 0")
        .create_table("e", [column("f", text())])
        .comment("last");
    (op).drop_table("g");
}
