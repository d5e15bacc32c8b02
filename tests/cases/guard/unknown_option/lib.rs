revision_core::revisions!(pub, multiple_head);
