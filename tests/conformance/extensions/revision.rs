//! Modules of the server are installed and removed.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_extension("citext").schema("tools");
    op.create_extension("citext").if_not_exists();
    op.drop_extension("pg_trgm");
    op.drop_extension("hstore").if_exists();
    op.create_table("users", [column("email", custom("tools.citext"))]);
}

pub(super) fn downgrade(op: &mut Op) {
    op.drop_table("users");
    op.create_extension("pg_trgm");
    op.drop_extension("citext");
}
