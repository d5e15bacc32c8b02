//! Databases of tests as files in a folder: each is a copy of a template.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::Backend;
use crate::dialect::driver::BoxFuture;
use crate::dialect::scratch::{Failed, Scratch, Testable, sealed};

impl sealed::Sealed for sqlx::Sqlite {}

impl Testable for sqlx::Sqlite {
    const BACKEND: Backend = Backend::Sqlite;
}

/// What may lie beside a database.
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

struct Folder {
    path: PathBuf,
    locked: Option<File>,
}

/// A folder among the system's temporary ones.
pub(in crate::dialect) fn usual() -> String {
    url(&std::env::temp_dir().join("revision_test"))
}

pub(in crate::dialect) fn open(url: &str) -> Result<Box<dyn Scratch>, Failed> {
    let rest = url.split_once(':').map_or(url, |(_, rest)| rest);
    let options = format!("sqlite:{rest}").parse::<sqlx::sqlite::SqliteConnectOptions>();
    let options = options.map_err(|error| error.to_string())?;
    let path = options.get_filename().to_path_buf();
    fs::create_dir_all(&path).map_err(|error| cannot("make", &path, &error))?;
    Ok(Box::new(Folder { path, locked: None }))
}

/// The URL of a path: what means something in a URL is encoded.
fn url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('%', "%25");
    format!("sqlite://{}", path.replace('?', "%3F").replace('#', "%23"))
}

fn cannot(do_what: &str, path: &Path, error: &io::Error) -> Failed {
    format!("cannot {do_what} `{}`: {error}", path.display())
}

impl Folder {
    fn file(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.sqlite"))
    }

    fn remove(&self, name: &str) -> Result<(), Failed> {
        for beside in BESIDE {
            let path = self.path.join(format!("{name}.sqlite{beside}"));
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(cannot("remove", &path, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn list(&self, prefix: &str) -> Result<Vec<String>, Failed> {
        let entries =
            fs::read_dir(&self.path).map_err(|error| cannot("read", &self.path, &error))?;
        let names = entries.filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            let name = name.strip_suffix(".sqlite")?;
            name.starts_with(prefix).then(|| name.to_owned())
        });
        Ok(names.collect())
    }

    fn create(&self, name: &str) -> Result<(), Failed> {
        self.remove(name)?;
        let path = self.file(name);
        // An empty file is an empty database.
        let created = File::create_new(&path);
        created
            .map(drop)
            .map_err(|error| cannot("make", &path, &error))
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, Failed> {
        let (from, to) = (self.file(from), self.file(to));
        match fs::copy(&from, &to) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(cannot("copy", &from, &error)),
        }
    }

    fn publish(&self, from: &str, to: &str) -> Result<(), Failed> {
        let (from, to) = (self.file(from), self.file(to));
        fs::rename(&from, &to).map_err(|error| cannot("rename", &from, &error))
    }

    fn try_lock(&mut self, name: &str) -> Result<bool, Failed> {
        let path = self.path.join(format!("{name}.lock"));
        let file = File::create(&path).map_err(|error| cannot("make", &path, &error))?;
        match file.try_lock() {
            Ok(()) => self.locked = Some(file),
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) => return Err(cannot("lock", &path, &error)),
        }
        Ok(true)
    }
}

impl Scratch for Folder {
    fn url(&self, name: &str) -> String {
        url(&self.file(name))
    }

    fn scope(&self) -> &'static str {
        ""
    }

    fn copies(&self) -> bool {
        true
    }

    fn create<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        Box::pin(async move { Folder::create(self, name) })
    }

    fn copy<'a>(&'a mut self, from: &'a str, to: &'a str) -> BoxFuture<'a, Result<bool, Failed>> {
        Box::pin(async move { Folder::copy(self, from, to) })
    }

    fn publish<'a>(&'a mut self, from: &'a str, to: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        Box::pin(async move { Folder::publish(self, from, to) })
    }

    fn list<'a>(&'a mut self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>, Failed>> {
        Box::pin(async move { Folder::list(self, prefix) })
    }

    fn right(&self) -> &'static str {
        "to write files there"
    }

    fn remove<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        Box::pin(async move { Folder::remove(self, name) })
    }

    fn try_lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, Failed>> {
        Box::pin(async move { Folder::try_lock(self, name) })
    }

    fn unlock<'a>(&'a mut self, _: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        // Closing the file ends the lock.
        self.locked = None;
        Box::pin(async { Ok(()) })
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}
