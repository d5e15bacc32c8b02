//! Operations as the statements that PostgreSQL takes.
//!
//! Options of tables that only another database knows say how that one stores rows; here they say nothing. What is passed
//! over beside is told: see `dialect::passed`.

mod columns;
mod enums;
mod objects;
mod sequences;
mod tables;
mod types;

use super::words::{Words, type_name};
use crate::dialect::ansi::{
    NewIndex, Spelling, Spelt, alter_table, drop_column, drop_table, insert, qualified,
    rename_column, rename_table,
};
use crate::dialect::lower::{Lowered, Refusal, Why, before, each, texts};
use crate::operation::{Commented, Operation};
use crate::schema::naming::{Naming, named};
use crate::schema::{ConstraintKind, Name, QualifiedName, Schema};
use crate::{Backend, Server};

/// The statements for operations, in their order.
pub(in crate::dialect) fn lower(
    server: Server,
    known: &Schema,
    operations: &[Operation],
) -> Result<Vec<Lowered>, Refusal> {
    let words = Words { server };
    each(Backend::Postgres, operations, known, |known, operation| {
        statements(&words, known, operation)
    })
}

/// The tables that have to be known: `ALTER TABLE` says nearly always what changes alone.
pub(in crate::dialect) fn needs(operations: &[Operation]) -> Vec<QualifiedName> {
    let mut needed = Vec::new();
    for (number, operation) in operations.iter().enumerate() {
        let table = match operation {
            // What is not named any longer is reset.
            Operation::AlterTable { name, change } if change.storage.is_some() => name,
            Operation::AlterColumn { table, change, .. } if columns::has_to_be_known(change) => {
                table
            }
            // It goes by the name that it got.
            Operation::DropConstraint {
                table, name: None, ..
            } => table,
            _ => continue,
        };
        needed.extend(before(&operations[..number], table));
    }
    needed.sort();
    needed.dedup();
    needed
}

fn statements(words: &Words, known: &Schema, operation: &Operation) -> Spelt<Vec<String>> {
    let one = match operation {
        Operation::CreateNamespace {
            name,
            if_not_exists,
        } => {
            let how = if *if_not_exists { "IF NOT EXISTS " } else { "" };
            format!("CREATE SCHEMA {how}{}", words.name(name)?)
        }
        Operation::DropNamespace { name, if_exists } => {
            format!("DROP SCHEMA {}{}", if_there(*if_exists), words.name(name)?)
        }
        Operation::RenameNamespace { from, to } => {
            let (from, to) = (words.name(from)?, words.name(to)?);
            format!("ALTER SCHEMA {from} RENAME TO {to}")
        }
        Operation::CreateExtension {
            name,
            extension,
            if_not_exists,
        } => objects::create_extension(words, name, extension, *if_not_exists)?,
        Operation::DropExtension { name, if_exists } => {
            let if_exists = if_there(*if_exists);
            format!("DROP EXTENSION {if_exists}{}", words.name(name)?)
        }
        Operation::CreateEnum { name, definition } => {
            return enums::create(words, name, definition);
        }
        Operation::DropEnum { name, if_exists } => {
            format!(
                "DROP TYPE {}{}",
                if_there(*if_exists),
                type_name(words, name)?
            )
        }
        Operation::RenameEnum { from, to } => rename_type(words, "TYPE", from, to)?,
        Operation::CreateType { name, definition } => {
            return types::create(words, name, definition);
        }
        Operation::AlterType { name, change } => types::alter(words, name, change)?,
        Operation::DropType {
            name,
            domain,
            if_exists,
        } => {
            let (kind, if_exists) = (types::kind(*domain), if_there(*if_exists));
            format!("DROP {kind} {if_exists}{}", type_name(words, name)?)
        }
        Operation::RenameType { from, to, domain } => {
            rename_type(words, types::kind(*domain), from, to)?
        }
        Operation::AddEnumValue {
            name,
            value,
            place,
            if_not_exists,
        } => enums::add_value(words, name, value, place.as_ref(), *if_not_exists)?,
        Operation::RenameEnumValue { name, from, to } => {
            let (from, to) = (enums::value(words, from)?, enums::value(words, to)?);
            let name = type_name(words, name)?;
            format!("ALTER TYPE {name} RENAME VALUE {from} TO {to}")
        }
        Operation::DropEnumValue { name, value, .. } => enums::drop_value(words, name, value)?,
        Operation::CreateSequence {
            name,
            sequence,
            if_not_exists,
        } => return sequences::create(words, name, sequence, *if_not_exists),
        Operation::AlterSequence { name, change } => {
            return sequences::alter(words, name, change);
        }
        Operation::DropSequence { name, if_exists } => {
            let if_exists = if_there(*if_exists);
            format!("DROP SEQUENCE {if_exists}{}", qualified(words, name)?)
        }
        Operation::RenameSequence { from, to } => rename(words, "SEQUENCE", from, to)?,
        Operation::CreateTable {
            name,
            table,
            if_not_exists,
        } => return tables::create(words, name, table, *if_not_exists),
        Operation::DropTable { name, if_exists } => drop_table(words, name, *if_exists)?,
        Operation::RenameTable { from, to } => rename_table(words, from, to)?,
        Operation::MoveTable { name, to } => tables::move_to(words, name, to.as_ref())?,
        Operation::AlterTable { name, change } => {
            return tables::alter(words, known, name, change);
        }
        Operation::AddColumn {
            table,
            column,
            if_not_exists,
            // Columns stand in the order in which they were made.
            place: _,
        } => return columns::add(words, table, column, *if_not_exists),
        Operation::DropColumn {
            table,
            column,
            if_exists,
        } => drop_column(words, table, column, if_there(*if_exists))?,
        Operation::AlterColumn {
            table,
            column,
            change,
        } => return columns::alter(words, known, table, column, change),
        Operation::RenameColumn { table, from, to } => rename_column(words, table, from, to)?,
        Operation::AddConstraint { table, constraint } => {
            return tables::constraint(words, table, constraint);
        }
        Operation::DropConstraint {
            table,
            name,
            kind,
            if_exists,
        } => {
            let name = match name {
                Some(name) => name.clone(),
                None => primary_key(known, table, *kind)?,
            };
            let name = words.name(&name)?;
            let what = format!("DROP CONSTRAINT {}{name}", if_there(*if_exists));
            alter_table(words, table, &what)?
        }
        Operation::RenameConstraint { table, from, to } => {
            let (from, to) = (words.name(from)?, words.name(to)?);
            alter_table(words, table, &format!("RENAME CONSTRAINT {from} TO {to}"))?
        }
        Operation::ValidateConstraint { table, name } => {
            let name = words.name(name)?;
            alter_table(words, table, &format!("VALIDATE CONSTRAINT {name}"))?
        }
        Operation::CreateIndex {
            name,
            table,
            index,
            concurrently,
            if_not_exists,
        } => {
            let Some(name) = name else {
                return Err(Why::Invalid("an index without a name".to_owned()));
            };
            let how = [
                concurrently.then_some("CONCURRENTLY"),
                if_not_exists.then_some("IF NOT EXISTS"),
            ];
            let how: Vec<_> = how.into_iter().flatten().collect();
            return tables::index(
                words,
                &NewIndex {
                    name,
                    table,
                    index,
                    how: &how,
                },
            );
        }
        Operation::DropIndex {
            name,
            table,
            concurrently,
            if_exists,
        } => {
            let how = if *concurrently { "CONCURRENTLY " } else { "" };
            let name = qualified(words, &table.beside(name))?;
            format!("DROP INDEX {how}{}{name}", if_there(*if_exists))
        }
        Operation::RenameIndex { table, from, to } => {
            rename(words, "INDEX", &table.beside(from), to)?
        }
        Operation::CreateView {
            name,
            view,
            or_replace,
        } => return objects::create_view(words, name, view, *or_replace),
        Operation::DropView {
            name,
            materialized,
            if_exists,
        } => {
            let kind = objects::view_kind(*materialized);
            format!(
                "DROP {kind} {}{}",
                if_there(*if_exists),
                qualified(words, name)?
            )
        }
        Operation::RenameView {
            from,
            to,
            materialized,
        } => rename(words, objects::view_kind(*materialized), from, to)?,
        Operation::CreateFunction { sql, .. }
        | Operation::CreateTrigger { sql, .. }
        | Operation::CreatePolicy { sql, .. } => return Ok(texts(Backend::Postgres, sql)),
        Operation::DropFunction {
            name,
            procedure,
            if_exists,
        } => objects::drop_function(words, name, *procedure, *if_exists)?,
        Operation::DropTrigger {
            name,
            table,
            if_exists,
        } => drop_on(words, "TRIGGER", name, table, *if_exists)?,
        Operation::DropPolicy {
            name,
            table,
            if_exists,
        } => drop_on(words, "POLICY", name, table, *if_exists)?,
        Operation::Comment { on, comment } => {
            let (kind, name) = match on {
                Commented::Namespace(name) => ("SCHEMA", words.name(name)?),
                Commented::Enum(name) => ("TYPE", type_name(words, name)?),
                Commented::Type(name, domain) => (types::kind(*domain), type_name(words, name)?),
                Commented::Sequence(name) => ("SEQUENCE", qualified(words, name)?),
                Commented::View(name, materialized) => {
                    (objects::view_kind(*materialized), qualified(words, name)?)
                }
                Commented::Index(table, name) => ("INDEX", qualified(words, &table.beside(name))?),
                Commented::Constraint(table, name) => {
                    ("CONSTRAINT", tables::constraint_name(words, table, name)?)
                }
            };
            say(words, kind, &name, comment.as_deref())?
        }
        Operation::BulkInsert(rows) => return insert(words, rows),
        Operation::Execute(execute) => return Ok(texts(Backend::Postgres, &execute.sql)),
        Operation::Run(_) => return Ok(Vec::new()),
        Operation::Reverse(operations) if operations.is_empty() => return Ok(Vec::new()),
        Operation::Reverse(_) => {
            return Err(Why::Invalid(
                "what reverses these is not known here".to_owned(),
            ));
        }
    };
    Ok(vec![one])
}

/// What stands before the name of something that may be missing.
fn if_there(if_exists: bool) -> &'static str {
    if if_exists { "IF EXISTS " } else { "" }
}

fn rename_type(words: &Words, kind: &str, from: &QualifiedName, to: &Name) -> Spelt {
    type_name(words, from)?;
    type_name(words, &from.beside(to))?;
    rename(words, kind, from, to)
}

fn rename(words: &Words, kind: &str, from: &QualifiedName, to: &Name) -> Spelt {
    let (from, to) = (qualified(words, from)?, words.name(to)?);
    Ok(format!("ALTER {kind} {from} RENAME TO {to}"))
}

fn drop_on(
    words: &Words,
    kind: &str,
    name: &Name,
    table: &QualifiedName,
    if_exists: bool,
) -> Spelt {
    let (name, table) = (words.name(name)?, qualified(words, table)?);
    Ok(format!(
        "DROP {kind} {}{name} ON {table}",
        if_there(if_exists)
    ))
}

/// Says something about an object, or nothing any longer.
fn say(words: &Words, kind: &str, name: &str, comment: Option<&str>) -> Spelt {
    let comment = match comment {
        Some(comment) => words.text(comment)?,
        None => "NULL".to_owned(),
    };
    Ok(format!("COMMENT ON {kind} {name} IS {comment}"))
}

/// The name of a table's primary key.
fn primary_key(known: &Schema, table: &QualifiedName, kind: ConstraintKind) -> Spelt<Name> {
    if kind != ConstraintKind::PrimaryKey {
        return Err(Why::Invalid("a constraint that has no name".to_owned()));
    }
    let key = known
        .tables
        .get(table)
        .and_then(|table| table.primary_key.as_ref());
    let name = key.and_then(|key| key.name.clone());
    Ok(name.unwrap_or_else(|| named(&Naming::default().primary_key, table, &[])))
}
