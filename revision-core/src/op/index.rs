//! Indexes: what one is like, and the words on [`Op`] that add, rename and remove one.

use revision_macros::vocabulary;

use super::{Op, Texts, Word};
use crate::operation::Operation;
use crate::schema::{Index, IndexColumn, IndexKey, Name, Nulls, QualifiedName};

/// An index with its name, for `op.create_table` and `op.create_materialized_view`.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_table("users", [column("email", text()).not_null()])
///         .index(index("ix_users_email", ["email"]).unique());
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct NamedIndex {
    pub(super) name: Name,
    pub(super) index: Index,
}

/// Values that describe indexes.
#[vocabulary]
pub mod words {
    use super::NamedIndex;
    use crate::schema::{Index, IndexColumn, IndexKey};

    /// An index of what is made together with it.
    pub fn index(
        name: &str,
        columns: impl IntoIterator<Item = impl Into<IndexColumn>>,
    ) -> NamedIndex {
        NamedIndex {
            name: name.into(),
            index: Index::new(columns.into_iter().map(Into::into).collect()),
        }
    }

    /// A column that an index sorts by. Where no more is said, its name says as much.
    #[must_use]
    pub fn name(column: &str) -> IndexColumn {
        IndexColumn::new(IndexKey::Column(column.into()))
    }

    /// An expression that an index sorts by.
    #[must_use]
    pub fn sql(expression: &str) -> IndexColumn {
        IndexColumn::new(IndexKey::Sql(expression.to_owned()))
    }
}

/// What can be said of what an index sorts by.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_index("ix_users_seen", "users", [name("seen_at").desc().nulls_last()]);
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[vocabulary]
impl IndexColumn {
    /// Large comes before small.
    #[must_use]
    pub fn desc(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Rows with nothing there come first.
    #[must_use]
    pub fn nulls_first(mut self) -> Self {
        self.nulls = Some(Nulls::First);
        self
    }

    /// Rows with nothing there come last.
    #[must_use]
    pub fn nulls_last(mut self) -> Self {
        self.nulls = Some(Nulls::Last);
        self
    }

    /// How the index takes it, where not as usual: `gin_trgm_ops`.
    #[must_use]
    pub fn operator_class(mut self, class: &str) -> Self {
        self.operator_class = Some(class.to_owned());
        self
    }

    /// How texts are sorted, where not as in the column.
    #[must_use]
    pub fn collate(mut self, collation: &str) -> Self {
        self.collation = Some(collation.to_owned());
        self
    }

    /// How much of a text stands in the index.
    #[must_use]
    pub fn length(mut self, length: u32) -> Self {
        self.length = Some(length);
        self
    }
}

impl From<&str> for IndexColumn {
    fn from(column: &str) -> Self {
        Self::new(IndexKey::Column(column.into()))
    }
}

#[vocabulary]
impl NamedIndex {
    /// No two rows may be alike.
    pub fn unique(mut self) -> Self {
        self.index.unique = true;
        self
    }

    /// One row with nothing there is like another.
    pub fn nulls_not_distinct(mut self) -> Self {
        self.index.nulls_not_distinct = true;
        self
    }

    /// What kind of index it is: `gin`, `gist`, `hash`, `fulltext` …
    pub fn using(mut self, method: &str) -> Self {
        self.index.method = Some(method.into());
        self
    }

    /// The rows that stand in it.
    pub fn where_(mut self, sql: &str) -> Self {
        self.index.predicate = Some(sql.to_owned());
        self
    }

    /// Columns that it carries along.
    pub fn include(mut self, columns: impl Into<Texts>) -> Self {
        self.index.include = columns.into().names();
        self
    }

    /// A parameter of its storage. A database that has no such parameter passes it over, with a warning.
    pub fn with(mut self, parameter: &str, value: &str) -> Self {
        add_parameter(&mut self.index.storage, parameter, value);
        self
    }

    /// What is said about it.
    pub fn comment(mut self, comment: &str) -> Self {
        self.index.comment = Some(comment.to_owned());
        self
    }
}

/// Adds a parameter to those of a storage, which are sorted.
pub(super) fn add_parameter(storage: &mut Vec<(String, String)>, parameter: &str, value: &str) {
    storage.push((parameter.to_owned(), value.to_owned()));
    storage.sort();
}

/// An index that is added.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_index("ix_users_email", "users", [sql("lower(email)")])
///         .unique()
///         .where_("deleted_at IS NULL");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateIndex {
    name: Option<Name>,
    table: QualifiedName,
    index: Index,
    concurrently: bool,
    if_not_exists: bool,
}

#[vocabulary]
impl CreateIndex {
    /// No two rows may be alike.
    pub fn unique(&mut self) -> &mut Self {
        self.index.unique = true;
        self
    }

    /// One row with nothing there is like another.
    pub fn nulls_not_distinct(&mut self) -> &mut Self {
        self.index.nulls_not_distinct = true;
        self
    }

    /// What kind of index it is: `gin`, `gist`, `hash`, `fulltext` …
    pub fn using(&mut self, method: &str) -> &mut Self {
        self.index.method = Some(method.into());
        self
    }

    /// The rows that stand in it.
    pub fn where_(&mut self, sql: &str) -> &mut Self {
        self.index.predicate = Some(sql.to_owned());
        self
    }

    /// Columns that it carries along.
    pub fn include(&mut self, columns: impl Into<Texts>) -> &mut Self {
        self.index.include = columns.into().names();
        self
    }

    /// A parameter of its storage. A database that has no such parameter passes it over, with a warning.
    pub fn with(&mut self, parameter: &str, value: &str) -> &mut Self {
        add_parameter(&mut self.index.storage, parameter, value);
        self
    }

    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.index.comment = Some(comment.to_owned());
        self
    }

    /// Writers go on meanwhile, on PostgreSQL; other databases do as they always do. The revision says
    /// `transaction: false`.
    pub fn concurrently(&mut self) -> &mut Self {
        self.concurrently = true;
        self
    }

    /// One that is there is left as it is.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }
}

impl Word for CreateIndex {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::CreateIndex {
            name: self.name,
            table: self.table,
            index: Box::new(self.index),
            concurrently: self.concurrently,
            if_not_exists: self.if_not_exists,
        }]
    }
}

/// An index that is removed.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.drop_index("ix_users_email", "users").if_exists();
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct DropIndex {
    name: Name,
    table: QualifiedName,
    concurrently: bool,
    if_exists: bool,
}

#[vocabulary]
impl DropIndex {
    /// Readers go on meanwhile, on PostgreSQL; other databases do as they always do. The revision says
    /// `transaction: false`.
    pub fn concurrently(&mut self) -> &mut Self {
        self.concurrently = true;
        self
    }

    /// It may be missing.
    pub fn if_exists(&mut self) -> &mut Self {
        self.if_exists = true;
        self
    }
}

impl Word for DropIndex {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::DropIndex {
            name: self.name,
            table: self.table,
            concurrently: self.concurrently,
            if_exists: self.if_exists,
        }]
    }
}

/// Indexes.
#[vocabulary(say_index)]
impl Op {
    /// Adds an index to a table or a materialised view.
    #[track_caller]
    pub fn create_index(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        columns: impl IntoIterator<Item = impl Into<IndexColumn>>,
    ) -> &mut CreateIndex {
        let columns = columns.into_iter().map(Into::into).collect();
        self.index(Some(name.into()), table.into(), columns)
    }

    /// Adds an index under the name that the naming convention gives it: `ix_{table}_{columns}`.
    #[track_caller]
    pub fn add_index(
        &mut self,
        table: impl Into<QualifiedName>,
        columns: impl IntoIterator<Item = impl Into<IndexColumn>>,
    ) -> &mut CreateIndex {
        let columns = columns.into_iter().map(Into::into).collect();
        self.index(None, table.into(), columns)
    }

    /// Removes an index.
    #[track_caller]
    pub fn drop_index(&mut self, name: &str, table: impl Into<QualifiedName>) -> &mut DropIndex {
        self.push(DropIndex {
            name: name.into(),
            table: table.into(),
            concurrently: false,
            if_exists: false,
        })
    }

    /// Calls an index otherwise.
    #[track_caller]
    pub fn rename_index(
        &mut self,
        table: impl Into<QualifiedName>,
        from: &str,
        to: &str,
    ) -> &mut Self {
        self.record(Operation::RenameIndex {
            table: table.into(),
            from: from.into(),
            to: to.into(),
        })
    }
}

impl Op {
    #[track_caller]
    fn index(
        &mut self,
        name: Option<Name>,
        table: QualifiedName,
        columns: Vec<IndexColumn>,
    ) -> &mut CreateIndex {
        self.push(CreateIndex {
            name,
            table,
            index: Index::new(columns),
            concurrently: false,
            if_not_exists: false,
        })
    }
}
