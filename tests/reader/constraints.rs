//! Constraints, added and removed.

use revision_core::prelude::*;

revision! {
    id: "constraints",
}

pub fn upgrade(op: &mut Op) {
    op.create_check("users", check("age >= 0").named("age_ok").not_valid());
    op.validate_constraint("users", "age_ok");
    op.create_foreign_key(
        "users",
        foreign_key(["team_id"], "teams", ["id"])
            .named("users_team")
            .on_delete(SetNull)
            .on_update(Cascade)
            .initially_deferred(),
    );
    op.create_exclusion(
        "bookings",
        exclusion([element("room", "="), element_sql("tsrange(a, b)", "&&")]).using("gist"),
    );
    op.create_primary_key("members", ["team_id", "user_id"]);
    op.rename_constraint("users", "users_team", "users_teams");
}

pub fn downgrade(op: &mut Op) {
    op.drop_foreign_key("users", "users_teams");
    op.drop_check("users", "age_ok").if_exists();
    op.drop_exclusion("bookings", "bookings_room_expr_excl");
    op.drop_primary_key("members");
}
