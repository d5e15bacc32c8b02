//! The package that is prepared, and the files of it that matter.

use std::path::{Path, PathBuf};

use revision_core::{Code, Diagnostic};
use toml_edit::{DocumentMut, Item};

use super::change::read;
use crate::failure::Failure;
use crate::location::Location;

/// A package as its manifest tells.
pub(super) struct Package {
    /// Its folder, as seen from where the user stands.
    pub(super) folder: PathBuf,
    /// Its manifest.
    pub(super) manifest: DocumentMut,
}

impl Package {
    /// The package that is meant; `None` where there is no Cargo project at all.
    pub(super) fn find(location: &Location) -> Result<Option<Self>, Failure> {
        let folder = location.package_folder()?;
        let path = folder.join("Cargo.toml");
        let Some(text) = read(&path)? else {
            return Ok(None);
        };
        let manifest: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            let message = format!("cannot read `{}`: {}", path.display(), error.message());
            Diagnostic::new(Code::UnreadableFile, message)
        })?;
        if manifest.get("package").is_some() {
            return Ok(Some(Self { folder, manifest }));
        }
        let fault = Failure::usage(format!(
            "`{}` is that of a workspace, which has several packages",
            path.display()
        ));
        Err(fault
            .help("name the package that compiles the revisions: `cargo revision init -p NAME`")
            .into())
    }

    pub(super) fn manifest_path(&self) -> PathBuf {
        self.folder.join("Cargo.toml")
    }

    /// The build script, whether or not it exists; `None` where the manifest says that there shall be none.
    pub(super) fn build_script(&self) -> Option<PathBuf> {
        match self.manifest["package"].get("build") {
            None => Some(self.folder.join("build.rs")),
            Some(build) => match (build.as_str(), build.as_bool()) {
                (Some(path), _) => Some(self.folder.join(path)),
                (None, Some(true)) => Some(self.folder.join("build.rs")),
                (None, _) => None,
            },
        }
    }

    /// The file that the library begins with, or else the binary.
    pub(super) fn root_module(&self) -> Option<PathBuf> {
        let exists = |path: &str| {
            let path = self.folder.join(path);
            path.is_file().then_some(path)
        };
        let named = |target: &Item| Some(self.folder.join(target.get("path")?.as_str()?));
        self.manifest
            .get("lib")
            .and_then(named)
            .or_else(|| exists("src/lib.rs"))
            .or_else(|| exists("src/main.rs"))
            .or_else(|| {
                let binaries = self.manifest.get("bin")?.as_array_of_tables()?;
                let path = binaries.iter().next()?.get("path")?.as_str()?;
                Some(self.folder.join(path))
            })
    }

    /// The manifest of the workspace's root, where that is another one.
    pub(super) fn workspace(&self) -> Option<DocumentMut> {
        let folder = std::path::absolute(&self.folder).ok()?;
        let named = self.manifest["package"].get("workspace");
        if let Some(named) = named.and_then(Item::as_str) {
            return manifest_in(&folder.join(named));
        }
        let mut above = folder.ancestors().skip(1).filter_map(manifest_in);
        above.find(|manifest| manifest.get("workspace").is_some())
    }
}

fn manifest_in(folder: &Path) -> Option<DocumentMut> {
    let text = std::fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    text.parse().ok()
}
