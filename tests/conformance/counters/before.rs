//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table("plain", [column("id", bigint()).not_null()]);
    op.create_table(
        "counted",
        [column("id", bigint().auto_increment()).primary_key()],
    );
    op.create_table(
        "narrow",
        [column("id", smallint())
            .not_null()
            .identity(identity().always().start(5).increment(5).max(500).cycle())],
    );
}
