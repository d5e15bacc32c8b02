//! The same queries put to the built command: what it prints with `--json`, as far as its commands answer without a
//! database.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use revision_tests::workspace;
use serde::Deserialize;
use tempfile::TempDir;

use super::answer::{Outcome, Refused, history, judge, lists, resolved, same};
use super::case::{Case, Query};

/// What a command prints, answer or failure.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Printed {
    #[serde(default)]
    revisions: Vec<Shown>,
    #[serde(default)]
    errors: Vec<Fault>,
    #[serde(default, rename = "warnings")]
    _warnings: serde_json::Value,
}

#[derive(Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "as it is printed")]
struct Shown {
    revision: String,
    branch_labels: Vec<String>,
    is_head: bool,
    is_base: bool,
    is_branch_point: bool,
    is_merge_point: bool,
}

#[derive(Deserialize)]
struct Fault {
    code: String,
    message: String,
}

/// A case's revisions as files, and what was asked about them already.
pub(crate) struct Laid<'a> {
    program: &'a Path,
    case: &'a Case,
    folder: TempDir,
    asked: HashMap<Vec<String>, Printed>,
}

/// Has cargo build the command; where it lies.
pub(crate) fn program() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--workspace", "--all-features", "--bin"])
        .args(["cargo-revision", "--offline", "--message-format=json"])
        .current_dir(workspace())
        .output()
        .expect("cargo starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let artifacts = String::from_utf8_lossy(&output.stdout);
    let mut artifacts = artifacts.lines().filter_map(|line| {
        let artifact: serde_json::Value = serde_json::from_str(line).ok()?;
        artifact["executable"].as_str().map(PathBuf::from)
    });
    artifacts.next().expect("cargo names what it built")
}

impl<'a> Laid<'a> {
    pub(crate) fn new(program: &'a Path, case: &'a Case) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        fs::write(folder.path().join("revision.toml"), "").expect("a file");
        let revisions = folder.path().join("revisions");
        fs::create_dir(&revisions).expect("a folder");
        for (number, header) in case.revisions.iter().enumerate() {
            let mut text = format!("-- revision: {}\n", header.id);
            for (key, values) in [
                ("down_revision", &header.down),
                ("branch_labels", &header.labels),
                ("depends_on", &header.depends_on),
            ] {
                if !values.is_empty() {
                    let _ = writeln!(text, "-- {key}: {}", values.join(", "));
                }
            }
            text.push_str("\n-- upgrade\n");
            // The order of the names is the order of loading.
            let path = revisions.join(format!("{number:04}.sql"));
            fs::write(path, text).expect("a file");
        }
        Self {
            program,
            case,
            folder,
            asked: HashMap::new(),
        }
    }

    /// What the command answers; none where no command of today's does.
    pub(crate) fn answer(&mut self, query: &Query) -> Option<Outcome> {
        let target = query.target.as_deref().unwrap_or_default();
        let arguments = match query.kind.as_str() {
            "heads" => vec!["heads".to_owned()],
            "heads_resolved" => vec!["heads".to_owned(), "--resolve-dependencies".to_owned()],
            "branch_points" => vec!["branches".to_owned()],
            "load" | "bases" | "merge_points" | "effective_labels" => vec!["history".to_owned()],
            // `show` takes relative targets too, which Alembic's does not know.
            "resolve" if target.contains(['+', '-']) => return None,
            "resolve" => vec!["show".to_owned(), "--".to_owned(), target.to_owned()],
            // `current` is for a database to say.
            "history" if query.from.is_some() => return None,
            "history" => match query.range.as_deref() {
                Some(range) if range.contains("current") => return None,
                Some(range) => vec!["history".to_owned(), format!("--range={range}")],
                None => vec!["history".to_owned()],
            },
            _ => return None,
        };
        let case = self.case;
        let printed = self.ask(arguments);
        let ids = |which: fn(&Shown) -> bool| {
            let mut ids: Vec<_> = printed
                .revisions
                .iter()
                .filter(|one| which(one))
                .map(|one| one.revision.clone())
                .collect();
            ids.sort();
            ids
        };
        if query.kind == "load" {
            let codes: BTreeSet<&str> = printed.errors.iter().map(|one| &*one.code).collect();
            let expected = query.error.iter().chain(&query.meant);
            let expected: BTreeSet<&str> = expected.map(String::as_str).collect();
            if !codes.is_empty() || !expected.is_empty() {
                return Some(same(&codes, &expected));
            }
            let found = (ids(|one| one.is_head), ids(|one| one.is_base));
            return Some(same(&found, &(query.heads.clone(), query.bases.clone())));
        }
        let result = match &printed.errors[..] {
            [] => Ok(()),
            [fault] => Err(Refused {
                code: fault.code.clone(),
                message: fault.message.clone(),
            }),
            several => return Some(Outcome::Differs(format!("{} errors", several.len()))),
        };
        let outcome = judge(query, result, |()| match query.kind.as_str() {
            "heads" | "heads_resolved" => same(&ids(|_| true), &query.ids),
            "bases" => same(&ids(|one| one.is_base), &query.ids),
            "merge_points" => same(&ids(|one| one.is_merge_point), &query.ids),
            "branch_points" => {
                let expected: Vec<_> = query.points.keys().cloned().collect();
                let found = (ids(|_| true), ids(|one| one.is_branch_point));
                same(&found, &(expected.clone(), expected))
            }
            "effective_labels" => {
                let labels: BTreeMap<_, _> = printed
                    .revisions
                    .iter()
                    .filter(|one| !one.branch_labels.is_empty())
                    .map(|one| (one.revision.clone(), one.branch_labels.clone()))
                    .collect();
                same(&labels, &lists(&query.labels))
            }
            "resolve" => same(&ids(|_| true), &resolved(query)),
            _ => {
                let shown = printed.revisions.iter().map(|one| one.revision.clone());
                history(case, query, &shown.collect::<Vec<_>>())
            }
        });
        Some(outcome)
    }

    fn ask(&mut self, arguments: Vec<String>) -> &Printed {
        let (program, folder) = (self.program, self.folder.path());
        self.asked
            .entry(arguments)
            .or_insert_with_key(|arguments| run(program, folder, arguments))
    }
}

fn run(program: &Path, folder: &Path, arguments: &[String]) -> Printed {
    let mut command = Command::new(program);
    command.arg("--json").args(arguments).current_dir(folder);
    for (variable, _) in std::env::vars_os() {
        let own = variable.to_string_lossy().starts_with("REVISION_");
        if own || variable == "DATABASE_URL" {
            command.env_remove(variable);
        }
    }
    let output = command.output().expect("the command starts");
    let printed = serde_json::from_slice::<Printed>(&output.stdout);
    let printed = printed.unwrap_or_else(|error| panic!("{arguments:?} does not answer: {error}"));
    let code = i32::from(!printed.errors.is_empty());
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    printed
}
