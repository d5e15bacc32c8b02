//! Which operations become one.
//!
//! What is done to a table that the list itself makes goes into that table, and what is demanded of a column that the list
//! adds goes behind it. What only a new table can be goes into one making anew of the old, the first of the list. An
//! operation passes others on its way there as long as they come to the same in either order.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::words::{Words, unsupported};
use super::passing::{goes_along, is_in_the_way, is_said_behind};
use super::{enums, natively, shape};
use crate::Backend;
use crate::dialect::ansi::{Spelling as _, Spelt, constraint as constraint_words};
use crate::dialect::known::Known;
use crate::dialect::lower::Why;
use crate::operation::{ColumnChange, Operation, TableChange};
use crate::schema::{Check, Column, Constraint, Enum, Name, QualifiedName, Table, Type};

#[derive(Default)]
pub(super) struct Plan {
    pub(super) items: Vec<Item>,
}

/// Something that is done at one place, for one operation or several.
pub(super) struct Item {
    /// The number of the first of them.
    pub(super) number: usize,
    pub(super) what: What,
}

pub(super) enum What {
    /// Makes a table, with the enums that there are.
    Create {
        name: QualifiedName,
        table: Box<Table>,
        if_not_exists: bool,
        enums: BTreeMap<QualifiedName, Enum>,
    },
    /// Adds a column, as it is on this database, with what is demanded of it.
    AddColumn {
        table: QualifiedName,
        column: Box<Column>,
        check: Option<Check>,
        constraints: Vec<Constraint>,
    },
    /// Makes a table anew.
    Rebuild {
        table: QualifiedName,
        operations: Vec<Operation>,
    },
    /// Does what the operation says.
    Plain(Box<Operation>),
    Statements(Vec<String>),
}

impl Plan {
    pub(super) fn add(&mut self, known: &Known, number: usize, operation: &Operation) -> Spelt<()> {
        match operation {
            Operation::CreateTable {
                name,
                table,
                if_not_exists,
            } => self.push(
                number,
                What::Create {
                    name: name.clone(),
                    table: table.clone(),
                    if_not_exists: *if_not_exists,
                    enums: known.schema().enums.clone(),
                },
            ),
            Operation::RenameEnum { .. } => {
                for at in 0..self.items.len() {
                    if let What::Create { name, .. } = &self.items[at].what
                        && self.open_create(&name.clone(), operation) == Some(at)
                    {
                        self.fold(known, at, operation)?;
                    }
                }
            }
            Operation::AddEnumValue { name, .. }
            | Operation::RenameEnumValue { name, .. }
            | Operation::DropEnumValue { name, .. } => {
                for change in enums::changes(known, name, operation)? {
                    let Some(table) = change.about().cloned() else {
                        continue;
                    };
                    match self.open_create(&table, operation) {
                        Some(at) => self.fold(known, at, operation)?,
                        None => self.rebuild(&table, number, change),
                    }
                }
            }
            Operation::AddColumn {
                table,
                column,
                if_not_exists,
                ..
            } => {
                if *if_not_exists && is_there(known, table, &column.name)? {
                    return Ok(());
                }
                if let Some(at) = self.open_create(table, operation) {
                    return self.fold(known, at, operation);
                }
                self.add_column(known, number, operation, column)?;
            }
            Operation::DropColumn {
                table,
                column,
                if_exists,
            } => {
                if *if_exists && !is_there(known, table, column)? {
                    return Ok(());
                }
                if self.open_rebuild(table, operation).is_some()
                    || !natively::can_drop(known.schema(), table, column)
                {
                    self.rebuild(table, number, operation.clone());
                } else {
                    self.plain(number, operation);
                }
            }
            Operation::AlterColumn {
                table,
                column,
                change,
            } => self.alter_column(known, number, table, column, change)?,
            Operation::AddConstraint { table, constraint } => {
                // Whether there is such a constraint.
                constraint_words(&Words::of(false), constraint)?;
                if let Some(at) = self.open_create(table, operation) {
                    return self.fold(known, at, operation);
                }
                if !self.behind_column(table, constraint, operation) {
                    self.rebuild(table, number, operation.clone());
                }
            }
            Operation::DropConstraint { table, .. } | Operation::RenameConstraint { table, .. } => {
                match self.open_create(table, operation) {
                    Some(at) => self.fold(known, at, operation)?,
                    None => self.rebuild(table, number, operation.clone()),
                }
            }
            Operation::AlterTable { name, change } => {
                self.alter_table(known, number, name, change)?;
            }
            Operation::RenameIndex { table, from, to } => {
                let statements = rename_index(known, table, from, to)?;
                self.push(number, What::Statements(statements));
            }
            Operation::RenameView { from, to, .. } => {
                let statements = rename_view(known, from, to)?;
                self.push(number, What::Statements(statements));
            }
            // One that was added was valid; and nothing is kept of what is said about something.
            Operation::ValidateConstraint { .. } | Operation::Comment { .. } => {}
            _ => self.plain(number, operation),
        }
        Ok(())
    }

    fn push(&mut self, number: usize, what: What) {
        self.items.push(Item { number, what });
    }

    fn plain(&mut self, number: usize, operation: &Operation) {
        self.push(number, What::Plain(Box::new(operation.clone())));
    }

    fn add_column(
        &mut self,
        known: &Known,
        number: usize,
        operation: &Operation,
        column: &Column,
    ) -> Spelt<()> {
        let Some(table) = operation.about() else {
            return Ok(());
        };
        let (column, check) = shape::column(&known.schema().enums, table, column)?;
        if self.open_rebuild(table, operation).is_none() && natively::can_add(&column, &[]) {
            self.push(
                number,
                What::AddColumn {
                    table: table.clone(),
                    column: Box::new(column),
                    check,
                    constraints: Vec::new(),
                },
            );
            return Ok(());
        }
        for operation in added(table, column, check, Vec::new()) {
            self.rebuild(table, number, operation);
        }
        Ok(())
    }

    fn alter_column(
        &mut self,
        known: &Known,
        number: usize,
        table: &QualifiedName,
        name: &Name,
        change: &ColumnChange,
    ) -> Spelt<()> {
        let mut change = change.on(Backend::Sqlite);
        change.comment = None;
        if change == ColumnChange::default() {
            return Ok(());
        }
        let altered = |change: ColumnChange| Operation::AlterColumn {
            table: table.clone(),
            column: name.clone(),
            change: Box::new(change),
        };
        let operation = altered(change.clone());
        if let Some(at) = self.open_create(table, &operation) {
            return self.fold(known, at, &operation);
        }
        let mut operations = Vec::new();
        if let Some(ty) = &change.ty {
            let is_enum = |ty: &Type| matches!(ty, Type::Enum(_) | Type::InlineEnum(_));
            let before = known
                .column(table, name)
                .ok()
                .map(|column| column.on(Backend::Sqlite).ty);
            if before.as_ref().is_none_or(is_enum) {
                let mut drop = enums::drop_check(table, name);
                if let Operation::DropConstraint { if_exists, .. } = &mut drop {
                    *if_exists = before.is_none();
                }
                operations.push(drop);
            }
            let column = Column::new(name.clone(), ty.clone());
            let (column, check) = shape::column(&known.schema().enums, table, &column)?;
            change.ty = Some(column.ty);
            operations.push(altered(change));
            operations.extend(check.map(|check| add_check(table, check)));
        } else {
            operations.push(altered(change));
        }
        for operation in operations {
            self.rebuild(table, number, operation);
        }
        Ok(())
    }

    fn alter_table(
        &mut self,
        known: &Known,
        number: usize,
        name: &QualifiedName,
        change: &TableChange,
    ) -> Spelt<()> {
        if change.row_security == Some(true) {
            return unsupported("has no row level security");
        }
        let own = TableChange {
            strict: change.strict,
            without_rowid: change.without_rowid,
            ..TableChange::default()
        };
        if own == TableChange::default() {
            return Ok(());
        }
        let operation = Operation::AlterTable {
            name: name.clone(),
            change: own,
        };
        match self.open_create(name, &operation) {
            Some(at) => self.fold(known, at, &operation)?,
            None => self.rebuild(name, number, operation),
        }
        Ok(())
    }

    /// The last item of a kind that may say what an operation says, behind which nothing has to be said before.
    fn open(
        &self,
        table: &QualifiedName,
        operation: &Operation,
        is: impl Fn(&What) -> bool,
    ) -> Option<usize> {
        for (at, item) in self.items.iter().enumerate().rev() {
            if is(&item.what) {
                return Some(at);
            }
            if is_said_behind(&item.what, table, operation) {
                return None;
            }
        }
        None
    }

    fn open_create(&self, table: &QualifiedName, operation: &Operation) -> Option<usize> {
        self.open(
            table,
            operation,
            |what| matches!(what, What::Create { name, if_not_exists: false, .. } if name == table),
        )
    }

    /// The last item that makes the table anew, where an operation may go there with all that was done to the table since.
    fn open_rebuild(&self, table: &QualifiedName, operation: &Operation) -> Option<usize> {
        let mut moving = vec![Cow::Borrowed(operation)];
        for (at, item) in self.items.iter().enumerate().rev() {
            if matches!(&item.what, What::Rebuild { table: of, .. } if of == table) {
                return Some(at);
            }
            if goes_along(&item.what, table) {
                moving.extend(item.what.operations());
                continue;
            }
            let moving: Vec<_> = moving.iter().map(AsRef::as_ref).collect();
            if is_in_the_way(&item.what, table, &moving) {
                return None;
            }
        }
        None
    }

    /// Does to a table that the list makes what an operation says, by the enums that there are right before that.
    fn fold(&mut self, known: &Known, at: usize, operation: &Operation) -> Spelt<()> {
        let What::Create {
            name, table, enums, ..
        } = &mut self.items[at].what
        else {
            return Ok(());
        };
        let mut schema = Known::of_table(name, table, &known.schema().enums);
        schema.after_or_why(operation)?;
        if let Some(made) = schema.schema().tables.get(name) {
            **table = made.clone();
        }
        enums.clone_from(&schema.schema().enums);
        Ok(())
    }

    /// Puts a constraint behind the column that the list adds, if it can stand there.
    fn behind_column(
        &mut self,
        table: &QualifiedName,
        constraint: &Constraint,
        operation: &Operation,
    ) -> bool {
        let found = self.open(table, operation, |what| match what {
            What::AddColumn {
                table: of, column, ..
            } => of == table && shape::goes_with(column, constraint),
            _ => false,
        });
        let Some(at) = found else {
            return false;
        };
        let What::AddColumn {
            column,
            constraints,
            ..
        } = &mut self.items[at].what
        else {
            return false;
        };
        constraints.push(constraint.clone());
        let fits = natively::can_add(column, constraints);
        if !fits {
            constraints.pop();
        }
        fits
    }

    /// Does something to a table that takes making it anew. Whatever else the list has done to the table since it was
    /// first made anew goes along, so that the order is kept.
    fn rebuild(&mut self, table: &QualifiedName, number: usize, operation: Operation) {
        let Some(at) = self.open_rebuild(table, &operation) else {
            let what = What::Rebuild {
                table: table.clone(),
                operations: vec![operation],
            };
            return self.push(number, what);
        };
        let (along, kept): (Vec<_>, Vec<_>) = self
            .items
            .drain(at + 1..)
            .partition(|item| goes_along(&item.what, table));
        self.items.extend(kept);
        if let What::Rebuild { operations, .. } = &mut self.items[at].what {
            let along = along.iter().flat_map(|item| item.what.operations());
            operations.extend(along.map(Cow::into_owned));
            operations.push(operation);
        }
    }
}

impl What {
    /// What goes along when the table is made anew.
    fn operations(&self) -> Vec<Cow<'_, Operation>> {
        match self {
            Self::AddColumn {
                table,
                column,
                check,
                constraints,
            } => added(
                table,
                (**column).clone(),
                check.clone(),
                constraints.clone(),
            )
            .into_iter()
            .map(Cow::Owned)
            .collect(),
            Self::Plain(operation) => vec![Cow::Borrowed(&**operation)],
            Self::Create { .. } | Self::Rebuild { .. } | Self::Statements(_) => Vec::new(),
        }
    }
}

/// The operations that add a column.
fn added(
    table: &QualifiedName,
    column: Column,
    check: Option<Check>,
    constraints: Vec<Constraint>,
) -> Vec<Operation> {
    let add = Operation::AddColumn {
        table: table.clone(),
        column: Box::new(column),
        if_not_exists: false,
        place: None,
    };
    let constraints = constraints
        .into_iter()
        .map(|constraint| Operation::AddConstraint {
            table: table.clone(),
            constraint: Box::new(constraint),
        });
    let check = check.map(|check| add_check(table, check));
    [add].into_iter().chain(check).chain(constraints).collect()
}

fn add_check(table: &QualifiedName, check: Check) -> Operation {
    Operation::AddConstraint {
        table: table.clone(),
        constraint: Box::new(Constraint::Check(check)),
    }
}

/// Whether a table has a column: only who knows can say.
fn is_there(known: &Known, table: &QualifiedName, column: &Name) -> Spelt<bool> {
    Ok(known.table(table)?.columns.named(column).is_some())
}

/// There is no word for it, and making it anew is little work.
fn rename_index(
    known: &Known,
    table: &QualifiedName,
    from: &Name,
    to: &Name,
) -> Spelt<Vec<String>> {
    let words = Words::of(false);
    let Some(index) = known.table(table)?.indexes.get(from) else {
        return Err(Why::Invalid(format!("`{table}` has no index `{from}`")));
    };
    Ok(vec![
        format!("DROP INDEX {}", words.name(from)?),
        super::index(to, table, index, false)?,
    ])
}

fn rename_view(known: &Known, from: &QualifiedName, to: &Name) -> Spelt<Vec<String>> {
    let view = known.schema().views.get(from);
    let view = view.ok_or_else(|| Why::Unknown(from.clone()))?;
    let mut statements = vec![format!("DROP VIEW {}", Words::of(false).name(&from.name)?)];
    statements.extend(super::create_view(&from.beside(to), view, false)?);
    Ok(statements)
}
