//! What is said about things. Of a table `alter_table` says it, of a column `alter_column`. A database that keeps no
//! comments passes them over, with a warning.

use revision_macros::vocabulary;

use super::Op;
use crate::operation::{Commented, Operation};
use crate::schema::QualifiedName;

/// Comments. A database that keeps none passes them over, with a warning.
#[vocabulary(say_comment)]
impl Op {
    /// Says something about a schema.
    #[track_caller]
    pub fn comment_on_schema(&mut self, name: &str, comment: &str) -> &mut Self {
        self.say_of(Commented::Namespace(name.into()), Some(comment))
    }

    /// Says nothing about a schema any more.
    #[track_caller]
    pub fn drop_comment_on_schema(&mut self, name: &str) -> &mut Self {
        self.say_of(Commented::Namespace(name.into()), None)
    }

    /// Says something about an enum.
    #[track_caller]
    pub fn comment_on_enum(&mut self, name: impl Into<QualifiedName>, comment: &str) -> &mut Self {
        self.say_of(Commented::Enum(name.into()), Some(comment))
    }

    /// Says nothing about an enum any more.
    #[track_caller]
    pub fn drop_comment_on_enum(&mut self, name: impl Into<QualifiedName>) -> &mut Self {
        self.say_of(Commented::Enum(name.into()), None)
    }

    /// Says something about a domain.
    #[track_caller]
    pub fn comment_on_domain(
        &mut self,
        name: impl Into<QualifiedName>,
        comment: &str,
    ) -> &mut Self {
        self.say_of(Commented::Type(name.into(), true), Some(comment))
    }

    /// Says nothing about a domain any more.
    #[track_caller]
    pub fn drop_comment_on_domain(&mut self, name: impl Into<QualifiedName>) -> &mut Self {
        self.say_of(Commented::Type(name.into(), true), None)
    }

    /// Says something about a composite type.
    #[track_caller]
    pub fn comment_on_composite(
        &mut self,
        name: impl Into<QualifiedName>,
        comment: &str,
    ) -> &mut Self {
        self.say_of(Commented::Type(name.into(), false), Some(comment))
    }

    /// Says nothing about a composite type any more.
    #[track_caller]
    pub fn drop_comment_on_composite(&mut self, name: impl Into<QualifiedName>) -> &mut Self {
        self.say_of(Commented::Type(name.into(), false), None)
    }

    /// Says something about a sequence.
    #[track_caller]
    pub fn comment_on_sequence(
        &mut self,
        name: impl Into<QualifiedName>,
        comment: &str,
    ) -> &mut Self {
        self.say_of(Commented::Sequence(name.into()), Some(comment))
    }

    /// Says nothing about a sequence any more.
    #[track_caller]
    pub fn drop_comment_on_sequence(&mut self, name: impl Into<QualifiedName>) -> &mut Self {
        self.say_of(Commented::Sequence(name.into()), None)
    }

    /// Says something about a view.
    #[track_caller]
    pub fn comment_on_view(&mut self, name: impl Into<QualifiedName>, comment: &str) -> &mut Self {
        self.say_of(Commented::View(name.into(), false), Some(comment))
    }

    /// Says nothing about a view any more.
    #[track_caller]
    pub fn drop_comment_on_view(&mut self, name: impl Into<QualifiedName>) -> &mut Self {
        self.say_of(Commented::View(name.into(), false), None)
    }

    /// Says something about a view whose rows are stored.
    #[track_caller]
    pub fn comment_on_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
        comment: &str,
    ) -> &mut Self {
        self.say_of(Commented::View(name.into(), true), Some(comment))
    }

    /// Says nothing about a view whose rows are stored any more.
    #[track_caller]
    pub fn drop_comment_on_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
    ) -> &mut Self {
        self.say_of(Commented::View(name.into(), true), None)
    }

    /// Says something about an index.
    #[track_caller]
    pub fn comment_on_index(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        comment: &str,
    ) -> &mut Self {
        self.say_of(Commented::Index(table.into(), name.into()), Some(comment))
    }

    /// Says nothing about an index any more.
    #[track_caller]
    pub fn drop_comment_on_index(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
    ) -> &mut Self {
        self.say_of(Commented::Index(table.into(), name.into()), None)
    }

    /// Says something about a constraint.
    #[track_caller]
    pub fn comment_on_constraint(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        comment: &str,
    ) -> &mut Self {
        self.say_of(
            Commented::Constraint(table.into(), name.into()),
            Some(comment),
        )
    }

    /// Says nothing about a constraint any more.
    #[track_caller]
    pub fn drop_comment_on_constraint(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
    ) -> &mut Self {
        self.say_of(Commented::Constraint(table.into(), name.into()), None)
    }
}

impl Op {
    #[track_caller]
    fn say_of(&mut self, on: Commented, comment: Option<&str>) -> &mut Self {
        self.record(Operation::Comment {
            on,
            comment: comment.map(str::to_owned),
        })
    }
}
