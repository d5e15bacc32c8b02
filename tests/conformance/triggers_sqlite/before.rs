//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", integer()).primary_key(),
            column("name", text()),
        ],
    );
    op.create_trigger(
        "leaves",
        "users",
        "CREATE TRIGGER leaves AFTER INSERT ON users BEGIN UPDATE users SET name = ';' WHERE id = NEW.id; END",
    );
}
