//! Operations as the statements that MySQL and MariaDB take.
//!
//! Options of tables that only another database knows say how that one stores rows; here they say nothing. What is passed
//! over beside is told: see `dialect::passed`.

mod columns;
mod enums;
mod keys;
mod missing;
mod objects;
mod tables;
#[cfg(test)]
mod tests;

pub(super) use keys::{has_own_index, inline_index};

use super::words::Words;
use crate::dialect::ansi::{Spelling, Spelt, alter_table, insert, qualified};
use crate::dialect::known::Known;
use crate::dialect::lower::{Lowered, Refusal, Step, Why, before, texts};
use crate::operation::Operation;
use crate::schema::{ConstraintKind, Name, QualifiedName, Schema};
use crate::{Backend, Server};

/// The statements for operations, in their order.
pub(in crate::dialect) fn lower(
    server: Server,
    known: &Schema,
    operations: &[Operation],
) -> Result<Vec<Lowered>, Refusal> {
    let mut known = Known::new(known, operations);
    let mut steps = Vec::new();
    // Those that went along with one before them.
    let mut taken = Vec::new();
    for (number, operation) in operations.iter().enumerate() {
        let only = operation.only_on();
        if taken.contains(&number) || only.is_some_and(|only| only != Backend::MySql) {
            continue;
        }
        let refused = |why| Refusal {
            operation: number,
            why,
        };
        let operation = operation.named();
        let key = columns::key_of_counter(&operations[number..]);
        let column = columns::column_of_key(&operations[number..]);
        let statements = match (&key, column) {
            (Some((after, key)), _) => {
                taken.push(number + after);
                columns::add_counter(server, &known, &operation, key)
            }
            (None, Some((table, column))) => {
                taken.push(number + 1);
                columns::drop_counter(server, table, column)
            }
            (None, None) => statements(server, &known, &operation),
        };
        for sql in statements.map_err(refused)? {
            if sql.contains('\0') {
                let why = "SQL with the character NUL".to_owned();
                return Err(refused(Why::Unsupported(why)));
            }
            steps.push(Lowered {
                operation: number,
                step: Step::Sql(sql),
            });
        }
        known.after(&operation);
        if let Some((_, key)) = &key {
            known.after(key);
        }
        if column.is_some() {
            known.after(&operations[number + 1]);
        }
    }
    Ok(steps)
}

/// The tables that have to be known: `MODIFY` forgets whatever is not repeated, and the index of a foreign key and the kind
/// of a constraint are nowhere said. A foreign key may need an index that goes.
pub(in crate::dialect) fn needs(operations: &[Operation]) -> Vec<QualifiedName> {
    let mut needed = Vec::new();
    for (number, operation) in operations.iter().enumerate() {
        let table = match operation {
            Operation::AlterColumn { table, change, .. } if !columns::is_default_alone(change) => {
                table
            }
            Operation::DropConstraint { table, kind, .. } if keys::concerns_keys(*kind) => table,
            Operation::DropIndex { table, .. } | Operation::RenameConstraint { table, .. } => table,
            Operation::AlterTable { name, change } if tables::converts(change) => name,
            Operation::Comment { on, .. } => match objects::index_table(on) {
                Some(table) => table,
                None => continue,
            },
            Operation::DropEnumValue { columns, .. } => {
                let tables = columns.iter().map(|(table, _)| table);
                needed.extend(tables.filter_map(|table| before(&operations[..number], table)));
                continue;
            }
            _ => continue,
        };
        needed.extend(before(&operations[..number], table));
    }
    needed.sort();
    needed.dedup();
    needed
}

fn statements(server: Server, known: &Known, operation: &Operation) -> Spelt<Vec<String>> {
    let words = &Words {
        server,
        enums: &known.schema().enums,
    };
    let one = match operation {
        Operation::CreateNamespace { .. }
        | Operation::DropNamespace { .. }
        | Operation::RenameNamespace { .. }
        | Operation::CreateExtension { .. }
        | Operation::DropExtension { .. }
        | Operation::CreateSequence { .. }
        | Operation::AlterSequence { .. }
        | Operation::DropSequence { .. }
        | Operation::RenameSequence { .. }
        | Operation::CreateView { .. }
        | Operation::DropView { .. }
        | Operation::RenameView { .. }
        | Operation::CreateFunction { .. }
        | Operation::DropFunction { .. }
        | Operation::CreateTrigger { .. }
        | Operation::DropTrigger { .. }
        | Operation::CreatePolicy { .. }
        | Operation::DropPolicy { .. }
        | Operation::Comment { .. } => return objects::statements(words, known, operation),
        Operation::CreateType { .. }
        | Operation::AlterType { .. }
        | Operation::DropType { .. }
        | Operation::RenameType { .. } => return objects::no_types(words),
        // An enum lies in the columns that hold its values: alone it is nothing.
        Operation::CreateEnum { .. }
        | Operation::DropEnum { .. }
        | Operation::RenameEnum { .. } => {
            return Ok(Vec::new());
        }
        Operation::AddEnumValue { name, .. } => {
            return enums::change(server, known, name, operation);
        }
        Operation::RenameEnumValue { name, from, to } => {
            return enums::rename_value(server, known, name, from, to, operation);
        }
        Operation::DropEnumValue { name, value, .. } => {
            return enums::drop_value(server, known, name, value, operation);
        }
        Operation::CreateTable {
            name,
            table,
            if_not_exists,
        } => return tables::create(words, name, table, *if_not_exists),
        Operation::DropTable { name, if_exists } => {
            crate::dialect::ansi::drop_table(words, name, *if_exists)?
        }
        Operation::RenameTable { from, to } => tables::rename(words, from, &from.beside(to))?,
        Operation::MoveTable { name, to } => {
            let to = QualifiedName {
                namespace: to.clone(),
                name: name.name.clone(),
            };
            tables::rename(words, name, &to)?
        }
        Operation::AlterTable { name, change } => return tables::alter(words, known, name, change),
        Operation::AddColumn {
            table,
            column,
            if_not_exists,
            place,
        } => columns::add(words, table, column, *if_not_exists, place.as_ref())?,
        Operation::DropColumn {
            table,
            column,
            if_exists,
        } => {
            let (how, asks) = words.if_exists(*if_exists);
            let drop = crate::dialect::ansi::drop_column(words, table, column, how)?;
            if asks {
                return missing::if_there(words, table, missing::Part::Column(column), &drop);
            }
            drop
        }
        Operation::AlterColumn {
            table,
            column,
            change,
        } => return columns::alter(words, known, table, column, change),
        Operation::RenameColumn { table, from, to } => {
            crate::dialect::ansi::rename_column(words, table, from, to)?
        }
        Operation::AddConstraint { table, constraint } => {
            keys::add(words, known, table, constraint)?
        }
        Operation::DropConstraint {
            table,
            name,
            kind,
            if_exists,
        } => {
            let (how, asks) = words.if_exists(*if_exists);
            let name = name.as_ref();
            let drop = keys::drop(words, known, table, name, *kind, !how.is_empty())?;
            if asks {
                let name = name.filter(|_| *kind != ConstraintKind::PrimaryKey);
                return missing::if_there(words, table, missing::Part::Constraint(name), &drop);
            }
            drop
        }
        Operation::RenameConstraint { table, from, to } => {
            return keys::rename(words, known, table, from, to);
        }
        // A constraint that was added was valid; and Rust is no statement.
        Operation::ValidateConstraint { .. } | Operation::Run(_) => return Ok(Vec::new()),
        Operation::CreateIndex {
            name,
            table,
            index,
            concurrently: _,
            if_not_exists,
        } => {
            let how = words.if_there(*if_not_exists, "IF NOT EXISTS", "indexes")?;
            let name = named(name.as_ref())?;
            keys::create_index(
                words,
                known.schema().tables.get(table),
                table,
                name,
                index,
                how,
            )?
        }
        Operation::DropIndex {
            name,
            table,
            concurrently: _,
            if_exists,
        } => {
            let (how, asks) = words.if_exists(*if_exists);
            let found = known.schema().tables.get(table);
            let drop = keys::drop_index(words, found, table, name, how)?;
            if asks {
                return missing::if_there(words, table, missing::Part::Index(name), &drop);
            }
            drop
        }
        Operation::RenameIndex { table, from, to } => {
            let (from, to) = (words.name(from)?, words.name(to)?);
            alter_table(words, table, &format!("RENAME INDEX {from} TO {to}"))?
        }
        Operation::BulkInsert(rows) => return insert(words, rows),
        Operation::Execute(execute) => return Ok(texts(Backend::MySql, &execute.sql)),
        Operation::Reverse(operations) if operations.is_empty() => return Ok(Vec::new()),
        Operation::Reverse(_) => {
            return Err(Why::Invalid(
                "what reverses these is not known here".to_owned(),
            ));
        }
    };
    Ok(vec![one])
}

fn named(name: Option<&Name>) -> Spelt<&Name> {
    name.ok_or_else(|| Why::Invalid("an index without a name".to_owned()))
}

/// Several statements about one table as one.
fn together(words: &Words<'_>, table: &QualifiedName, actions: &[String]) -> Spelt {
    match actions {
        [action] => alter_table(words, table, action),
        actions => {
            let table = qualified(words, table)?;
            Ok(format!(
                "ALTER TABLE {table}\n    {}",
                actions.join(",\n    ")
            ))
        }
    }
}
