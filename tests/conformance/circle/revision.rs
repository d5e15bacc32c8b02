//! Two tables refer to each other.

use revision_core::prelude::*;

revision! {
    id: "revision",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "a",
        [
            column("id", integer()).primary_key(),
            column("b_id", integer()),
        ],
    );
    op.create_table(
        "b",
        [
            column("id", integer()).primary_key(),
            column("a_id", integer()),
        ],
    )
    .foreign_key(foreign_key(["a_id"], "a", ["id"]).named("fk_b_a"));
    op.create_foreign_key("a", foreign_key(["b_id"], "b", ["id"]).named("fk_a_b"));
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
