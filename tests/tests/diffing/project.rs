//! Operations that run as a revision does: written to a file, read from it, and carried out.

use std::fmt::Write as _;
use std::fs;

use revision_core::Operation;
use revision_core::config::{Config, Settings};
use revision_core::runtime::{Runtime, Scope, reflect};
use revision_core::schema::Schema;
use revision_core::source::{self, functions};
use revision_tests::Database;
use tempfile::TempDir;

/// A folder of revisions, one upon the other.
pub(crate) struct Project {
    folder: TempDir,
    count: usize,
}

impl Project {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("revisions")).expect("a folder can be made");
        Self { folder, count: 0 }
    }

    /// Adds a revision on top.
    pub(crate) fn add(&mut self, upgrade: &[Operation], downgrade: &[Operation]) {
        let mut header = format!("    id: \"{:04}\",\n", self.count + 1);
        if self.count > 0 {
            let _ = writeln!(header, "    down_revision: \"{:04}\",", self.count);
        }
        self.count += 1;
        let body = functions(upgrade, Some(downgrade));
        let text = format!(
            "//! Made up.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n{header}}}\n\n{body}"
        );
        let path = self
            .folder
            .path()
            .join(format!("revisions/{:04}.rs", self.count));
        fs::write(path, text).expect("a file can be written");
    }

    /// Applies all revisions, or undoes what stands above one.
    pub(crate) async fn go(&self, database: &Database, to: Option<&str>) -> Result<(), String> {
        let revisions = source::read(&Config::at(self.folder.path()))
            .map_err(|faults| format!("{faults:?}"))?;
        let settings = Settings::DEFAULT;
        let runtime = Runtime::of_files(&revisions, &settings);
        let went = match to {
            None => runtime.upgrade(database.url(), "head").await,
            Some(to) => runtime.downgrade(database.url(), to).await,
        };
        went.map(drop).map_err(|error| format!("{error}"))
    }
}

pub(crate) async fn read(database: &Database) -> Schema {
    match reflect(database.url(), Scope::Everything, &Settings::DEFAULT).await {
        Ok(schema) => schema,
        Err(error) => panic!("{:?}: {error:?}", database.kind()),
    }
}
