//! What undoes an operation.
//!
//! The inverse brings back exactly what was there before, so most of it needs the schema before the operation. What can be
//! undone without knowing anything else (what was made is dropped, what was renamed is renamed back) is answered without,
//! too.

mod alter;
mod dropped;
mod made;

use std::collections::BTreeSet;

use super::{At, Fault, Operation, apply};
use crate::schema::{ConstraintKind, QualifiedName, Schema};

/// Why an operation has no inverse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Irreversible {
    /// What it brings back has to be known, and is not.
    #[error("what was there before is not known")]
    NeedsSchema,
    /// It runs SQL, and nobody knows what undoes that.
    #[error("what SQL does is not known: write what undoes it")]
    Sql,
    /// It runs a function of Rust.
    #[error("what `{0}` does is not known: write what undoes it")]
    Rust(String),
    /// It inserts rows, which may have changed since.
    #[error("rows inserted into `{0}` may have changed since: write which are deleted")]
    Rows(QualifiedName),
    /// It drops a partition, which a table has or has not without an operation of its own.
    #[error("`{0}` is a partition: write what makes it")]
    Partition(QualifiedName),
    /// It is about something of which is not known what it was like.
    #[error("`{0}` was changed by SQL that could not be read")]
    Opaque(QualifiedName),
    /// Nothing was said of it before, and there is no way to say nothing again.
    #[error("nothing was said about the {what} of `{of}` before, so there is none to go back to")]
    Unsaid {
        /// The table.
        of: QualifiedName,
        /// What was not said.
        what: &'static str,
    },
    /// It cannot even be applied.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The operations that undo this one. `before` is the schema that it is applied to.
///
/// ```
/// use revision_core::operation::{Operation, invert};
///
/// let rename = Operation::RenameTable { from: "users".into(), to: "members".into() };
/// let back = Operation::RenameTable { from: "members".into(), to: "users".into() };
/// assert_eq!(invert(None, &rename), Ok(vec![back]));
/// ```
pub fn invert(
    before: Option<&Schema>,
    operation: &Operation,
) -> Result<Vec<Operation>, Irreversible> {
    let operation = operation.named();
    if let (Some(before), Some(name)) = (before, operation.about())
        && before.is_opaque(name)
        && !is_rename(&operation)
    {
        let name = name.clone();
        return Err(if before.is_partition(&name) {
            Irreversible::Partition(name)
        } else {
            Irreversible::Opaque(name)
        });
    }
    match plain(&operation) {
        Some(inverse) => Ok(vec![inverse]),
        None => known(before, &operation),
    }
}

/// The operations that undo all of these, the last one first.
pub fn invert_all(
    before: Option<&Schema>,
    operations: &[Operation],
) -> Result<Vec<Operation>, At<Irreversible>> {
    let mut schema = before.cloned();
    let mut inverses = Vec::new();
    let mut made = BTreeSet::new();
    let replaced: BTreeSet<&QualifiedName> = operations.iter().filter_map(replaces).collect();
    for (number, operation) in operations.iter().enumerate() {
        let at = |why| At {
            operation: number,
            why,
        };
        match operation {
            // Rows go with the table that was made for them, and so do its indexes, which a key may need until then.
            Operation::BulkInsert(insert) if made.contains(&insert.table) => {}
            Operation::CreateIndex { table, .. }
                if made.contains(table) && !replaced.contains(table) => {}
            _ => inverses.push(invert(schema.as_ref(), operation).map_err(at)?),
        }
        if let Operation::CreateTable {
            name,
            if_not_exists: false,
            ..
        } = operation
        {
            made.insert(name.clone());
        }
        if let Some(schema) = &mut schema {
            schema.apply(operation).map_err(|why| at(why.into()))?;
        }
    }
    Ok(inverses.into_iter().rev().flatten().collect())
}

/// The table of which an index gives its name away, which another may then have.
fn replaces(operation: &Operation) -> Option<&QualifiedName> {
    match operation {
        Operation::DropIndex { table, .. } | Operation::RenameIndex { table, .. } => Some(table),
        _ => None,
    }
}

/// The operations with each [`Operation::Reverse`] among them resolved: `before` is the schema that what is reversed was
/// applied to.
pub fn resolve_reverse(
    before: &Schema,
    operations: &[Operation],
) -> Result<Vec<Operation>, At<Irreversible>> {
    let mut resolved = Vec::new();
    for (number, operation) in operations.iter().enumerate() {
        match operation {
            Operation::Reverse(forward) => {
                let inverse = invert_all(Some(before), forward).map_err(|inner| At {
                    operation: number,
                    why: inner.why,
                })?;
                resolved.extend(inverse);
            }
            _ => resolved.push(operation.clone()),
        }
    }
    Ok(resolved)
}

/// The inverse of what can be undone without knowing more.
fn plain(operation: &Operation) -> Option<Operation> {
    use Operation as O;
    let inverse = match operation.clone() {
        O::CreateNamespace {
            name,
            if_not_exists: false,
        } => O::DropNamespace {
            name,
            if_exists: false,
        },
        O::RenameNamespace { from, to } => O::RenameNamespace { from: to, to: from },
        O::CreateExtension {
            name,
            if_not_exists: false,
            ..
        } => O::DropExtension {
            name,
            if_exists: false,
        },
        O::CreateEnum { name, .. } => O::DropEnum {
            name,
            if_exists: false,
        },
        O::RenameEnum { from, to } => O::RenameEnum {
            from: from.beside(&to),
            to: from.name,
        },
        O::RenameEnumValue { name, from, to } => O::RenameEnumValue {
            name,
            from: to,
            to: from,
        },
        O::CreateType { name, definition } => O::DropType {
            name,
            domain: definition.is_domain(),
            if_exists: false,
        },
        O::RenameType { from, to, domain } => O::RenameType {
            from: from.beside(&to),
            to: from.name,
            domain,
        },
        O::CreateSequence {
            name,
            if_not_exists: false,
            ..
        } => O::DropSequence {
            name,
            if_exists: false,
        },
        O::RenameSequence { from, to } => O::RenameSequence {
            from: from.beside(&to),
            to: from.name,
        },
        O::CreateTable {
            name,
            if_not_exists: false,
            ..
        } => O::DropTable {
            name,
            if_exists: false,
        },
        O::RenameTable { from, to } => O::RenameTable {
            from: from.beside(&to),
            to: from.name,
        },
        O::MoveTable { name, to } => O::MoveTable {
            name: QualifiedName {
                namespace: to,
                name: name.name,
            },
            to: name.namespace,
        },
        O::AddColumn {
            table,
            column,
            if_not_exists: false,
            ..
        } => O::DropColumn {
            table,
            column: column.name,
            if_exists: false,
        },
        O::RenameColumn { table, from, to } => O::RenameColumn {
            table,
            from: to,
            to: from,
        },
        // A primary key changes its columns, too.
        O::AddConstraint { table, constraint }
            if constraint.kind() != ConstraintKind::PrimaryKey =>
        {
            O::DropConstraint {
                table,
                name: constraint.name().cloned(),
                kind: constraint.kind(),
                if_exists: false,
            }
        }
        O::RenameConstraint { table, from, to } => O::RenameConstraint {
            table,
            from: to,
            to: from,
        },
        O::CreateIndex {
            name: Some(name),
            table,
            concurrently,
            if_not_exists: false,
            ..
        } => O::DropIndex {
            name,
            table,
            concurrently,
            if_exists: false,
        },
        O::RenameIndex { table, from, to } => O::RenameIndex {
            table,
            from: to,
            to: from,
        },
        O::CreateView {
            name,
            view,
            or_replace: false,
        } => O::DropView {
            name,
            materialized: view.materialized,
            if_exists: false,
        },
        O::RenameView {
            from,
            to,
            materialized,
        } => O::RenameView {
            from: from.beside(&to),
            to: from.name,
            materialized,
        },
        O::CreateFunction { name, sql } if !unsure(&sql) => O::DropFunction {
            name,
            procedure: apply::is_procedure(&sql),
            if_exists: false,
        },
        O::CreateTrigger { name, table, sql } if !unsure(&sql) => O::DropTrigger {
            name,
            table,
            if_exists: false,
        },
        O::CreatePolicy { name, table, sql } if !unsure(&sql) => O::DropPolicy {
            name,
            table,
            if_exists: false,
        },
        _ => return None,
    };
    Some(inverse)
}

/// Whether it has to be known what was there before a statement.
fn unsure(sql: &str) -> bool {
    apply::replaces(sql) || apply::spares(sql)
}

/// The inverse of what has one only where it is known what was there.
fn known(before: Option<&Schema>, operation: &Operation) -> Result<Vec<Operation>, Irreversible> {
    use Operation as O;
    match operation {
        O::Execute(_) => Err(Irreversible::Sql),
        O::Run(run) => Err(Irreversible::Rust(run.name.clone())),
        O::BulkInsert(insert) if insert.rows.is_empty() => Ok(Vec::new()),
        O::BulkInsert(insert) => Err(Irreversible::Rows(insert.table.clone())),
        O::Reverse(operations) => {
            let back = invert_all(None, operations).map_err(|at| at.why)?;
            invert_all(before, &back).map_err(|at| at.why)
        }
        _ => {
            let before = before.ok_or(Irreversible::NeedsSchema)?;
            let inverse = match made::invert(before, operation) {
                Some(inverse) => Some(inverse),
                None => alter::invert(before, operation)?,
            };
            inverse.map_or_else(|| dropped::invert(before, operation), Ok)
        }
    }
}

fn is_rename(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::RenameEnum { .. }
            | Operation::RenameType { .. }
            | Operation::RenameSequence { .. }
            | Operation::RenameTable { .. }
            | Operation::RenameView { .. }
            | Operation::MoveTable { .. }
    )
}
