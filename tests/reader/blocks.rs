//! Blocks and values that they come to.

use revision_core::prelude::*;

revision! {
    id: "blocks",
}

pub fn upgrade(op: &mut Op) {
    let kind = if op.dialect() == Sqlite {
        "INTEGER"
    } else {
        "bigint"
    };
    op.add_column("users", column("n", custom(kind)));
    let columns = {
        let first = "a";
        [first, "b"]
    };
    op.create_unique("users", columns);
    let action = match op.dialect() {
        MySql => Restrict,
        _ => NoAction,
    };
    op.create_foreign_key("users", foreign_key(["a"], "t", ["b"]).on_update(action));
}
