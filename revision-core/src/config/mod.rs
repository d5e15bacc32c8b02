//! What `revision.toml` says, with every value already understood: durations are durations, a format is a format, and
//! what cannot be understood is a diagnostic that points into the file.
//!
//! The command and the build script read the same file through this module, so they never disagree. [`Settings`] is the
//! part that a running program needs; it is plain data, compiled into the application with its chain. The rest is
//! behind the feature `build`.

mod settings;

#[cfg(any(feature = "build", feature = "runner"))]
mod duration;
#[cfg(feature = "build")]
mod fields;
#[cfg(feature = "build")]
mod file;
#[cfg(feature = "build")]
mod find;
#[cfg(feature = "build")]
mod read;
#[cfg(feature = "build")]
mod text;
#[cfg(feature = "build")]
mod values;

pub use settings::{Ahead, Settings, TableName, Transaction};

#[cfg(any(feature = "build", feature = "runner"))]
pub use duration::parse as duration;
#[cfg(feature = "build")]
pub use file::Config;
#[cfg(feature = "build")]
pub use text::Text;
#[cfg(feature = "build")]
pub use values::{Autogenerate, Environment, Format, Guard, Hook, IdScheme, Naming};
