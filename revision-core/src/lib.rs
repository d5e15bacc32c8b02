//! Database migrations as a graph of revisions.
//!
//! This is the library behind `cargo revision`. An application depends on it, declares its revisions with
//! `revisions!`, and finds them checked at compile time.

#![cfg_attr(
    not(all(
        feature = "mysql",
        feature = "postgres",
        feature = "runner",
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
#[cfg(feature = "runner")]
pub mod runner;
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

/// Makes a file the runner: a program that upgrades a database, and needs neither the command nor cargo for it.
///
/// In `src/bin/migrate.rs` of a package whose library declares `revision_core::revisions!(pub);`, name the library:
///
/// ```ignore
/// revision_core::runner!(my_crate);
/// ```
///
/// In a package without a library the runner compiles the revisions itself:
///
/// ```ignore
/// revision_core::runner!();
/// ```
///
/// It wants the feature `runner`, and that of a database. `cargo revision init --runner` sets all of it up.
#[cfg(feature = "runner")]
#[macro_export]
macro_rules! runner {
    () => {
        // Whether several heads are allowed is for the program itself to say.
        $crate::revisions!(multiple_heads);
        $crate::__runner_main!(revisions::CHAIN);
    };
    ($($segment:ident)::+ $(,)?) => {
        $crate::__runner_main!($($segment::)+revisions::CHAIN);
    };
}

#[cfg(feature = "runner")]
#[doc(hidden)]
#[macro_export]
macro_rules! __runner_main {
    ($($chain:tt)+) => {
        fn main() -> ::std::process::ExitCode {
            $crate::runner::main(&$($chain)+, ::core::env!("CARGO_BIN_NAME"))
        }
    };
}

#[cfg(not(feature = "runner"))]
#[doc(hidden)]
#[macro_export]
macro_rules! runner {
    ($($words:tt)*) => {
        ::core::compile_error!(
            "`runner!` needs the feature `runner` of `revision-core`: `cargo revision init --runner` adds it"
        );
        fn main() {}
    };
}

/// What a revision file needs: `use revision_core::prelude::*;`.
pub mod prelude {
    pub use crate::Op;
    pub use crate::dialect::Connection;
    pub use revision_macros::revision;

    /// What data work comes to. Any error becomes its error by `?`.
    pub type Result<T = (), E = crate::dialect::RunError> = std::result::Result<T, E>;
}
