//! How tables are stored.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table("quick", [column("id", integer())])
        .unlogged()
        .with("fillfactor", "50");
    op.create_table(
        "parts",
        [
            column("id", integer()).not_null(),
            column("day", date()).not_null(),
        ],
    )
    .partition_by("HASH (id)");
    op.alter_table("plain").unlogged(true);
    op.alter_table("users").with("fillfactor", "80");
    op.alter_table("plain")
        .with("toast.autovacuum_enabled", "false");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
