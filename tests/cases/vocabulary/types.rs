//! Each type has the words that make sense of it.

use revision_core::prelude::*;

pub fn upgrade(op: &mut Op) {
    op.create_table("users", [
        column("a", numeric(10, 2).auto_increment()),
        column("b", text().unsigned()),
        column("c", varchar(255).precision(3)),
        column("d", bigint().precision(3)),
        column("e", array(bigint().auto_increment())),
        column("f", "text"),
    ]);
    op.alter_column("users", "a").type_(bigint().auto_increment());
}

fn main() {}
