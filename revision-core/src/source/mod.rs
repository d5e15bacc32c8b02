//! Revision files: finding, reading and writing them.

mod check;
mod file;
mod load;

#[cfg(feature = "source")]
mod body;
#[cfg(feature = "source")]
mod change;
#[cfg(feature = "source")]
mod created;
#[cfg(feature = "source")]
mod draft;
#[cfg(feature = "source")]
mod edit;
#[cfg(feature = "source")]
mod filter;
#[cfg(feature = "source")]
mod id;
#[cfg(feature = "source")]
mod in_sync;
#[cfg(feature = "build-models")]
mod inverses;
#[cfg(feature = "source")]
mod message;
#[cfg(feature = "source")]
pub(crate) mod models;
#[cfg(feature = "source")]
mod name;
#[cfg(feature = "source")]
mod replay;
#[cfg(feature = "source")]
mod script;
#[cfg(feature = "source")]
mod slug;
#[cfg(feature = "source")]
mod staging;
#[cfg(feature = "source")]
mod statements;
#[cfg(feature = "source")]
mod template;
#[cfg(feature = "source")]
mod words;
#[cfg(feature = "source")]
mod write;

pub(crate) use check::multiple_heads;
#[cfg(feature = "build-models")]
pub(crate) use check::revisions;
pub use check::{ChainFault, Revisions, check, read};
pub use file::RevisionFile;
pub use load::{Loaded, load};
pub use revision_syntax::header::Key as HeaderKey;

#[cfg(feature = "source")]
pub use change::{Change, change};
#[cfg(feature = "source")]
pub use created::{Created, time_zone};
#[cfg(feature = "source")]
pub use draft::{Body, Draft};
#[cfg(feature = "source")]
pub use edit::with_values;
#[cfg(feature = "source")]
pub use filter::Filter;
#[cfg(feature = "source")]
pub use id::{hex_id, next_number, number};
#[cfg(feature = "source")]
pub(crate) use in_sync::{InSync, in_sync};
#[cfg(feature = "build-models")]
pub(crate) use inverses::{Inverse, inverses};
#[cfg(feature = "source")]
pub use message::Message;
#[cfg(feature = "source")]
pub use models::{Models, Renamed, models};
#[cfg(feature = "source")]
pub use name::{FileTemplate, TemplateFault};
#[cfg(feature = "source")]
pub use replay::{Linted, Replayed, lint, matches, replay};
#[cfg(feature = "source")]
pub use slug::slug;
#[cfg(feature = "source")]
pub use statements::{statements, statements_back};
#[cfg(feature = "source")]
pub use template::Template;
#[cfg(feature = "source")]
pub use words::{Told, functions, told, type_words};
#[cfg(feature = "source")]
pub use write::create;
