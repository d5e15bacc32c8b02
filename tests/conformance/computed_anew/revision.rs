//! What a column is computed from changes, from PostgreSQL 17 on.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.alter_column("parts", "twice")
        .generated_stored("price + price");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
