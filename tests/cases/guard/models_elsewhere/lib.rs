revision_core::revisions!(pub);
