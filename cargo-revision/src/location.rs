//! Where the project is: which `revision.toml` holds, and whose `Cargo.toml` is meant.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand};
use revision_core::config::Config;
use revision_core::{Code, Diagnostic, nearest};

use crate::failure::Failure;

/// What the arguments say about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Location {
    /// The configuration itself.
    pub(crate) config: Option<PathBuf>,
    /// A package of the workspace.
    pub(crate) package: Option<String>,
    /// The `Cargo.toml` to start from.
    pub(crate) manifest: Option<PathBuf>,
    /// A runner that was built already.
    pub(crate) runner: Option<PathBuf>,
}

impl Location {
    /// The configuration that holds here.
    pub(crate) fn config(&self) -> Result<Config, Failure> {
        if let Some(file) = &self.config {
            return Ok(Config::read(file)?);
        }
        if self.package.is_some() || self.manifest.is_some() {
            let folder = self.package_folder()?;
            return Ok(Config::for_package(&folder)?);
        }
        let here = current_folder()?;
        if let Some(file) = Config::find(&here) {
            return Ok(Config::read(&relative(&file, &here))?);
        }
        let nearest = here.ancestors().find(|folder| {
            folder.join("Cargo.toml").is_file() || folder.join("revisions").is_dir()
        });
        match nearest {
            Some(folder) => Ok(Config::at(relative(folder, &here))),
            None => Err(Diagnostic::new(
                Code::Config,
                "there is no `revision.toml` here or in a folder above",
            )
            .help("`cargo revision init` makes one; `--config FILE` names one elsewhere")
            .into()),
        }
    }

    /// The folder of the `Cargo.toml` that is meant by `--package` or `--manifest-path`, or the nearest one upwards.
    /// It may be that of a workspace without a package.
    pub(crate) fn package_folder(&self) -> Result<PathBuf, Failure> {
        let here = current_folder()?;
        if let Some(package) = &self.package {
            let manifest = package_manifest(package, &self.metadata()?)?;
            return Ok(relative(&folder_of(&manifest), &here));
        }
        match &self.manifest {
            Some(manifest) if manifest.is_file() => Ok(folder_of(manifest)),
            Some(manifest) => Err(Failure::usage(format!(
                "the manifest path `{}` is not a file",
                manifest.display()
            ))
            .into()),
            None => {
                let mut above = here.ancestors();
                let found = above.find(|folder| folder.join("Cargo.toml").is_file());
                Ok(relative(found.unwrap_or(&here), &here))
            }
        }
    }

    fn metadata(&self) -> Result<Metadata, Failure> {
        let mut command = MetadataCommand::new();
        command.no_deps();
        if let Some(manifest) = &self.manifest {
            command.manifest_path(manifest);
        }
        command.exec().map_err(|error| {
            let words = error.to_string();
            let words = words
                .trim()
                .trim_start_matches("`cargo metadata` exited with an error: ");
            let words = words.trim_start_matches("error: ");
            Failure::usage(format!("cargo cannot say what packages there are: {words}")).into()
        })
    }
}

fn package_manifest(name: &str, metadata: &Metadata) -> Result<PathBuf, Failure> {
    let members = metadata.workspace_packages();
    if let Some(found) = members.iter().find(|package| package.name.as_str() == name) {
        return Ok(found.manifest_path.clone().into_std_path_buf());
    }
    let names = members.iter().map(|package| package.name.as_str());
    let fault = Failure::usage(format!("the workspace has no package `{name}`"));
    Err(match nearest(name, names.clone()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!(
            "its packages are: {}",
            names.collect::<Vec<_>>().join(", ")
        )),
    }
    .into())
}

/// The folder that the user stands in.
pub(crate) fn current_folder() -> Result<PathBuf, Failure> {
    std::env::current_dir().map_err(|error| {
        Failure::usage(format!("the working folder cannot be found: {error}")).into()
    })
}

fn folder_of(file: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).to_path_buf()
}

/// A path as seen from `here`, where that is short: below it, or right above it.
fn relative(path: &Path, here: &Path) -> PathBuf {
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        // At the root of everything, the full path says more than many steps up to it.
        if folder.parent().is_none() {
            break;
        }
        if let Ok(inside) = path.strip_prefix(folder) {
            return up.join(inside);
        }
        up.push("..");
    }
    path.to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_from_where_the_user_stands() {
        let from = |path: &str, here: &str| relative(Path::new(path), Path::new(here));
        assert_eq!(from("/a/b/x", "/a/b"), Path::new("x"));
        assert_eq!(from("/a/x", "/a/b/c"), Path::new("../../x"));
        assert_eq!(from("/a/d/x", "/a/b"), Path::new("../d/x"));
        assert_eq!(from("/x", "/a/b"), Path::new("/x"));
        assert_eq!(from("/a/b", "/a/b"), Path::new(""));
    }
}
