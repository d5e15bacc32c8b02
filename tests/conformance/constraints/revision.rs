//! Constraints are added, called otherwise and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_primary_key("teams", ["id"]);
    op.create_primary_key("users", primary_key(["id"]).named("pk_users"));
    op.create_unique("users", ["team_id", "email"]);
    op.create_check("users", check("age >= 0").named("age_is_positive"));
    op.create_foreign_key(
        "users",
        foreign_key(["team_id"], "teams", ["id"])
            .on_delete(Cascade)
            .on_update(Restrict),
    );
    op.create_foreign_key(
        "users",
        foreign_key(["other_id"], "users", ["id"])
            .named("another")
            .on_delete(SetNull),
    );
    op.drop_check("users", "age_is_human");
    op.drop_unique("teams", "one_name");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
