//! The commands and options of a runner, and the help that lists them.

use std::fmt::Write as _;

/// An option: its name, its letter, the commands that have it (all, where there are none), and what it takes.
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) letter: Option<&'static str>,
    pub(super) of: &'static [&'static str],
    pub(super) takes: Takes,
    help: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Takes {
    Nothing,
    /// A value, which goes by this name in the help.
    Value(&'static str),
    /// A value behind `=`, or nothing.
    Maybe(&'static str),
}

pub(super) const COMMANDS: [(&str, &str, &str); 4] = [
    (
        "upgrade",
        "[TARGET]…",
        "Apply revisions, up to the head or to another target",
    ),
    (
        "downgrade",
        "[TARGET]",
        "Undo the last revision, or all down to a target, which stays",
    ),
    ("current", "", "Show where the database stands"),
    (
        "stamp",
        "REV…",
        "Say that the database stands somewhere, without running anything",
    ),
];

const RUNS: &[&str] = &["upgrade", "downgrade", "stamp"];
const MOVES: &[&str] = &["upgrade", "downgrade"];

pub(super) const OPTIONS: &[Known] = &[
    option(
        "url",
        None,
        &[],
        Takes::Value("URL"),
        "The database [default: `DATABASE_URL`]",
    ),
    option(
        "x",
        Some("x"),
        &[],
        Takes::Value("KEY=VALUE"),
        "`-x url=URL` is `--url URL`",
    ),
    option(
        "dry-run",
        None,
        RUNS,
        Takes::Nothing,
        "Change nothing; show what would be done",
    ),
    option(
        "resume",
        None,
        MOVES,
        Takes::Maybe("done|again"),
        "Go on with a revision left half done",
    ),
    option(
        "wait",
        None,
        RUNS,
        Takes::Value("TIME"),
        "How long to wait for another runner: `30s`, `10m`, `0`",
    ),
    option(
        "sql",
        None,
        RUNS,
        Takes::Nothing,
        "Print what would run as a script, and run nothing",
    ),
    option(
        "dialect",
        None,
        RUNS,
        Takes::Value("DATABASE"),
        "What to write the script for [default: as the URL says]",
    ),
    option(
        "purge",
        None,
        &["stamp"],
        Takes::Nothing,
        "Forget first what the database says of itself",
    ),
    option(
        "check-heads",
        None,
        &["current"],
        Takes::Nothing,
        "Fail if a head is not applied",
    ),
    option(
        "json",
        None,
        &[],
        Takes::Nothing,
        "Answer with one JSON object, failures included",
    ),
    option(
        "color",
        None,
        &[],
        Takes::Value("WHEN"),
        "When to use colour: auto, always, never",
    ),
    option(
        "verbose",
        Some("v"),
        &[],
        Takes::Nothing,
        "Show all that is known; in a run, each statement",
    ),
    option(
        "quiet",
        Some("q"),
        &[],
        Takes::Nothing,
        "Say nothing but results and errors",
    ),
    option(
        "yes",
        Some("y"),
        &[],
        Takes::Nothing,
        "Answer every question with yes",
    ),
    option("help", Some("h"), &[], Takes::Nothing, "Print help"),
    option("version", Some("V"), &[], Takes::Nothing, "Print version"),
];

const fn option(
    name: &'static str,
    letter: Option<&'static str>,
    of: &'static [&'static str],
    takes: Takes,
    help: &'static str,
) -> Known {
    Known {
        name,
        letter,
        of,
        takes,
        help,
    }
}

/// What is printed for `--help`, of one command or of all.
pub(super) fn help(binary: &str, command: Option<&str>) -> String {
    let one = COMMANDS.iter().find(|(name, ..)| Some(*name) == command);
    let mut text = match one {
        Some((name, takes, does)) => format!(
            "{does}\n\nUsage: {}\n",
            format!("{binary} {name} [OPTIONS] {takes}").trim_end()
        ),
        None => {
            let mut text = format!(
                "Runs the revisions that it was compiled with\n\nUsage: {binary} COMMAND [OPTIONS]\n\nCommands:\n"
            );
            for (name, takes, does) in COMMANDS {
                let call = format!("{name} {takes}");
                let _ = writeln!(text, "  {call:<22}{does}");
            }
            text
        }
    };
    text += "\nOptions:\n";
    for known in OPTIONS {
        if one.is_some_and(|(name, ..)| !known.of.is_empty() && !known.of.contains(name)) {
            continue;
        }
        let value = match known.takes {
            Takes::Nothing => String::new(),
            Takes::Value(what) => format!(" {what}"),
            Takes::Maybe(what) => format!("[={what}]"),
        };
        let name = match known.letter {
            Some("x") => format!("-x{value}"),
            Some(letter) => format!("-{letter}, --{}{value}", known.name),
            None => format!("    --{}{value}", known.name),
        };
        let _ = writeln!(text, "  {name:<27}{}", known.help);
    }
    text
}
