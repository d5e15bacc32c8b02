//! A crate that takes every lint seriously is not troubled by what the macros write.

#![forbid(missing_docs, unsafe_code)]
#![deny(warnings, unused, unreachable_pub, rust_2018_idioms, unused_qualifications, missing_debug_implementations)]
#![warn(clippy::pedantic)]

revision_core::revisions!();

/// How many revisions there are.
pub fn count() -> usize {
    revisions::CHAIN.revisions().len()
}
