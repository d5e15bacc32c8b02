//! Functions, procedures and triggers are made and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub fn upgrade(op: &mut Op) {
    op.create_procedure(
        "nothing",
        "CREATE PROCEDURE nothing() BEGIN SELECT 1; SELECT 2; END",
    );
    op.create_trigger(
        "touched",
        "users",
        "CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW SET NEW.name = ';'",
    );
    op.drop_function("twice");
    op.drop_function("nobody").if_exists();
    op.drop_procedure("nobody").if_exists();
    op.drop_trigger("nobody", "users").if_exists();
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
