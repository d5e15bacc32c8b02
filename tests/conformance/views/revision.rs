//! Views are made, replaced, called otherwise and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_view("names", "SELECT id, name FROM users WHERE id > 0;");
    op.drop_view("leaves");
    op.drop_view("nobody").if_exists();
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
