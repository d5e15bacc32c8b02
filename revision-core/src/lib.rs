//! Database migrations as a graph of revisions.
//!
//! This is the library behind `cargo revision`. An application depends on it, declares its revisions with
//! `revisions!`, and finds them checked at compile time.

mod backend;
mod code;
mod diagnostic;

pub mod chain;
pub mod config;
#[cfg(feature = "build")]
pub mod source;

pub use backend::Backend;
pub use code::Code;
pub use diagnostic::{Diagnostic, Place, Source};
pub use revision_syntax::nearest;
