//! Tables in partitions, and a table that inherits.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "events",
        [
            column("id", integer()),
            column("day", date()).not_null(),
            column("kind", text()),
        ],
    )
    .partition_by("RANGE (day)")
    .partition(
        "events_2026",
        "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (kind)",
    )
    .partition("events_rest", "DEFAULT")
    .subpartition("a_2026", "events_2026", "FOR VALUES IN ('a')")
    .index(index("by_kind", ["kind"]));
    op.create_table("special", [column("more", text())])
        .inherits("base")
        .unique(unique(["name"]).named("one_name"));
    op.create_table("alone", []).inherits("base");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
