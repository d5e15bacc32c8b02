//! Constraints: what one is like. `change` has the words that add, rename and remove one.

mod change;

pub use change::DropPrimaryKey;

use revision_macros::vocabulary;

use super::Texts;
use crate::schema::{
    Action, Check, Deferrable, Exclusion, ExclusionElement, ForeignKey, Match, Nulls, OnConflict,
    PrimaryKey, Unique,
};

/// Values that describe constraints.
#[vocabulary]
pub mod words {
    use crate::op::Texts;
    use crate::schema::{
        Check, Exclusion, ExclusionElement, ForeignKey, IndexKey, PrimaryKey, QualifiedName, Unique,
    };

    /// What tells the rows of a table apart. Where no more is said, the list of columns says as much.
    #[must_use]
    pub fn primary_key(columns: impl Into<Texts>) -> PrimaryKey {
        PrimaryKey::new(columns.into().names())
    }

    /// Values that no two rows share. Where no more is said, the list of columns says as much.
    #[must_use]
    pub fn unique(columns: impl Into<Texts>) -> Unique {
        Unique::new(columns.into().names())
    }

    /// What holds for each row. Where no more is said, the condition says as much.
    #[must_use]
    pub fn check(sql: &str) -> Check {
        Check::new(sql)
    }

    /// Values that rows of another table have: the columns here, that table, the columns there.
    #[must_use]
    pub fn foreign_key(
        columns: impl Into<Texts>,
        table: impl Into<QualifiedName>,
        referenced: impl Into<Texts>,
    ) -> ForeignKey {
        ForeignKey::new(
            columns.into().names(),
            table.into(),
            referenced.into().names(),
        )
    }

    /// What no two rows have in common.
    #[must_use]
    pub fn exclusion(elements: impl IntoIterator<Item = ExclusionElement>) -> Exclusion {
        Exclusion::new(elements.into_iter().collect())
    }

    /// A column that an exclusion compares, and the operator with which it does: `element("room", "=")`.
    #[must_use]
    pub fn element(column: &str, operator: &str) -> ExclusionElement {
        ExclusionElement::new(IndexKey::Column(column.into()), operator)
    }

    /// An expression that an exclusion compares, and the operator with which it does.
    #[must_use]
    pub fn element_sql(sql: &str, operator: &str) -> ExclusionElement {
        ExclusionElement::new(IndexKey::Sql(sql.to_owned()), operator)
    }
}

/// What can be said of a primary key.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_primary_key("users", primary_key(["id"]).named("users_pk"));
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[vocabulary]
impl PrimaryKey {
    /// Its name, on PostgreSQL and SQLite: on MySQL all primary keys go by one.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What is said about it. A database that keeps no comments on constraints passes it over, with a warning.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        self.comment = Some(comment.to_owned());
        self
    }

    /// It can be checked at the end of a transaction.
    #[must_use]
    pub fn deferrable(mut self) -> Self {
        self.deferrable = Some(AT_ONCE);
        self
    }

    /// It is checked at the end of a transaction.
    #[must_use]
    pub fn initially_deferred(mut self) -> Self {
        self.deferrable = Some(AT_THE_END);
        self
    }

    /// Columns that its index carries along.
    #[must_use]
    pub fn include(mut self, columns: impl Into<Texts>) -> Self {
        self.include = columns.into().names();
        self
    }

    /// What becomes of a statement that breaks it, on SQLite. Other databases have no such words, and refuse it.
    #[must_use]
    pub fn on_conflict(mut self, resolution: OnConflict) -> Self {
        self.on_conflict = Some(resolution);
        self
    }
}

/// What can be said of a unique constraint.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_unique("users", unique(["email"]).named("one_email").nulls_not_distinct());
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[vocabulary]
impl Unique {
    /// Its name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What is said about it. A database that keeps no comments on constraints passes it over, with a warning.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        self.comment = Some(comment.to_owned());
        self
    }

    /// One row with nothing there is like another.
    #[must_use]
    pub fn nulls_not_distinct(mut self) -> Self {
        self.nulls_not_distinct = true;
        self
    }

    /// It can be checked at the end of a transaction.
    #[must_use]
    pub fn deferrable(mut self) -> Self {
        self.deferrable = Some(AT_ONCE);
        self
    }

    /// It is checked at the end of a transaction.
    #[must_use]
    pub fn initially_deferred(mut self) -> Self {
        self.deferrable = Some(AT_THE_END);
        self
    }

    /// Columns that its index carries along.
    #[must_use]
    pub fn include(mut self, columns: impl Into<Texts>) -> Self {
        self.include = columns.into().names();
        self
    }

    /// What becomes of a statement that breaks it, on SQLite. Other databases have no such words, and refuse it.
    #[must_use]
    pub fn on_conflict(mut self, resolution: OnConflict) -> Self {
        self.on_conflict = Some(resolution);
        self
    }

    /// SQLite has it without a name, as it is where tables were written by hand. It is for that alone; revisions know it
    /// by the name that the convention gives.
    #[must_use]
    pub fn unnamed(mut self) -> Self {
        self.unnamed = true;
        self
    }
}

/// What can be said of a check.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_check("users", check("age >= 0").named("age_ok").not_valid());
///     op.validate_constraint("users", "age_ok");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[vocabulary]
impl Check {
    /// Its name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What is said about it. A database that keeps no comments on constraints passes it over, with a warning.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        self.comment = Some(comment.to_owned());
        self
    }

    /// Rows that are there already are not looked at. A database that looks at them in any case warns of it.
    #[must_use]
    pub fn not_valid(mut self) -> Self {
        self.not_valid = true;
        self
    }

    /// Tables that inherit from this one do not take it over, on PostgreSQL: elsewhere no table inherits.
    #[must_use]
    pub fn no_inherit(mut self) -> Self {
        self.no_inherit = true;
        self
    }

    /// SQLite has it without a name, as it is where tables were written by hand. It is for that alone; revisions know it
    /// by the name that the convention gives.
    #[must_use]
    pub fn unnamed(mut self) -> Self {
        self.unnamed = true;
        self
    }
}

/// What can be said of a foreign key.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_foreign_key("users", foreign_key(["team_id"], "teams", ["id"]).on_delete(Cascade));
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[vocabulary]
impl ForeignKey {
    /// Its name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What is said about it. A database that keeps no comments on constraints passes it over, with a warning.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        self.comment = Some(comment.to_owned());
        self
    }

    /// What becomes of a row here when that there is deleted.
    #[must_use]
    pub fn on_delete(mut self, action: Action) -> Self {
        self.on_delete = action;
        self
    }

    /// The columns that `on_delete(SetNull)` or `on_delete(SetDefault)` sets, on PostgreSQL since 15: all where none is named.
    #[must_use]
    pub fn set_columns(mut self, columns: impl Into<Texts>) -> Self {
        self.set_columns = columns.into().names();
        self
    }

    /// What becomes of a row here when that there changes.
    #[must_use]
    pub fn on_update(mut self, action: Action) -> Self {
        self.on_update = action;
        self
    }

    /// A key that holds nothing in some of its columns, but not in all, is refused.
    #[must_use]
    pub fn match_full(mut self) -> Self {
        self.matching = Match::Full;
        self
    }

    /// It can be checked at the end of a transaction.
    #[must_use]
    pub fn deferrable(mut self) -> Self {
        self.deferrable = Some(AT_ONCE);
        self
    }

    /// It is checked at the end of a transaction.
    #[must_use]
    pub fn initially_deferred(mut self) -> Self {
        self.deferrable = Some(AT_THE_END);
        self
    }

    /// Rows that are there already are not looked at. A database that looks at them in any case warns of it.
    #[must_use]
    pub fn not_valid(mut self) -> Self {
        self.not_valid = true;
        self
    }

    /// SQLite has it without a name, as it is where tables were written by hand. It is for that alone; revisions know it
    /// by the name that the convention gives.
    #[must_use]
    pub fn unnamed(mut self) -> Self {
        self.unnamed = true;
        self
    }
}

/// What can be said of an exclusion.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_exclusion(
///         "bookings",
///         exclusion([element("room", "="), element("during", "&&")]).using("gist"),
///     );
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[vocabulary]
impl Exclusion {
    /// Its name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What is said about it. A database that keeps no comments on constraints passes it over, with a warning.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        self.comment = Some(comment.to_owned());
        self
    }

    /// The kind of index behind it.
    #[must_use]
    pub fn using(mut self, method: &str) -> Self {
        self.method = Some(method.into());
        self
    }

    /// The rows that it is about.
    #[must_use]
    pub fn where_(mut self, sql: &str) -> Self {
        self.predicate = Some(sql.to_owned());
        self
    }

    /// It can be checked at the end of a transaction.
    #[must_use]
    pub fn deferrable(mut self) -> Self {
        self.deferrable = Some(AT_ONCE);
        self
    }

    /// It is checked at the end of a transaction.
    #[must_use]
    pub fn initially_deferred(mut self) -> Self {
        self.deferrable = Some(AT_THE_END);
        self
    }
}

/// What can be said of what an exclusion compares.
#[vocabulary]
impl ExclusionElement {
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

    /// How the index takes it.
    #[must_use]
    pub fn operator_class(mut self, class: &str) -> Self {
        self.operator_class = Some(class.to_owned());
        self
    }
}

impl From<&str> for Check {
    fn from(sql: &str) -> Self {
        Self::new(sql)
    }
}

const AT_ONCE: Deferrable = Deferrable {
    initially_deferred: false,
};

const AT_THE_END: Deferrable = Deferrable {
    initially_deferred: true,
};
