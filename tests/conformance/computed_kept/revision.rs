//! What was computed is kept.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.alter_column("parts", "twice").drop_generated();
}

pub(super) fn downgrade(op: &mut Op) {
    op.drop_column("parts", "twice");
    op.add_column(
        "parts",
        column("twice", integer()).generated_stored("price * 2"),
    );
}
