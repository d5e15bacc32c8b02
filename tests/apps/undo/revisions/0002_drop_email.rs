//! drop email

use revision_core::prelude::*;

revision! {
    id: "0002",
    down_revision: "0001",
}

pub fn upgrade(op: &mut Op) {
    email(op);
    mood(op);
}

fn email(op: &mut Op) {
    op.drop_index("ix_users_email", "users");
    op.drop_column("users", "email");
}

fn mood(op: &mut Op) {
    op.drop_column("users", "mood");
}

pub fn downgrade(op: &mut Op) {
    op.reverse(email);
    // Works only where the column is there already.
    op.run(back);
    op.reverse(mood);
    op.execute("UPDATE users SET mood = 'sad'");
}

async fn back(connection: &mut Connection) -> Result {
    connection
        .execute("UPDATE users SET email = 'back'")
        .await?;
    Ok(())
}
