mod models;

revision_core::revisions!(pub);
