//! The part of the configuration that applying revisions needs, in the command as in a compiled application.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// How revisions are applied. Every field can be written in a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the heads are kept: one row for each.
    pub version_table: TableName,
    /// Where it is noted what ran and when; `None`: nowhere. Without it no edit is noticed, and a revision that stopped
    /// half-way where no transaction holds it together cannot be resumed: nobody knows how far it came.
    pub log_table: Option<TableName>,
    /// What one transaction holds.
    pub transaction: Transaction,
    /// How long to wait for another runner; zero: not at all.
    pub lock_wait: Duration,
    /// How long a statement may wait for a table's lock before it is tried again; zero: for ever.
    pub lock_timeout: Duration,
    /// How long a statement may take; zero: as long as it likes.
    pub statement_timeout: Duration,
    /// Whether a revision that was edited after it was applied is an error, not a warning.
    pub strict: bool,
    /// What to do with a database that newer revisions were applied to.
    pub ahead: Ahead,
}

impl Settings {
    /// What holds when the configuration says nothing.
    pub const DEFAULT: Self = Self {
        version_table: TableName::new("revision_version"),
        log_table: Some(TableName::new("revision_log")),
        transaction: Transaction::Each,
        lock_wait: Duration::from_mins(10),
        lock_timeout: Duration::from_secs(5),
        statement_timeout: Duration::ZERO,
        strict: false,
        ahead: Ahead::Allow,
    };
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The name of a table, with the namespace it lies in where one was given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableName {
    /// What SQL calls a schema.
    pub namespace: Option<Cow<'static, str>>,
    /// The table's own name.
    pub name: Cow<'static, str>,
}

impl TableName {
    /// A table in the namespace that the connection has by default.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            namespace: None,
            name: Cow::Borrowed(name),
        }
    }

    /// A table in a namespace.
    #[must_use]
    pub const fn within(namespace: &'static str, name: &'static str) -> Self {
        Self {
            namespace: Some(Cow::Borrowed(namespace)),
            name: Cow::Borrowed(name),
        }
    }

    /// Reads `table` or `namespace.table`.
    ///
    /// ```
    /// use revision_core::config::TableName;
    /// assert_eq!(TableName::parse("app.version"), Some(TableName::within("app", "version")));
    /// assert_eq!(TableName::parse("a.b.c"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let usable = |part: &str| {
            !part.is_empty() && part == part.trim() && !part.contains(char::is_control)
        };
        let (namespace, name) = match text.split_once('.') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, text),
        };
        let sound = usable(name) && !name.contains('.') && namespace.is_none_or(usable);
        sound.then(|| Self {
            namespace: namespace.map(|namespace| Cow::Owned(namespace.to_owned())),
            name: Cow::Owned(name.to_owned()),
        })
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(namespace) = &self.namespace {
            write!(f, "{namespace}.")?;
        }
        f.write_str(&self.name)
    }
}

/// What one transaction holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transaction {
    /// One revision, its version row and its log row.
    Each,
    /// All revisions of a run: either every one is applied or none.
    All,
}

/// What to do with a database to which revisions were applied that this chain does not have yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// Warn and do nothing, so that an old replica restarts after a new one has migrated.
    Allow,
    /// Fail.
    Refuse,
}
