//! The smaller values of the configuration.

use std::path::Path;

use crate::Backend;

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

/// A database that the chain serves, with the version that offline work assumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Database {
    /// Which kind.
    pub backend: Backend,
    /// Major, minor and patch of the server; what was not given is zero.
    pub version: Option<[u32; 3]>,
}

impl Database {
    /// Reads `NAME` or `NAME:VERSION`; the error says which of the two is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, version) = match text.split_once(':') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        let backend = Backend::from_name(name).ok_or_else(|| {
            let known = Backend::ALL.map(|backend| format!("`{}`", backend.name()));
            format!("`{name}` is not a database: {}", known.join(", "))
        })?;
        let version = match version {
            None => None,
            Some(version) => Some(
                numbers(version)
                    .ok_or_else(|| format!("`{version}` is not a version of {name}"))?,
            ),
        };
        Ok(Self { backend, version })
    }
}

fn numbers(version: &str) -> Option<[u32; 3]> {
    let mut numbers = [0; 3];
    for (index, part) in version.split('.').enumerate() {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        *numbers.get_mut(index)? = part.parse().ok().filter(|_| digits)?;
    }
    Some(numbers)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_may_name_its_version() {
        let parsed = Database::parse("postgres:15.2").unwrap();
        assert_eq!(parsed.backend, Backend::Postgres);
        assert_eq!(parsed.version, Some([15, 2, 0]));
        assert_eq!(Database::parse("sqlite").unwrap().version, None);
        for wrong in ["postgres:", "postgres:x", "postgres:1.2.3.4", "postgres:+1"] {
            assert!(Database::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            Database::parse("oracle").unwrap_err(),
            "`oracle` is not a database: `postgres`, `mysql`, `sqlite`"
        );
    }
}
