//! What an application's own tests call: a fresh database for each test, and questions to the chain.
//!
//! ```no_run
//! # #[cfg(feature = "sqlite")]
//! # mod example {
//! # mod revisions {
//! #     use revision_core::{EmbeddedChain, config::Settings};
//! #     pub static CHAIN: EmbeddedChain = EmbeddedChain::new(&[], Settings::DEFAULT);
//! # }
//! use revision_core::testing;
//! use sqlx::Sqlite;
//!
//! // With `#[tokio::test]`, as any other test.
//! async fn a_note_is_kept() -> Result<(), Box<dyn std::error::Error>> {
//!     let pool = testing::database::<Sqlite>(&revisions::CHAIN).await?;
//!     sqlx::query("INSERT INTO notes (text) VALUES ('milk')").execute(&*pool).await?;
//!     Ok(())
//! }
//!
//! async fn the_way_back_works() -> Result<(), testing::Error> {
//!     testing::single_head(&revisions::CHAIN)?;
//!     testing::up_down_up::<Sqlite>(&revisions::CHAIN).await
//! }
//! # }
//! ```

mod ask;
mod database;
mod error;
#[cfg(feature = "source")]
mod models;
mod template;

pub use crate::dialect::Testable;
pub use ask::{single_head, up_down_up};
pub use database::{TestDatabase, database, database_on};
pub use error::Error;
#[cfg(feature = "source")]
pub use models::models_match;
