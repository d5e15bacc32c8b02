//! Revision files: finding, reading and writing them.

mod file;
mod load;

pub use file::RevisionFile;
pub use load::{Loaded, load};
