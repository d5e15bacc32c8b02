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
pub fn note(line: &Logged) -> String {
    let when = line.started_at.split('.').next().unwrap_or_default();
    let mut note = format!("{when} UTC");
    // Nothing ran where it was only stamped.
    if let Some(ms) = line.duration_ms.filter(|_| word(line) != "stamped") {
        note += &format!(", {ms} ms");
    }
    match (&line.who, &line.host) {
        (Some(who), Some(host)) => note += &format!(", by {who}@{host}"),
        (Some(who), None) => note += &format!(", by {who}"),
        (None, Some(host)) => note += &format!(", from {host}"),
        (None, None) => {}
    }
    if let Some(tool) = &line.tool {
        note += &format!(", with {tool}");
    }
    width::printable(&note)
}
