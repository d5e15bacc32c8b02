//! Tables.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Check, Columns, Constraint, Exclusion, ForeignKey, Index, Name, PrimaryKey, QualifiedName,
    Unique,
};

/// A table, with all that belongs to it alone. Its name is a key of the schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Table {
    /// Its columns.
    pub columns: Columns,
    /// What tells its rows apart.
    pub primary_key: Option<PrimaryKey>,
    /// Values that no two rows share.
    pub unique: BTreeSet<Unique>,
    /// What holds for each row.
    pub checks: BTreeSet<Check>,
    /// Values that rows of other tables have.
    pub foreign_keys: BTreeSet<ForeignKey>,
    /// What no two rows have in common.
    pub exclusions: BTreeSet<Exclusion>,
    /// Its indexes, but for those that constraints have.
    pub indexes: BTreeMap<Name, Index>,
    /// What is said about it.
    pub comment: Option<String>,
    /// Its partitions. They come and go with it, and are not compared: others may make and drop them.
    pub partitions: BTreeMap<QualifiedName, Partition>,
    /// How it is stored.
    pub options: TableOptions,
    /// The statement that created it, as its database keeps it.
    pub source: Source,
}

impl Table {
    /// All its constraints.
    pub(crate) fn constraints(&self) -> Vec<Constraint> {
        let keys = self.primary_key.iter().cloned().map(Constraint::PrimaryKey);
        let foreign = self.foreign_keys.iter().cloned();
        keys.chain(self.unique.iter().cloned().map(Constraint::Unique))
            .chain(self.checks.iter().cloned().map(Constraint::Check))
            .chain(foreign.map(Constraint::ForeignKey))
            .chain(self.exclusions.iter().cloned().map(Constraint::Exclusion))
            .collect()
    }

    /// Goes through what is said about its constraints.
    pub(crate) fn constraint_comments(&mut self, mut each: impl FnMut(&mut Option<String>)) {
        if let Some(key) = &mut self.primary_key {
            each(&mut key.comment);
        }
        macro_rules! sets {
            ($($set:ident),+) => {$(
                let all = std::mem::take(&mut self.$set).into_iter().map(|mut one| {
                    each(&mut one.comment);
                    one
                });
                self.$set = all.collect();
            )+};
        }
        sets!(unique, checks, foreign_keys, exclusions);
    }
}

/// A part of a table that is divided.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Partition {
    /// The partition that it is a part of; none where it is one of the table itself.
    pub of: Option<QualifiedName>,
    /// Which rows it holds, and how it is divided itself: what stands behind the name of what it is a part of.
    pub clause: String,
}

impl Partition {
    /// A part of the table itself.
    #[must_use]
    pub fn new(clause: impl Into<String>) -> Self {
        Self {
            of: None,
            clause: clause.into(),
        }
    }
}

/// How a table is stored. Each is known to some databases alone: `docs/options.md` says what others make of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of its own, and any may stand beside any"
)]
#[non_exhaustive]
pub struct TableOptions {
    /// What stores it.
    pub engine: Option<String>,
    /// In which characters its texts are kept.
    pub charset: Option<String>,
    /// How its texts are sorted.
    pub collation: Option<String>,
    /// Whether types are heeded.
    pub strict: bool,
    /// Whether rows lie in the primary key.
    pub without_rowid: bool,
    /// Whether it is forgotten in a crash, and faster for that.
    pub unlogged: bool,
    /// How it is divided: what stands behind `PARTITION BY`.
    pub partition_by: Option<String>,
    /// The tables whose columns it has beside its own.
    pub inherits: Vec<QualifiedName>,
    /// Whether its policies are in force.
    pub row_security: bool,
    /// Parameters of its storage and their values, sorted.
    pub storage: Vec<(String, String)>,
}

/// The text that a database keeps of a table. It goes along for those who have to write it anew, and one is like another:
/// what it says is in the table already.
#[derive(Clone, Debug, Default)]
pub struct Source(pub Option<String>);

impl PartialEq for Source {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Source {}
