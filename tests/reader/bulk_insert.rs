//! Rows.

use revision_core::prelude::*;

revision! {
    id: "bulk_insert",
}

pub fn upgrade(op: &mut Op) {
    op.bulk_insert("users", ["id", "name"], [(1, "a"), (2, "b")]);
    op.bulk_insert("users", ["id", "name"], [(3, value("c")), (4, null())]);
    op.bulk_insert("flags", ["on", "raw", "half"], [(true, b"\x00", 0.5)])
        .row((false, null(), 1))
        .row(["a", "b", "c"]);
    op.bulk_insert("flags", ["a", "b"], ROWS);
}

const ROWS: [(&str, i64); 2] = [("x", 1), ("y", 2)];
