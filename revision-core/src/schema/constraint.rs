//! The constraints of a table.

use super::{IndexKey, Name, Nulls, QualifiedName};

/// A constraint of any kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraint {
    /// What tells rows apart.
    PrimaryKey(PrimaryKey),
    /// Values that no two rows share.
    Unique(Unique),
    /// What holds for each row.
    Check(Check),
    /// Values that rows of another table have.
    ForeignKey(ForeignKey),
    /// What no two rows have in common.
    Exclusion(Exclusion),
}

/// The kinds of constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ConstraintKind {
    /// A [`PrimaryKey`].
    PrimaryKey,
    /// A [`Unique`].
    Unique,
    /// A [`Check`].
    Check,
    /// A [`ForeignKey`].
    ForeignKey,
    /// An [`Exclusion`].
    Exclusion,
}

/// What tells the rows of a table apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct PrimaryKey {
    /// Its name; none where the naming convention or the database gives it one.
    pub name: Option<Name>,
    /// Its columns, in their order.
    pub columns: Vec<Name>,
    /// When it is checked.
    pub deferrable: Option<Deferrable>,
    /// Columns that its index carries along.
    pub include: Vec<Name>,
    /// What is said about it.
    pub comment: Option<String>,
    /// What becomes of a statement that breaks it, where it does not just fail.
    pub on_conflict: Option<OnConflict>,
}

/// Values that no two rows of a table share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Unique {
    /// Its name; none where the naming convention or the database gives it one.
    pub name: Option<Name>,
    /// Its columns, in their order.
    pub columns: Vec<Name>,
    /// Whether one row with nothing there is like another.
    pub nulls_not_distinct: bool,
    /// When it is checked.
    pub deferrable: Option<Deferrable>,
    /// Columns that its index carries along.
    pub include: Vec<Name>,
    /// What is said about it.
    pub comment: Option<String>,
    /// What becomes of a statement that breaks it, where it does not just fail.
    pub on_conflict: Option<OnConflict>,
    /// Whether its database has it without a name, where it can; all else knows it by the one that it has here.
    pub unnamed: bool,
}

/// What holds for each row of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Check {
    /// Its name; none where the naming convention or the database gives it one.
    pub name: Option<Name>,
    /// The condition.
    pub sql: String,
    /// Whether rows that were there before are not known to hold to it.
    pub not_valid: bool,
    /// Whether tables that inherit from this one do not take it over.
    pub no_inherit: bool,
    /// What is said about it.
    pub comment: Option<String>,
    /// Whether its database has it without a name, where it can; all else knows it by the one that it has here.
    pub unnamed: bool,
}

/// Values that rows of another table have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ForeignKey {
    /// Its name; none where the naming convention or the database gives it one.
    pub name: Option<Name>,
    /// The columns here.
    pub columns: Vec<Name>,
    /// The other table.
    pub references: QualifiedName,
    /// The columns there.
    pub referenced: Vec<Name>,
    /// What becomes of a row here when that there is deleted.
    pub on_delete: Action,
    /// The columns that it then empties or sets to their default; all of its own where none is named.
    pub set_columns: Vec<Name>,
    /// What becomes of a row here when that there changes.
    pub on_update: Action,
    /// What is made of a key that holds nothing in some of its columns.
    pub matching: Match,
    /// When it is checked.
    pub deferrable: Option<Deferrable>,
    /// Whether rows that were there before are not known to hold to it.
    pub not_valid: bool,
    /// What is said about it.
    pub comment: Option<String>,
    /// Whether its database has it without a name, where it can; all else knows it by the one that it has here.
    pub unnamed: bool,
}

/// What becomes of a row whose foreign key loses what it refers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// The change is refused in the end.
    #[default]
    NoAction,
    /// The change is refused at once.
    Restrict,
    /// The row follows.
    Cascade,
    /// The row refers to nothing.
    SetNull,
    /// The row refers to the default.
    SetDefault,
}

/// What becomes of a statement that breaks a constraint, where it does not just fail and undo what it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OnConflict {
    /// The whole transaction is undone.
    Rollback,
    /// It fails, and what it did before stays.
    Fail,
    /// The row is passed over.
    Ignore,
    /// The rows that are in the way go.
    Replace,
}

/// What is made of a foreign key that holds nothing in some of its columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Match {
    /// It refers to nothing.
    #[default]
    Simple,
    /// It is refused.
    Full,
}

/// That a constraint can be checked at the end of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deferrable {
    /// Whether it is, unless a transaction says otherwise.
    pub initially_deferred: bool,
}

/// What no two rows of a table have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Exclusion {
    /// Its name; none where the naming convention or the database gives it one.
    pub name: Option<Name>,
    /// The kind of index behind it.
    pub method: Option<Name>,
    /// What is compared.
    pub elements: Vec<ExclusionElement>,
    /// The rows that it is about.
    pub predicate: Option<String>,
    /// When it is checked.
    pub deferrable: Option<Deferrable>,
    /// What is said about it.
    pub comment: Option<String>,
}

/// What an [`Exclusion`] compares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ExclusionElement {
    /// A column or an expression.
    pub key: IndexKey,
    /// How the index takes it.
    pub operator_class: Option<String>,
    /// Whether large comes before small.
    pub descending: bool,
    /// Where rows with nothing there come.
    pub nulls: Option<Nulls>,
    /// The operator with which it is compared.
    pub operator: String,
}

impl Constraint {
    /// Its name, where it has one.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        match self {
            Self::PrimaryKey(one) => one.name.as_ref(),
            Self::Unique(one) => one.name.as_ref(),
            Self::Check(one) => one.name.as_ref(),
            Self::ForeignKey(one) => one.name.as_ref(),
            Self::Exclusion(one) => one.name.as_ref(),
        }
    }

    /// The same without its name.
    #[must_use]
    pub(crate) fn without_name(&self) -> Self {
        let mut constraint = self.clone();
        match &mut constraint {
            Self::PrimaryKey(one) => one.name = None,
            Self::Unique(one) => one.name = None,
            Self::Check(one) => one.name = None,
            Self::ForeignKey(one) => one.name = None,
            Self::Exclusion(one) => one.name = None,
        }
        constraint
    }

    /// What is said about it.
    pub(crate) fn comment(&self) -> Option<&String> {
        match self {
            Self::PrimaryKey(one) => one.comment.as_ref(),
            Self::Unique(one) => one.comment.as_ref(),
            Self::Check(one) => one.comment.as_ref(),
            Self::ForeignKey(one) => one.comment.as_ref(),
            Self::Exclusion(one) => one.comment.as_ref(),
        }
    }

    /// The same, of which something else is said.
    #[must_use]
    pub(crate) fn saying(mut self, comment: Option<String>) -> Self {
        match &mut self {
            Self::PrimaryKey(one) => one.comment = comment,
            Self::Unique(one) => one.comment = comment,
            Self::Check(one) => one.comment = comment,
            Self::ForeignKey(one) => one.comment = comment,
            Self::Exclusion(one) => one.comment = comment,
        }
        self
    }

    /// Whether its database has it without a name, where it can.
    pub(crate) fn is_unnamed(&self) -> bool {
        match self {
            Self::Unique(one) => one.unnamed,
            Self::Check(one) => one.unnamed,
            Self::ForeignKey(one) => one.unnamed,
            Self::PrimaryKey(_) | Self::Exclusion(_) => false,
        }
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> ConstraintKind {
        match self {
            Self::PrimaryKey(_) => ConstraintKind::PrimaryKey,
            Self::Unique(_) => ConstraintKind::Unique,
            Self::Check(_) => ConstraintKind::Check,
            Self::ForeignKey(_) => ConstraintKind::ForeignKey,
            Self::Exclusion(_) => ConstraintKind::Exclusion,
        }
    }
}

impl PrimaryKey {
    /// The key of these columns.
    #[must_use]
    pub fn new(columns: Vec<Name>) -> Self {
        Self {
            name: None,
            columns,
            deferrable: None,
            include: Vec::new(),
            comment: None,
            on_conflict: None,
        }
    }
}

impl Unique {
    /// These columns are unique.
    #[must_use]
    pub fn new(columns: Vec<Name>) -> Self {
        Self {
            name: None,
            columns,
            nulls_not_distinct: false,
            deferrable: None,
            include: Vec::new(),
            comment: None,
            on_conflict: None,
            unnamed: false,
        }
    }
}

impl Check {
    /// This condition holds.
    #[must_use]
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            name: None,
            sql: sql.into(),
            not_valid: false,
            no_inherit: false,
            comment: None,
            unnamed: false,
        }
    }
}

impl ForeignKey {
    /// These columns refer to those of another table.
    #[must_use]
    pub fn new(columns: Vec<Name>, references: QualifiedName, referenced: Vec<Name>) -> Self {
        Self {
            name: None,
            columns,
            references,
            referenced,
            on_delete: Action::NoAction,
            set_columns: Vec::new(),
            on_update: Action::NoAction,
            matching: Match::Simple,
            deferrable: None,
            not_valid: false,
            comment: None,
            unnamed: false,
        }
    }
}

impl Exclusion {
    /// No two rows have all of these in common.
    #[must_use]
    pub fn new(elements: Vec<ExclusionElement>) -> Self {
        Self {
            name: None,
            method: None,
            elements,
            predicate: None,
            deferrable: None,
            comment: None,
        }
    }
}

impl ExclusionElement {
    /// A column or an expression, compared with this operator.
    #[must_use]
    pub fn new(key: IndexKey, operator: &str) -> Self {
        Self {
            key,
            operator_class: None,
            descending: false,
            nulls: None,
            operator: operator.to_owned(),
        }
    }
}
