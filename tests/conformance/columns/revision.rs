//! Columns are added, called otherwise, changed and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub fn upgrade(op: &mut Op) {
    op.add_column("users", column("note", text()));
    op.add_column(
        "users",
        column("email", varchar(255)).not_null().default(""),
    );
    op.add_column("users", column("born", date()).comment("A day"));
    op.add_column(
        "users",
        column("seen", timestamp()).default("1999-12-31 00:00:00"),
    );
    op.rename_column("users", "age", "years");
    op.alter_column("users", "years").type_(bigint());
    op.alter_column("users", "years").not_null();
    op.alter_column("users", "years").default(18);
    op.alter_column("users", "name").drop_default();
    op.alter_column("users", "name").nullable();
    op.alter_column("users", "name")
        .type_(varchar(60))
        .default("y")
        .not_null()
        .comment("What they are called");
    op.alter_column("users", "price").default_sql("2 + 2");
    op.alter_column("users", "name").drop_comment();
    op.drop_column("users", "gone");
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
