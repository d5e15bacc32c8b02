//! Database migrations as a graph of revisions.
//!
//! This is the library behind `cargo revision`. An application depends on it, declares its revisions with
//! `revisions!`, and finds them checked at compile time.

#![cfg_attr(
    not(all(
        feature = "mysql",
        feature = "postgres",
        feature = "source",
        feature = "sqlite",
        feature = "testing"
    )),
    allow(
        dead_code,
        unused_imports,
        reason = "what one part alone needs is dead without it; the checks run with all of them, too"
    )
)]

// The tests compile revision files here as an application does.
#[cfg(test)]
extern crate self as revision_core;

mod backend;
mod code;
mod diagnostic;
mod embedded;
mod op;
mod operation;
mod script;

#[cfg(feature = "build")]
pub mod build;
pub mod chain;
pub mod config;
pub mod dialect;
#[cfg(feature = "runtime")]
pub mod runtime;
#[cfg(feature = "build")]
pub mod source;
#[cfg(feature = "testing")]
pub mod testing;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use backend::Backend;
pub use code::Code;
pub use diagnostic::{Diagnostic, Place, Source};
#[cfg(feature = "runtime")]
pub use dialect::Database;
pub use embedded::{EmbeddedChain, EmbeddedRevision};
pub use op::{DataWork, Op};
pub use operation::{Operation, Run};
pub use revision_macros::{revision, revisions};
pub use revision_syntax::nearest;

/// What a revision file needs: `use revision_core::prelude::*;`.
pub mod prelude {
    pub use crate::Op;
    pub use crate::dialect::Connection;
    pub use revision_macros::revision;

    /// What data work comes to. Any error becomes its error by `?`.
    pub type Result<T = (), E = crate::dialect::RunError> = std::result::Result<T, E>;
}
