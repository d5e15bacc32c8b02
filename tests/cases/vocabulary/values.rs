//! Values are those that every database has.

use revision_core::prelude::*;

pub fn upgrade(op: &mut Op) {
    op.add_column("users", column("a", integer()).default(1_i32));
    op.add_column("users", column("b", text()).default('x'));
    op.add_column("users", column("c", real()).default(1.5_f32));
    op.bulk_insert("users", ["a"], [1, 2]);
    op.execute_on("postgres", "SELECT 1");
}

fn main() {}
