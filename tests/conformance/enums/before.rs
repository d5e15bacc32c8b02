//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_enum("mood", ["sad", "happy"]);
    op.create_enum("old", ["a"]).comment("It goes");
    op.create_table(
        "people",
        [
            column("id", integer()),
            column("mood", enum_("mood")).not_null().default("sad"),
        ],
    );
    op.bulk_insert("people", ["id", "mood"], [(1, "happy")]);
}
