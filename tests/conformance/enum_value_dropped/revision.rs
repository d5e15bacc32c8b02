//! A value of an enum is dropped, with all that the type takes part in.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.drop_enum_value("mood", "it's")
        .column("people", "mood")
        .column("people", "best")
        .column("friends", "mood");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
