//! What differs between databases.

use revision_core::prelude::*;

revision! {
    id: "per_database",
}

pub fn upgrade(op: &mut Op) {
    op.create_table(
        "events",
        [
            column("id", uuid())
                .primary_key()
                .default_sql_on(Postgres, "gen_random_uuid()")
                .default_sql_on(MySql, "(uuid())")
                .type_on(Sqlite, text()),
            column("data", json())
                .type_on(Postgres, jsonb())
                .default_on(Postgres, "{}"),
        ],
    );
    op.execute_on(
        Postgres,
        "ALTER TABLE events SET (autovacuum_enabled = false)",
    );
    op.execute_on(MySql, "ANALYZE TABLE events");
}
