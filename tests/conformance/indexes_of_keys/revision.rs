//! Indexes go that foreign keys have begun to use.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.drop_index("ix_rank", "users");
    op.drop_index("ix_team", "users");
    op.drop_unique("users", "other_rank");
    op.drop_foreign_key("users", "in_team");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
