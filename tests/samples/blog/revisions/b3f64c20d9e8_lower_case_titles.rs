//! Lower-case titles
//!
//! What the titles were before is not kept, so there is no way back.
//!
//! Created 2026-11-03 08:40 UTC.

use revision_core::prelude::*;

revision! {
    id: "b3f64c20d9e8",
    down_revision: "1f0c8a7e5d21",
}

pub fn upgrade(op: &mut Op) {
    op.execute("UPDATE posts SET title = lower(title)");
}
