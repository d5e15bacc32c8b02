//! Carrying plans out on a database: once for every database, over drivers and dialects that know the differences.
//!
//! A run reads where the database stands, plans, refuses what cannot work before anything is touched, makes itself the
//! only runner, reads again, and takes one revision after the other. Each revision, its version rows and its line in the
//! log are committed together; where a database cannot do that, a journal says how far it came.

mod event;
mod outcome;
mod running;

mod accept;
mod ask;
mod each;
mod empty;
mod journal;
mod late;
mod ledger;
mod lock;
mod log;
mod look;
mod offline;
mod planning;
mod prepare;
mod proxied;
mod reflect;
mod respell;
mod resume;
mod run;
mod say;
mod session;
mod state;
mod told;
#[cfg(feature = "source")]
mod trial;
mod work;

pub use crate::dialect::{Scope, in_memory};
pub use ask::{Runtime, Targets};
pub use event::{Event, Holder, Observer};
pub use offline::Offline;
pub use outcome::{Done, Error, Logged, Outcome, Standing, Unknown};
pub use reflect::{Held, held, reflect};
pub use respell::{Respelt, respelt};
pub use running::{Resume, Running, Sending, Stop};
#[cfg(feature = "source")]
pub use trial::trial;
