//! What is said while a run goes on.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::Diagnostic;
use crate::chain::{Direction, Id};
use crate::runtime::{Event, Observer};

use super::super::width;
use super::{About, Options};

/// Tells the user what the run tells it.
#[derive(Clone)]
pub(super) struct Teller<'a> {
    about: About<'a>,
    verbose: bool,
    said: Arc<Mutex<Said>>,
}

/// What was said already.
#[derive(Default)]
struct Said {
    /// Which database it is.
    database: bool,
    warnings: Vec<Diagnostic>,
    /// Warnings that wait for something to happen: another program may have to do it all.
    held: Vec<Diagnostic>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(about: About<'a>, options: Options) -> Self {
        Self {
            about,
            verbose: options.verbose,
            said: Arc::default(),
        }
    }

    /// Says which database it is, before anything else. A run that finds nothing to do is told in one line instead.
    pub(super) fn announce(&self) {
        let announced = std::mem::replace(&mut self.said().database, true);
        if !announced {
            self.about.report.say(self.about.verb, self.about.database);
        }
    }

    /// Whether that was said.
    pub(super) fn has_announced(&self) -> bool {
        self.said().database
    }

    /// Says what should be known. It is told once, though a run that plans anew finds it again.
    pub(super) fn warn_of(&self, warnings: &[Diagnostic]) {
        let warnings = self.about.database.discreet(warnings.to_vec());
        for warning in warnings {
            if self.said().warnings.contains(&warning) {
                continue;
            }
            self.announce();
            self.about.report.warn(&warning);
            self.said().warnings.push(warning);
        }
    }

    /// Says what was held back.
    pub(super) fn let_go(&self) {
        let held = std::mem::take(&mut self.said().held);
        self.warn_of(&held);
    }

    fn said(&self) -> std::sync::MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Teller<'_> {
    fn event(&mut self, event: &Event<'_>) {
        let report = self.about.report;
        if let Event::Warning(warning) = event {
            return self.said().held.push((*warning).clone());
        }
        self.announce();
        self.let_go();
        match event {
            Event::Waiting { holder, waited } => {
                let holder = match holder {
                    Some(holder) => width::printable(&holder.to_string()),
                    None => "another runner".to_owned(),
                };
                let waited = match waited.as_secs() {
                    0 => String::new(),
                    _ => format!(" ({} so far)", time(*waited)),
                };
                report.say("Waiting", format_args!("for {holder}{waited}"));
            }
            Event::Started {
                revision,
                direction,
                message,
                ..
            } if self.verbose => report.say(doing(*direction), named(revision, message)),
            Event::Statement { sql, took, .. } => report.say(&time(*took), one_line(sql)),
            Event::Retrying {
                revision,
                error,
                pause,
            } => report.say(
                "Retrying",
                format_args!(
                    "{revision} in {}: {}",
                    time(*pause),
                    width::printable(error)
                ),
            ),
            Event::Busy { error, pause } => report.say(
                "Retrying",
                format_args!("in {}: {}", time(*pause), width::printable(error)),
            ),
            Event::Emptied { objects } => {
                let word = if *objects == 1 { "object" } else { "objects" };
                report.say("Emptied", format_args!("the database ({objects} {word})"));
            }
            Event::Finished {
                revision,
                direction,
                message,
                statements,
                took,
            } => {
                let named = named(revision, message);
                match direction {
                    Direction::Stamp => report.say(done(*direction), named),
                    _ => report.say(
                        done(*direction),
                        format_args!("{named} ({}, {})", counted(*statements), time(*took)),
                    ),
                }
            }
            _ => {}
        }
    }

    fn wants_statements(&self) -> bool {
        self.verbose
    }
}

/// The word for what is being done with a revision.
fn doing(direction: Direction) -> &'static str {
    match direction {
        Direction::Upgrade => "Applying",
        Direction::Downgrade => "Undoing",
        Direction::Stamp => "Stamping",
    }
}

/// The word for what was done with a revision.
fn done(direction: Direction) -> &'static str {
    match direction {
        Direction::Upgrade => "Applied",
        Direction::Downgrade => "Undone",
        Direction::Stamp => "Stamped",
    }
}

/// A revision as a line of talk names it.
pub(super) fn named(revision: &Id, message: &str) -> String {
    let message = width::first_line(message);
    format!("{revision} {message}").trim_end().to_owned()
}

fn counted(statements: usize) -> String {
    match statements {
        0 => "no statements".to_owned(),
        1 => "1 statement".to_owned(),
        many => format!("{many} statements"),
    }
}

/// A length of time, no more exact than anybody wants to know.
fn time(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 => format!("{} ms", time.as_millis()),
        1..60 => format!("{seconds}.{} s", time.subsec_millis() / 100),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// A statement on one line, which on a terminal is as long as that is wide.
fn one_line(sql: &str) -> String {
    let words: Vec<_> = sql.split_whitespace().collect();
    let line = width::printable(&words.join(" "));
    match width::talk() {
        // The verb's columns and the space after it are taken.
        Some(columns) => width::cut(&line, columns.saturating_sub(13)).into_owned(),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_exact_as_anybody_wants_to_know() {
        let shown = |ms| time(Duration::from_millis(ms));
        assert_eq!(shown(0), "0 ms");
        assert_eq!(shown(999), "999 ms");
        assert_eq!(shown(1_090), "1.0 s");
        assert_eq!(shown(59_999), "59.9 s");
        assert_eq!(shown(125_000), "2 min 5 s");
    }

    #[test]
    fn a_statement_is_told_on_one_line() {
        assert_eq!(
            one_line("CREATE TABLE a (\n  b int\n)"),
            "CREATE TABLE a ( b int )"
        );
        assert_eq!(one_line("SELECT '\u{1b}[2J'"), "SELECT '\u{fffd}[2J'");
    }
}
