//! What SQL calls schemas, and the server's extensions.

use revision_macros::vocabulary;

use super::{Op, Removal, Word};
use crate::operation::Operation;
use crate::schema::{Extension, Name};

/// A schema that is made.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_schema("app").if_not_exists();
///     op.create_table("app.users", [column("id", bigint().auto_increment()).primary_key()]);
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateSchema {
    name: Name,
    if_not_exists: bool,
}

#[vocabulary]
impl CreateSchema {
    /// One that is there is left as it is.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }
}

impl Word for CreateSchema {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::CreateNamespace {
            name: self.name,
            if_not_exists: self.if_not_exists,
        }]
    }
}

/// An extension that is installed.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_extension("citext").if_not_exists();
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateExtension {
    name: Name,
    extension: Extension,
    if_not_exists: bool,
}

#[vocabulary]
impl CreateExtension {
    /// Where its objects lie.
    pub fn schema(&mut self, schema: &str) -> &mut Self {
        self.extension.namespace = Some(schema.into());
        self
    }

    /// Its version.
    pub fn version(&mut self, version: &str) -> &mut Self {
        self.extension.version = Some(version.to_owned());
        self
    }

    /// One that is there is left as it is.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }
}

impl Word for CreateExtension {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::CreateExtension {
            name: self.name,
            extension: self.extension,
            if_not_exists: self.if_not_exists,
        }]
    }
}

/// Schemas and extensions.
#[vocabulary(say_schema)]
impl Op {
    /// Makes a schema.
    #[track_caller]
    pub fn create_schema(&mut self, name: &str) -> &mut CreateSchema {
        self.push(CreateSchema {
            name: name.into(),
            if_not_exists: false,
        })
    }

    /// Removes a schema that holds nothing.
    #[track_caller]
    pub fn drop_schema(&mut self, name: &str) -> &mut Removal {
        self.push(Removal(Operation::DropNamespace {
            name: name.into(),
            if_exists: false,
        }))
    }

    /// Calls a schema otherwise.
    #[track_caller]
    pub fn rename_schema(&mut self, from: &str, to: &str) -> &mut Self {
        self.record(Operation::RenameNamespace {
            from: from.into(),
            to: to.into(),
        })
    }

    /// Installs a module of the server's.
    #[track_caller]
    pub fn create_extension(&mut self, name: &str) -> &mut CreateExtension {
        self.push(CreateExtension {
            name: name.into(),
            extension: Extension::default(),
            if_not_exists: false,
        })
    }

    /// Removes a module of the server's.
    #[track_caller]
    pub fn drop_extension(&mut self, name: &str) -> &mut Removal {
        self.push(Removal(Operation::DropExtension {
            name: name.into(),
            if_exists: false,
        }))
    }
}
