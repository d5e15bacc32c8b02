//! Functions of the file.

use revision_core::prelude::*;

revision! {
    id: "helpers",
}

pub fn upgrade(op: &mut Op) {
    for table in ["users", "teams"] {
        timestamps(op, table);
    }
    indexed(&mut *op, "users", "email", 3);
    tidy(op);
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}

fn timestamps(op: &mut Op, table: &str) {
    let sql = "CURRENT_TIMESTAMP";
    op.add_column(
        table,
        column("created_at", timestamptz())
            .not_null()
            .default_sql(sql),
    );
    op.add_column(table, column("updated_at", timestamptz()));
}

fn indexed(op: &mut Op, table: &str, column: &str, length: u32) {
    op.create_index(index_name(), table, [name(column).length(length)]);
}

fn index_name() -> &'static str {
    "ix_named"
}

fn tidy(op: &mut Op) {
    op.execute("VACUUM");
}
