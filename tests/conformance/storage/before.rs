//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table("users", [column("id", integer())])
        .with("fillfactor", "70")
        .with("autovacuum_enabled", "false");
    op.create_table("plain", [column("id", integer())]);
}
