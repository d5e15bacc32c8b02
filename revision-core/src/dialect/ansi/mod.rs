//! What most databases spell alike.
//!
//! The functions here write whole statements. What a database spells in its own way, it supplies as a [`Spelling`]: not
//! whether it can do something, but the words for it, or why there are none.

mod constraint;
mod data;
mod index;
mod name;
mod table;

pub(in crate::dialect) use constraint::{constraint, deferrable, only_fails};
pub(in crate::dialect) use data::{hexadecimal, insert, literal};
pub(in crate::dialect) use index::{create_index, index_columns};
pub(in crate::dialect) use name::{
    bare, expression, is_plain_expression, names, qualified, view_name,
};
pub(in crate::dialect) use table::{
    add_column, add_constraint, alter_table, column, create_table, drop_column, drop_table,
    rename_column, rename_table,
};

use super::lower::Why;
use crate::Backend;
use crate::schema::{
    Check, Column, Constraint, Default, Exclusion, ForeignKey, Generated, Identity, Index,
    IndexColumn, Name, PrimaryKey, QualifiedName, Table, Type, Unique,
};

/// Words, or why there are none.
pub(in crate::dialect) type Spelt<T = String> = Result<T, Why>;

/// What a database spells in its own way. Where a function gives a list, these are the words that stand at that place, one
/// behind the other; mostly there are none.
pub(in crate::dialect) trait Spelling {
    fn backend(&self) -> Backend;

    /// A name, quoted where it has to be.
    fn name(&self, name: &str) -> Spelt;

    /// A text, quoted.
    fn text(&self, text: &str) -> Spelt;

    fn boolean(&self, value: bool) -> &'static str;

    fn bytes(&self, bytes: &[u8]) -> Spelt;

    fn float(&self, value: f64) -> Spelt;

    fn ty(&self, ty: &Type) -> Spelt;

    /// How a column's texts are sorted, behind `COLLATE`.
    fn collation(&self, collation: &QualifiedName) -> Spelt;

    /// What a column holds where nothing is said, behind `DEFAULT`.
    fn default(&self, column: &Column, default: &Default) -> Spelt;

    /// What a column is computed from.
    fn generated(&self, column: &Column, generated: &Generated) -> Spelt;

    /// That a column is counted up.
    fn identity(&self, column: &Column, identity: &Identity) -> Spelt;

    /// What is said of a column behind all else.
    fn column_end(&self, column: &Column) -> Spelt<Vec<String>>;

    /// What stands between `CREATE` and `TABLE`.
    fn table_kind(&self, table: &Table) -> Spelt<Vec<String>>;

    /// What stands behind the columns and constraints of a table.
    fn table_end(&self, table: &Table) -> Spelt<Vec<String>>;

    /// The name that a constraint is written with.
    fn constraint_name<'c>(&self, constraint: &'c Constraint) -> Option<&'c Name> {
        constraint.name()
    }

    /// What stands behind the columns of a primary key.
    fn primary_key_end(&self, key: &PrimaryKey) -> Spelt<Vec<String>>;

    /// What stands between `UNIQUE` and the columns.
    fn unique_nulls(&self, unique: &Unique) -> Spelt<Vec<String>>;

    /// What stands behind the columns of a unique constraint.
    fn unique_end(&self, unique: &Unique) -> Spelt<Vec<String>>;

    /// What stands behind the condition of a check.
    fn check_end(&self, check: &Check) -> Spelt<Vec<String>>;

    /// What stands behind the action that sets columns.
    fn set_columns(&self, key: &ForeignKey) -> Spelt<Vec<String>>;

    /// What stands behind the actions of a foreign key.
    fn foreign_key_end(&self, key: &ForeignKey) -> Spelt<Vec<String>>;

    /// All of an exclusion constraint, behind its name.
    fn exclusion(&self, exclusion: &Exclusion) -> Spelt;

    /// What stands between `CREATE` and `INDEX`.
    fn index_kind(&self, index: &Index) -> Spelt<Vec<String>>;

    /// What stands between the table and the columns of an index.
    fn index_method(&self, index: &Index) -> Spelt<Vec<String>>;

    /// An expression of an index.
    fn index_expression(&self, sql: &str, _: &IndexColumn) -> Spelt {
        Ok(expression(sql))
    }

    /// What stands behind a column of an index, or behind its expression.
    fn index_column_end(&self, column: &IndexColumn) -> Spelt<Vec<String>>;

    /// What stands behind the columns of an index, the rows that are in it not included.
    fn index_end(&self, index: &Index) -> Spelt<Vec<String>>;

    /// What stands behind everything else of an index: the rows that are in it.
    fn index_predicate(&self, predicate: &str) -> Spelt<Vec<String>>;
}

/// An index that an operation makes, with what is said of the making.
pub(in crate::dialect) struct NewIndex<'a> {
    pub(in crate::dialect) name: &'a Name,
    pub(in crate::dialect) table: &'a QualifiedName,
    pub(in crate::dialect) index: &'a Index,
    /// What stands behind `INDEX`: `CONCURRENTLY`, `IF NOT EXISTS`.
    pub(in crate::dialect) how: &'a [&'a str],
}
