revision_core::revisions!(pub(crate), multiple_heads);
