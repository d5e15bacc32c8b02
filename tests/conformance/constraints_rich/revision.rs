//! What constraints have that few databases know.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub fn upgrade(op: &mut Op) {
    op.create_unique(
        "users",
        unique(["email"])
            .named("one_email")
            .include(["age"])
            .initially_deferred(),
    );
    op.create_unique("teams", unique(["name"]).deferrable());
    op.create_check("users", check("age > 0").named("born").no_inherit());
    op.create_check("users", check("email <> ''").named("reachable").not_valid());
    op.create_foreign_key(
        "users",
        foreign_key(["team_id"], "teams", ["id"])
            .named("again")
            .match_full()
            .deferrable()
            .not_valid(),
    );
    op.create_exclusion(
        "stays",
        exclusion([element("during", "&&")])
            .using("gist")
            .where_("room > 0"),
    );
    op.create_exclusion(
        "stays",
        exclusion([element_sql("room + 1", "=").desc()])
            .named("apart")
            .deferrable(),
    );
    op.drop_exclusion("stays", "apart");
    op.create_table("twins", [column("a", integer())])
        .unique(unique(["a"]).named("one"))
        .unique(unique(["a"]).named("other"))
        .check(check("a > 0").named("positive").not_valid());
    op.rename_constraint("twins", "other", "another");
    op.validate_constraint("users", "human");
    op.validate_constraint("users", "in_team");
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
