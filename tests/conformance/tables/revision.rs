//! Tables are made, called otherwise, changed and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", bigint().auto_increment()).primary_key(),
            column("team_id", bigint()).not_null(),
            column("email", varchar(255)).not_null().default(""),
            column("age", integer()),
        ],
    )
    .unique(["team_id", "email"])
    .check("age >= 0")
    .index(index("ix_users_age", ["age"]))
    .comment("People, it's said");
    op.create_table("users", [column("id", bigint())])
        .if_not_exists();
    op.create_table(
        "order",
        [
            column("select", integer()).primary_key(),
            column("Mixed Case", text()),
        ],
    );
    op.create_table(
        "pairs",
        [
            column("a", integer()).not_null(),
            column("b", integer()).not_null(),
        ],
    )
    .primary_key(primary_key(["a", "b"]).named("pk_pairs"));
    op.rename_table("old", "new");
    op.alter_table("users").comment("Somebody");
    op.alter_table("users").drop_comment();
    op.drop_table("leaves");
    op.drop_table("nobody").if_exists();
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
