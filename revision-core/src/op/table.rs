//! Tables: the words on [`Op`] that make, change, rename, move and remove one.

use revision_macros::vocabulary;

use super::index::add_parameter;
use super::{Column, NamedIndex, Op, Removal, Word};
use crate::operation::{Operation, TableChange};
use crate::schema::{
    Check, Columns, Constraint, Exclusion, ForeignKey, Name, Partition, PrimaryKey, QualifiedName,
    Table, Unique,
};

/// A table that is made, with its constraints and indexes.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_table("members", [
///         column("team_id", bigint()),
///         column("user_id", bigint()),
///         column("since", date()).not_null().default_sql("CURRENT_DATE"),
///     ])
///     .primary_key(["team_id", "user_id"])
///     .foreign_key(foreign_key(["team_id"], "teams", ["id"]).on_delete(Cascade))
///     .comment("who belongs to which team");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateTable {
    name: QualifiedName,
    columns: Vec<Column>,
    table: Table,
    if_not_exists: bool,
}

#[vocabulary]
impl CreateTable {
    /// What tells rows apart: a list of columns, or a `primary_key(…)`.
    pub fn primary_key(&mut self, key: impl Into<PrimaryKey>) -> &mut Self {
        self.table.primary_key = Some(key.into());
        self
    }

    /// Values that no two rows share: a list of columns, or a `unique(…)`.
    pub fn unique(&mut self, unique: impl Into<Unique>) -> &mut Self {
        self.table.unique.insert(unique.into());
        self
    }

    /// What holds for each row: a condition, or a `check(…)`.
    pub fn check(&mut self, check: impl Into<Check>) -> &mut Self {
        self.table.checks.insert(check.into());
        self
    }

    /// Values that rows of another table have.
    pub fn foreign_key(&mut self, key: ForeignKey) -> &mut Self {
        self.table.foreign_keys.insert(key);
        self
    }

    /// What no two rows have in common.
    pub fn exclude(&mut self, exclusion: Exclusion) -> &mut Self {
        self.table.exclusions.insert(exclusion);
        self
    }

    /// An index.
    pub fn index(&mut self, index: NamedIndex) -> &mut Self {
        self.table.indexes.insert(index.name, index.index);
        self
    }

    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.table.comment = Some(comment.to_owned());
        self
    }

    /// What stores it, on MySQL. It is for that alone, and says nothing to other databases.
    pub fn engine(&mut self, engine: &str) -> &mut Self {
        self.table.options.engine = Some(engine.to_owned());
        self
    }

    /// In which characters its texts are kept, on MySQL. It is for that alone, and says nothing to other databases.
    pub fn charset(&mut self, charset: &str) -> &mut Self {
        self.table.options.charset = Some(charset.to_owned());
        self
    }

    /// How its texts are sorted, on MySQL. Elsewhere each column says it, and a warning that this is passed over.
    pub fn collate(&mut self, collation: &str) -> &mut Self {
        self.table.options.collation = Some(collation.to_owned());
        self
    }

    /// Types are heeded, on SQLite. It is for that alone, and says nothing to other databases.
    pub fn strict(&mut self) -> &mut Self {
        self.table.options.strict = true;
        self
    }

    /// Rows lie in the primary key, on SQLite. It is for that alone, and says nothing to other databases.
    pub fn without_rowid(&mut self) -> &mut Self {
        self.table.options.without_rowid = true;
        self
    }

    /// It is forgotten in a crash, and faster for that, on PostgreSQL. It is for that alone, and says nothing to other
    /// databases.
    pub fn unlogged(&mut self) -> &mut Self {
        self.table.options.unlogged = true;
        self
    }

    /// How it is divided: what stands behind `PARTITION BY`.
    pub fn partition_by(&mut self, clause: &str) -> &mut Self {
        self.table.options.partition_by = Some(clause.to_owned());
        self
    }

    /// A partition, on PostgreSQL: which rows it holds, `FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`.
    pub fn partition(&mut self, name: impl Into<QualifiedName>, clause: &str) -> &mut Self {
        let partition = Partition::new(clause);
        self.table.partitions.insert(name.into(), partition);
        self
    }

    /// A partition of a partition, which says `PARTITION BY` behind its rows, on PostgreSQL.
    pub fn subpartition(
        &mut self,
        name: impl Into<QualifiedName>,
        of: impl Into<QualifiedName>,
        clause: &str,
    ) -> &mut Self {
        let mut partition = Partition::new(clause);
        partition.of = Some(of.into());
        self.table.partitions.insert(name.into(), partition);
        self
    }

    /// It has the columns of another table beside its own, on PostgreSQL.
    pub fn inherits(&mut self, table: impl Into<QualifiedName>) -> &mut Self {
        self.table.options.inherits.push(table.into());
        self
    }

    /// Its policies are in force, on PostgreSQL.
    pub fn row_security(&mut self) -> &mut Self {
        self.table.options.row_security = true;
        self
    }

    /// A parameter of its storage. A database that has no such parameter passes it over, with a warning.
    pub fn with(&mut self, parameter: &str, value: &str) -> &mut Self {
        add_parameter(&mut self.table.options.storage, parameter, value);
        self
    }

    /// One that is there is left as it is.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }
}

impl Word for CreateTable {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        let Self {
            name,
            columns,
            mut table,
            if_not_exists,
        } = *self;
        let marked: Vec<Name> = columns
            .iter()
            .filter(|column| column.is_in_key())
            .map(|column| column.name().clone())
            .collect();
        if !marked.is_empty() {
            let key = table
                .primary_key
                .get_or_insert_with(|| PrimaryKey::new(Vec::new()));
            for column in marked {
                if !key.columns.contains(&column) {
                    key.columns.push(column);
                }
            }
        }
        let key = table.primary_key.as_ref();
        let mut finished = Columns::default();
        for column in columns {
            let in_key = key.is_some_and(|key| key.columns.contains(column.name()));
            let (column, constraints) = column.finish(&name, in_key);
            finished.push(column);
            for constraint in constraints {
                match constraint {
                    Constraint::Unique(one) => drop(table.unique.insert(one)),
                    Constraint::Check(one) => drop(table.checks.insert(one)),
                    Constraint::ForeignKey(one) => drop(table.foreign_keys.insert(one)),
                    Constraint::Exclusion(one) => drop(table.exclusions.insert(one)),
                    Constraint::PrimaryKey(_) => {}
                }
            }
        }
        table.columns = finished;
        vec![Operation::CreateTable {
            name,
            table: Box::new(table),
            if_not_exists,
        }]
    }
}

/// A table that changes, in what is named and in nothing else.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.alter_table("users").comment("who can log in").row_security(true);
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct AlterTable {
    name: QualifiedName,
    change: TableChange,
}

#[vocabulary]
impl AlterTable {
    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.change.comment = Some(Some(comment.to_owned()));
        self
    }

    /// Nothing is said about it.
    pub fn drop_comment(&mut self) -> &mut Self {
        self.change.comment = Some(None);
        self
    }

    /// What stores it, on MySQL. It is for that alone, and says nothing to other databases.
    pub fn engine(&mut self, engine: &str) -> &mut Self {
        self.change.engine = Some(engine.to_owned());
        self
    }

    /// In which characters its texts are kept, on MySQL. It is for that alone, and says nothing to other databases.
    pub fn charset(&mut self, charset: &str) -> &mut Self {
        self.change.charset = Some(charset.to_owned());
        self
    }

    /// How its texts are sorted, on MySQL. Elsewhere each column says it, and a warning that this is passed over.
    pub fn collate(&mut self, collation: &str) -> &mut Self {
        self.change.collation = Some(collation.to_owned());
        self
    }

    /// Whether types are heeded, on SQLite. It is for that alone, and says nothing to other databases.
    pub fn strict(&mut self, yes: bool) -> &mut Self {
        self.change.strict = Some(yes);
        self
    }

    /// Whether rows lie in the primary key, on SQLite. It is for that alone, and says nothing to other databases.
    pub fn without_rowid(&mut self, yes: bool) -> &mut Self {
        self.change.without_rowid = Some(yes);
        self
    }

    /// Whether it is forgotten in a crash, on PostgreSQL. It is for that alone, and says nothing to other databases.
    pub fn unlogged(&mut self, yes: bool) -> &mut Self {
        self.change.unlogged = Some(yes);
        self
    }

    /// Whether its policies are in force, on PostgreSQL.
    pub fn row_security(&mut self, yes: bool) -> &mut Self {
        self.change.row_security = Some(yes);
        self
    }

    /// A parameter of its storage. Those that are not named any more are gone.
    pub fn with(&mut self, parameter: &str, value: &str) -> &mut Self {
        let storage = self.change.storage.get_or_insert_default();
        add_parameter(storage, parameter, value);
        self
    }

    /// It is stored without parameters.
    pub fn without_parameters(&mut self) -> &mut Self {
        self.change.storage = Some(Vec::new());
        self
    }
}

impl Word for AlterTable {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::AlterTable {
            name: self.name,
            change: self.change,
        }]
    }
}

/// Tables.
#[vocabulary(say_table)]
impl Op {
    /// Makes a table.
    #[track_caller]
    pub fn create_table(
        &mut self,
        name: impl Into<QualifiedName>,
        columns: impl IntoIterator<Item = Column>,
    ) -> &mut CreateTable {
        self.push(CreateTable {
            name: name.into(),
            columns: columns.into_iter().collect(),
            table: Table::default(),
            if_not_exists: false,
        })
    }

    /// Changes what is said about a table, or how it is stored.
    #[track_caller]
    pub fn alter_table(&mut self, name: impl Into<QualifiedName>) -> &mut AlterTable {
        self.push(AlterTable {
            name: name.into(),
            change: TableChange::default(),
        })
    }

    /// Calls a table otherwise. It stays in its schema.
    #[track_caller]
    pub fn rename_table(&mut self, from: impl Into<QualifiedName>, to: &str) -> &mut Self {
        self.record(Operation::RenameTable {
            from: from.into(),
            to: to.into(),
        })
    }

    /// Moves a table into another schema.
    #[track_caller]
    pub fn move_table(&mut self, name: impl Into<QualifiedName>, schema: &str) -> &mut Self {
        self.record(Operation::MoveTable {
            name: name.into(),
            to: Some(schema.into()),
        })
    }

    /// Moves a table into the default schema.
    #[track_caller]
    pub fn move_table_to_default(&mut self, name: impl Into<QualifiedName>) -> &mut Self {
        self.record(Operation::MoveTable {
            name: name.into(),
            to: None,
        })
    }

    /// Removes a table and its rows.
    #[track_caller]
    pub fn drop_table(&mut self, name: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropTable {
            name: name.into(),
            if_exists: false,
        }))
    }
}
