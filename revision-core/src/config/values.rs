//! The smaller values of the configuration.

use std::path::Path;

use super::Text;

/// What a revision file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A Rust module that calls `op`.
    Rust,
    /// A SQL file with sections.
    Sql,
}

impl Format {
    /// Both, each with the word for it in the configuration, in arguments and in JSON.
    pub const NAMES: [(&'static str, Self); 2] = [("rust", Self::Rust), ("sql", Self::Sql)];

    /// The format that a file's name says it has; none for what is no revision.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        let mut formats = Self::NAMES.iter().map(|(_, format)| *format);
        formats.find(|format| format.extension() == extension)
    }

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Sql => "sql",
        }
    }

    /// The ending of its files, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Rust => "rs",
            Self::Sql => "sql",
        }
    }
}

/// How new revisions get their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdScheme {
    /// Twelve hexadecimal digits at random.
    Hex,
    /// The next number, as wide as those before it.
    Sequential,
}

/// What is compared when a revision is generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Autogenerate {
    /// Patterns of tables that are; none given: all.
    pub include: Option<Vec<Text>>,
    /// Patterns of tables that are not.
    pub exclude: Vec<Text>,
    /// The namespaces looked at; none given: the default one.
    pub schemas: Option<Vec<Text>>,
}

/// How objects are named that were given no name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// Indexes.
    pub index: Option<Text>,
    /// Unique constraints.
    pub unique: Option<Text>,
    /// Check constraints.
    pub check: Option<Text>,
    /// Foreign keys.
    pub foreign_key: Option<Text>,
    /// Primary keys.
    pub primary_key: Option<Text>,
}

/// A command that is run on every new file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// The command line; `{path}` stands for the file.
    pub run: Text,
}

/// What the compiler checks beside the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// Whether a model that was changed without a revision does not compile.
    pub models_in_sync: bool,
}

/// One database among several that revisions are applied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Its name, as `-e` takes it.
    pub name: String,
    /// Where it is.
    pub url: Option<Text>,
    /// Whether what loses data asks for its name first.
    pub protected: bool,
}
