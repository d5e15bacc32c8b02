//! Merge heads
//!
//! Created 2026-11-04 16:21 UTC.

use revision_core::prelude::*;

revision! {
    id: "e7c1a90d42fb",
    down_revision: ["b3f64c20d9e8", "c95e1d7b08a4"],
}

pub fn upgrade(_: &mut Op) {}

pub fn downgrade(_: &mut Op) {}
