//! Views, functions, triggers and policies, which are known by their text.

use revision_macros::vocabulary;

use super::{NamedIndex, Op, Removal, Texts, Word};
use crate::operation::Operation;
use crate::schema::{QualifiedName, View};

/// A view that is made.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_view("adults", "SELECT * FROM users WHERE age >= 18").or_replace();
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateView {
    name: QualifiedName,
    view: View,
    or_replace: bool,
}

#[vocabulary]
impl CreateView {
    /// What its columns are called, where they are not called as the query calls them.
    pub fn columns(&mut self, names: impl Into<Texts>) -> &mut Self {
        self.view.columns = names.into().names();
        self
    }

    /// One that is there is replaced.
    pub fn or_replace(&mut self) -> &mut Self {
        self.or_replace = true;
        self
    }

    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.view.comment = Some(comment.to_owned());
        self
    }
}

impl Word for CreateView {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::CreateView {
            name: self.name,
            view: Box::new(self.view),
            or_replace: self.or_replace,
        }]
    }
}

/// A view whose rows are stored, that is made.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_materialized_view("ages", "SELECT age, count(*) FROM users GROUP BY age")
///         .index(index("ix_ages", ["age"]).unique());
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateMaterializedView {
    name: QualifiedName,
    view: View,
    or_replace: bool,
}

#[vocabulary]
impl CreateMaterializedView {
    /// What its columns are called, where they are not called as the query calls them.
    pub fn columns(&mut self, names: impl Into<Texts>) -> &mut Self {
        self.view.columns = names.into().names();
        self
    }

    /// An index of its rows.
    pub fn index(&mut self, index: NamedIndex) -> &mut Self {
        self.view.indexes.insert(index.name, index.index);
        self
    }

    /// One that is there is replaced.
    pub fn or_replace(&mut self) -> &mut Self {
        self.or_replace = true;
        self
    }

    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.view.comment = Some(comment.to_owned());
        self
    }
}

impl Word for CreateMaterializedView {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::CreateView {
            name: self.name,
            view: Box::new(self.view),
            or_replace: self.or_replace,
        }]
    }
}

/// Views, functions, triggers and policies.
#[vocabulary(say_object)]
impl Op {
    /// Makes a view of a query.
    #[track_caller]
    pub fn create_view(&mut self, name: impl Into<QualifiedName>, query: &str) -> &mut CreateView {
        self.push(CreateView {
            name: name.into(),
            view: view(query, false),
            or_replace: false,
        })
    }

    /// Makes a view of a query, whose rows are stored.
    #[track_caller]
    pub fn create_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
        query: &str,
    ) -> &mut CreateMaterializedView {
        self.push(CreateMaterializedView {
            name: name.into(),
            view: view(query, true),
            or_replace: false,
        })
    }

    /// Removes a view.
    #[track_caller]
    pub fn drop_view(&mut self, name: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropView {
            name: name.into(),
            materialized: false,
            if_exists: false,
        }))
    }

    /// Removes a view whose rows are stored.
    #[track_caller]
    pub fn drop_materialized_view(&mut self, name: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropView {
            name: name.into(),
            materialized: true,
            if_exists: false,
        }))
    }

    /// Calls a view otherwise.
    #[track_caller]
    pub fn rename_view(&mut self, from: impl Into<QualifiedName>, to: &str) -> &mut Self {
        self.record(Operation::RenameView {
            from: from.into(),
            to: to.into(),
            materialized: false,
        })
    }

    /// Calls a view otherwise whose rows are stored.
    #[track_caller]
    pub fn rename_materialized_view(
        &mut self,
        from: impl Into<QualifiedName>,
        to: &str,
    ) -> &mut Self {
        self.record(Operation::RenameView {
            from: from.into(),
            to: to.into(),
            materialized: true,
        })
    }

    /// Makes a function by the statement that creates it. The name has the types of the arguments behind it where there
    /// may be several of a name: `area(integer, integer)`.
    #[track_caller]
    pub fn create_function(&mut self, name: impl Into<QualifiedName>, sql: &str) -> &mut Self {
        self.record(Operation::CreateFunction {
            name: name.into(),
            sql: sql.to_owned(),
        })
    }

    /// Makes a procedure by the statement that creates it.
    #[track_caller]
    pub fn create_procedure(&mut self, name: impl Into<QualifiedName>, sql: &str) -> &mut Self {
        self.record(Operation::CreateFunction {
            name: name.into(),
            sql: sql.to_owned(),
        })
    }

    /// Removes a function.
    #[track_caller]
    pub fn drop_function(&mut self, name: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropFunction {
            name: name.into(),
            procedure: false,
            if_exists: false,
        }))
    }

    /// Removes a procedure.
    #[track_caller]
    pub fn drop_procedure(&mut self, name: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropFunction {
            name: name.into(),
            procedure: true,
            if_exists: false,
        }))
    }

    /// Makes a trigger of a table or view by the statement that creates it.
    #[track_caller]
    pub fn create_trigger(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        sql: &str,
    ) -> &mut Self {
        self.record(Operation::CreateTrigger {
            name: name.into(),
            table: table.into(),
            sql: sql.to_owned(),
        })
    }

    /// Removes a trigger of a table or view.
    #[track_caller]
    pub fn drop_trigger(&mut self, name: &str, table: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropTrigger {
            name: name.into(),
            table: table.into(),
            if_exists: false,
        }))
    }

    /// Makes a policy of a table by the statement that creates it.
    #[track_caller]
    pub fn create_policy(
        &mut self,
        name: &str,
        table: impl Into<QualifiedName>,
        sql: &str,
    ) -> &mut Self {
        self.record(Operation::CreatePolicy {
            name: name.into(),
            table: table.into(),
            sql: sql.to_owned(),
        })
    }

    /// Removes a policy of a table.
    #[track_caller]
    pub fn drop_policy(&mut self, name: &str, table: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropPolicy {
            name: name.into(),
            table: table.into(),
            if_exists: false,
        }))
    }
}

fn view(query: &str, materialized: bool) -> View {
    View {
        query: query.to_owned(),
        materialized,
        ..View::default()
    }
}
