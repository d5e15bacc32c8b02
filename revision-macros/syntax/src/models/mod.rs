//! The grammar of models: what the attributes of a struct and the types of its fields say about a table.
//!
//! The derives read it at compile time, the command from the text of a file, and both get the same faults at the same
//! words. What it gives is still near to what was written: types and values are tokens of the vocabulary, which the derives
//! hand to the compiler and the command evaluates.
//!
//! - `words`: the words in the brackets of an attribute;
//! - `table`, `column`: our attributes; `sqlx`: those of sqlx that say something about a column;
//! - `types`: which column a field's type means;
//! - `part`: what an index sorts by, in SQL;
//! - `model`: a struct as a whole; `sql_enum`: an enum as a whole.

mod column;
mod constraint;
mod model;
mod part;
mod sql_enum;
mod sqlx;
mod table;
#[cfg(test)]
mod tests;
mod types;
mod words;

use proc_macro2::Span;

use crate::header;

pub use column::{Column, PerDatabase};
pub use constraint::{Actions, Check, Exclude, ForeignKey, Index, PrimaryKey, Unique};
pub use model::{Field, Model, check_columns, model};
pub use part::{Element, Part, element, part};
pub use sql_enum::{Kind, SqlEnum, sql_enum};
pub use table::Table;
pub use types::{Named, Shape, TYPE_HELP};

/// What is wrong with a model.
pub type Fault = header::Fault<Span>;

/// The databases by which a column is told otherwise.
pub const DATABASES: [&str; 3] = ["postgres", "mysql", "sqlite"];

/// A text, and where it stands.
#[derive(Clone, Debug)]
pub struct Text {
    /// What it says.
    pub value: String,
    /// The literal, or the name that stands for it.
    pub span: Span,
}

impl Text {
    fn of(name: &proc_macro2::Ident) -> Self {
        Self {
            value: unraw(name),
            span: name.span(),
        }
    }
}

/// What a name is called, whether or not the language has a word like it.
fn unraw(name: &proc_macro2::Ident) -> String {
    let name = name.to_string();
    match name.strip_prefix("r#") {
        Some(name) => name.to_owned(),
        None => name,
    }
}
