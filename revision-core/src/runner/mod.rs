//! The runner: a binary of the user's crate that has its revisions compiled, and does without the command, without cargo
//! and without a source file what `upgrade`, `downgrade`, `current` and `stamp` do. [`runner!`](crate::runner!) makes
//! it.
//!
//! The command calls it for revisions that it cannot read, and hands everything over. Called by itself, in an image
//! that holds this one file, it reads its arguments and the environment.

mod arguments;
mod commands;
mod hand_over;
mod known;
mod made_of;

#[doc(hidden)]
pub mod present;

use std::process::ExitCode;

use present::report::Report;
use present::view::View;

use crate::EmbeddedChain;

use arguments::Arguments;

#[doc(hidden)]
pub use hand_over::{HandOver, WORD};

/// What `main` of a runner does; `binary` is its name. `runner!` writes the call.
#[doc(hidden)]
#[must_use]
pub fn main(chain: &'static EmbeddedChain, binary: &'static str) -> ExitCode {
    let view = View::new(chain.runtime());
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let exit = if words.first().is_some_and(|word| word == WORD) {
        commands::handed_over(view, binary)
    } else {
        match Arguments::read(&words, binary) {
            Ok(arguments) => commands::run(view, &arguments, binary),
            Err(wrong) => Report::plain(wrong.json).failure(&wrong.fault.into()),
        }
    };
    exit.into()
}
