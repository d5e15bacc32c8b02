//! Operations as the steps that SQLite takes.
//!
//! What it can alter, it is told to alter. All else makes a table anew, once for all that a list does to it: in
//! [`plan`], which puts operations together. What belongs to a table that the list itself makes goes into its statement.
//!
//! Nothing can be said about anything, so what is said is not kept, which is told (see `dialect::passed`); and options of
//! tables that only another database knows say how that one stores rows.

mod enums;
mod natively;
mod passing;
mod plan;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::words::{Words, unsupported};
use crate::dialect::ansi::{
    NewIndex, Spelling as _, Spelt, create_index, create_table, drop_column, drop_table, insert,
    qualified, rename_column, rename_table, view_name,
};
use crate::dialect::known::{Known, each_named};
use crate::dialect::lower::{Lowered, Rebuild, Refusal, Step, Why, before, texts};
use crate::operation::{Commented, Operation};
use crate::schema::{Enum, Index, Literal, Name, Nulls, QualifiedName, Schema, Table, View};
use crate::{Backend, Server};

/// The steps for operations, in an order in which they do the same.
pub(in crate::dialect) fn lower(
    server: Server,
    known: &Schema,
    operations: &[Operation],
) -> Result<Vec<Lowered>, Refusal> {
    let mut known = Known::new(known, operations);
    let mut plan = plan::Plan::default();
    for (number, operation) in operations.iter().enumerate() {
        if operation
            .only_on()
            .is_some_and(|only| only != Backend::Sqlite)
        {
            continue;
        }
        let operation = operation.named();
        let planned = check(server, &operation).and_then(|()| plan.add(&known, number, &operation));
        planned.map_err(|why| Refusal {
            operation: number,
            why,
        })?;
        known.after(&operation);
    }
    let mut steps = Vec::new();
    for item in plan.items {
        let operation = item.number;
        let rendered = render(&item).map_err(|why| Refusal { operation, why })?;
        for step in rendered {
            if let Step::Sql(sql) = &step
                && sql.contains('\0')
            {
                let why = Why::Unsupported("SQL with the character NUL".to_owned());
                return Err(Refusal { operation, why });
            }
            steps.push(Lowered { operation, step });
        }
    }
    Ok(steps)
}

/// The tables and views that have to be known: whether a column can be dropped depends on what mentions it, and what is
/// called otherwise in name alone has to be made anew.
pub(in crate::dialect) fn needs(operations: &[Operation]) -> Vec<QualifiedName> {
    let mut needed = Vec::new();
    for (number, operation) in operations.iter().enumerate() {
        let name = match operation {
            Operation::DropColumn { table, .. }
            | Operation::AddColumn {
                table,
                if_not_exists: true,
                ..
            }
            | Operation::RenameIndex { table, .. } => table,
            Operation::RenameView { from, .. } => from,
            _ => continue,
        };
        needed.extend(before(&operations[..number], name));
    }
    needed.sort();
    needed.dedup();
    needed
}

/// Whether the operation is about something that there is.
fn check(server: Server, operation: &Operation) -> Spelt<()> {
    let strict = match operation {
        Operation::CreateTable { table, .. } => table.options.strict,
        Operation::AlterTable { change, .. } => change.strict == Some(true),
        _ => false,
    };
    if strict && !server.is_at_least(3, 37) {
        return unsupported("has tables that heed types from version 3.37 on");
    }
    let mut namespace = None;
    each_named(operation, &mut |name| {
        namespace = namespace.or(name.namespace.as_ref());
    });
    if let Some(namespace) = namespace {
        return unsupported(&format!(
            "has one namespace, and no `{namespace}`: name tables without one"
        ));
    }
    match operation {
        Operation::CreateNamespace { .. }
        | Operation::DropNamespace { .. }
        | Operation::RenameNamespace { .. }
        | Operation::MoveTable { .. } => unsupported("has one namespace"),
        Operation::CreateType { .. }
        | Operation::AlterType { .. }
        | Operation::DropType { .. }
        | Operation::RenameType { .. }
        | Operation::Comment {
            on: Commented::Type(..),
            ..
        } => unsupported(
            "has no domains and no composite types: give each column its type and a check, or columns of its own",
        ),
        Operation::CreateExtension { .. } | Operation::DropExtension { .. } => {
            unsupported("lets a program load extensions, and not SQL")
        }
        Operation::CreateSequence { .. }
        | Operation::AlterSequence { .. }
        | Operation::DropSequence { .. }
        | Operation::RenameSequence { .. } => {
            unsupported("has no sequences: let a column count with `auto_increment()`")
        }
        Operation::CreateView { view, .. } if view.materialized => {
            unsupported("has no views whose rows are stored: take a table, and fill it")
        }
        Operation::DropView {
            materialized: true, ..
        }
        | Operation::RenameView {
            materialized: true, ..
        } => unsupported("has no views whose rows are stored"),
        Operation::CreateFunction { .. } | Operation::DropFunction { .. } => {
            unsupported("has the functions that a program brings: register them on its connections")
        }
        Operation::CreatePolicy { .. } | Operation::DropPolicy { .. } => {
            unsupported("has no row level security")
        }
        Operation::BulkInsert(rows) => rows
            .rows
            .iter()
            .flatten()
            .try_for_each(shape::check_literal),
        Operation::Reverse(operations) if !operations.is_empty() => Err(Why::Invalid(
            "what reverses these is not known here".to_owned(),
        )),
        _ => Ok(()),
    }
}

fn render(item: &plan::Item) -> Spelt<Vec<Step>> {
    let statements = match &item.what {
        plan::What::Create {
            name,
            table,
            if_not_exists,
            enums,
        } => create(name, table, *if_not_exists, enums)?,
        plan::What::AddColumn {
            table,
            column,
            check,
            constraints,
        } => vec![natively::add_column(
            table,
            column,
            check.as_ref(),
            constraints,
        )?],
        plan::What::Statements(statements) => statements.clone(),
        plan::What::Plain(operation) => plain(operation)?,
        plan::What::Rebuild { table, operations } => {
            return Ok(vec![Step::Rebuild(Rebuild {
                table: table.clone(),
                operations: operations.clone(),
            })]);
        }
    };
    Ok(statements.into_iter().map(Step::Sql).collect())
}

fn create(
    name: &QualifiedName,
    table: &Table,
    if_not_exists: bool,
    enums: &BTreeMap<QualifiedName, Enum>,
) -> Spelt<Vec<String>> {
    let shape::Shaped {
        mut table,
        checks,
        counted,
    } = shape::table(enums, name, table)?;
    let mut words = Words::of(table.options.strict);
    words.enums = checks;
    words.counted = counted;
    leave_to_key(&words, &mut table)?;
    let mut statements = vec![create_table(&words, name, &table, if_not_exists)?];
    for (own, one) in &table.indexes {
        statements.push(index(own, name, one, if_not_exists)?);
    }
    Ok(statements)
}

/// A key of one integer is the row's own number, which is never null: nobody says so.
fn leave_to_key(words: &Words, table: &mut Table) -> Spelt<()> {
    let key = table.primary_key.as_ref().map(|key| &*key.columns);
    let Some([key]) = key.filter(|_| !table.options.without_rowid) else {
        return Ok(());
    };
    let key = key.clone();
    if let Some(column) = table.columns.named_mut(&key)
        && words.ty(&column.on(Backend::Sqlite).ty)? == "INTEGER"
    {
        column.nullable = true;
    }
    Ok(())
}

/// What needs no other operation.
fn plain(operation: &Operation) -> Spelt<Vec<String>> {
    let words = &Words::of(false);
    let if_there = |if_exists: bool| if if_exists { "IF EXISTS " } else { "" };
    Ok(match operation {
        Operation::DropTable { name, if_exists } => vec![drop_table(words, name, *if_exists)?],
        Operation::RenameTable { from, to } => vec![rename_table(words, from, to)?],
        Operation::DropColumn { table, column, .. } => {
            vec![drop_column(words, table, column, "")?]
        }
        Operation::RenameColumn { table, from, to } => {
            vec![rename_column(words, table, from, to)?]
        }
        Operation::CreateIndex {
            name: Some(name),
            table,
            index: one,
            if_not_exists,
            ..
        } => vec![index(name, table, one, *if_not_exists)?],
        Operation::DropIndex {
            name, if_exists, ..
        } => vec![format!(
            "DROP INDEX {}{}",
            if_there(*if_exists),
            words.name(name)?
        )],
        Operation::CreateView {
            name,
            view,
            or_replace,
        } => create_view(name, view, *or_replace)?,
        Operation::DropView {
            name, if_exists, ..
        } => vec![format!(
            "DROP VIEW {}{}",
            if_there(*if_exists),
            qualified(words, name)?
        )],
        Operation::CreateTrigger { sql, .. } => texts(Backend::Sqlite, sql),
        Operation::DropTrigger {
            name, if_exists, ..
        } => vec![format!(
            "DROP TRIGGER {}{}",
            if_there(*if_exists),
            words.name(name)?
        )],
        Operation::BulkInsert(rows) => insert(words, rows)?,
        Operation::Execute(execute) => texts(Backend::Sqlite, &execute.sql),
        _ => Vec::new(),
    })
}

fn create_view(from: &QualifiedName, view: &View, or_replace: bool) -> Spelt<Vec<String>> {
    let name = qualified(&Words::of(false), from)?;
    let query = view.query.trim().trim_end_matches(';').trim_end();
    let drop = or_replace.then(|| format!("DROP VIEW IF EXISTS {name}"));
    let named = view_name(&Words::of(false), from, view)?;
    let create = format!("CREATE VIEW {named} AS\n{query}");
    Ok(drop.into_iter().chain([create]).collect())
}

fn index(name: &Name, table: &QualifiedName, index: &Index, if_not_exists: bool) -> Spelt {
    let mut index = index.clone();
    for column in &mut index.columns {
        let natural = if column.descending {
            Nulls::Last
        } else {
            Nulls::First
        };
        if column.nulls == Some(natural) {
            column.nulls = None;
        }
    }
    let how: &[&str] = if if_not_exists {
        &["IF NOT EXISTS"]
    } else {
        &[]
    };
    create_index(
        &Words::of(false),
        &NewIndex {
            name,
            table,
            index: &index,
            how,
        },
    )
}

/// Whether a number is one that a column can hold.
fn fits(value: &Literal) -> bool {
    !matches!(value, Literal::Integer(number) if i64::try_from(*number).is_err())
}
