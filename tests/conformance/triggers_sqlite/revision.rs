//! Triggers are made and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub fn upgrade(op: &mut Op) {
    op.create_trigger(
        "touched",
        "users",
        "CREATE TRIGGER touched AFTER DELETE ON users BEGIN DELETE FROM users; SELECT 1; END",
    );
    op.drop_trigger("leaves", "users");
    op.drop_trigger("nobody", "users").if_exists();
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
