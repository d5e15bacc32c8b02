//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_domain("percent", integer())
        .check("in_range", "VALUE BETWEEN 0 AND 100")
        .comment("of all");
    op.create_composite("address")
        .attribute("street", text())
        .attribute("zip", varchar(9));
    op.create_domain("unused", text());
    op.create_table(
        "users",
        [
            column("id", integer()).primary_key(),
            column("done", custom("percent")),
            column("home", custom("address")),
        ],
    );
}
