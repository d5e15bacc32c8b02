//! What an application's own tests call: a fresh database for each test, and questions to the chain.
//!
//! ```no_run
//! # static CHAIN: &revision_core::EmbeddedChain = &revision_core::EmbeddedChain::new(&[], revision_core::config::Settings::DEFAULT);
//! # #[cfg(feature = "sqlite")]
//! # mod example {
//! # use super::CHAIN;
//! use revision_core::testing;
//! use sqlx::Sqlite;
//!
//! // #[tokio::test]
//! async fn a_note_is_kept() -> Result<(), Box<dyn std::error::Error>> {
//!     let pool = testing::database::<Sqlite>(&CHAIN).await?; // `&revisions::CHAIN`
//!     sqlx::query("INSERT INTO notes (text) VALUES ('…')").execute(&*pool).await?;
//!     Ok(())
//! }
//!
//! // #[tokio::test]
//! async fn the_way_back_works() -> Result<(), testing::Error> {
//!     testing::single_head(&CHAIN)?;
//!     testing::up_down_up::<Sqlite>(&CHAIN).await
//! }
//! # }
//! ```

mod ask;
mod database;
mod error;
mod template;

pub use crate::dialect::Testable;
pub use ask::{single_head, up_down_up};
pub use database::{TestDatabase, database, database_on};
pub use error::Error;
