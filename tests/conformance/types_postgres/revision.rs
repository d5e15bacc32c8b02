//! Types that only PostgreSQL has.

use revision_core::prelude::*;

revision! {
    id: "revision",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "everything",
        [
            column("tinyint", tinyint()),
            column("mediumint", mediumint()),
            column("not_a_number", double()).default(f64::NAN),
            column("infinite", real()).default(f64::NEG_INFINITY),
            column("unlimited", numeric_unlimited()),
            column("varchar", varchar_unlimited()),
            column("zoned", timestamptz().precision(3)),
            column("clock", timetz()),
            column("interval", interval()).default("1 day"),
            column("uuid", uuid()),
            column("jsonb", jsonb()).default("{}"),
            column("list", array(array(integer()))).default("{}"),
            column("inet", inet()),
            column("cidr", cidr()),
            column("search", custom("tsvector")),
            column("bytes", blob()).default(b"\x00\xff"),
            column("sorted", text()).collate("C"),
        ],
    );
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
