//! The runner: a binary of the package that has the revisions compiled.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, TableLike};

use super::change::{Changes, read};
use super::insert::{self, Insertion};
use super::package::Package;
use crate::failure::Failure;
use revision_core::Diagnostic;

/// What the runner is called where the configuration does not say.
pub(crate) const NAME: &str = "migrate";

/// The line of the library's root module, without which the runner could not see the revisions.
pub(super) const REVISIONS: &str = "revision_core::revisions!(pub);";

/// Plans the runner's file, and what the package needs to have it; gives what has to be done by hand.
pub(super) fn plan(
    package: &Package,
    name: &str,
    changes: &mut Changes,
) -> Result<Option<Diagnostic>, Failure> {
    let call = match package.library() {
        Some(library) => format!("revision_core::runner!({library});"),
        None => "revision_core::runner!();".to_owned(),
    };
    let path = package.binary(name);
    if let Some(text) = read(&path)? {
        if insert::has(&text, "runner!(") {
            return Ok(None);
        }
        let fault = Failure::incomplete(&path, format!("the binary `{name}` is there already"));
        return Ok(Some(fault.help(format!(
            "have it hold `{call}`, or choose another name in `revision.toml`: `runner = \"…\"`"
        ))));
    }
    if package.manifest["package"]
        .get("autobins")
        .and_then(Item::as_bool)
        == Some(false)
    {
        let manifest = package.manifest_path();
        let fault = Failure::incomplete(
            &manifest,
            "`autobins = false` keeps cargo from finding the runner",
        );
        return Ok(Some(fault.help(format!(
            "add `[[bin]]` with `name = \"{name}\"` and `path = \"src/bin/{name}.rs\"`, and to that file `{call}`"
        ))));
    }
    changes.create(
        path,
        format!(
            "//! Applies the revisions where there is neither cargo nor a source file: `{name} upgrade --url …`.\n\n{call}\n"
        ),
    );
    Ok(None)
}

/// Has `cargo run` mean what it meant before there was a second binary.
pub(super) fn keep_default(package: &Package, name: &str, manifest: &mut DocumentMut) {
    let Some(table) = manifest["package"].as_table_like_mut() else {
        return;
    };
    if table.contains_key("default-run") {
        return;
    }
    let mut others = package.binaries();
    others.retain(|other| other != name);
    if let [only] = &*others {
        table.insert("default-run", toml_edit::value(only));
    }
}

impl Package {
    /// The library as Rust names it.
    pub(super) fn library(&self) -> Option<String> {
        let named = self.manifest.get("lib");
        if named.is_none() && !self.folder.join("src/lib.rs").is_file() {
            return None;
        }
        let own = named.and_then(|library| library.get("name")?.as_str());
        Some(own.unwrap_or(self.name()).replace('-', "_"))
    }

    fn name(&self) -> &str {
        self.manifest["package"]
            .get("name")
            .and_then(Item::as_str)
            .unwrap_or_default()
    }

    /// The file of a binary, whether or not it exists.
    fn binary(&self, name: &str) -> PathBuf {
        let listed = self
            .listed()
            .find(|binary| text(*binary, "name") == Some(name));
        let path = listed.and_then(|binary| text(binary, "path"));
        let inside = self.folder.join("src/bin").join(name).join("main.rs");
        match path {
            Some(path) => self.folder.join(path),
            None if inside.is_file() => inside,
            None => self.folder.join(format!("src/bin/{name}.rs")),
        }
    }

    /// The names of the binaries there are.
    fn binaries(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .listed()
            .filter_map(|binary| text(binary, "name"))
            .map(str::to_owned)
            .collect();
        let is_main = |path: Option<&str>| path == Some("src/main.rs");
        let has_main = self.folder.join("src/main.rs").is_file();
        if has_main && !self.listed().any(|binary| is_main(text(binary, "path"))) {
            names.push(self.name().to_owned());
        }
        let folder = fs::read_dir(self.folder.join("src/bin"));
        for entry in folder.into_iter().flatten().flatten() {
            names.extend(binary_name(&entry.path()));
        }
        names.sort();
        names.dedup();
        names
    }

    fn listed(&self) -> impl Iterator<Item = &dyn TableLike> {
        let listed = self.manifest.get("bin").and_then(Item::as_array_of_tables);
        listed
            .into_iter()
            .flatten()
            .map(|binary| binary as &dyn TableLike)
    }
}

fn text<'a>(table: &'a dyn TableLike, key: &str) -> Option<&'a str> {
    table.get(key)?.as_str()
}

/// The name of the binary that cargo makes of a file or folder in `src/bin`.
fn binary_name(path: &Path) -> Option<String> {
    let is_binary =
        path.extension().is_some_and(|ending| ending == "rs") || path.join("main.rs").is_file();
    let name = path.file_stem()?.to_str()?;
    is_binary.then(|| name.to_owned())
}

/// Has the revisions of the library be seen from outside.
pub(super) fn publish(text: &str) -> Insertion {
    match insert::into_root_module(text, "revision_core::revisions!();") {
        Insertion::There => {}
        Insertion::Done(_) => return insert::into_root_module(text, REVISIONS),
        Insertion::Unsure => return Insertion::Unsure,
    }
    let Some((start, end)) = options(text) else {
        return Insertion::Unsure;
    };
    let given = text[start..end].trim();
    let words: Vec<&str> = given.split(',').map(str::trim).collect();
    if words.contains(&"pub") {
        return Insertion::There;
    }
    // A narrower visibility was meant so.
    if given.contains("pub") {
        return Insertion::Unsure;
    }
    let rest = if given.is_empty() {
        String::new()
    } else {
        format!(", {given}")
    };
    Insertion::Done(format!("{}pub{rest}{}", &text[..start], &text[end..]))
}

/// Where the options of the macro stand, in a line that is no comment.
fn options(text: &str) -> Option<(usize, usize)> {
    const CALL: &str = "revision_core::revisions!(";
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim_start().starts_with("//")
            && let Some(found) = line.find(CALL)
        {
            let start = at + found + CALL.len();
            let end = start + text[start..].find(");")?;
            return Some((start, end));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_made_public_once() {
        let done = |text: &str| Insertion::Done(text.to_owned());
        for (text, expect) in [
            ("", done("revision_core::revisions!(pub);\n")),
            (
                "revision_core::revisions!();\n",
                done("revision_core::revisions!(pub);\n"),
            ),
            (
                "// revision_core::revisions!(x);\nrevision_core::revisions!( multiple_heads );\n",
                done(
                    "// revision_core::revisions!(x);\nrevision_core::revisions!(pub, multiple_heads);\n",
                ),
            ),
            ("revision_core::revisions!(pub);\n", Insertion::There),
            (
                "revision_core::revisions!(multiple_heads, pub);\n",
                Insertion::There,
            ),
            (
                "revision_core::revisions!(pub(crate));\n",
                Insertion::Unsure,
            ),
            ("revision_core::revisions! {}\n", Insertion::Unsure),
            ("mod revisions;\n", Insertion::Unsure),
        ] {
            assert_eq!(publish(text), expect, "{text}");
        }
    }

    #[test]
    fn a_binary_goes_by_its_file() {
        assert_eq!(binary_name(Path::new("a/b.rs")).as_deref(), Some("b"));
        assert_eq!(binary_name(Path::new("a/b.txt")), None);
    }
}
