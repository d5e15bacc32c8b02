use revision_core::prelude::*;

revision! {
    id: 12,
    down_revision: None,
    branch_labels: b"bytes",
    depends_on: concat!("a", "b"),
    transaction: 0,
}

pub fn upgrade(_: &mut Op) {}

fn main() {}
