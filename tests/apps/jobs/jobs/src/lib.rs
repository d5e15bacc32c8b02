//! A queue of jobs in tables of its own. Whoever uses it upgrades them before its own tables, which may refer to them:
//! `jobs::CHAIN.upgrade(&pool, "head").await?`.

revision_core::revisions!();

pub use revisions::CHAIN;
