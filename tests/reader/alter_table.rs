//! Options of tables.

use revision_core::prelude::*;

revision! {
    id: "alter_table",
}

pub fn upgrade(op: &mut Op) {
    op.create_table("logs", [column("at", timestamp()), column("what", text())])
        .engine("InnoDB")
        .charset("utf8mb4")
        .partition_by("RANGE (at)")
        .unlogged()
        .with("fillfactor", "70");
    op.alter_table("logs")
        .unlogged(false)
        .without_parameters()
        .drop_comment();
    op.alter_table("logs").row_security(true);
    op.create_policy(
        "own",
        "logs",
        "CREATE POLICY own ON logs USING (who = current_user)",
    );
}

pub fn downgrade(op: &mut Op) {
    op.drop_policy("own", "logs");
    op.drop_table("logs");
}
