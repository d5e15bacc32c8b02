//! What the tests share: throw-away projects, and the databases and servers to run on.

#![expect(clippy::missing_panics_doc, reason = "a test that cannot go on panics")]

mod bouncer;
pub mod cases;
mod catalog;
mod chain;
mod database;
mod package;
mod postgres;
mod proxy;
mod random;
pub mod schemas;
pub mod servers;
mod url;

pub use bouncer::Bouncer;
pub use catalog::{catalog_differences, differences};
pub use chain::{Sql, TestChain};
pub use database::Database;
pub use package::{Package, Ran, workspace};
pub use postgres::Postgres;
pub use proxy::{Cut, Proxy};
pub use random::Random;
pub use servers::Kind;
