//! What was recorded has the words of its kind, and ends where the next begins.

use revision_core::prelude::*;

pub fn upgrade(op: &mut Op) {
    op.drop_table("users").if_not_exists();
    op.create_view("v", "SELECT 1").index(index("ix", ["a"]));
    op.create_index("ix", "users", ["a"]).on_delete(Cascade);
    op.rename_table("a", "b").if_exists();
    op.execute("SELECT 1").if_exists();
}

pub fn stale(op: &mut Op) {
    let table = op.create_table("users", [column("id", integer())]);
    op.drop_table("teams");
    table.unique(["id"]);
}

fn main() {}
