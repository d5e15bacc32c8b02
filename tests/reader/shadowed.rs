//! Variables that are called as words are.

use revision_core::prelude::*;

revision! {
    id: "shadowed",
}

pub fn upgrade(op: &mut Op) {
    let name = "users";
    let text = text();
    let column = column(name, text);
    op.add_column(name, column);
    for sql in ["SELECT 1", "SELECT 2"] {
        op.execute(sql);
    }
    {
        let name = "teams";
        op.drop_table(name);
    }
    op.drop_table(name);
}
