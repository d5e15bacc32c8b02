//! A chain of SQL revisions for one test, in files of its own.

use std::fs;
use std::path::Path;

use revision_core::config::{Config, Settings};
use revision_core::runtime::Runtime;
use revision_core::source::{self, Revisions};
use tempfile::TempDir;

/// Revision files in a folder, read.
#[derive(Debug)]
pub struct TestChain {
    folder: TempDir,
    revisions: Revisions,
    /// How they run.
    pub settings: Settings,
}

/// One revision of a [`TestChain`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Sql<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it stands on, as its header says it.
    pub down: &'a str,
    /// Further lines of the header, such as `transaction: false`.
    pub header: &'a str,
    /// What it does.
    pub upgrade: &'a str,
    /// What undoes it; none where nothing does.
    pub downgrade: Option<&'a str>,
}

impl Sql<'_> {
    /// The file.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { id, upgrade, .. } = self;
        let down = match self.down {
            "" => String::new(),
            down => format!("-- down_revision: {down}\n"),
        };
        let header: String = self.header.lines().map(comment).collect();
        let downgrade = self.downgrade.map_or_else(String::new, |downgrade| {
            format!("\n-- downgrade\n{downgrade}\n")
        });
        format!(
            "-- Revision {id}\n--\n-- revision: {id}\n{down}{header}\n-- upgrade\n{upgrade}\n{downgrade}"
        )
    }
}

fn comment(line: &str) -> String {
    format!("-- {line}\n")
}

impl TestChain {
    /// Writes the revisions and reads them back.
    #[must_use]
    pub fn new(revisions: &[Sql<'_>]) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("revisions")).expect("a folder can be made");
        for revision in revisions {
            let path = folder.path().join(format!("revisions/{}.sql", revision.id));
            fs::write(path, revision.text()).expect("a file can be written");
        }
        Self {
            revisions: read(folder.path()),
            settings: Settings::DEFAULT,
            folder,
        }
    }

    /// A chain of files, by their names and what they hold.
    #[must_use]
    pub fn of_files(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let revisions = folder.path().join("revisions");
        fs::create_dir(&revisions).expect("a folder can be made");
        for (name, text) in files {
            fs::write(revisions.join(name), text).expect("a file can be written");
        }
        Self {
            revisions: read(folder.path()),
            settings: Settings::DEFAULT,
            folder,
        }
    }

    /// The revisions, as they were read.
    #[must_use]
    pub fn revisions(&self) -> &Revisions {
        &self.revisions
    }

    /// `count` revisions, `0001` and so on, each making a table `t0001` with a row, in one line.
    #[must_use]
    pub fn tables(count: usize) -> Self {
        let texts: Vec<[String; 4]> = (1..=count)
            .map(|number| {
                let down = if number == 1 {
                    String::new()
                } else {
                    format!("{:04}", number - 1)
                };
                [
                    format!("{number:04}"),
                    down,
                    format!(
                        "CREATE TABLE t{number:04} (id integer PRIMARY KEY);\nINSERT INTO t{number:04} VALUES ({number});"
                    ),
                    format!("DROP TABLE t{number:04};"),
                ]
            })
            .collect();
        let revisions: Vec<Sql<'_>> = texts
            .iter()
            .map(|[id, down, upgrade, downgrade]| Sql {
                id,
                down,
                header: "",
                upgrade,
                downgrade: Some(downgrade),
            })
            .collect();
        Self::new(&revisions)
    }

    /// Writes a revision's file anew, or one more, and reads all again.
    pub fn write(&mut self, revision: &Sql<'_>) {
        let path = self
            .folder
            .path()
            .join(format!("revisions/{}.sql", revision.id));
        fs::write(path, revision.text()).expect("a file can be written");
        self.revisions = read(self.folder.path());
    }

    /// The folder of the project.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What runs it.
    #[must_use]
    pub fn runtime(&self) -> Runtime<'_> {
        Runtime::of_files(&self.revisions, &self.settings)
    }
}

fn read(folder: &Path) -> Revisions {
    source::read(&Config::at(folder)).expect("the revisions are in order")
}
