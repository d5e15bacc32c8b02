//! One row with nothing is like another, from PostgreSQL 15 on.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_unique("users", unique(["email"]).nulls_not_distinct());
    op.create_index("one_name", "users", ["name"])
        .unique()
        .nulls_not_distinct();
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
