//! For over a constant.

use revision_core::prelude::*;

revision! {
    id: "loop_const",
}

const TABLES: [&str; 3] = ["users", "teams", "jobs"];
const PAIRS: &[(&str, &str)] = &[("users", "a"), ("teams", "b")];

pub fn upgrade(op: &mut Op) {
    for table in TABLES {
        op.drop_table(table);
    }
    for table in &TABLES {
        op.drop_table(*table);
    }
    for &(table, column) in PAIRS {
        op.drop_column(table, column).if_exists();
    }
    for (table, column) in PAIRS.iter() {
        op.rename_column(*table, column, "c");
    }
}
