//! Columns are computed.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "boxes",
        [
            column("width", integer()),
            column("height", integer()),
            column("area", integer()).generated_stored("width * height"),
        ],
    );
    op.add_column(
        "parts",
        column("thrice", integer()).generated_stored("price * 3"),
    );
    op.drop_column("parts", "twice");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
