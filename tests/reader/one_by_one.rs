//! Words brought in one by one.

use revision_core::Op;
use revision_core::prelude::{Cascade, bigint, column, foreign_key};

revision_core::revision!(id: "one_by_one");

pub fn upgrade(op: &mut Op) {
    op.create_table("users", [column("id", bigint())])
        .foreign_key(foreign_key(["id"], "teams", ["id"]).on_delete(Cascade));
}
