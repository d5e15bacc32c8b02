//! Types that every database has something for.

use revision_core::prelude::*;

revision! {
    id: "revision",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_table(
        "everything",
        [
            column("boolean", boolean()).default(true),
            column("smallint", smallint()).default(-1),
            column("integer", integer()).default(0),
            column("bigint", bigint()).default(9_000_000_000_000_000_000),
            column("real", real()).default(0.5),
            column("double", double()).default(1e300),
            column("numeric", numeric(10, 2)).default("12.50"),
            column("char", char(2)).default("ab"),
            column("varchar", varchar(255)).default("it's \\ so"),
            column("text", text()),
            column("binary", binary(16)),
            column("blob", blob()),
            column("date", date()).default("1999-12-31"),
            column("time", time()),
            column("timestamp", timestamp()),
            column("precise", timestamp().precision(3)),
            column("json", json()),
        ],
    );
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
