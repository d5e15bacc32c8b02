//! Revision files: finding, reading and writing them.

mod check;
mod file;
mod load;

pub use check::{ChainFault, Revisions, check, multiple_heads, read};
pub use file::RevisionFile;
pub use load::{Loaded, load};
