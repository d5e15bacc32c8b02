//! Constraints go by another name.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.rename_constraint("users", "positive", "more_than_nothing");
    op.rename_constraint("users", "users_team_id_fkey", "in_team");
    op.rename_constraint("users", "users_team_id_key", "one_a_team");
    op.rename_constraint("users", "users_pkey", "pk_users");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
