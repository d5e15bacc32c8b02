//! The only place that prints: results go to stdout, talk to stderr, and either way the reader's wishes for colour hold.

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Diagnostic;
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::draw;
use super::exit::Exit;
use super::failure::Failure;
use super::json::{Answer, Errors, Fault, Nothing};
use super::password::hidden;

/// Words that say what is being done.
const VERB: Style = AnsiColor::Green.on_default().bold();

/// Speaks to the user as the arguments ask for.
#[derive(Debug)]
pub struct Report {
    /// Whether it gives one object and nothing else.
    pub json: bool,
    /// Whether it says nothing but results and errors.
    pub quiet: bool,
    /// What the one object has to say beside its answer.
    warnings: Mutex<Vec<Diagnostic>>,
}

impl Report {
    /// Speaks so.
    pub fn new(json: bool, quiet: bool) -> Self {
        Self {
            json,
            quiet,
            warnings: Mutex::default(),
        }
    }

    /// The report of a command whose arguments could not be read.
    pub fn plain(json: bool) -> Self {
        Self::new(json, false)
    }

    /// Says what was done: a verb, right-aligned as cargo has it, and to what.
    pub fn say(&self, verb: &str, what: impl Display) {
        if !self.quiet && !self.json {
            talk(&format!("{VERB}{verb:>12}{VERB:#} {what}\n"));
        }
    }

    /// Says what is no failure but should be known.
    pub fn warn(&self, warning: &Diagnostic) {
        self.note(warning);
        if !self.json && !self.quiet {
            talk(&draw::warning(warning));
        }
    }

    /// The same, where the text of the result says it already.
    pub fn note(&self, warning: &Diagnostic) {
        self.warnings().push(warning.clone());
    }

    /// Says why it is asked, then asks, and leaves the cursor behind the question.
    pub fn ask(&self, verb: &str, why: impl Display, question: &str) {
        talk(&format!(
            "{VERB}{verb:>12}{VERB:#} {why}\n{:>12} {question} ",
            ""
        ));
    }

    fn warnings(&self) -> MutexGuard<'_, Vec<Diagnostic>> {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn told(&self) -> Vec<Fault> {
        self.warnings().iter().map(Fault::from).collect()
    }

    /// Gives the result: as one object or as text.
    pub fn answer<T: Serialize>(&self, json: impl FnOnce() -> T, text: impl FnOnce() -> String) {
        if self.json {
            print_json(&Answer {
                answer: json(),
                warnings: self.told(),
            });
        } else {
            result(&text());
        }
    }

    /// Gives the text of a result that a failure stands beside; as an object it is given with that.
    pub fn text(&self, text: impl FnOnce() -> String) {
        if !self.json {
            result(&text());
        }
    }

    /// Tells why a command failed.
    pub fn failure(&self, failure: &Failure) -> Exit {
        self.failure_beside(Nothing {}, failure)
    }

    /// Tells why a command failed that had done something by then.
    pub fn failure_beside<T: Serialize>(&self, done: T, failure: &Failure) -> Exit {
        if self.json {
            print_json(&Errors {
                done,
                warnings: self.told(),
                errors: failure.0.iter().map(Fault::from).collect(),
            });
        } else {
            let faults = failure.0.iter();
            let drawn: Vec<_> = faults
                .enumerate()
                .filter(|(index, fault)| !failure.0[..*index].iter().any(|one| mirrors(one, fault)))
                .map(|(_, fault)| draw::error(fault))
                .collect();
            talk(&drawn.join("\n"));
        }
        failure.exit()
    }

    /// Prints what was asked for of the command itself, such as its help.
    pub fn print(&self, text: &str, exit: Exit) -> Exit {
        result(text);
        exit
    }

    /// Tells what is wrong with the arguments, in the words of the one who read them: `error: …`, hints, usage.
    pub fn usage(&self, text: &str) -> Exit {
        let text = &*hidden(text);
        if !self.json {
            talk(text);
            return Exit::Usage;
        }
        let plain = anstream::adapter::strip_str(text).to_string();
        let (message, rest) = plain.split_once("\n\n").unwrap_or((&plain, ""));
        let words: Vec<_> = message.split_whitespace().collect();
        let message = words.join(" ");
        let mut fault = Failure::usage(message.strip_prefix("error: ").unwrap_or(&message));
        fault.help = rest
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        self.failure(&fault.into())
    }
}

/// Whether a fault was shown already where it takes part in another: what is there twice is reported at both places.
fn mirrors(shown: &Diagnostic, fault: &Diagnostic) -> bool {
    let takes_part = |one: &Diagnostic, other: &Diagnostic| {
        let mut places = one.related.iter().map(|(place, _)| place);
        places.any(|place| Some(place) == other.place.as_ref())
    };
    shown.code == fault.code && takes_part(shown, fault) && takes_part(fault, shown)
}

fn print_json(value: &impl Serialize) {
    let text = serde_json::to_string(value).unwrap_or_else(|error| {
        // Only a map whose keys are no strings cannot be written, and there is none.
        format!("{{\"errors\":[{{\"code\":\"usage\",\"message\":\"{error}\"}}]}}")
    });
    result(&(text + "\n"));
}

fn result(text: &str) {
    write(anstream::stdout().lock(), text);
}

fn talk(text: &str) {
    write(anstream::stderr().lock(), text);
}

/// Whoever closed the other end of a pipe has read enough; what else can go wrong here there is nobody to tell.
fn write(mut to: impl Write, text: &str) {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => std::process::exit(1),
        _ => {}
    }
}
