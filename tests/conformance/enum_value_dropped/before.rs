//! What is there before.

use revision_core::prelude::*;

revision! {
    id: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_enum("mood", ["sad", "content", "happy", "it's"])
        .comment("How it is");
    op.create_table(
        "people",
        [
            column("id", integer()).primary_key(),
            column("mood", enum_("mood")).not_null().default("content"),
            column("moods", array(enum_("mood"))).default("{happy}"),
            column("best", enum_("mood")),
        ],
    )
    .unique(["best"])
    .check(check("mood <> 'sad' OR best = 'happy'").named("hope"))
    .index(index("ix_moods", ["mood", "id"]))
    .index(
        index("ix_happy", ["id"])
            .where_("mood = 'happy'")
            .comment("Who is"),
    );
    op.create_table("friends", [column("mood", enum_("mood"))])
        .foreign_key(foreign_key(["mood"], "people", ["best"]).named("as_they_are"));
    op.bulk_insert(
        "people",
        ["id", "mood", "best"],
        [(1, "content", "happy"), (2, "happy", "sad")],
    );
}
