//! What can be compared with what: the words for it.

use std::fmt;
use std::path::PathBuf;

use revision_core::{Backend, nearest};

use crate::failure::Failure;

/// Where a schema comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The structs of the crate, or the file of SQL that the configuration has instead.
    Models,
    /// The database that is meant.
    Database,
    /// The revisions, up to a target.
    Revisions(String),
    /// A file of plain SQL.
    File(PathBuf),
    /// Nothing.
    Empty,
    /// Another database.
    Url(String),
}

/// What a user may write, as far as it is a word.
const WORDS: [&str; 5] = ["models", "database", "revisions", "file:PATH", "empty"];

impl Source {
    pub(crate) fn parse(word: &str) -> Result<Self, Failure> {
        let source = match word {
            "models" => Self::Models,
            "database" => Self::Database,
            "revisions" => Self::Revisions("heads".to_owned()),
            "empty" => Self::Empty,
            _ => match word.split_once([':', '@']) {
                Some(("file", path)) if !path.is_empty() => Self::File(path.into()),
                Some(("revisions", target)) if !target.is_empty() => {
                    Self::Revisions(target.to_owned())
                }
                _ if Backend::from_url(word).is_some() => Self::Url(word.to_owned()),
                _ => return Err(unknown(word).into()),
            },
        };
        Ok(source)
    }
}

fn unknown(word: &str) -> revision_core::Diagnostic {
    let fault = Failure::usage(format!("`{word}` is nothing that can be compared"));
    let fault = match nearest(word, WORDS) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault,
    };
    fault.help("one of `models`, `database`, `revisions`, `revisions@TARGET`, `file:PATH`, `empty`, or the URL of a database")
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Models => f.write_str("the models"),
            Self::Database => f.write_str("the database"),
            Self::Revisions(target) if target == "heads" => f.write_str("the revisions"),
            Self::Revisions(target) => write!(f, "the revisions up to `{target}`"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Empty => f.write_str("nothing"),
            Self::Url(_) => f.write_str("another database"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read() {
        let read = |word| Source::parse(word).ok();
        assert_eq!(read("models"), Some(Source::Models));
        assert_eq!(read("revisions"), Some(Source::Revisions("heads".into())));
        assert_eq!(read("revisions@-1"), Some(Source::Revisions("-1".into())));
        assert_eq!(read("file:a:b.sql"), Some(Source::File("a:b.sql".into())));
        let url = "postgres://me@host/db";
        assert_eq!(read(url), Some(Source::Url(url.into())));
        assert_eq!(read("file:"), None);
        let said = Source::parse("model").expect_err("no such thing").0;
        assert_eq!(said[0].help[0], "did you mean `models`?");
    }
}
