//! What is said when a run is over: where the database stands now, or why the run ended before its end.

use crate::Diagnostic;
use crate::chain::{Direction, Id};
use crate::runtime::Outcome;

use super::super::exit::Exit;
use super::super::json::Ran;
use super::About;
use super::tell::Teller;

pub(super) struct End<'a> {
    pub(super) about: About<'a>,
    /// What was done, by all runs.
    pub(super) done: Outcome,
    /// Why it ended before its end.
    pub(super) faults: Vec<Diagnostic>,
    /// How the program has to end because of a signal.
    pub(super) signal: Option<Exit>,
}

impl End<'_> {
    pub(super) fn tell(self, teller: &Teller<'_>) -> Exit {
        let report = self.about.report;
        if !self.faults.is_empty() {
            teller.announce();
            let exit = report.failure_beside(Ran::new(&self.done), &self.faults.into());
            return self.signal.unwrap_or(exit);
        }
        if self.done.dry_run {
            self.imagined(teller);
        } else {
            self.stands(teller);
        }
        report.answer(|| Ran::new(&self.done), String::new);
        self.signal.unwrap_or(Exit::Done)
    }

    /// What would be done.
    fn imagined(&self, teller: &Teller<'_>) {
        let About { report, view, .. } = self.about;
        if self.done.steps.is_empty() {
            return self.stands(teller);
        }
        teller.announce();
        for step in &self.done.steps {
            let verb = match step.direction {
                Direction::Upgrade => "Would apply",
                Direction::Downgrade => "Would undo",
                Direction::Stamp => "Would stamp",
            };
            report.say(verb, view.named(&step.revision));
        }
        report.say("Would be at", self.heads());
    }

    /// Where the database stands now.
    fn stands(&self, teller: &Teller<'_>) {
        let report = self.about.report;
        if teller.has_announced() {
            report.say("At", self.heads());
        } else {
            let database = self.about.database;
            report.say("Unchanged", format_args!("{database}: at {}", self.heads()));
        }
    }

    /// The version rows, each head of the chain marked as one.
    fn heads(&self) -> String {
        let chain = self.about.view.chain();
        let shown = |row: &Id| {
            let is_head = chain.get(row).is_some() && chain.children(row).len() == 0;
            format!("{row}{}", if is_head { " (head)" } else { "" })
        };
        let rows: Vec<_> = self.done.heads.iter().map(shown).collect();
        if rows.is_empty() {
            "base".to_owned()
        } else {
            rows.join(", ")
        }
    }
}
