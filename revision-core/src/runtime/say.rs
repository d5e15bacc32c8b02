//! What a run tells of as it goes on: to whoever watches, in what it comes to, and in the log.

use super::event::Event;
use super::ledger::Line;
use super::outcome::Done;
use super::prepare::Prepared;
use super::run::Runner;
use crate::Diagnostic;
use crate::chain::{Direction, Id};

impl Runner<'_> {
    /// Says it once, however often the database is looked at.
    pub(super) fn warn(&mut self, warning: Diagnostic) {
        if self.outcome.warnings.contains(&warning) {
            return;
        }
        tracing::warn!(code = warning.code.as_str(), "{}", warning.message);
        self.observer.event(&Event::Warning(&warning));
        self.outcome.warnings.push(warning);
    }

    /// A revision is done for good.
    pub(super) fn finished(&mut self, one: &Prepared, rows: Vec<Id>, took: std::time::Duration) {
        tracing::info!(
            revision = %one.step.revision,
            direction = one.step.direction.as_str(),
            statements = one.len(),
            took = ?took,
            "{}",
            one.message
        );
        self.observer.event(&Event::Finished {
            revision: &one.step.revision,
            direction: one.step.direction,
            message: &one.message,
            statements: one.len(),
            took,
        });
        self.outcome.steps.push(Done {
            revision: one.step.revision.clone(),
            direction: one.step.direction,
            heads_after: rows.clone(),
        });
        self.outcome.heads = rows;
    }

    /// The line of the log for a step; what is not said of it yet is not known.
    pub(super) fn line<'l>(
        &'l self,
        chain: &'l str,
        one: &'l Prepared,
        outcome: &'l str,
    ) -> Line<'l> {
        Line {
            chain,
            revision: &one.step.revision,
            direction: one.step.direction.as_str(),
            outcome,
            checksum: one.checksum.as_deref(),
            statement: None,
            statements: one.len(),
            error: None,
            took: None,
            tool: &self.tool,
        }
    }

    pub(super) fn started(&mut self, one: &Prepared) {
        if one.step.direction != Direction::Stamp {
            self.observer.event(&Event::Started {
                revision: &one.step.revision,
                direction: one.step.direction,
                message: &one.message,
                statements: one.len(),
            });
        }
    }
}
