//! A table as it becomes, while one operation after the other changes its text, and where its values come from.
//!
//! Columns and the table itself are called otherwise in the end only, by SQLite, which then has everything that mentions
//! them follow. Until then what an operation calls by a new name is known here by the old one.

use super::live::Live;
use crate::dialect::ansi::Spelt;
use crate::dialect::lower::Why;
use crate::dialect::sqlite::reflect;
use crate::dialect::sqlite::text::{ColumnText, TableText, same};
use crate::dialect::sqlite::words::Words;
use crate::schema::{Name, Table};

/// A table as it becomes.
pub(super) struct Draft<'l> {
    pub(super) live: &'l Live,
    /// What it is called before anything is done.
    pub(super) name: Name,
    /// What its text was.
    pub(super) old: String,
    /// What its text is by now.
    pub(super) text: String,
    /// The columns of the new table, by the names that they have until the end, and what they hold.
    pub(super) carried: Vec<Carried>,
    /// Columns that are gone, and the operation each that took them away.
    pub(super) dropped: Vec<(Name, usize)>,
    pub(super) renamed: Vec<Renamed>,
    /// The column that counted until its key went, and the operation that took the key: it cannot go on counting.
    pub(super) uncounted: Option<(Name, usize)>,
    /// What the table is called in the end, where that changes.
    pub(super) to: Option<Name>,
    pub(super) checks: Vec<Demand>,
    pub(super) indexes: Vec<Dependent>,
    pub(super) triggers: Vec<Dependent>,
    /// Indexes and triggers for when all else is done.
    pub(super) later: Vec<Later>,
    /// The operation that is carried out.
    pub(super) operation: usize,
    /// Whether foreign keys have to be looked at when all is done.
    pub(super) refers: bool,
}

/// A column of the new table.
pub(super) struct Carried {
    pub(super) name: Name,
    pub(super) value: Value,
}

/// What a column of the new table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// What the column of this name held.
    Column(Name),
    /// What an expression over the old table gives.
    Sql(String),
    /// What it holds where nothing is said: it is new.
    Default,
    /// What it is computed from.
    Generated,
}

/// A column that is called otherwise in the end.
pub(super) struct Renamed {
    pub(super) from: Name,
    pub(super) to: Name,
}

/// What rows have to be like, so that they can be carried over.
pub(super) struct Demand {
    pub(super) operation: usize,
    /// What is said of rows that are not.
    pub(super) message: String,
    pub(super) of: Of,
}

/// What a [`Demand`] is about.
pub(super) enum Of {
    /// There is none.
    NoRows,
    /// Where the one is true, so is the other: both are about the old table. The first names a value to show.
    Value { value: String, fits: String },
    /// These columns of the new table are never null.
    NotNull(Name),
    /// No two rows have the same in these columns of the new table.
    Unique(Vec<Name>),
    /// This is true of each row of the new table.
    True(String),
}

/// An index or a trigger of the table.
pub(super) struct Dependent {
    pub(super) temporary: bool,
    pub(super) name: Name,
    pub(super) sql: String,
    pub(super) change: Change,
}

/// An index or a trigger that an operation makes.
pub(super) struct Later {
    pub(super) kind: Kind,
    pub(super) name: Name,
    pub(super) sql: String,
    /// The columns by which it finds one row.
    pub(super) key: Option<Vec<Name>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Index,
    Trigger,
}

/// What becomes of an index or a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It is as it was.
    None,
    /// Its text is another, so it has to be made anew also where the table is not.
    Text,
    /// It is gone.
    Gone,
}

impl<'l> Draft<'l> {
    pub(super) fn new(live: &'l Live, name: &Name) -> Spelt<Self> {
        let missing = || Why::Invalid(format!("there is no table `{name}`"));
        let object = live.table(name).ok_or_else(missing)?;
        let unread = || Why::Unsupported(format!("`{name}` is no table that can be made anew"));
        let table = TableText::read(&object.sql).ok_or_else(unread)?;
        let carried = table.columns().map(|column| Carried {
            name: column.name.name.clone(),
            value: if column.is_generated() {
                Value::Generated
            } else {
                Value::Column(column.name.name.clone())
            },
        });
        let dependents = |kind| {
            let found = live.of(kind, &object.name).map(|object| Dependent {
                temporary: object.temporary,
                name: object.name.as_str().into(),
                sql: object.sql.clone(),
                change: Change::None,
            });
            found.collect()
        };
        Ok(Self {
            live,
            name: object.name.as_str().into(),
            old: object.sql.clone(),
            text: object.sql.clone(),
            carried: carried.collect(),
            dropped: Vec::new(),
            renamed: Vec::new(),
            uncounted: None,
            to: None,
            checks: Vec::new(),
            indexes: dependents("index"),
            triggers: dependents("trigger"),
            later: Vec::new(),
            operation: 0,
            refers: false,
        })
    }

    /// What the text says by now.
    pub(super) fn table(&self) -> Spelt<TableText> {
        let broken = || Why::Unsupported(format!("the text of `{}` cannot be read", self.name));
        TableText::read(&self.text).ok_or_else(broken)
    }

    /// The table by now, as a schema has it.
    pub(super) fn schema(&self) -> Spelt<Table> {
        let broken = || Why::Unsupported(format!("the text of `{}` cannot be read", self.name));
        reflect::table(&self.text).ok_or_else(broken)
    }

    pub(super) fn words(&self) -> Spelt<Words> {
        let strict = self.table()?.strict.is_some();
        Ok(Words::of(strict))
    }

    /// What a column is called until the end, by the name that an operation knows it by.
    pub(super) fn here(&self, name: &Name) -> Name {
        let mut here = name.clone();
        for renamed in self.renamed.iter().rev() {
            if same(&renamed.to, &here) {
                here = renamed.from.clone();
            }
        }
        here
    }

    /// The column of a name, by the text.
    pub(super) fn column<'t>(&self, table: &'t TableText, name: &Name) -> Spelt<&'t ColumnText> {
        let missing = || Why::Invalid(format!("`{}` has no column `{name}`", self.name));
        table.column(name).ok_or_else(missing)
    }

    pub(super) fn carried_mut(&mut self, name: &Name) -> Option<&mut Carried> {
        self.carried.iter_mut().find(|one| same(&one.name, name))
    }

    pub(super) fn demand(&mut self, of: Of, message: String) {
        let operation = self.operation;
        self.checks.push(Demand {
            operation,
            message,
            of,
        });
    }

    /// Whether the table itself becomes another, and not only what belongs to it or what it is called.
    pub(super) fn is_changed(&self) -> bool {
        let same_value = |one: &Carried| match &one.value {
            Value::Column(name) => same(name, &one.name),
            Value::Generated => true,
            Value::Sql(_) | Value::Default => false,
        };
        self.text != self.old || !self.carried.iter().all(same_value)
    }
}
