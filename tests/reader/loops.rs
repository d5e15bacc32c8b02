//! For over literal lists.

use revision_core::prelude::*;

revision! {
    id: "loops",
}

pub fn upgrade(op: &mut Op) {
    for table in ["users", "teams", "app.jobs"] {
        op.add_column(
            table,
            column("created_at", timestamptz()).default_sql("CURRENT_TIMESTAMP"),
        );
    }
    for (table, columns) in [("users", ["a", "b"]), ("teams", ["c", "d"])] {
        for column in columns {
            op.drop_column(table, column);
        }
    }
    for _ in [1, 2] {
        op.execute("SELECT 1");
    }
    for length in [1, 20, 300] {
        op.alter_column("users", "name").type_(varchar(length));
    }
}
