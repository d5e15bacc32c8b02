//! The log: what ran, when, and how far; and the journal of what ran without a transaction to hold it together.

use std::collections::HashMap;

use super::outcome::Logged;
use crate::chain::{Direction, Id};
use crate::dialect::{Dialect, Facts, Row};
use crate::{Code, Diagnostic};

/// The direction of a line that accepts an edit.
pub(super) const ACCEPT: &str = "accept";

/// All that the log holds of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Log {
    /// The last line of each revision as a whole.
    last: HashMap<Id, Logged>,
    /// The last line of each revision as a whole that is done.
    done: HashMap<Id, Logged>,
    /// The revision that was left half done, if one was.
    pub(super) journal: Option<Journal>,
    /// The revision whose upgrade was the last to be tried and failed.
    failed: Option<Id>,
}

/// How far a revision came that no transaction holds together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) revision: Id,
    pub(super) direction: Direction,
    /// How many statements it had.
    pub(super) statements: usize,
    /// Those that were begun, in this order.
    pub(super) entries: Vec<Entry>,
}

/// One statement of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The line of the log.
    pub(super) id: String,
    /// Its number, from one.
    pub(super) statement: usize,
    pub(super) hash: String,
    pub(super) state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Started,
    Done,
    Failed,
}

/// Asks for the lines of a chain that still say something, the oldest first: however long the log has grown, these are a
/// few for each revision, and the journal of one that was left half done.
pub(super) fn select(dialect: &dyn Dialect, facts: &Facts, chain: &str) -> Option<String> {
    let table = facts.tables.log.as_ref().filter(|_| facts.has_log)?;
    let (table, chain) = (dialect.table(table), dialect.text(chain));
    // Joined, and not looked for by `IN`: there are servers that would ask again for each line.
    Some(format!(
        "SELECT {} FROM {table} AS l JOIN ({}) AS wanted ON wanted.id = l.id ORDER BY l.id",
        columns(dialect),
        wanted(&table, &chain)
    ))
}

fn columns(dialect: &dyn Dialect) -> String {
    format!(
        "l.id, revision, direction, outcome, checksum, statement, statement_hash, statements, {}, duration_ms, who, host, tool",
        dialect.time_text("started_at")
    )
}

/// The last line of each revision as a whole, the last that is done, the last edit that was accepted; and the statements
/// of the revision that one was noted of last, unless it is over.
fn wanted(table: &str, chain: &str) -> String {
    let lines = format!("FROM {table} WHERE chain = {chain} AND");
    let whole = format!("SELECT MAX(id) AS id {lines} statement IS NULL AND");
    let each = "GROUP BY revision";
    let open = format!("(SELECT MAX(id) {lines} statement > 0)");
    let open = format!("(SELECT revision FROM {table} WHERE id = {open})");
    let over = format!(
        "SELECT MAX(id) {lines} statement IS NULL AND outcome = 'done' AND direction <> '{ACCEPT}' \
         AND (direction = '{}' OR revision = {open})",
        Direction::Stamp.as_str()
    );
    let others = format!("SELECT MAX(id) {lines} statement > 0 AND revision <> {open}");
    format!(
        "{whole} direction <> '{ACCEPT}' {each} \
         UNION {whole} direction <> '{ACCEPT}' AND outcome = 'done' {each} \
         UNION {whole} direction = '{ACCEPT}' {each} \
         UNION SELECT id {lines} statement > 0 AND id > COALESCE(({over}), 0) AND id > COALESCE(({others}), 0)"
    )
}

impl Log {
    pub(super) fn read(rows: Vec<Row>) -> Self {
        let mut log = Self::default();
        for row in rows {
            log.add(row);
        }
        log
    }

    fn add(&mut self, row: Row) {
        let mut columns = row.into_iter();
        let mut next = || columns.next().flatten();
        let id = next().unwrap_or_default();
        let revision = Id::from(next().unwrap_or_default());
        let direction = next().unwrap_or_default();
        let outcome = next().unwrap_or_default();
        let checksum = next();
        let statement = next().and_then(|number| number.parse::<usize>().ok());
        let hash = next();
        let statements = next().and_then(|number| number.parse::<usize>().ok());
        let logged = Logged {
            revision: revision.clone(),
            direction: direction.clone(),
            outcome: outcome.clone(),
            checksum,
            started_at: next().unwrap_or_default(),
            duration_ms: next().and_then(|number| number.parse().ok()),
            who: next(),
            host: next(),
            tool: next(),
        };
        if statement == Some(0) {
            // Not ours: statements are counted from one.
            return;
        }
        let Some(statement) = statement else {
            let is_done = outcome == "done";
            if direction == ACCEPT {
                self.accept(logged);
                return;
            }
            let is_failed = outcome == "failed" && direction == Direction::Upgrade.as_str();
            self.failed = is_failed.then(|| revision.clone());
            // A stamp says where the database stands, whatever was under way.
            if self.journal.as_ref().is_some_and(|open| {
                is_done && (open.revision == revision || direction == Direction::Stamp.as_str())
            }) {
                self.journal = None;
            }
            if is_done {
                self.done.insert(revision.clone(), logged.clone());
            }
            self.last.insert(revision, logged);
            return;
        };
        let direction = if direction == Direction::Downgrade.as_str() {
            Direction::Downgrade
        } else {
            Direction::Upgrade
        };
        let entry = Entry {
            id,
            statement,
            hash: hash.unwrap_or_default(),
            state: match outcome.as_str() {
                "done" => State::Done,
                "failed" => State::Failed,
                _ => State::Started,
            },
        };
        let journal = self
            .journal
            .take()
            .filter(|open| open.revision == revision && open.direction == direction);
        let mut journal = journal.unwrap_or(Journal {
            revision,
            direction,
            statements: 0,
            entries: Vec::new(),
        });
        journal.statements = statements.unwrap_or(journal.statements);
        journal.entries.push(entry);
        self.journal = Some(journal);
    }

    /// An edit was accepted: all else of the line before stays true. Where the log knows of none, this is what it knows.
    fn accept(&mut self, accepted: Logged) {
        let done = self.done.get_mut(&accepted.revision);
        if let Some(done) = done.filter(|line| line.direction != ACCEPT) {
            done.checksum.clone_from(&accepted.checksum);
            return;
        }
        let last = self.last(&accepted.revision);
        if last.is_none_or(|line| line.direction == ACCEPT) {
            self.last
                .insert(accepted.revision.clone(), accepted.clone());
        }
        self.done.insert(accepted.revision.clone(), accepted);
    }

    /// The last line of a revision as a whole.
    pub(super) fn last(&self, revision: &Id) -> Option<&Logged> {
        self.last.get(revision)
    }

    /// The last line of a revision that is done.
    pub(super) fn done(&self, revision: &Id) -> Option<&Logged> {
        self.done.get(revision)
    }

    /// What to say before `undone` is undone right after another revision failed: that there is nothing of that one.
    pub(super) fn left_nothing(&self, undone: &Id) -> Option<Diagnostic> {
        let failed = self.failed.as_ref().filter(|failed| *failed != undone)?;
        let message = format!(
            "`{failed}` failed and was rolled back, nothing of it remains; this undoes `{undone}`"
        );
        Some(Diagnostic::new(Code::StatementFailed, message))
    }

    /// Whether a revision was applied and not undone, as far as the log knows.
    pub(super) fn is_applied(&self, revision: &Id) -> bool {
        let undone = Direction::Downgrade.as_str();
        self.done(revision)
            .is_some_and(|line| line.direction != undone)
    }

    /// A line of each revision: that of what holds where it is applied, else what happened last.
    pub(super) fn into_lines(self) -> Vec<Logged> {
        let Self { last, mut done, .. } = self;
        let undone = Direction::Downgrade.as_str();
        done.retain(|_, line| line.direction != undone);
        let mut lines: Vec<_> = last
            .into_iter()
            .map(|(id, line)| done.remove(&id).unwrap_or(line))
            .collect();
        lines.sort_by(|one, other| one.revision.cmp(&other.revision));
        lines
    }
}

impl Journal {
    /// Whether a part of the revision is done, or may be.
    pub(super) fn is_half_done(&self) -> bool {
        let (done, open) = self.progress();
        !done.is_empty() || open.is_some_and(|entry| entry.state != State::Failed)
    }

    /// The statements that are done for good, each by its number, and the last of those begun if it is not among them.
    pub(super) fn progress(&self) -> (Vec<&Entry>, Option<&Entry>) {
        let mut done: Vec<&Entry> = Vec::new();
        let mut open = None;
        for entry in &self.entries {
            if entry.state == State::Done {
                done.retain(|one| one.statement != entry.statement);
                done.push(entry);
                open = None;
            } else {
                open = Some(entry);
            }
        }
        (done, open)
    }
}

#[cfg(test)]
mod tests;
