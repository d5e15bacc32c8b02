//! Indexes of expressions and of some rows.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_index(
        "ix_users_lower",
        "users",
        [name("age"), sql("lower(email)")],
    );
    op.create_index("ix_grown", "users", ["name"])
        .where_("age >= 18");
    op.create_index("ix_users_age", "users", ["age"])
        .if_not_exists();
    op.drop_index("nobody", "users").if_exists();
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
