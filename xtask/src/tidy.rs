//! The rules that no compiler checks: which layer may know which, where a database may be named, how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{Failed, root, say};

/// The layers of revision-core: each may use those before it and none after it.
const LAYERS: &[&str] = &[
    "code",
    "diagnostic",
    "nearest",
    "backend",
    "model",
    "schema",
    "chain",
    "operation",
    "diff",
    "config",
    "dialect",
    "compare",
    "op",
    "script",
    "source",
    "runtime",
    "embedded",
    "testing",
    "build",
    "runner",
    "private",
];

/// Modules of revision-core that may spell a database out.
const NAMES_DATABASES: &[&str] = &["backend", "dialect", "lib"];

const DATABASES: &[&str] = &["postgres", "mysql", "mariadb", "sqlite"];

/// The longest that a source file may be, in lines.
const LONGEST: usize = 800;

pub(crate) fn tidy() -> Result<(), Failed> {
    let mut faults = Vec::new();
    for file in sources(&root()) {
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        let shown = file.strip_prefix(root()).unwrap_or(&file).to_path_buf();
        faults.extend(too_long(&shown, &text));
        if let Ok(inner) = shown.strip_prefix("revision-core/src")
            && !inner.ends_with("tests.rs")
        {
            faults.extend(wrong_way(inner, &text));
            faults.extend(names_database(inner, &text));
        }
    }
    for fault in &faults {
        say(fault);
    }
    match faults.len() {
        0 => Ok(()),
        count => Err(Failed(format!("tidy: {count} faults"))),
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn too_long(path: &Path, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LONGEST).then(|| {
        format!(
            "{}: {lines} lines, of at most {LONGEST}: look for the second idea",
            path.display()
        )
    })
}

/// The layer that a path inside `revision-core/src` belongs to.
fn layer(inner: &Path) -> String {
    let first = inner.iter().next().unwrap_or_default();
    Path::new(first)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn wrong_way(inner: &Path, text: &str) -> Vec<String> {
    let own = layer(inner);
    let Some(place) = LAYERS.iter().position(|layer| *layer == own) else {
        return if own == "lib" {
            Vec::new()
        } else {
            vec![format!(
                "revision-core/src/{}: `{own}` has no place in the order of layers",
                inner.display()
            )]
        };
    };
    let mut faults = Vec::new();
    let lines: Vec<_> = code_lines(text).collect();
    for (index, (number, line)) in lines.iter().enumerate() {
        for (at, path) in line.match_indices("crate::") {
            // What stands in braces may go on for some lines.
            let mut rest = line[at + path.len()..].to_owned();
            let mut below = lines[index + 1..].iter();
            while rest.starts_with('{')
                && rest.matches('{').count() > rest.matches('}').count()
                && let Some((_, more)) = below.next()
            {
                rest.push_str(more);
            }
            for used in first_segments(&rest) {
                if LAYERS[place + 1..].contains(&used) {
                    faults.push(format!(
                        "revision-core/src/{}:{number}: `{own}` must not know `{used}`, which stands below it",
                        inner.display()
                    ));
                }
            }
        }
    }
    faults
}

/// The modules named right after `crate::`: one, or those in braces.
fn first_segments(rest: &str) -> Vec<&str> {
    let names = match rest.strip_prefix('{') {
        Some(inside) => inside
            .split(';')
            .next()
            .unwrap_or(inside)
            .split(',')
            .collect(),
        None => vec![rest],
    };
    names
        .into_iter()
        .map(|name| {
            let name = name.trim_start();
            let end = name
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(name.len());
            &name[..end]
        })
        .collect()
}

fn names_database(inner: &Path, text: &str) -> Vec<String> {
    if NAMES_DATABASES.contains(&layer(inner).as_str()) {
        return Vec::new();
    }
    code_lines(text)
        .filter_map(|(number, line)| {
            let lower = line.to_lowercase();
            let name = DATABASES.iter().find(|name| lower.contains(*name))?;
            Some(format!(
                "revision-core/src/{}:{number}: names `{name}`, which only dialect/ may",
                inner.display()
            ))
        })
        .collect()
}

/// The lines that are neither comment nor test, with their numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(index, line)| (index + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_that_reaches_down_is_found() {
        let faults = wrong_way(Path::new("chain/plan.rs"), "use crate::source::load;\n");
        assert_eq!(faults.len(), 1, "{faults:?}");
        let faults = wrong_way(Path::new("chain/plan.rs"), "use crate::{Code, source};\n");
        assert_eq!(faults.len(), 1, "{faults:?}");
        let several =
            "use crate::{\n    Code,\n    source::load,\n};\nlet embedded = (1, embedded);\n";
        assert_eq!(wrong_way(Path::new("chain/plan.rs"), several).len(), 1);
        assert!(wrong_way(Path::new("source/load.rs"), "use crate::chain::Id;\n").is_empty());
        assert_eq!(wrong_way(Path::new("misc.rs"), "").len(), 1);
    }

    #[test]
    fn a_database_is_named_in_its_folder_only() {
        assert_eq!(
            names_database(Path::new("chain/id.rs"), "Sqlite =>").len(),
            1
        );
        assert!(names_database(Path::new("chain/id.rs"), "// as SQLite does").is_empty());
        assert!(names_database(Path::new("dialect/sqlite/lex.rs"), "Sqlite").is_empty());
    }

    #[test]
    fn a_long_file_is_found() {
        assert!(too_long(Path::new("a.rs"), &"\n".repeat(LONGEST)).is_none());
        assert!(too_long(Path::new("a.rs"), &"\n".repeat(LONGEST + 1)).is_some());
    }
}
