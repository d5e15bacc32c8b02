//! The example of the design.

use revision_core::prelude::*;

revision! {
    id: "create_table",
}

pub fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", bigint().auto_increment()).primary_key(),
            column("team_id", uuid()).not_null(),
            column("email", varchar(255)).not_null().default(""),
        ],
    )
    .foreign_key(foreign_key(["team_id"], "teams", ["id"]).on_delete(Cascade))
    .unique(["team_id", "email"]);
    op.create_index(
        "ix_users_lower",
        "users",
        [name("team_id"), sql("lower(email)")],
    );
    op.alter_column("users", "email").type_(text()).nullable();
    op.execute("UPDATE users SET email = lower(email)");
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
