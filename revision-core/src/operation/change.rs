//! What changes of something, and what stays.

use std::collections::BTreeMap;

use crate::Backend;
use crate::schema::{
    Column, Default, Generated, Identity, Name, OnDatabase, QualifiedName, SequenceOptions, Type,
};

/// What changes of a column. What is `None` stays; where that can be gone too, `Some(None)` takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ColumnChange {
    /// What it holds.
    pub ty: Option<Type>,
    /// How what it holds is made into the new type: an expression.
    pub using: Option<String>,
    /// Whether it may hold nothing.
    pub nullable: Option<bool>,
    /// What it holds where nothing is said.
    pub default: Option<Option<Default>>,
    /// Whether the database counts its values up.
    pub identity: Option<Option<Identity>>,
    /// What it is computed from.
    pub generated: Option<Option<Generated>>,
    /// How its texts are sorted.
    pub collation: Option<Option<QualifiedName>>,
    /// What is said about it.
    pub comment: Option<Option<String>>,
    /// What one database is told otherwise. What it was told before of a type or a default that changes is forgotten.
    pub on: BTreeMap<Backend, OnDatabase>,
}

impl ColumnChange {
    /// The change as one database is told of it.
    #[must_use]
    pub fn on(&self, backend: Backend) -> Self {
        let mut change = self.clone();
        let on = std::mem::take(&mut change.on).remove(&backend);
        if let Some(OnDatabase { ty, default }) = on {
            change.ty = ty.or(change.ty);
            change.default = default.map(Some).or(change.default);
        }
        change
    }

    /// The change that makes one column the other, but for its name.
    pub(crate) fn between(before: &Column, after: &Column) -> Self {
        fn changed<T: Clone + PartialEq>(before: &T, after: &T) -> Option<T> {
            (before != after).then(|| after.clone())
        }
        let types = |column: &Column| {
            let on = column.on.iter();
            let on: Vec<_> = on
                .filter_map(|(db, on)| Some((*db, on.ty.clone()?)))
                .collect();
            (column.ty.clone(), on)
        };
        let defaults = |column: &Column| {
            let on = column.on.iter();
            let on: Vec<_> = on
                .filter_map(|(db, on)| Some((*db, on.default.clone()?)))
                .collect();
            (column.default.clone(), on)
        };
        let mut change = Self {
            nullable: changed(&before.nullable, &after.nullable),
            identity: changed(&before.identity, &after.identity),
            generated: changed(&before.generated, &after.generated),
            collation: changed(&before.collation, &after.collation),
            comment: changed(&before.comment, &after.comment),
            ..Self::default()
        };
        if let Some((ty, on)) = changed(&types(before), &types(after)) {
            change.ty = Some(ty);
            for (backend, ty) in on {
                let place: &mut OnDatabase = change.on.entry(backend).or_default();
                place.ty = Some(ty);
            }
        }
        if let Some((default, on)) = changed(&defaults(before), &defaults(after)) {
            change.default = Some(default);
            for (backend, default) in on {
                let place: &mut OnDatabase = change.on.entry(backend).or_default();
                place.default = Some(default);
            }
        }
        change
    }

    /// Whether it changes the type, on some database.
    pub(crate) fn changes_type(&self) -> bool {
        self.ty.is_some() || self.on.values().any(|on| on.ty.is_some())
    }
}

/// What changes of a counter. What is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SequenceChange {
    /// What it counts in.
    pub ty: Option<Type>,
    /// How it counts, all of it.
    pub options: Option<SequenceOptions>,
    /// The column that it goes with.
    pub owned_by: Option<Option<(QualifiedName, Name)>>,
}

/// What changes of a table. What is `None` stays; where that can be gone too, `Some(None)` takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableChange {
    /// What is said about it.
    pub comment: Option<Option<String>>,
    /// What stores it.
    pub engine: Option<String>,
    /// In which characters its texts are kept.
    pub charset: Option<String>,
    /// How its texts are sorted.
    pub collation: Option<String>,
    /// Whether types are heeded.
    pub strict: Option<bool>,
    /// Whether rows lie in the primary key.
    pub without_rowid: Option<bool>,
    /// Whether it is forgotten in a crash.
    pub unlogged: Option<bool>,
    /// Whether its policies are in force.
    pub row_security: Option<bool>,
    /// Parameters of its storage and their values, all of them, sorted.
    pub storage: Option<Vec<(String, String)>>,
}

/// A place among the values of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before this value.
    Before(String),
    /// After this value.
    After(String),
}

/// A place among the columns of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// Before all others.
    First,
    /// After this column.
    After(Name),
}

/// What changes of a domain or a composite type: one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypeChange {
    /// What a domain is where nothing is said.
    Default(Option<Default>),
    /// Whether a domain refuses to hold nothing.
    NotNull(bool),
    /// A check more on a domain.
    AddCheck(Name, String),
    /// A check of a domain goes.
    DropCheck(Name),
    /// An attribute more, behind the others.
    AddAttribute(Name, Type),
    /// An attribute goes.
    DropAttribute(Name),
    /// An attribute gets another type.
    AlterAttribute(Name, Type),
    /// An attribute is called otherwise.
    RenameAttribute(Name, Name),
}

impl TypeChange {
    /// Whether it is a domain that changes.
    pub(crate) fn is_of_domain(&self) -> bool {
        match self {
            Self::Default(_) | Self::NotNull(_) | Self::AddCheck(..) | Self::DropCheck(_) => true,
            Self::AddAttribute(..)
            | Self::DropAttribute(_)
            | Self::AlterAttribute(..)
            | Self::RenameAttribute(..) => false,
        }
    }
}
