//! What is written into the version table and the log.

use std::time::Duration;

use crate::chain::{Id, Step};
use crate::dialect::{Dialect, Facts, Part};

/// A line of the log.
pub(super) struct Line<'a> {
    pub(super) chain: &'a str,
    pub(super) revision: &'a Id,
    pub(super) direction: &'a str,
    pub(super) outcome: &'a str,
    pub(super) checksum: Option<&'a str>,
    /// The number of a single statement, and what it hashes to; none for the revision as a whole.
    pub(super) statement: Option<(usize, &'a str)>,
    pub(super) statements: usize,
    pub(super) error: Option<&'a str>,
    /// How long it took; none where the server is to say how long its transaction did.
    pub(super) took: Option<Duration>,
    pub(super) tool: &'a str,
}

/// The longest error that the log takes: what a text column of every database holds.
const LONGEST_ERROR: usize = 16_000;

/// Adds a line to the log, if there is one.
pub(super) fn log(dialect: &dyn Dialect, facts: &Facts, line: &Line<'_>) -> Option<String> {
    let table = facts.tables.log.as_ref()?;
    let text = |text: &str| dialect.text(text);
    let or_null = |value: Option<String>| value.unwrap_or_else(|| "NULL".to_owned());
    let error = line.error.map(|error| self::text(dialect, error));
    let [started_at, duration] = dialect.times(line.took);
    let [who, host] = dialect.who();
    Some(format!(
        "INSERT INTO {} (chain, revision, direction, outcome, checksum, statement, statement_hash, statements, error, \
         started_at, duration_ms, who, host, tool) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {started_at}, {duration}, \
         {who}, {host}, {})",
        dialect.table(table),
        text(line.chain),
        text(line.revision.as_str()),
        text(line.direction),
        text(line.outcome),
        or_null(line.checksum.map(text)),
        or_null(line.statement.map(|(number, _)| number.to_string())),
        or_null(line.statement.map(|(_, hash)| text(hash))),
        line.statements,
        or_null(error),
        text(line.tool)
    ))
}

/// Moves the version rows as a step says.
pub(super) fn rows(dialect: &dyn Dialect, facts: &Facts, step: &Step) -> Vec<String> {
    let table = dialect.table(&facts.tables.version);
    let text = |id: &Id| dialect.text(id.as_str());
    if let ([gone], [come]) = (&*step.removed, &*step.added) {
        return vec![format!(
            "UPDATE {table} SET version_num = {} WHERE version_num = {}",
            text(come),
            text(gone)
        )];
    }
    let list = |ids: &[Id], before: &str, after: &str| {
        let ids = ids.iter().map(|id| format!("{before}{}{after}", text(id)));
        ids.collect::<Vec<_>>().join(", ")
    };
    let mut statements = Vec::new();
    if !step.removed.is_empty() {
        let gone = list(&step.removed, "", "");
        statements.push(format!("DELETE FROM {table} WHERE version_num IN ({gone})"));
    }
    if !step.added.is_empty() {
        let come = list(&step.added, "(", ")");
        statements.push(format!("INSERT INTO {table} (version_num) VALUES {come}"));
    }
    statements
}

/// Asks for the version rows.
pub(super) fn select_rows(dialect: &dyn Dialect, facts: &Facts) -> String {
    format!(
        "SELECT version_num FROM {}",
        dialect.table(&facts.tables.version)
    )
}

/// Makes the tables that are missing.
pub(super) fn create(dialect: &dyn Dialect, facts: &Facts) -> Vec<Part<'static>> {
    let mut parts = Vec::new();
    if !facts.has_version {
        parts.push(Part::execute(
            dialect.create_version_table(&facts.tables.version),
        ));
    }
    if let Some(log) = facts.tables.log.as_ref().filter(|_| !facts.has_log) {
        parts.push(Part::execute(dialect.create_log(log)));
    }
    parts
}

/// Ends the entry of a statement that was begun.
pub(super) fn end_entry(dialect: &dyn Dialect, facts: &Facts, line: &Line<'_>) -> Option<String> {
    let table = facts.tables.log.as_ref()?;
    let (statement, _) = line.statement?;
    let took = line.took.unwrap_or_default();
    let error = line.error.map_or_else(String::new, |error| {
        format!(", error = {}", text(dialect, error))
    });
    Some(format!(
        "UPDATE {} SET outcome = {}, duration_ms = {}{error} WHERE chain = {} AND revision = {} AND statement = {statement} \
         AND outcome = 'started'",
        dialect.table(table),
        dialect.text(line.outcome),
        took.as_millis(),
        dialect.text(line.chain),
        dialect.text(line.revision.as_str())
    ))
}

/// An error as the log takes it.
fn text(dialect: &dyn Dialect, error: &str) -> String {
    let end = error.floor_char_boundary(LONGEST_ERROR);
    // The one character that not every database can hold in a text.
    dialect.text(&error[..end].replace('\0', ""))
}
