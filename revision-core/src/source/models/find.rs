//! Where models lie: all Rust files in the configured folders, whether or not a module names them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::load::read_source;
use crate::config::{Config, Text};
use crate::{Code, Diagnostic, Source};

/// Where models are unless `models` says otherwise.
const USUAL: &str = "src";

/// What was looked at.
pub(super) struct Looked {
    /// The folders and files, as they were configured.
    pub(super) at: Vec<PathBuf>,
    /// The files that may have models in them.
    pub(super) files: Vec<Arc<Source>>,
    /// How many files there are.
    pub(super) seen: usize,
    /// Structs that sqlx reads rows into.
    pub(super) rows: Vec<String>,
}

/// Reads the files.
pub(super) fn find(config: &Config, faults: &mut Vec<Diagnostic>) -> Looked {
    let mut looked = Looked {
        at: patterns(config).into_iter().map(PathBuf::from).collect(),
        files: Vec::new(),
        seen: 0,
        rows: Vec::new(),
    };
    for path in below(&config.root, folders(config)) {
        looked.seen += 1;
        match read_source(&config.root, path) {
            Ok(source) if may_have_models(&source.text) => looked.files.push(Arc::new(source)),
            Ok(source) => looked.rows.extend(rows(&source.text)),
            Err(fault) => faults.push(fault),
        }
    }
    looked
}

fn patterns(config: &Config) -> Vec<&str> {
    match &config.models {
        Some(models) => models.iter().map(Text::raw).collect(),
        None => vec![USUAL],
    }
}

/// The folders and files that the configuration names, by paths against its own.
pub(crate) fn folders(config: &Config) -> Vec<PathBuf> {
    let patterns = patterns(config).into_iter();
    let expanded = patterns.map(|pattern| expanded(&config.root, Path::new(pattern)));
    expanded.flatten().collect()
}

/// All Rust files at and below some paths.
pub(crate) fn below(root: &Path, paths: Vec<PathBuf>) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for path in paths {
        walk(root, &path, &mut Vec::new(), &mut found);
    }
    found
}

/// Whether a file is worth parsing.
fn may_have_models(text: &str) -> bool {
    text.contains("derive") && (text.contains("Table") || text.contains("SqlEnum"))
}

/// The paths that a pattern stands for: each part of it may have a `*` or a `?`.
fn expanded(root: &Path, pattern: &Path) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for part in pattern.components() {
        let text = part.as_os_str().to_string_lossy();
        if !text.contains(['*', '?']) {
            for path in &mut found {
                path.push(part);
            }
            continue;
        }
        let mut next = Vec::new();
        for path in found {
            let names = names(&root.join(&path)).into_iter();
            let names = names.filter(|name| !name.starts_with('.') && matches(&text, name));
            next.extend(names.map(|name| path.join(name)));
        }
        found = next;
    }
    found
}

/// Whether a name is one of those that a pattern stands for: `*` is any text, `?` any character.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut seen) = (0, 0);
    // The last `*`, and what it has taken so far.
    let mut star = None;
    while seen < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(c) if *c == '?' || *c == name[seen] => {
                at += 1;
                seen += 1;
            }
            _ => {
                let Some((place, taken)) = star else {
                    return false;
                };
                star = Some((place, taken + 1));
                at = place + 1;
                seen = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

/// Adds the Rust files at and below a path.
fn walk(root: &Path, path: &Path, above: &mut Vec<PathBuf>, found: &mut BTreeSet<PathBuf>) {
    let real = root.join(path);
    if !real.is_dir() {
        if path.extension().is_some_and(|ending| ending == "rs") {
            found.insert(path.to_path_buf());
        }
        return;
    }
    // A link may lead back up.
    let Ok(canonical) = fs::canonicalize(&real) else {
        return;
    };
    if above.contains(&canonical) {
        return;
    }
    above.push(canonical);
    for name in names(&real) {
        let build = name == "target" && real.join(&name).join("CACHEDIR.TAG").is_file();
        if !name.starts_with('.') && !build {
            walk(root, &path.join(name), above, found);
        }
    }
    above.pop();
}

/// The names in a folder, sorted; none where it cannot be read.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// The structs of a file that sqlx reads rows into, as far as its text shows them.
fn rows(text: &str) -> Vec<String> {
    let behind = text.split("FromRow").skip(1);
    let named = behind.filter_map(|rest| {
        let rest = rest.split_once("struct ")?.1;
        let name = rest
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()?;
        Some(name.to_owned())
    });
    named.filter(|name| !name.is_empty()).collect()
}

/// That there is no model.
pub(super) fn nothing(looked: &Looked) -> Diagnostic {
    let at: Vec<String> = looked
        .at
        .iter()
        .map(|path| format!("`{}`", path.display()))
        .collect();
    let files = match looked.seen {
        0 => "no Rust file is there".to_owned(),
        1 => "one Rust file is there".to_owned(),
        seen => format!("{seen} Rust files are there"),
    };
    let message = format!("no model was found in {}: {files}", at.join(", "));
    let mut told = Diagnostic::new(Code::NoModels, message)
        .help("a struct is a table that says `#[derive(revision_core::Table)]`")
        .help("`models = [\"…\"]` in `revision.toml` says in which folders they are");
    let mut missing = looked.rows.clone();
    missing.extend(looked.files.iter().flat_map(|source| rows(&source.text)));
    if !missing.is_empty() {
        let rows: Vec<String> = missing
            .iter()
            .take(10)
            .map(|name| format!("`{name}`"))
            .collect();
        told = told.help(format!("it may be missing on {}", rows.join(", ")));
    }
    told
}
