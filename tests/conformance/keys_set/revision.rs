//! A key that empties some of its columns alone, from PostgreSQL 15 on.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_foreign_key(
        "stays",
        foreign_key(["house", "room"], "rooms", ["house", "room"])
            .on_delete(SetNull)
            .set_columns(["room"]),
    );
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
