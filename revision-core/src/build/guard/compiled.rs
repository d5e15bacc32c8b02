//! Which files the package compiles, so that a derive in them sees what the build script left.
//!
//! It is told from their names and from who speaks of them. A file that is taken for another's has its faults raised at
//! `revisions!`, so in doubt it is.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::source::models::{below, folders};

/// The files of a package, with those that have models.
pub(super) struct Compiled<'a> {
    config: &'a Config,
    package: Option<PathBuf>,
    /// What all files say.
    texts: Vec<String>,
}

impl<'a> Compiled<'a> {
    pub(super) fn new(package: &Path, config: &'a Config) -> Self {
        let mut files: Vec<PathBuf> = below(&config.root, folders(config))
            .into_iter()
            .map(|path| config.root.join(path))
            .collect();
        files.extend(
            below(package, vec!["src".into()])
                .into_iter()
                .map(|path| package.join(path)),
        );
        files.sort();
        files.dedup();
        let texts = files
            .iter()
            .filter_map(|file| fs::read_to_string(file).ok());
        Self {
            config,
            package: fs::canonicalize(package).ok(),
            texts: texts.collect(),
        }
    }

    /// The file as the file system calls it, if the package compiles it.
    pub(super) fn file(&self, path: &Path) -> Option<PathBuf> {
        let package = self.package.as_deref()?;
        let file = fs::canonicalize(self.config.root.join(path)).ok()?;
        let inside = file.strip_prefix(package).ok()?;
        // Another package may lie within this one.
        let mut between = inside.ancestors().skip(1);
        let is_own = between.all(|folder| {
            folder.as_os_str().is_empty() || !package.join(folder).join("Cargo.toml").exists()
        });
        (is_own && self.is_spoken_of(&file)).then_some(file)
    }

    /// Whether the file is where a crate begins, or another says that it is a module.
    fn is_spoken_of(&self, file: &Path) -> bool {
        let name = |path: &Path| {
            let name = path.file_stem().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        let above = file.parent().map(name).unwrap_or_default();
        let mut own = name(file);
        if own == "mod" {
            own = above;
        } else if matches!(&*own, "lib" | "main") || above == "bin" {
            return true;
        }
        let whole = file.file_name().unwrap_or_default().to_string_lossy();
        let ways = [
            format!("mod {own};"),
            format!("mod r#{own};"),
            format!("{whole}\""),
        ];
        let lines = self.texts.iter().flat_map(|text| text.lines());
        let mut code = lines.filter(|line| !line.trim_start().starts_with("//"));
        code.any(|line| ways.iter().any(|way| line.contains(way)))
    }
}
