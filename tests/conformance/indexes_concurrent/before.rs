//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table("users", [column("name", text()), column("email", text())])
        .index(index("leaves", ["email"]));
}
