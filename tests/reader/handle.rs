//! A recorded operation that has a name.

use revision_core::prelude::*;

revision! {
    id: "handle",
}

pub fn upgrade(op: &mut Op) {
    let t = op.create_table("users", [column("id", integer()).primary_key()]);
    t.unique(["id"]);
    t.check("id > 0").comment("counted");
    let i = op.create_index("ix", "users", ["id"]);
    i.unique();
    if true {
        i.concurrently();
    }
}
