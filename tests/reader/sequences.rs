//! Sequences and identities.

use revision_core::prelude::*;

revision! {
    id: "sequences",
}

pub fn upgrade(op: &mut Op) {
    op.create_sequence("numbers")
        .type_(bigint())
        .start(1000)
        .increment(10)
        .owned_by("bills", "no");
    op.alter_sequence("numbers").plain().cache(5);
    op.rename_sequence("numbers", "bill_numbers");
    op.create_table(
        "bills",
        [column("no", bigint()).identity(identity().always().start(7))],
    );
    op.alter_column("bills", "no").drop_identity();
}

pub fn downgrade(op: &mut Op) {
    op.drop_sequence("bill_numbers").if_exists();
}
