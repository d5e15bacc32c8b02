//! Data work in Rust.

use revision_core::prelude::*;

revision! {
    id: "data_work",
}

pub fn upgrade(op: &mut Op) {
    op.add_column("users", column("slug", text()));
    op.run(fill).sql("UPDATE users SET slug = lower(name)");
    op.run(self::fill);
    op.alter_column("users", "slug").not_null();
}

async fn fill(connection: &mut Connection) -> Result {
    for row in connection.fetch("SELECT id FROM users").await? {
        if row.is_empty() {
            return Ok(());
        }
    }
    Ok(())
}
