//! The folder that a new revision goes to.

use std::fs;
use std::path::{Path, PathBuf};

use revision_core::Diagnostic;
use revision_core::chain::Placement;
use revision_core::config::Text;

use crate::failure::Failure;
use crate::project::Project;

/// The folder as the configuration spells it: the one given, the only one, or that of the first revision below.
pub(crate) fn choose(
    project: &Project,
    given: Option<&Path>,
    placement: &Placement,
) -> Result<PathBuf, Failure> {
    let config = &project.config;
    let folders = &config.revisions;
    if let Some(given) = given {
        // Said from where the user stands or as the configuration has it.
        let means = |folder: &&Text| {
            let real = config.path(folder);
            Path::new(folder.raw()) == given || real == given || same(&real, given)
        };
        let found = folders.iter().find(means);
        let unknown = || {
            listed(
                folders,
                &format!("`{}` is no folder of revisions", given.display()),
            )
        };
        return Ok(found.map(as_path).ok_or_else(unknown)?);
    }
    if let [only] = &folders[..] {
        return Ok(as_path(only));
    }
    let below = placement
        .down_revisions
        .first()
        .and_then(|id| project.file(id));
    match below.and_then(|file| file.path().parent()) {
        Some(folder) => Ok(folder.to_path_buf()),
        None => Err(listed(
            folders,
            "several folders hold revisions: say which with `--folder`",
        )
        .into()),
    }
}

fn as_path(folder: &Text) -> PathBuf {
    PathBuf::from(folder.raw())
}

fn same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn listed(folders: &[Text], message: &str) -> Diagnostic {
    let names: Vec<_> = folders
        .iter()
        .map(|folder| format!("`{}`", folder.raw()))
        .collect();
    Failure::usage(message).help(format!("the configuration has {}", names.join(", ")))
}
