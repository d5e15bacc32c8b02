//! Who may see which rows.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.alter_table("users").row_security(true);
    op.create_policy(
        "own",
        "users",
        "CREATE POLICY own ON users USING (name = current_user)",
    );
    op.drop_policy("leaves", "users");
    op.drop_policy("nobody", "users").if_exists();
    op.create_table("secrets", [column("id", integer())])
        .row_security();
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
