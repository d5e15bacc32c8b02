//! The grammar of revision files, in one place: what `revision!` accepts at compile time, what the command reads from
//! the file, and what the build script hands to the macros. It touches no file and no database.
//!
//! - [`header`]: what a header says, and the grammar of `revision! { … }` over tokens of any origin;
//! - [`rust`]: finding and reading the header in the text of a Rust file, without parsing the file;
//! - [`sql`]: the same for an SQL file, and its sections;
//! - [`checksum`]: telling whether a revision was edited, whatever a formatter did to it;
//! - [`handover`]: the faults that a build script leaves for the macros;
//! - `models` (a feature): what attributes and fields of structs say about tables.

pub mod checksum;
pub mod handover;
pub mod header;
mod literal;
#[cfg(feature = "models")]
pub mod models;
mod nearest;
pub mod rust;
mod scanned;
pub mod sql;

pub use literal::unquote;
pub use nearest::nearest;
pub use scanned::Scanned;
