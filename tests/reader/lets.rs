//! Values that have names.

use revision_core::prelude::*;

revision! {
    id: "lets",
}

pub fn upgrade(op: &mut Op) {
    let users = "users";
    let id = column("id", bigint().auto_increment()).primary_key();
    let (first, second) = ("a", "b");
    let columns: [&str; 2] = [first, second];
    op.create_table(
        users,
        [id.clone(), column(first, text()), column(second, text())],
    )
    .unique(columns);
    op.create_table("teams", [id]);
    let length = 255;
    op.add_column(users, column("c", varchar(length)));
    let _ = op.drop_column(users, "d");
}
