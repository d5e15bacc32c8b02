//! Domains and composite types: the words on [`Op`] that make, change, rename and remove one.

use revision_macros::vocabulary;

use super::{Op, Removal, Word};
use crate::operation::{Operation, TypeChange};
use crate::schema::{Composite, Default, Defined, Domain, Literal, QualifiedName, Type};

/// A domain that is made.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_domain("percent", integer()).check("in_range", "VALUE BETWEEN 0 AND 100");
///     op.add_column("jobs", column("done", custom("percent")));
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateDomain {
    name: QualifiedName,
    domain: Domain,
}

#[vocabulary]
impl CreateDomain {
    /// It refuses to hold nothing.
    pub fn not_null(&mut self) -> &mut Self {
        self.domain.not_null = true;
        self
    }

    /// What it is where nothing is said: a value.
    pub fn default(&mut self, value: impl Into<Literal>) -> &mut Self {
        self.domain.default = Some(Default::Value(value.into()));
        self
    }

    /// What it is where nothing is said: what an expression gives.
    pub fn default_sql(&mut self, sql: &str) -> &mut Self {
        self.domain.default = Some(Default::Sql(sql.to_owned()));
        self
    }

    /// What holds for each `VALUE`.
    pub fn check(&mut self, name: &str, sql: &str) -> &mut Self {
        self.domain.checks.insert(name.into(), sql.to_owned());
        self
    }

    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.domain.comment = Some(comment.to_owned());
        self
    }
}

impl Word for CreateDomain {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::CreateType {
            name: self.name,
            definition: Box::new(Defined::Domain(self.domain)),
        }]
    }
}

/// A domain that changes, in what is named and in nothing else.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.alter_domain("percent").drop_check("in_range").check("positive", "VALUE >= 0");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct AlterDomain {
    name: QualifiedName,
    changes: Vec<TypeChange>,
}

#[vocabulary]
impl AlterDomain {
    /// It refuses to hold nothing. It fails where rows do.
    pub fn not_null(&mut self) -> &mut Self {
        self.changes.push(TypeChange::NotNull(true));
        self
    }

    /// It may hold nothing.
    pub fn nullable(&mut self) -> &mut Self {
        self.changes.push(TypeChange::NotNull(false));
        self
    }

    /// What it is where nothing is said: a value.
    pub fn default(&mut self, value: impl Into<Literal>) -> &mut Self {
        let value = Default::Value(value.into());
        self.changes.push(TypeChange::Default(Some(value)));
        self
    }

    /// What it is where nothing is said: what an expression gives.
    pub fn default_sql(&mut self, sql: &str) -> &mut Self {
        let sql = Default::Sql(sql.to_owned());
        self.changes.push(TypeChange::Default(Some(sql)));
        self
    }

    /// It has no default.
    pub fn drop_default(&mut self) -> &mut Self {
        self.changes.push(TypeChange::Default(None));
        self
    }

    /// What holds for each `VALUE` from now on. It fails where rows do not hold to it.
    pub fn check(&mut self, name: &str, sql: &str) -> &mut Self {
        let check = TypeChange::AddCheck(name.into(), sql.to_owned());
        self.changes.push(check);
        self
    }

    /// A check goes.
    pub fn drop_check(&mut self, name: &str) -> &mut Self {
        self.changes.push(TypeChange::DropCheck(name.into()));
        self
    }
}

impl Word for AlterDomain {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        altered(&self.name, self.changes)
    }
}

/// A composite type that is made.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_composite("address").attribute("street", text()).attribute("zip", varchar(9));
///     op.add_column("users", column("home", custom("address")));
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateComposite {
    name: QualifiedName,
    composite: Composite,
}

#[vocabulary]
impl CreateComposite {
    /// One of its values.
    pub fn attribute(&mut self, name: &str, ty: impl Into<Type>) -> &mut Self {
        self.composite.attributes.push((name.into(), ty.into()));
        self
    }

    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.composite.comment = Some(comment.to_owned());
        self
    }
}

impl Word for CreateComposite {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::CreateType {
            name: self.name,
            definition: Box::new(Defined::Composite(self.composite)),
        }]
    }
}

/// A composite type that changes, in what is named and in nothing else.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.alter_composite("address").attribute("city", text()).drop_attribute("zip");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct AlterComposite {
    name: QualifiedName,
    changes: Vec<TypeChange>,
}

#[vocabulary]
impl AlterComposite {
    /// A value more, behind the others.
    pub fn attribute(&mut self, name: &str, ty: impl Into<Type>) -> &mut Self {
        let attribute = TypeChange::AddAttribute(name.into(), ty.into());
        self.changes.push(attribute);
        self
    }

    /// A value goes, also where columns hold it.
    pub fn drop_attribute(&mut self, name: &str) -> &mut Self {
        self.changes.push(TypeChange::DropAttribute(name.into()));
        self
    }

    /// A value gets another type. The server refuses that while a column is of the composite type.
    pub fn alter_attribute(&mut self, name: &str, ty: impl Into<Type>) -> &mut Self {
        let attribute = TypeChange::AlterAttribute(name.into(), ty.into());
        self.changes.push(attribute);
        self
    }

    /// A value is called otherwise.
    pub fn rename_attribute(&mut self, from: &str, to: &str) -> &mut Self {
        let rename = TypeChange::RenameAttribute(from.into(), to.into());
        self.changes.push(rename);
        self
    }
}

impl Word for AlterComposite {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        altered(&self.name, self.changes)
    }
}

fn altered(name: &QualifiedName, changes: Vec<TypeChange>) -> Vec<Operation> {
    let changes = changes.into_iter();
    let altered = changes.map(|change| Operation::AlterType {
        name: name.clone(),
        change: Box::new(change),
    });
    altered.collect()
}

/// Domains and composite types.
#[vocabulary(say_type)]
impl Op {
    /// Makes a domain: a type of whose values only some are taken, on PostgreSQL.
    #[track_caller]
    pub fn create_domain(
        &mut self,
        name: impl Into<QualifiedName>,
        base: impl Into<Type>,
    ) -> &mut CreateDomain {
        self.push(CreateDomain {
            name: name.into(),
            domain: Domain::new(base.into()),
        })
    }

    /// Changes a domain.
    #[track_caller]
    pub fn alter_domain(&mut self, name: impl Into<QualifiedName>) -> &mut AlterDomain {
        self.push(AlterDomain {
            name: name.into(),
            changes: Vec::new(),
        })
    }

    /// Calls a domain otherwise.
    #[track_caller]
    pub fn rename_domain(&mut self, from: impl Into<QualifiedName>, to: &str) -> &mut Self {
        self.record(Operation::RenameType {
            from: from.into(),
            to: to.into(),
            domain: true,
        })
    }

    /// Removes a domain.
    #[track_caller]
    pub fn drop_domain(&mut self, name: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropType {
            name: name.into(),
            domain: true,
            if_exists: false,
        }))
    }

    /// Makes a composite type: several values, each with a name, on PostgreSQL.
    #[track_caller]
    pub fn create_composite(&mut self, name: impl Into<QualifiedName>) -> &mut CreateComposite {
        self.push(CreateComposite {
            name: name.into(),
            composite: Composite::default(),
        })
    }

    /// Changes a composite type.
    #[track_caller]
    pub fn alter_composite(&mut self, name: impl Into<QualifiedName>) -> &mut AlterComposite {
        self.push(AlterComposite {
            name: name.into(),
            changes: Vec::new(),
        })
    }

    /// Calls a composite type otherwise.
    #[track_caller]
    pub fn rename_composite(&mut self, from: impl Into<QualifiedName>, to: &str) -> &mut Self {
        self.record(Operation::RenameType {
            from: from.into(),
            to: to.into(),
            domain: false,
        })
    }

    /// Removes a composite type.
    #[track_caller]
    pub fn drop_composite(&mut self, name: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropType {
            name: name.into(),
            domain: false,
            if_exists: false,
        }))
    }
}
