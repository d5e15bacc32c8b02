//! Why a command did not do what it was asked to.

use std::path::Path;

use crate::{Code, Diagnostic, Place, chain, runtime};

use super::exit::Exit;

/// Everything that was found wrong: at least one fault.
#[derive(Debug)]
pub struct Failure(pub Vec<Diagnostic>);

impl Failure {
    /// The command was called in a way that cannot work.
    pub fn usage(message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::Usage, message)
    }

    /// There is nothing that the command could do.
    pub fn nothing(message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::NothingToDo, message)
    }

    /// Something is left to be done by hand in a file.
    pub fn incomplete(path: &Path, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::Incomplete, message).at(Place::file(path))
    }

    /// A file could not be written.
    pub fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
        let message = format!("cannot write `{}`: {error}", path.display());
        Diagnostic::new(Code::UnwritableFile, message)
    }

    /// How a program ends that failed so.
    pub fn exit(&self) -> Exit {
        if self.0.iter().any(|fault| fault.code == Code::Usage) {
            Exit::Usage
        } else {
            Exit::Refused
        }
    }
}

impl From<Diagnostic> for Failure {
    fn from(fault: Diagnostic) -> Self {
        Self(vec![fault])
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(faults: Vec<Diagnostic>) -> Self {
        Self(faults)
    }
}

impl From<runtime::Error> for Failure {
    fn from(error: runtime::Error) -> Self {
        Self(error.faults)
    }
}

impl From<chain::Error> for Failure {
    fn from(error: chain::Error) -> Self {
        let mut fault = Diagnostic::new(error.code(), error.to_string());
        fault.help = error.help();
        fault.into()
    }
}
