//! Counters are made, changed, called otherwise and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_sequence("numbers")
        .start(10)
        .increment(2)
        .min(10)
        .max(1000)
        .cache(10)
        .cycle();
    op.create_sequence("numbers").if_not_exists();
    op.alter_sequence("counted").increment(5).max(5000);
    op.rename_sequence("old", "new");
    op.drop_sequence("leaves");
    op.drop_sequence("nobody").if_exists();
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
