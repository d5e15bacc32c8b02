//! A column is another on each database.

use revision_core::prelude::*;

revision! {
    id: "revision",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", integer()).primary_key(),
            column("key", uuid())
                .type_on(MySql, char(36))
                .default_sql_on(Postgres, "gen_random_uuid()"),
            column("made", timestamp())
                .not_null()
                .default_sql("CURRENT_TIMESTAMP"),
        ],
    );
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
