//! What the words take, in every shape.

use revision_core::prelude::*;

pub fn upgrade(op: &mut Op) {
    let owned = String::from("users");
    let names = vec!["a", "b"];
    op.create_table(owned.as_str(), [column("a", integer())]);
    op.create_table("teams", vec![column("a", bigint().auto_increment())])
        .unique(names.clone())
        .unique(&["a", "b"])
        .primary_key(unused(&names));
    op.create_index("ix", "users", names.iter().map(|column| name(column)));
    op.bulk_insert("users", names, (1..9).map(|n| (n, "x")));
    op.create_table("none", []);
}

fn unused<'a>(names: &'a [&'a str]) -> Vec<&'a str> {
    names.to_vec()
}

fn main() {
    upgrade(&mut Op::new(Postgres));
}
