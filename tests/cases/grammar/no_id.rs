use revision_core::prelude::*;

revision! {}

pub fn upgrade(_: &mut Op) {}

fn main() {}
