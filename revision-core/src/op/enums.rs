//! Enums: the words on [`Op`] that make, change, rename and remove one.

use revision_macros::vocabulary;

use super::{Op, Removal, Texts, Word};
use crate::operation::{Operation, Place};
use crate::schema::{Enum, Name, QualifiedName};

/// An enum that is made.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_enum("mood", ["sad", "happy"]);
///     op.add_column("users", column("mood", enum_("mood")));
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateEnum {
    name: QualifiedName,
    definition: Enum,
}

#[vocabulary]
impl CreateEnum {
    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.definition.comment = Some(comment.to_owned());
        self
    }
}

impl Word for CreateEnum {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::CreateEnum {
            name: self.name,
            definition: self.definition,
        }]
    }
}

/// A value that is added to an enum.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.add_enum_value("mood", "content").before("happy");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct AddEnumValue {
    name: QualifiedName,
    value: String,
    place: Option<Place>,
    if_not_exists: bool,
}

#[vocabulary]
impl AddEnumValue {
    /// It comes before another value.
    pub fn before(&mut self, value: &str) -> &mut Self {
        self.place = Some(Place::Before(value.to_owned()));
        self
    }

    /// It comes after another value.
    pub fn after(&mut self, value: &str) -> &mut Self {
        self.place = Some(Place::After(value.to_owned()));
        self
    }

    /// One that is there is left as it is.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }
}

impl Word for AddEnumValue {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::AddEnumValue {
            name: self.name,
            value: self.value,
            place: self.place,
            if_not_exists: self.if_not_exists,
        }]
    }
}

/// A value that is taken out of an enum.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.execute("UPDATE users SET mood = 'happy' WHERE mood = 'content'");
///     op.drop_enum_value("mood", "content").column("users", "mood");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct DropEnumValue {
    name: QualifiedName,
    value: String,
    columns: Vec<(QualifiedName, Name)>,
}

#[vocabulary]
impl DropEnumValue {
    /// A column of that type. Where none is named, the schema tells.
    pub fn column(&mut self, table: impl Into<QualifiedName>, column: &str) -> &mut Self {
        self.columns.push((table.into(), column.into()));
        self
    }
}

impl Word for DropEnumValue {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::DropEnumValue {
            name: self.name,
            value: self.value,
            columns: self.columns,
        }]
    }
}

/// Enums.
#[vocabulary(say_enum)]
impl Op {
    /// Makes a type with a list of values.
    #[track_caller]
    pub fn create_enum(
        &mut self,
        name: impl Into<QualifiedName>,
        values: impl Into<Texts>,
    ) -> &mut CreateEnum {
        self.push(CreateEnum {
            name: name.into(),
            definition: Enum::new(values.into().strings()),
        })
    }

    /// Removes an enum.
    #[track_caller]
    pub fn drop_enum(&mut self, name: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropEnum {
            name: name.into(),
            if_exists: false,
        }))
    }

    /// Calls an enum otherwise.
    #[track_caller]
    pub fn rename_enum(&mut self, from: impl Into<QualifiedName>, to: &str) -> &mut Self {
        self.record(Operation::RenameEnum {
            from: from.into(),
            to: to.into(),
        })
    }

    /// Adds a value to an enum.
    #[track_caller]
    pub fn add_enum_value(
        &mut self,
        name: impl Into<QualifiedName>,
        value: &str,
    ) -> &mut AddEnumValue {
        self.push(AddEnumValue {
            name: name.into(),
            value: value.to_owned(),
            place: None,
            if_not_exists: false,
        })
    }

    /// Calls a value of an enum otherwise; rows that hold it follow.
    #[track_caller]
    pub fn rename_enum_value(
        &mut self,
        name: impl Into<QualifiedName>,
        from: &str,
        to: &str,
    ) -> &mut Self {
        self.record(Operation::RenameEnumValue {
            name: name.into(),
            from: from.to_owned(),
            to: to.to_owned(),
        })
    }

    /// Takes a value out of an enum. It fails where rows still hold it.
    #[track_caller]
    pub fn drop_enum_value(
        &mut self,
        name: impl Into<QualifiedName>,
        value: &str,
    ) -> &mut DropEnumValue {
        self.push(DropEnumValue {
            name: name.into(),
            value: value.to_owned(),
            columns: Vec::new(),
        })
    }
}
