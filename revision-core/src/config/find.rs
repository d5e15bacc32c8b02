//! Where `revision.toml` lies: upwards from a folder for the command, no further than the workspace for a build script.

use std::fs;
use std::path::{Component, Path, PathBuf, absolute};

use toml::de::DeTable;

use crate::Diagnostic;

use super::Config;

impl Config {
    /// The nearest `revision.toml`, in `from` or a folder above it.
    #[must_use]
    pub fn find(from: &Path) -> Option<PathBuf> {
        let from = absolute(from).ok()?;
        let mut places = from.ancestors().map(|folder| folder.join(Self::FILE_NAME));
        places.find(|file| file.is_file())
    }

    /// The configuration of the package whose `Cargo.toml` lies in `manifest_dir`: what a build script reads.
    pub fn for_package(manifest_dir: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut places = Self::places_for_package(manifest_dir).into_iter();
        match places.find(|file| file.is_file()) {
            Some(file) => Self::read(&file),
            None => Ok(Self::at(manifest_dir)),
        }
    }

    /// The files that may configure a package, nearest first: beside its `Cargo.toml`, then upwards to the root of its
    /// workspace and no further. A packaged copy belongs to no workspace.
    #[must_use]
    pub fn places_for_package(manifest_dir: &Path) -> Vec<PathBuf> {
        let mut folders = vec![manifest_dir.to_path_buf()];
        if !manifest_dir.join("Cargo.toml.orig").exists()
            && let Some(root) = workspace_root(manifest_dir)
            && root != manifest_dir
        {
            let between = manifest_dir.ancestors().skip(1);
            folders.extend(
                between
                    .take_while(|f| f.starts_with(&root) && *f != root)
                    .map(Path::to_path_buf),
            );
            folders.push(root);
        }
        folders
            .into_iter()
            .map(|folder| folder.join(Self::FILE_NAME))
            .collect()
    }
}

/// The folder of the workspace that a package belongs to, by cargo's rules: what `package.workspace` names, else the
/// nearest manifest with a `[workspace]`, unless that excludes the package.
fn workspace_root(manifest_dir: &Path) -> Option<PathBuf> {
    if let Some(named) = with_manifest(manifest_dir, |manifest| {
        let named = manifest.get("package")?.get_ref().get("workspace")?;
        Some(named.get_ref().as_str()?.to_owned())
    }) {
        return Some(without_dots(&manifest_dir.join(named)));
    }
    let root = manifest_dir
        .ancestors()
        .find(|folder| with_manifest(folder, |m| m.get("workspace").map(drop)).is_some())?;
    let inside = manifest_dir.strip_prefix(root).ok()?;
    let excluded = with_manifest(root, |manifest| {
        let exclude = manifest.get("workspace")?.get_ref().get("exclude")?;
        let mut folders = exclude.get_ref().as_array()?.iter();
        folders
            .find(|folder| {
                let folder = folder.get_ref().as_str();
                folder.is_some_and(|folder| inside.starts_with(without_dots(Path::new(folder))))
            })
            .map(drop)
    });
    excluded.is_none().then(|| root.to_path_buf())
}

/// Looks into the manifest of a folder. One that cannot be read says nothing here; cargo itself complains about it.
fn with_manifest<T>(folder: &Path, look: impl FnOnce(&DeTable<'_>) -> Option<T>) -> Option<T> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let manifest = DeTable::parse(&text).ok()?;
    look(manifest.get_ref())
}

/// The path with `.` and `..` worked out by name, so that it can be compared with another.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lays files in a fresh folder and says which places a package looks in, relative to that folder.
    fn places(name: &str, files: &[(&str, &str)], package: &str) -> Vec<String> {
        let root =
            std::env::temp_dir().join(format!("revision-find-{}-{name}", std::process::id()));
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let places = Config::places_for_package(&root.join(package));
        fs::remove_dir_all(&root).unwrap();
        let shown = places.iter().map(|place| {
            let folder = place.parent().unwrap();
            folder.strip_prefix(&root).unwrap().display().to_string()
        });
        shown.collect()
    }

    const PACKAGE: &str = "[package]\nname = \"a\"\n";
    const WORKSPACE: &str = "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/out\"]\n";

    #[test]
    fn a_package_looks_up_to_its_workspace() {
        let files = [
            ("ws/Cargo.toml", WORKSPACE),
            ("ws/crates/a/Cargo.toml", PACKAGE),
        ];
        let found = places("member", &files, "ws/crates/a");
        assert_eq!(found, ["ws/crates/a", "ws/crates", "ws"]);
    }

    #[test]
    fn a_package_alone_looks_nowhere_else() {
        assert_eq!(places("alone", &[("a/Cargo.toml", PACKAGE)], "a"), ["a"]);
        let files = [
            ("ws/Cargo.toml", WORKSPACE),
            ("ws/crates/out/Cargo.toml", PACKAGE),
        ];
        assert_eq!(
            places("excluded", &files, "ws/crates/out"),
            ["ws/crates/out"]
        );
    }

    #[test]
    fn a_packaged_copy_looks_nowhere_else() {
        let files = [
            ("ws/Cargo.toml", WORKSPACE),
            ("ws/crates/a/Cargo.toml", PACKAGE),
            ("ws/crates/a/Cargo.toml.orig", PACKAGE),
        ];
        assert_eq!(places("packaged", &files, "ws/crates/a"), ["ws/crates/a"]);
    }

    #[test]
    fn a_package_may_name_its_workspace() {
        let named = "[package]\nname = \"a\"\nworkspace = \"../ws\"\n";
        let files = [("ws/Cargo.toml", WORKSPACE), ("a/Cargo.toml", named)];
        assert_eq!(places("named", &files, "a"), ["a", "ws"]);
    }
}
