use revision_core::prelude::*;

revision! {
    id: "a1b2",
    down_revison: "9f8e",
    branch_labels: ["x", y],
    depends_on: Some("z"),
    transaction: "no",
    transaction: true,
}

pub fn upgrade(_: &mut Op) {}

fn main() {}
