//! What makes no sense: operations that no schema can follow.
//!
//! Databases differ in what they refuse. A fault is what none of them accepts, or what is a mistake on any of them; the
//! rest is for the database to say when it is asked.

use std::fmt;

use super::Irreversible;
use crate::schema::{Name, QualifiedName};

/// Why an operation cannot be applied to a schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// What it is about is not there.
    #[error("there is no {0}")]
    Missing(Object),
    /// What it makes is there already, or something else goes by its name.
    #[error("{0} exists already")]
    Exists(Object),
    /// What it takes away is needed by something else.
    #[error("{by} needs {what}")]
    Needed {
        /// What it takes away.
        what: Box<Object>,
        /// What needs it.
        by: Box<Object>,
    },
    /// The same is named twice.
    #[error("{of} names `{name}` twice")]
    Twice {
        /// Where.
        of: Object,
        /// What is named twice.
        name: String,
    },
    /// It consists of nothing.
    #[error("{0} has no columns")]
    Empty(Object),
    /// A foreign key has more columns on one side than on the other.
    #[error("{of} has {here} columns and refers to {there}")]
    Unequal {
        /// The foreign key.
        of: Object,
        /// The number of its own columns.
        here: usize,
        /// The number of columns that it refers to.
        there: usize,
    },
    /// A foreign key refers to columns by which no row can be found.
    #[error("{of} refers to columns of `{table}` that have neither key nor index")]
    NoKey {
        /// The foreign key.
        of: Object,
        /// The table that it refers to.
        table: QualifiedName,
    },
    /// What it says cannot hold at once.
    #[error("{of} {why}")]
    Contradiction {
        /// What it is about.
        of: Object,
        /// What cannot be.
        why: Contradiction,
    },
    /// A row has not a value for each column.
    #[error("row {row} for {table} has {found} values for {expected} columns")]
    Row {
        /// The table.
        table: Object,
        /// Which row it is, counted from 1.
        row: usize,
        /// How many columns are named.
        expected: usize,
        /// How many values it has.
        found: usize,
    },
    /// A constraint that has to be named is not.
    #[error("the constraint of {0} is not named")]
    Unnamed(Object),
    /// What a reverse is of has no inverse, or none that is known here.
    #[error("it cannot be reversed: {0}")]
    Reverse(Box<Irreversible>),
}

/// What cannot hold at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Contradiction {
    /// A column that is computed has a default.
    #[error("is computed and has a default")]
    GeneratedWithDefault,
    /// A column that is computed is counted up.
    #[error("is computed and counted up")]
    GeneratedWithIdentity,
    /// A column that is counted up has a default.
    #[error("is counted up and has a default")]
    IdentityWithDefault,
    /// A column that may hold nothing stands in a primary key.
    #[error("is part of the primary key and may hold nothing")]
    NullableKey,
    /// A column that may hold nothing is counted up.
    #[error("is counted up and may hold nothing")]
    NullableIdentity,
    /// It is said how values are made into a new type, and not which.
    #[error("is converted, and not to another type")]
    UsingWithoutType,
    /// A foreign key sets columns that are not its own.
    #[error("sets columns that are not among its own")]
    SetsOthers,
    /// A foreign key names columns to set, and sets none.
    #[error("names columns to set, and sets none when a row is deleted")]
    SetsNothing,
    /// A table that is not divided has partitions.
    #[error("has partitions and does not say by what it is divided")]
    Undivided,
    /// A value is given for a column that is computed.
    #[error("is computed and given a value")]
    ValueForGenerated,
    /// An index of a view whose rows are not stored.
    #[error("stores no rows and cannot have an index")]
    IndexOnView,
}

/// A thing in a schema, as messages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Object {
    /// What SQL calls a schema.
    Namespace(Name),
    /// A module of the server's.
    Extension(Name),
    /// A type with a list of values.
    Enum(QualifiedName),
    /// A type of whose values only some are taken.
    Domain(QualifiedName),
    /// A check of a domain.
    DomainCheck(QualifiedName, Name),
    /// A type of several values.
    Composite(QualifiedName),
    /// A value of a composite type.
    Attribute(QualifiedName, Name),
    /// A value of an enum.
    EnumValue(QualifiedName, String),
    /// A counter.
    Sequence(QualifiedName),
    /// A table.
    Table(QualifiedName),
    /// A column of a table.
    Column(QualifiedName, Name),
    /// The primary key of a table.
    PrimaryKey(QualifiedName),
    /// A constraint of a table.
    Constraint(QualifiedName, Name),
    /// An index of a table or a materialised view.
    Index(QualifiedName, Name),
    /// A view.
    View(QualifiedName),
    /// A materialised view.
    MaterializedView(QualifiedName),
    /// A function or a procedure.
    Function(QualifiedName),
    /// A trigger of a table or a view.
    Trigger(QualifiedName, Name),
    /// A policy of a table.
    Policy(QualifiedName, Name),
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Namespace(name) => write!(f, "schema `{name}`"),
            Self::Extension(name) => write!(f, "extension `{name}`"),
            Self::Enum(name) => write!(f, "enum `{name}`"),
            Self::Domain(name) => write!(f, "domain `{name}`"),
            Self::DomainCheck(name, check) => write!(f, "check `{check}` of domain `{name}`"),
            Self::Composite(name) => write!(f, "composite type `{name}`"),
            Self::Attribute(name, own) => write!(f, "attribute `{own}` of `{name}`"),
            Self::EnumValue(name, value) => write!(f, "value `{value}` of enum `{name}`"),
            Self::Sequence(name) => write!(f, "sequence `{name}`"),
            Self::Table(name) => write!(f, "table `{name}`"),
            Self::Column(table, name) => write!(f, "column `{name}` of `{table}`"),
            Self::PrimaryKey(table) => write!(f, "primary key of `{table}`"),
            Self::Constraint(table, name) => write!(f, "constraint `{name}` of `{table}`"),
            Self::Index(table, name) => write!(f, "index `{name}` of `{table}`"),
            Self::View(name) => write!(f, "view `{name}`"),
            Self::MaterializedView(name) => write!(f, "materialised view `{name}`"),
            Self::Function(name) => write!(f, "function `{name}`"),
            Self::Trigger(table, name) => write!(f, "trigger `{name}` of `{table}`"),
            Self::Policy(table, name) => write!(f, "policy `{name}` of `{table}`"),
        }
    }
}

impl Fault {
    pub(super) fn needed(what: Object, by: Object) -> Self {
        Self::Needed {
            what: Box::new(what),
            by: Box::new(by),
        }
    }
}

/// What fails in a list of operations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct At<E: fmt::Display> {
    /// The number of the operation, counted from 0.
    pub operation: usize,
    /// Why it fails.
    pub why: E,
}
