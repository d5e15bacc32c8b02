//! `revision.toml` and the folder of revisions.

use std::fmt::Write as _;
use std::path::Path;

use revision_core::Backend;
use revision_core::config::Config;

use super::change::Changes;
use super::existing;
use super::package::Package;
use crate::failure::Failure;
use crate::location::Location;

pub(super) fn plan(
    location: &Location,
    package: Option<&Package>,
    changes: &mut Changes,
) -> Result<(), Failure> {
    if let Some(config) = existing(location, package)? {
        for folder in config.folders() {
            changes.folder(folder);
        }
        return Ok(());
    }
    let file = match (&location.config, package) {
        (Some(file), _) => file.clone(),
        (None, Some(package)) => package.folder.join(Config::FILE_NAME),
        (None, None) => Config::FILE_NAME.into(),
    };
    let root = file.parent().unwrap_or(Path::new(""));
    for folder in Config::at(root).folders() {
        changes.folder(folder);
    }
    let text = text(package.is_some(), backend(root));
    changes.create(file, text);
    Ok(())
}

/// A short beginning, of which every line may go.
fn text(package: bool, backend: Option<Backend>) -> String {
    let mut text = String::from(
        "# The configuration of `cargo revision`. Every key is optional.\n\n\
         # The folder of the revisions, or a list of folders.\n\
         revisions = \"revisions\"\n\n",
    );
    if !package {
        text.push_str("# What new revisions are written in: there is no crate to compile Rust.\nformat = \"sql\"\n\n");
    }
    match backend {
        Some(backend) => {
            let name = backend.name();
            let _ = write!(text,
                "# The database: DATABASE_URL, which stands in `.env`, goes before this.\n# url = \"{name}://…\"\n"
            );
        }
        None => text.push_str(
            "# The database, where DATABASE_URL, in the environment or in `.env`, does not name one.\n\
             # url = \"sqlite://app.db\"\n",
        ),
    }
    text
}

/// The kind of database that `DATABASE_URL` in `.env` is for.
fn backend(root: &Path) -> Option<Backend> {
    let text = std::fs::read_to_string(root.join(".env")).ok()?;
    let url = text.lines().find_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=')?;
        (name.trim() == "DATABASE_URL").then(|| value.trim().trim_matches(['"', '\'']))
    })?;
    Backend::from_url(url)
}
