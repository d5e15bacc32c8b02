//! What reverses another function.

use revision_core::prelude::*;

revision! {
    id: "reversed",
}

pub fn upgrade(op: &mut Op) {
    op.reverse(away);
}

pub fn downgrade(op: &mut Op) {
    away(op);
}

fn away(op: &mut Op) {
    op.drop_column("users", "email");
    if op.dialect() == Sqlite {
        op.execute("VACUUM");
    }
}
