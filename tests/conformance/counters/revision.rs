//! Columns are counted up.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "always",
        [column("id", bigint())
            .identity(identity().always().start(10).increment(5))
            .primary_key()],
    );
    op.alter_column("plain", "id").identity(identity());
    op.alter_column("counted", "id")
        .identity(identity().always().increment(2).min(-5));
    op.alter_column("narrow", "id").drop_identity();
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
