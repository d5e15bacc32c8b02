//! What a revision does, as data.
//!
//! An operation takes a schema to another. It knows no database: what each has to be sent is for `crate::dialect` to say,
//! and what a revision file calls it by for `crate::op`.

mod apply;
mod change;
mod data;
mod fault;
mod invert;
mod named;
#[cfg(test)]
mod tests;
mod words;

use crate::Backend;
use crate::schema::{
    Column, Constraint, ConstraintKind, Defined, Enum, Extension, Index, Name, QualifiedName,
    Sequence, Table, View,
};

pub(crate) use apply::{columns_of, is_procedure, replaces, type_has, type_name};
pub use change::{ColumnChange, Place, SequenceChange, TableChange, TypeChange, Where};
pub use data::{BulkInsert, Execute, Run};
pub use fault::{At, Contradiction, Fault, Object};
pub use invert::{Irreversible, invert, invert_all, resolve_reverse};
pub(crate) use named::{index_name, name_all, names};
pub(crate) use words::{is_plain, mentions, mentions_column};

/// One thing that a revision does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// Makes a namespace.
    CreateNamespace {
        /// What it is called.
        name: Name,
        /// Whether one that is there is left as it is.
        if_not_exists: bool,
    },
    /// Removes a namespace that holds nothing.
    DropNamespace {
        /// What it is called.
        name: Name,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Calls a namespace otherwise.
    RenameNamespace {
        /// What it is called.
        from: Name,
        /// What it will be called.
        to: Name,
    },
    /// Installs a module of the server's.
    CreateExtension {
        /// What it is called.
        name: Name,
        /// Where its objects lie, and which version.
        extension: Extension,
        /// Whether one that is there is left as it is.
        if_not_exists: bool,
    },
    /// Removes a module of the server's.
    DropExtension {
        /// What it is called.
        name: Name,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Makes a type with a list of values.
    CreateEnum {
        /// What it is called.
        name: QualifiedName,
        /// Its values.
        definition: Enum,
    },
    /// Removes a type with a list of values.
    DropEnum {
        /// What it is called.
        name: QualifiedName,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Calls an enum otherwise.
    RenameEnum {
        /// What it is called.
        from: QualifiedName,
        /// What it will be called.
        to: Name,
    },
    /// Adds a value to an enum.
    AddEnumValue {
        /// The enum.
        name: QualifiedName,
        /// The value.
        value: String,
        /// Where among the others; last, where nothing is said.
        place: Option<Place>,
        /// Whether a value that is there is left as it is.
        if_not_exists: bool,
    },
    /// Calls a value of an enum otherwise; rows that hold it follow.
    RenameEnumValue {
        /// The enum.
        name: QualifiedName,
        /// The value.
        from: String,
        /// What it will be.
        to: String,
    },
    /// Takes a value out of an enum. It fails where rows still hold it.
    DropEnumValue {
        /// The enum.
        name: QualifiedName,
        /// The value.
        value: String,
        /// The columns of that type, with their tables: they are given the new one. None where the schema tells.
        columns: Vec<(QualifiedName, Name)>,
    },
    /// Makes a domain or a composite type.
    CreateType {
        /// What it is called.
        name: QualifiedName,
        /// What it is made of.
        definition: Box<Defined>,
    },
    /// Changes a domain or a composite type.
    AlterType {
        /// What it is called.
        name: QualifiedName,
        /// What changes.
        change: Box<TypeChange>,
    },
    /// Removes a domain or a composite type.
    DropType {
        /// What it is called.
        name: QualifiedName,
        /// Whether it is a domain.
        domain: bool,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Calls a domain or a composite type otherwise.
    RenameType {
        /// What it is called.
        from: QualifiedName,
        /// What it will be called.
        to: Name,
        /// Whether it is a domain.
        domain: bool,
    },
    /// Makes a counter.
    CreateSequence {
        /// What it is called.
        name: QualifiedName,
        /// How it counts.
        sequence: Sequence,
        /// Whether one that is there is left as it is.
        if_not_exists: bool,
    },
    /// Lets a counter count otherwise.
    AlterSequence {
        /// What it is called.
        name: QualifiedName,
        /// What changes.
        change: SequenceChange,
    },
    /// Removes a counter.
    DropSequence {
        /// What it is called.
        name: QualifiedName,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Calls a counter otherwise.
    RenameSequence {
        /// What it is called.
        from: QualifiedName,
        /// What it will be called.
        to: Name,
    },
    /// Makes a table, with its constraints and indexes.
    CreateTable {
        /// What it is called.
        name: QualifiedName,
        /// What it consists of.
        table: Box<Table>,
        /// Whether one that is there is left as it is.
        if_not_exists: bool,
    },
    /// Removes a table and its rows.
    DropTable {
        /// What it is called.
        name: QualifiedName,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Calls a table otherwise.
    RenameTable {
        /// What it is called.
        from: QualifiedName,
        /// What it will be called.
        to: Name,
    },
    /// Moves a table into another namespace.
    MoveTable {
        /// What it is called.
        name: QualifiedName,
        /// The namespace; none for the one searched by default.
        to: Option<Name>,
    },
    /// Changes what is said about a table, or how it is stored.
    AlterTable {
        /// What it is called.
        name: QualifiedName,
        /// What changes.
        change: TableChange,
    },
    /// Adds a column.
    AddColumn {
        /// Its table.
        table: QualifiedName,
        /// What it is like.
        column: Box<Column>,
        /// Whether one that is there is left as it is.
        if_not_exists: bool,
        /// Where among the others, on MySQL; last elsewhere, and where nothing is said.
        place: Option<Where>,
    },
    /// Removes a column and what it holds.
    DropColumn {
        /// Its table.
        table: QualifiedName,
        /// What it is called.
        column: Name,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Changes a column in what is named, and in nothing else.
    AlterColumn {
        /// Its table.
        table: QualifiedName,
        /// What it is called.
        column: Name,
        /// What changes.
        change: Box<ColumnChange>,
    },
    /// Calls a column otherwise.
    RenameColumn {
        /// Its table.
        table: QualifiedName,
        /// What it is called.
        from: Name,
        /// What it will be called.
        to: Name,
    },
    /// Adds a constraint.
    AddConstraint {
        /// Its table.
        table: QualifiedName,
        /// What it is like.
        constraint: Box<Constraint>,
    },
    /// Removes a constraint.
    DropConstraint {
        /// Its table.
        table: QualifiedName,
        /// What it is called; none for a primary key, of which there is one.
        name: Option<Name>,
        /// Of which kind it is.
        kind: ConstraintKind,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Calls a constraint otherwise.
    RenameConstraint {
        /// Its table.
        table: QualifiedName,
        /// What it is called.
        from: Name,
        /// What it will be called.
        to: Name,
    },
    /// Makes sure that all rows hold to a constraint.
    ValidateConstraint {
        /// Its table.
        table: QualifiedName,
        /// What it is called.
        name: Name,
    },
    /// Adds an index.
    CreateIndex {
        /// What it is called; none where the naming convention gives it a name.
        name: Option<Name>,
        /// Its table, or its materialised view.
        table: QualifiedName,
        /// What it is like.
        index: Box<Index>,
        /// Whether writers go on meanwhile.
        concurrently: bool,
        /// Whether one that is there is left as it is.
        if_not_exists: bool,
    },
    /// Removes an index.
    DropIndex {
        /// What it is called.
        name: Name,
        /// Its table, or its materialised view.
        table: QualifiedName,
        /// Whether readers go on meanwhile.
        concurrently: bool,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Calls an index otherwise.
    RenameIndex {
        /// Its table, or its materialised view.
        table: QualifiedName,
        /// What it is called.
        from: Name,
        /// What it will be called.
        to: Name,
    },
    /// Makes a view.
    CreateView {
        /// What it is called.
        name: QualifiedName,
        /// Its query.
        view: Box<View>,
        /// Whether one that is there is replaced.
        or_replace: bool,
    },
    /// Removes a view.
    DropView {
        /// What it is called.
        name: QualifiedName,
        /// Whether its rows are stored.
        materialized: bool,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Calls a view otherwise.
    RenameView {
        /// What it is called.
        from: QualifiedName,
        /// What it will be called.
        to: Name,
        /// Whether its rows are stored.
        materialized: bool,
    },
    /// Makes a function or a procedure.
    CreateFunction {
        /// What it is called, with the types of its arguments where there may be several of a name.
        name: QualifiedName,
        /// The statement that creates it. Where it says `OR REPLACE`, one that is there is replaced.
        sql: String,
    },
    /// Removes a function or a procedure.
    DropFunction {
        /// What it is called, with the types of its arguments where there may be several of a name.
        name: QualifiedName,
        /// Whether it is a procedure.
        procedure: bool,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Makes a trigger.
    CreateTrigger {
        /// What it is called.
        name: Name,
        /// Its table or view.
        table: QualifiedName,
        /// The statement that creates it.
        sql: String,
    },
    /// Removes a trigger.
    DropTrigger {
        /// What it is called.
        name: Name,
        /// Its table or view.
        table: QualifiedName,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Makes a policy of row level security.
    CreatePolicy {
        /// What it is called.
        name: Name,
        /// Its table.
        table: QualifiedName,
        /// The statement that creates it.
        sql: String,
    },
    /// Removes a policy of row level security.
    DropPolicy {
        /// What it is called.
        name: Name,
        /// Its table.
        table: QualifiedName,
        /// Whether it may be missing.
        if_exists: bool,
    },
    /// Says something about an object.
    Comment {
        /// The object.
        on: Commented,
        /// What is said; none to say nothing.
        comment: Option<String>,
    },
    /// Adds rows to a table.
    BulkInsert(BulkInsert),
    /// SQL as it stands, one statement or several.
    Execute(Execute),
    /// Data work in Rust. It changes no schema.
    Run(Run),
    /// The inverse of these operations, derived from the schema at that point.
    Reverse(Vec<Operation>),
}

/// What something can be said about. Of a column [`ColumnChange::comment`] says it, of a table [`TableChange::comment`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Commented {
    /// A namespace.
    Namespace(Name),
    /// An enum.
    Enum(QualifiedName),
    /// A domain or a composite type; whether it is a domain.
    Type(QualifiedName, bool),
    /// A counter.
    Sequence(QualifiedName),
    /// A view; whether its rows are stored.
    View(QualifiedName, bool),
    /// An index of a table.
    Index(QualifiedName, Name),
    /// A constraint of a table.
    Constraint(QualifiedName, Name),
}

impl Operation {
    /// The database that the operation is for alone.
    pub(crate) fn only_on(&self) -> Option<Backend> {
        match self {
            Self::Execute(execute) => execute.on,
            _ => None,
        }
    }
}
