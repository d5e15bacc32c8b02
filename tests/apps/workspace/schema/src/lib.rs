//! The revisions of all crates of this workspace.

revision_core::revisions!(pub);
