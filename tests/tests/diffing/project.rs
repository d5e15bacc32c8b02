//! Operations that run as a revision does: written to a file, read from it, and carried out.

use std::fmt::Write as _;
use std::fs;

use revision_core::Operation;
use revision_core::config::{Config, Settings};
use revision_core::runtime::{Runtime, Scope, reflect};
use revision_core::schema::Schema;
use revision_core::source::{self, functions};
use revision_tests::Database;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
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
        self.go_with(database, to, Keys::Heeded).await
    }

    /// The same, on a connection that heeds foreign keys or passes over them.
    pub(crate) async fn go_with(
        &self,
        database: &Database,
        to: Option<&str>,
        keys: Keys,
    ) -> Result<(), String> {
        let revisions = source::read(&Config::at(self.folder.path()))
            .map_err(|faults| format!("{faults:?}"))?;
        let settings = Settings::DEFAULT;
        let runtime = Runtime::of_files(&revisions, &settings);
        let place = match keys {
            Keys::Heeded => revision_core::Database::from(database.url()),
            Keys::PassedOver => passing_over(database).await.into(),
        };
        let went = match to {
            None => runtime.upgrade(place, "head").await,
            Some(to) => runtime.downgrade(place, to).await,
        };
        went.map(drop).map_err(|error| format!("{error}"))
    }
}

/// What a connection makes of foreign keys.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Keys {
    Heeded,
    /// As SQLite does unless it is told otherwise.
    PassedOver,
}

async fn passing_over(database: &Database) -> SqliteConnection {
    let options: SqliteConnectOptions = database.url().parse().expect("a URL of SQLite's");
    let options = options.foreign_keys(false);
    SqliteConnection::connect_with(&options)
        .await
        .expect("it opens")
}

pub(crate) async fn read(database: &Database) -> Schema {
    match reflect(database.url(), Scope::Everything, &Settings::DEFAULT).await {
        Ok(schema) => schema,
        Err(error) => panic!("{:?}: {error:?}", database.kind()),
    }
}
