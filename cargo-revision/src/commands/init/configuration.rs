//! `revision.toml` and the folder of revisions.

use std::fmt::Write as _;
use std::path::Path;

use revision_core::Backend;
use revision_core::config::Config;

use super::change::Changes;
use super::existing;
use super::package::Package;
use crate::database::{Chosen, Database};
use crate::failure::Failure;
use crate::location::Location;

/// Plans the configuration where there is none; gives the kind of database that it, `.env` or the arguments name.
pub(super) fn plan(
    location: &Location,
    chosen: &Chosen,
    package: Option<&Package>,
    changes: &mut Changes,
) -> Result<Option<Backend>, Failure> {
    if let Some(config) = existing(location, package)? {
        for folder in config.folders() {
            changes.folder(folder);
        }
        return backend(&config, chosen);
    }
    let file = match (&location.config, package) {
        (Some(file), _) => file.clone(),
        (None, Some(package)) => package.folder.join(Config::FILE_NAME),
        (None, None) => Config::FILE_NAME.into(),
    };
    let root = file.parent().unwrap_or(Path::new(""));
    let config = Config::at(root);
    for folder in config.folders() {
        changes.folder(folder);
    }
    let backend = backend(&config, chosen)?;
    let text = text(package.is_some(), backend);
    changes.create(file, text);
    Ok(backend)
}

fn backend(config: &Config, chosen: &Chosen) -> Result<Option<Backend>, Failure> {
    let database = Database::find(config, chosen)?;
    Ok(database.and_then(|database| database.backend()))
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
                "# The database: DATABASE_URL, in the environment or in `.env`, goes before this.\n# url = \"{name}://…\"\n"
            );
        }
        None => text.push_str(
            "# The database, where DATABASE_URL, in the environment or in `.env`, does not name one.\n\
             # url = \"sqlite://app.db\"\n",
        ),
    }
    text
}
