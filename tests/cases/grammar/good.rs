//! Every spelling that is right.

mod bare {
    revision_core::revision!(id: "a1b2");

    pub fn upgrade(op: &mut revision_core::Op) {
        op.execute("SELECT 1");
    }
}

mod full {
    use revision_core::prelude::*;

    revision! {
        id: r"c3d4",
        down_revision: ["a1b2"],
        branch_labels: "billing",
        depends_on: [],
        transaction: false,
    }

    pub fn upgrade(op: &mut Op) {
        op.execute("SELECT 1");
    }

    pub fn downgrade(op: &mut Op) {
        op.reverse(upgrade);
    }
}

fn main() {
    let _ = (bare::REVISION, full::REVISION);
}
