use revision_core::prelude::*;

revision! {
    id = "a1b2",
    id: "a1b2"
    down_revision: ["a" "b"],
    "depends_on": "c",
}

pub fn upgrade(_: &mut Op) {}

fn main() {}
