//! What the command's exit code tells.

use std::process::ExitCode;

/// How a command ended. One that is interrupted where nothing has to be put in order ends by the signal itself, which a
/// shell shows by the same numbers as those here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what it was asked to.
    Done = 0,
    /// It refused, or found a difference that it was asked to look for.
    Refused = 1,
    /// It was called the wrong way.
    Usage = 2,
    /// SIGINT ended a run.
    Interrupted = 130,
    /// SIGTERM ended a run.
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
