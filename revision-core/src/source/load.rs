//! Reading the folders of revisions.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;
use std::sync::Arc;

use super::file::RevisionFile;
use crate::config::{Config, Format};
use crate::{Code, Diagnostic, Place, Source};

/// The largest file that is taken for a revision: beyond it somebody has put data, a dump, or something else here.
const LARGEST: u64 = 8 * 1024 * 1024;

/// What the folders hold.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The revisions, folder by folder, in the order of their names. Some may stand here that also have faults.
    pub files: Vec<RevisionFile>,
    /// Everything that could not be read as it stands.
    pub faults: Vec<Diagnostic>,
    /// The files that no revision could be made of; the text is empty where it could not be read.
    pub unread: Vec<Arc<Source>>,
}

/// Reads every revision file of the configured folders. One that does not exist yet is empty.
#[must_use]
pub fn load(config: &Config) -> Loaded {
    let mut loaded = Loaded::default();
    let mut seen = Vec::new();
    for folder in &config.revisions {
        let real = config.path(folder);
        let folder = Path::new(folder.raw());
        // The same folder under two names would make every revision a duplicate of itself.
        let canonical = fs::canonicalize(&real).unwrap_or_else(|_| real.clone());
        if seen.contains(&canonical) {
            continue;
        }
        seen.push(canonical);
        match names(&real) {
            Ok(names) => {
                for (name, format) in names {
                    loaded.read(&config.root, folder.join(name), format);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => loaded.faults.push(unreadable(folder, &error)),
        }
    }
    loaded
}

impl Loaded {
    fn read(&mut self, root: &Path, path: PathBuf, format: Format) {
        let text = match read_text(&root.join(&path), &path) {
            Ok(text) => text,
            Err(error) => {
                self.faults.push(error.told(&path));
                let text = String::new();
                self.unread.push(Arc::new(Source { path, text }));
                return;
            }
        };
        let source = Arc::new(Source { path, text });
        let (file, faults) = RevisionFile::read(&source, format);
        self.faults.extend(faults);
        match file {
            Some(file) => self.files.push(file),
            None => self.unread.push(source),
        }
    }
}

/// The names in a folder that are those of revision files, sorted. Hidden files are editors' and our own drafts.
fn names(folder: &Path) -> io::Result<Vec<(PathBuf, Format)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = PathBuf::from(entry?.file_name());
        let hidden = name.as_os_str().as_encoded_bytes().starts_with(b".");
        if let (Some(format), false) = (Format::of(&name), hidden) {
            names.push((name, format));
        }
    }
    names.sort();
    Ok(names)
}

/// Why a file gave no text.
enum NoText {
    Io(io::Error),
    NotUtf8(FromUtf8Error),
}

impl From<io::Error> for NoText {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl NoText {
    fn told(self, path: &Path) -> Diagnostic {
        let error = match self {
            Self::Io(error) => return unreadable(path, &error),
            Self::NotUtf8(error) => error,
        };
        let start = error.utf8_error().valid_up_to();
        let path = path.to_path_buf();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        // What takes the place of the bytes that are no text.
        let span = start..start + char::REPLACEMENT_CHARACTER.len_utf8();
        let message = format!("cannot read `{}`: it is not UTF-8", path.display());
        let source = Arc::new(Source { path, text });
        Diagnostic::new(Code::UnreadableFile, message).at(Place::new(&source, span))
    }
}

/// Reads the text of a file of sources; its path is shown as it is given.
#[cfg(feature = "source")]
pub(super) fn read_source(root: &Path, path: PathBuf) -> Result<Source, Diagnostic> {
    match read_text(&root.join(&path), &path) {
        Ok(text) => Ok(Source { path, text }),
        Err(error) => Err(error.told(&path)),
    }
}

fn read_text(path: &Path, shown: &Path) -> Result<String, NoText> {
    // The compiler is told of the file in text.
    if shown.to_str().is_none() {
        return Err(io::Error::other("its name is not UTF-8").into());
    }
    // Asked of the path and not of the open file: opening a pipe would wait for its writer.
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::other("it is no file").into());
    }
    if about.len() > LARGEST {
        let size = about.len() / (1024 * 1024);
        return Err(io::Error::other(format!(
            "{size} MiB, of at most {} that a revision may have",
            LARGEST / (1024 * 1024)
        ))
        .into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0) + 1);
    File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map_err(NoText::NotUtf8)
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read `{}`: {}", path.display(), plain(error));
    Diagnostic::new(Code::UnreadableFile, message).at(Place::file(path))
}

/// The operating system's words without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_owned(),
        None => error.to_string(),
    }
}
