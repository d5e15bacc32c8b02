//! Columns are computed when they are read.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.add_column("parts", column("twice", integer()).generated("price * 2"));
    op.create_table(
        "boxes",
        [
            column("width", integer()),
            column("area", integer()).generated("width * width"),
        ],
    );
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
