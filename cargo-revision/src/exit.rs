//! What the command's exit code tells.

use std::process::ExitCode;

/// How a command ended. A command that is interrupted ends by the signal itself, which a shell shows as 130 (SIGINT) or
/// 143 (SIGTERM).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did what it was asked to.
    Done = 0,
    /// It refused, or found a difference that it was asked to look for.
    Refused = 1,
    /// It was called the wrong way.
    Usage = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
