//! A match with a database each.

use revision_core::prelude::*;

revision! {
    id: "match_dialect",
}

pub fn upgrade(op: &mut Op) {
    match op.dialect() {
        Postgres => {
            op.create_extension("citext").if_not_exists();
            op.alter_column("users", "email").type_(custom("citext"));
        }
        MySql => {
            op.alter_column("users", "email").type_(varchar(191));
        }
        Sqlite => {}
    }
}

pub fn downgrade(op: &mut Op) {
    match op.dialect() {
        Postgres | MySql => op.execute("UPDATE users SET email = lower(email)"),
        _ => op.execute("SELECT 1"),
    };
    let ty = match op.dialect() {
        Postgres => text(),
        MySql | Sqlite => varchar(255),
    };
    op.alter_column("users", "email").type_(ty);
}
