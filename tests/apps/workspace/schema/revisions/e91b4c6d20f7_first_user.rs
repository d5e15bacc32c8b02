//! first user

use revision_core::prelude::*;

revision! {
    id: "e91b4c6d20f7",
    down_revision: "5d0e7f93a1c8",
}

pub fn upgrade(op: &mut Op) {
    op.execute("INSERT INTO users VALUES ('root')");
    op.run(capitals);
}

async fn capitals(connection: &mut Connection) -> Result {
    connection
        .execute("UPDATE users SET name = upper(name)")
        .await?;
    Ok(())
}

pub fn downgrade(op: &mut Op) {
    op.execute("DELETE FROM users WHERE name = 'ROOT'");
}
