//! A database's schema as a value: plain data, sorted, comparable with `==`.
//!
//! It knows no SQL, no database and no file. Expressions and bodies are kept as the text they were written in; whether two
//! texts mean the same is for the database's dialect to say, which brings both into normal form before they are compared.
//! Operations turn one schema into another (`crate::operation`).

mod column;
mod constraint;
mod defined;
mod index;
mod literal;
mod name;
pub mod naming;
mod object;
mod table;
mod types;

use std::collections::{BTreeMap, BTreeSet};

pub use column::{Column, Columns, Default, Generated, Identity, OnDatabase};
pub use constraint::{
    Action, Check, Constraint, ConstraintKind, Deferrable, Exclusion, ExclusionElement, ForeignKey,
    Match, OnConflict, PrimaryKey, Unique,
};
pub use defined::{Composite, Defined, Domain};
pub use index::{Index, IndexColumn, IndexKey, Nulls};
pub use literal::{Float, Literal};
pub use name::{Name, QualifiedName};
pub use object::{Enum, Extension, Sequence, SequenceOptions, View};
pub use table::{Partition, Source, Table, TableOptions};
pub use types::{Size, Type};

/// All that a database holds, but for its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Schema {
    /// What SQL calls schemas, with their comments; the one that is searched by default is not among them.
    pub namespaces: BTreeMap<Name, Option<String>>,
    /// Modules of the server's that bring objects of their own.
    pub extensions: BTreeMap<Name, Extension>,
    /// Types with a list of values.
    pub enums: BTreeMap<QualifiedName, Enum>,
    /// Domains and composite types.
    pub types: BTreeMap<QualifiedName, Defined>,
    /// Sequences that stand for themselves; those of identity columns belong to the column.
    pub sequences: BTreeMap<QualifiedName, Sequence>,
    /// Tables, with all that belongs to one of them alone.
    pub tables: BTreeMap<QualifiedName, Table>,
    /// Views and materialised views, by their query.
    pub views: BTreeMap<QualifiedName, View>,
    /// Functions and procedures, by the statement that creates them. The name has the types of the arguments behind it
    /// where there may be several of a name: `area(integer, integer)`.
    pub functions: BTreeMap<QualifiedName, String>,
    /// Triggers, by table or view and name; the statement that creates them.
    pub triggers: BTreeMap<(QualifiedName, Name), String>,
    /// Policies of row level security, by table and name; the statement that creates them.
    pub policies: BTreeMap<(QualifiedName, Name), String>,
    /// Objects of which is known that something was done to them, and not what: a statement could not be read.
    pub opaque: BTreeSet<QualifiedName>,
}
