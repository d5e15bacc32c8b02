//! Rows are added, and SQL runs as it stands.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

/// Data work in Rust.
async fn backfill(_: &mut Connection) -> Result {
    Ok(())
}

pub fn upgrade(op: &mut Op) {
    op.bulk_insert(
        "users",
        ["id", "name", "score", "active", "photo", "price", "born"],
        [
            (1, "it's", 0.5, true, b"\x00\xff", "12.50", "1999-12-31"),
            (
                2,
                "new\nline \\",
                -1e300,
                false,
                b"ab",
                "-0.01",
                "2000-01-01",
            ),
        ],
    )
    .row((3, null(), null(), null(), null(), null(), null()));
    op.bulk_insert("users", ["id", "name"], [(4, "alone")]);
    op.execute("UPDATE users SET name = 'a;b' WHERE id = 1; DELETE FROM users WHERE id = 2;");
    op.execute_on(Postgres, "UPDATE users SET name = 'postgres' WHERE id = 3");
    op.execute_on(MySql, "UPDATE users SET name = 'mysql' WHERE id = 3");
    op.execute_on(Sqlite, "UPDATE users SET name = 'sqlite' WHERE id = 3");
    op.run(backfill).sql("SELECT 1");
}

pub fn downgrade(op: &mut Op) {
    op.execute("DELETE FROM users");
}
