//! Operations as the steps that a database takes.
//!
//! A step knows which operation it comes from, so that a fault is shown where that stands. What a database's words for an
//! operation are is in its own folder, under the same name.

use std::fmt;

use super::{mysql, postgres, sqlite, statement};
use crate::operation::{Fault, Object, Operation};
use crate::schema::{QualifiedName, Schema};
use crate::{Backend, Product, Server};

/// The steps that a server takes to carry operations out. `known` is what the schema is like before them, as far as it is
/// known: there is at least all that [`needs`] has asked for. Work in Rust is no step, and an operation for another
/// database is none.
pub(crate) fn lower(
    server: Server,
    known: &Schema,
    operations: &[Operation],
) -> Result<Vec<Lowered>, Refusal> {
    match server.product {
        Product::Postgres => postgres::lower::lower(server, known, operations),
        Product::MySql | Product::MariaDb => mysql::lower::lower(server, known, operations),
        Product::Sqlite => sqlite::lower::lower(server, known, operations),
    }
}

/// The tables that have to be known for it, as they are called before the operations.
pub(crate) fn needs(server: Server, operations: &[Operation]) -> Vec<QualifiedName> {
    match server.product {
        Product::Postgres => postgres::lower::needs(operations),
        Product::MySql | Product::MariaDb => mysql::lower::needs(operations),
        Product::Sqlite => sqlite::lower::needs(operations),
    }
}

/// What a table is called before the operations that it has this name after; none where they make it.
pub(super) fn before(operations: &[Operation], table: &QualifiedName) -> Option<QualifiedName> {
    let mut name = table.clone();
    for operation in operations.iter().rev() {
        match operation {
            // Another one may be there where it is only made if none is.
            Operation::CreateTable {
                name: made,
                if_not_exists: false,
                ..
            } if *made == name => return None,
            Operation::RenameTable { from, to } if from.beside(to) == name => name = from.clone(),
            Operation::MoveTable { name: moved, to }
                if moved.name == name.name && *to == name.namespace =>
            {
                name = moved.clone();
            }
            Operation::RenameNamespace { from, to } if name.namespace.as_ref() == Some(to) => {
                name.namespace = Some(from.clone());
            }
            _ => {}
        }
    }
    Some(name)
}

/// Takes what is known on to what is known after an operation. What it refers to and nobody knows is noted as such.
pub(crate) fn follow(known: &mut Schema, operation: &Operation) {
    // Each time something more is noted, so that there is an end.
    while let Err(fault) = known.apply(operation) {
        let noted = match fault {
            Fault::Missing(Object::Table(name) | Object::Enum(name) | Object::View(name))
            | Fault::NoKey { table: name, .. } => known.opaque.insert(name),
            Fault::Missing(Object::Namespace(name)) => {
                known.namespaces.insert(name, None).is_none()
            }
            // It makes no sense, or what it is about is known in part: the server will say.
            _ => false,
        };
        if !noted {
            return;
        }
    }
}

/// Lowers one operation after the other, where each becomes statements of its own.
pub(super) fn each(
    backend: Backend,
    operations: &[Operation],
    known: &Schema,
    lower: impl Fn(&Schema, &Operation) -> Result<Vec<String>, Why>,
) -> Result<Vec<Lowered>, Refusal> {
    let mut known = known.clone();
    let mut steps = Vec::new();
    for (number, operation) in operations.iter().enumerate() {
        let refused = |why| Refusal {
            operation: number,
            why,
        };
        if operation.only_on().is_some_and(|only| only != backend) {
            continue;
        }
        let operation = operation.named();
        let statements = lower(&known, &operation).map_err(refused)?;
        follow(&mut known, &operation);
        for sql in statements {
            if sql.contains('\0') {
                let why = "SQL with the character NUL, which no server reads".to_owned();
                return Err(refused(Why::Unsupported(why)));
            }
            steps.push(Lowered {
                operation: number,
                step: Step::Sql(sql),
            });
        }
    }
    Ok(steps)
}

/// The statements of a text of SQL, each without a delimiter.
pub(super) fn texts(backend: Backend, sql: &str) -> Vec<String> {
    let found = statement::statements(backend, sql).into_iter();
    found.map(|found| found.text.to_owned()).collect()
}

/// A step of carrying operations out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lowered {
    /// The number of the operation that it comes from; the first of those that are one step together.
    pub(crate) operation: usize,
    pub(crate) step: Step,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A statement, without a delimiter behind it.
    Sql(String),
    /// A table that has to be made anew, rows and all.
    Rebuild(Rebuild),
}

/// What is done to a table by making it anew: to its own text, as it stands when it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rebuild {
    pub(crate) table: QualifiedName,
    /// All of this table.
    pub(crate) operations: Vec<Operation>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sql(sql) => f.write_str(sql),
            Self::Rebuild(rebuild) => {
                let (table, count) = (&rebuild.table, rebuild.operations.len());
                write!(f, "-- {table} is made anew, with {count} changes")
            }
        }
    }
}

/// Why an operation cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The number of the operation.
    pub(crate) operation: usize,
    pub(crate) why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The database has no such thing: what it is, and why not or what to do instead.
    Unsupported(String),
    /// It makes no sense on any database.
    Invalid(String),
    /// The table has to be known, and is not.
    Unknown(QualifiedName),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported(why) | Self::Invalid(why) => f.write_str(why),
            Self::Unknown(table) => write!(f, "what `{table}` is like is not known here"),
        }
    }
}
