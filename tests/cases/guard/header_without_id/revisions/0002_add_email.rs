//! Add email.

use revision_core::prelude::*;

revision! {
    down_revision: "0001",
}

pub fn upgrade(_: &mut Op) {}
