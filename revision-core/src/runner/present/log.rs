//! Lines of the log as people read them.

use crate::runtime::Logged;

use super::width;

/// What the line says was done with its revision, in a word of at most eight letters.
#[must_use]
pub fn word(line: &Logged) -> &'static str {
    match (line.outcome.as_str(), line.direction.as_str()) {
        ("done", "upgrade") => "applied",
        ("done", "downgrade") => "undone",
        ("done", "stamp") => "stamped",
        ("done", "accept") => "accepted",
        ("failed", _) => "failed",
        ("started", _) => "begun",
        _ => "logged",
    }
}

/// When, how long, by whom and with what, as far as it is known.
#[must_use]
pub fn note(line: &Logged) -> String {
    let when = line.started_at.split('.').next().unwrap_or_default();
    // Nothing ran where it was only stamped.
    let ran = line.duration_ms.filter(|_| word(line) != "stamped");
    let took = ran.map(|ms| format!("{ms} ms"));
    let by = match (&line.who, &line.host) {
        (Some(who), Some(host)) => Some(format!("by {who}@{host}")),
        (Some(who), None) => Some(format!("by {who}")),
        (None, Some(host)) => Some(format!("from {host}")),
        (None, None) => None,
    };
    let with = line.tool.as_ref().map(|tool| format!("with {tool}"));
    let parts = [Some(format!("{when} UTC")), took, by, with];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    width::printable(&parts.join(", "))
}
