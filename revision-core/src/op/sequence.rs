//! Sequences, and how identity columns count.

use revision_macros::vocabulary;

use super::{Op, Removal, Word};
use crate::operation::{Operation, SequenceChange};
use crate::schema::{Identity, QualifiedName, Sequence, SequenceOptions, Type};

/// Values that describe counters.
#[vocabulary]
pub mod words {
    use crate::schema::Identity;

    /// How the database counts the values of a column up.
    #[must_use]
    pub fn identity() -> Identity {
        Identity::default()
    }
}

/// What can be said of how a column counts.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_table("invoices", [
///         column("id", bigint()).identity(identity().always().start(1000)).primary_key(),
///     ]);
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[vocabulary]
impl Identity {
    /// A value that an `INSERT` gives is refused.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.always = true;
        self
    }

    /// The first value.
    #[must_use]
    pub fn start(mut self, value: i64) -> Self {
        self.options.start = Some(value);
        self
    }

    /// What is added each time.
    #[must_use]
    pub fn increment(mut self, step: i64) -> Self {
        self.options.increment = Some(step);
        self
    }

    /// The least value.
    #[must_use]
    pub fn min(mut self, value: i64) -> Self {
        self.options.min = Some(value);
        self
    }

    /// The greatest value.
    #[must_use]
    pub fn max(mut self, value: i64) -> Self {
        self.options.max = Some(value);
        self
    }

    /// How many values a session takes at once.
    #[must_use]
    pub fn cache(mut self, count: i64) -> Self {
        self.options.cache = Some(count);
        self
    }

    /// It begins again at its end.
    #[must_use]
    pub fn cycle(mut self) -> Self {
        self.options.cycle = true;
        self
    }
}

/// A sequence that is made.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_sequence("invoice_numbers").start(1000).increment(10);
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct CreateSequence {
    name: QualifiedName,
    sequence: Sequence,
    if_not_exists: bool,
}

#[vocabulary]
impl CreateSequence {
    /// What it counts in.
    pub fn type_(&mut self, ty: impl Into<Type>) -> &mut Self {
        self.sequence.ty = Some(ty.into());
        self
    }

    /// The first value.
    pub fn start(&mut self, value: i64) -> &mut Self {
        self.sequence.options.start = Some(value);
        self
    }

    /// What is added each time.
    pub fn increment(&mut self, step: i64) -> &mut Self {
        self.sequence.options.increment = Some(step);
        self
    }

    /// The least value.
    pub fn min(&mut self, value: i64) -> &mut Self {
        self.sequence.options.min = Some(value);
        self
    }

    /// The greatest value.
    pub fn max(&mut self, value: i64) -> &mut Self {
        self.sequence.options.max = Some(value);
        self
    }

    /// How many values a session takes at once.
    pub fn cache(&mut self, count: i64) -> &mut Self {
        self.sequence.options.cache = Some(count);
        self
    }

    /// It begins again at its end.
    pub fn cycle(&mut self) -> &mut Self {
        self.sequence.options.cycle = true;
        self
    }

    /// It goes with a column, and is dropped with it.
    pub fn owned_by(&mut self, table: impl Into<QualifiedName>, column: &str) -> &mut Self {
        self.sequence.owned_by = Some((table.into(), column.into()));
        self
    }

    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.sequence.comment = Some(comment.to_owned());
        self
    }

    /// One that is there is left as it is.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }
}

impl Word for CreateSequence {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::CreateSequence {
            name: self.name,
            sequence: self.sequence,
            if_not_exists: self.if_not_exists,
        }]
    }
}

/// A sequence that changes. Of how it counts, what is not said is as the database does by itself.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.alter_sequence("invoice_numbers").increment(1).owned_by("invoices", "number");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct AlterSequence {
    name: QualifiedName,
    change: SequenceChange,
}

#[vocabulary]
impl AlterSequence {
    /// What it counts in.
    pub fn type_(&mut self, ty: impl Into<Type>) -> &mut Self {
        self.change.ty = Some(ty.into());
        self
    }

    /// It counts as the database does by itself.
    pub fn plain(&mut self) -> &mut Self {
        self.change.options = Some(SequenceOptions::default());
        self
    }

    /// The first value.
    pub fn start(&mut self, value: i64) -> &mut Self {
        self.options().start = Some(value);
        self
    }

    /// What is added each time.
    pub fn increment(&mut self, step: i64) -> &mut Self {
        self.options().increment = Some(step);
        self
    }

    /// The least value.
    pub fn min(&mut self, value: i64) -> &mut Self {
        self.options().min = Some(value);
        self
    }

    /// The greatest value.
    pub fn max(&mut self, value: i64) -> &mut Self {
        self.options().max = Some(value);
        self
    }

    /// How many values a session takes at once.
    pub fn cache(&mut self, count: i64) -> &mut Self {
        self.options().cache = Some(count);
        self
    }

    /// It begins again at its end.
    pub fn cycle(&mut self) -> &mut Self {
        self.options().cycle = true;
        self
    }

    /// It goes with a column, and is dropped with it.
    pub fn owned_by(&mut self, table: impl Into<QualifiedName>, column: &str) -> &mut Self {
        self.change.owned_by = Some(Some((table.into(), column.into())));
        self
    }

    /// It stands for itself.
    pub fn owned_by_none(&mut self) -> &mut Self {
        self.change.owned_by = Some(None);
        self
    }
}

impl AlterSequence {
    fn options(&mut self) -> &mut SequenceOptions {
        self.change.options.get_or_insert_default()
    }
}

impl Word for AlterSequence {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::AlterSequence {
            name: self.name,
            change: self.change,
        }]
    }
}

/// Sequences.
#[vocabulary(say_sequence)]
impl Op {
    /// Makes a counter.
    #[track_caller]
    pub fn create_sequence(&mut self, name: impl Into<QualifiedName>) -> &mut CreateSequence {
        self.push(CreateSequence {
            name: name.into(),
            sequence: Sequence::default(),
            if_not_exists: false,
        })
    }

    /// Lets a counter count otherwise.
    #[track_caller]
    pub fn alter_sequence(&mut self, name: impl Into<QualifiedName>) -> &mut AlterSequence {
        self.push(AlterSequence {
            name: name.into(),
            change: SequenceChange::default(),
        })
    }

    /// Removes a counter.
    #[track_caller]
    pub fn drop_sequence(&mut self, name: impl Into<QualifiedName>) -> &mut Removal {
        self.push(Removal(Operation::DropSequence {
            name: name.into(),
            if_exists: false,
        }))
    }

    /// Calls a counter otherwise.
    #[track_caller]
    pub fn rename_sequence(&mut self, from: impl Into<QualifiedName>, to: &str) -> &mut Self {
        self.record(Operation::RenameSequence {
            from: from.into(),
            to: to.into(),
        })
    }
}
