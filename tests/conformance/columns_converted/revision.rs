//! What columns hold is made into another type.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.alter_column("users", "age")
        .type_(integer())
        .using("CAST(age AS integer)")
        .default(8);
    op.alter_column("users", "flag")
        .type_(boolean())
        .using("flag = 'yes'")
        .drop_default()
        .nullable();
    let collation = match op.dialect() {
        Sqlite => "nocase",
        _ => "C",
    };
    op.alter_column("users", "name").collate(collation);
    op.alter_column("users", "name")
        .type_(varchar(20))
        .drop_collation();
}

pub(super) fn downgrade(op: &mut Op) {
    op.alter_column("users", "name").type_(text());
    op.alter_column("users", "flag")
        .type_(text())
        .using("'yes'")
        .default("yes")
        .not_null();
    op.alter_column("users", "age").type_(text()).default("7");
}
