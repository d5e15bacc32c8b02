//! Keys are dropped, and come back.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.drop_foreign_key("users", "in_team");
    op.drop_primary_key("users");
    op.drop_primary_key("teams").named("teams_pkey");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
