//! Database migrations as a graph of revisions.
//!
//! This is the library behind `cargo revision`. An application depends on it, declares its revisions with
//! `revisions!`, and finds them checked at compile time.
//!
//! # At start-up
//!
//! An application brings its database up to date itself, any number of replicas at once: the first applies what is
//! pending, the others wait for it, and whoever finds nothing pending takes no lock and writes nothing.
//!
//! ```no_run
//! # #[cfg(feature = "postgres")]
//! # mod example {
//! # mod revisions {
//! #     use revision_core::{EmbeddedChain, config::Settings};
//! #     pub static CHAIN: EmbeddedChain = EmbeddedChain::new(&[], Settings::DEFAULT);
//! # }
//! // revision_core::revisions!();
//! use revisions::CHAIN;
//!
//! async fn start() -> Result<(), Box<dyn std::error::Error>> {
//!     let pool = sqlx::PgPool::connect("postgres://localhost/app").await?;
//!     CHAIN.upgrade(&pool, "head").await?;
//!     // …
//!     Ok(())
//! }
//! # }
//! ```
//!
//! A run goes on one connection. It comes from whatever is at hand:
//!
//! ```no_run
//! # #[cfg(feature = "postgres")]
//! # mod example {
//! # use revision_core::EmbeddedChain;
//! # use sqlx::{Connection as _, PgConnection, PgPool};
//! # async fn start(CHAIN: &EmbeddedChain, pool: PgPool, url: String) -> Result<(), Box<dyn std::error::Error>> {
//! // A pool: the connection is taken out of it and closed afterwards, so that no setting of a revision gets back there.
//! CHAIN.upgrade(&pool, "head").await?;
//!
//! // A URL, as `&str`, `String` or `&String`: no sqlx in your code.
//! CHAIN.upgrade("postgres://localhost/app", "head").await?;
//! CHAIN.upgrade(&url, "head").await?;
//!
//! // A connection that is lent. It is given back as it was; `op.run` needs one that is not lent.
//! let mut connection = PgConnection::connect(&url).await?;
//! CHAIN.upgrade(&mut connection, "head").await?;
//! let mut pooled = pool.acquire().await?;
//! CHAIN.upgrade(&mut *pooled, "head").await?;
//!
//! // A connection that is given, and closed afterwards.
//! CHAIN.upgrade(connection, "head").await?;
//! # Ok(())
//! # }
//! # }
//! ```
//!
//! The other runs take the same, and the two that only look make nothing, not even the tables:
//!
//! ```no_run
//! # #[cfg(feature = "sqlite")]
//! # mod example {
//! # use revision_core::EmbeddedChain;
//! # use sqlx::SqlitePool;
//! # async fn start(CHAIN: &EmbeddedChain, pool: SqlitePool) -> Result<(), Box<dyn std::error::Error>> {
//! let pending = CHAIN.pending(&pool).await?;
//! let heads = CHAIN.current(&pool).await?.heads;
//! CHAIN.downgrade(&pool, "-1").await?;
//! CHAIN.stamp(&pool, ["billing@head", "a1b2"]).await?;
//! # Ok(())
//! # }
//! # }
//! ```
//!
//! Options stand between the call and the `await`, as [`Running`](runtime::Running) lists them. The library prints nothing.
//! It tells an observer, and, through `tracing`, whoever subscribed: a span `run`, in it a span `revision` each.
//!
//! ```no_run
//! # #[cfg(feature = "runtime")]
//! # mod example {
//! # use revision_core::EmbeddedChain;
//! # async fn start(CHAIN: &EmbeddedChain, url: &str) -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use revision_core::runtime::Event;
//!
//! let outcome = CHAIN
//!     .upgrade(url, "head")
//!     .lock_wait(Duration::from_secs(60))
//!     .observer(|event: &Event<'_>| {
//!         if let Event::Finished { revision, took, .. } = event {
//!             println!("{revision}: {took:?}");
//!         }
//!     })
//!     .await?;
//! println!("{} applied", outcome.steps.len());
//! # Ok(())
//! # }
//! # }
//! ```
//!
//! A database to which a newer release has applied more is none of an older one's business: it warns and starts, unless
//! `ahead = "refuse"` in `revision.toml`. That file's settings are compiled in, so the program and the command agree.
//!
//! For tests of your own see [`testing`].

#![cfg_attr(
    not(all(
        feature = "build-models",
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
mod model;
pub mod op;
pub mod operation;
mod script;

#[cfg(feature = "build")]
pub mod build;
pub mod chain;
#[cfg(any(feature = "source", feature = "testing"))]
pub mod compare;
pub mod config;
pub mod dialect;
#[cfg(any(feature = "source", feature = "testing"))]
pub mod diff;
#[cfg(feature = "runner")]
pub mod runner;
#[cfg(feature = "runtime")]
pub mod runtime;
pub mod schema;
#[cfg(feature = "build")]
pub mod source;
#[cfg(feature = "testing")]
pub mod testing;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use backend::{Backend, Product, Server};
pub use code::Code;
pub use diagnostic::{Diagnostic, Place, Source};
#[cfg(feature = "runtime")]
pub use dialect::Database;
pub use embedded::{EmbeddedChain, EmbeddedRevision};
pub use model::{SqlEnum, Table};
pub use op::{DataWork, Op};
pub use operation::Operation;
pub use revision_macros::{SqlEnum, Table, revision, revisions};
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
    pub use crate::Backend::{MySql, Postgres, Sqlite};
    pub use crate::Op;
    pub use crate::dialect::Connection;
    pub use crate::op::words::*;
    pub use crate::schema::Action::{Cascade, NoAction, Restrict, SetDefault, SetNull};
    pub use crate::schema::OnConflict::{Fail, Ignore, Replace, Rollback};
    pub use revision_macros::revision;

    /// What data work comes to. Any error becomes its error by `?`.
    pub type Result<T = (), E = crate::dialect::RunError> = std::result::Result<T, E>;
}
