//! The words that a revision file calls. They record and run nothing, so that the same function serves running, printing
//! and replaying.

use std::panic::Location;
use std::sync::Arc;

use crate::dialect::{BoxFuture, Connection, RunError};
use crate::operation::{Operation, Run};

/// How deep `op.reverse` may lead from one function into another. Beyond it a function reverses itself.
pub(crate) const DEEPEST: usize = 16;

/// Records what a revision does.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.execute("UPDATE users SET email = lower(email)");
/// }
/// # upgrade(&mut Op::default());
/// ```
#[derive(Debug, Default)]
pub struct Op {
    recorded: Recorded<&'static Location<'static>>,
    depth: usize,
}

/// What was recorded. `P` is how a place is known.
#[derive(Debug)]
pub(crate) struct Recorded<P> {
    pub(crate) operations: Vec<Operation>,
    /// What is known of each operation beside what it does.
    pub(crate) calls: Vec<Call<P>>,
    /// Why nothing of it counts.
    pub(crate) refused: Option<Refused<P>>,
}

/// The call that recorded an operation.
#[derive(Debug)]
pub(crate) struct Call<P> {
    /// Where it stands; for SQL in a file at hand, where its text stands.
    pub(crate) place: P,
    pub(crate) beside: Beside<P>,
}

/// What an operation, being plain data, does not hold.
pub(crate) enum Beside<P> {
    Nothing,
    /// The function that [`Operation::Run`] names.
    Function(Arc<Function>),
    /// The calls behind the operations of an [`Operation::Reverse`].
    Reversed(Vec<Call<P>>),
}

/// Why a direction cannot be gone.
#[derive(Debug)]
pub(crate) enum Refused<P> {
    /// Its file has no function for it.
    NoFunction,
    /// The `op.reverse` here leads back to itself.
    Circle(P),
}

/// Any function that works on data.
pub(crate) type Function = dyn for<'c> DataWork<'c> + Send + Sync;

/// An `async fn(&mut Connection)` that gives a `Result<(), E>` of any error, for [`Op::run`].
///
/// It is there for the lifetime, so that the future of such a function is known to be `Send`.
#[diagnostic::on_unimplemented(
    message = "`op.run` takes an `async fn(&mut Connection) -> Result<()>`",
    label = "this is none"
)]
pub trait DataWork<'c> {
    #[doc(hidden)]
    fn call(&self, connection: &'c mut Connection) -> BoxFuture<'c, Result<(), RunError>>;
}

impl<'c, F, R, E> DataWork<'c> for F
where
    F: Fn(&'c mut Connection) -> R,
    R: Future<Output = Result<(), E>> + Send + 'c,
    E: Into<RunError>,
{
    fn call(&self, connection: &'c mut Connection) -> BoxFuture<'c, Result<(), RunError>> {
        let future = self(connection);
        Box::pin(async move { future.await.map_err(Into::into) })
    }
}

impl Op {
    /// Runs SQL as it stands: one statement or several.
    #[track_caller]
    pub fn execute(&mut self, sql: &str) -> &mut Self {
        let operation = Operation::Execute(sql.into());
        self.recorded
            .push(operation, Location::caller(), Beside::Nothing);
        self
    }

    /// Runs data work that needs Rust, in its place between the other operations: on the same connection, and in the same
    /// transaction where the revision has one. It must not change the schema.
    ///
    /// An offline script cannot hold it, and prints what `.sql(…)` says in its place.
    ///
    /// ```
    /// use revision_core::prelude::*;
    ///
    /// pub fn upgrade(op: &mut Op) {
    ///     op.execute("ALTER TABLE users ADD COLUMN slug text");
    ///     op.run(fill_in).sql("UPDATE users SET slug = lower(name)");
    /// }
    ///
    /// async fn fill_in(connection: &mut Connection) -> Result<()> {
    ///     for row in connection.fetch("SELECT id, name FROM users").await? {
    ///         if let [Some(id), Some(name)] = row.as_slice() {
    ///             let id: i64 = id.parse()?;
    ///             let slug = name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-");
    ///             connection
    ///                 .execute(&format!("UPDATE users SET slug = '{slug}' WHERE id = {id}"))
    ///                 .await?;
    ///         }
    ///     }
    ///     Ok(())
    /// }
    /// # upgrade(&mut Op::default());
    /// ```
    #[track_caller]
    pub fn run<F>(&mut self, function: F) -> &mut Run
    where
        F: for<'c> DataWork<'c> + Send + Sync + 'static,
    {
        let run = Run {
            name: function_name(std::any::type_name::<F>()).to_owned(),
            sql: None,
        };
        let beside = Beside::Function(Arc::new(function));
        match self
            .recorded
            .push(Operation::Run(run), Location::caller(), beside)
        {
            Operation::Run(run) => run,
            _ => unreachable!("it was pushed right here"),
        }
    }

    /// Undoes what `upgrade` does: the inverse of each of its operations, the last one first, derived from the schema at
    /// that point. A revision that was just made says so in its downgrade, until somebody writes a better one.
    #[track_caller]
    pub fn reverse(&mut self, upgrade: fn(&mut Op)) -> &mut Self {
        let place = Location::caller();
        // What is refused already would only be refused again, perhaps after going round many times more.
        if self.recorded.refused.is_some() {
            return self;
        }
        if self.depth == DEEPEST {
            self.recorded.refused = Some(Refused::Circle(place));
            return self;
        }
        let mut forward = Self {
            depth: self.depth + 1,
            ..Self::default()
        };
        upgrade(&mut forward);
        self.recorded.reverse(forward.recorded, place);
        self
    }

    /// Records that this direction cannot be gone: what a file without a `downgrade` says.
    pub(crate) fn irreversible(&mut self) {
        self.recorded.refused = Some(Refused::NoFunction);
    }
}

/// What a function of a revision file records.
pub(crate) fn record(function: fn(&mut Op)) -> Recorded<&'static Location<'static>> {
    let mut op = Op::default();
    function(&mut op);
    op.recorded
}

impl<P> Recorded<P> {
    pub(crate) fn push(
        &mut self,
        operation: Operation,
        place: P,
        beside: Beside<P>,
    ) -> &mut Operation {
        self.calls.push(Call { place, beside });
        self.operations.push_mut(operation)
    }

    /// What was recorded; none where it cannot be gone.
    pub(crate) fn into_operations(self) -> Option<Vec<Operation>> {
        let possible = self.refused.is_none();
        possible.then_some(self.operations)
    }

    /// Records the inverse of what another function recorded.
    pub(crate) fn reverse(&mut self, forward: Self, place: P) {
        if let Some(refused) = forward.refused {
            self.refused = Some(refused);
            return;
        }
        let beside = Beside::Reversed(forward.calls);
        self.push(Operation::Reverse(forward.operations), place, beside);
    }
}

impl<P> Default for Recorded<P> {
    fn default() -> Self {
        Self {
            operations: Vec::new(),
            calls: Vec::new(),
            refused: None,
        }
    }
}

impl<P: std::fmt::Debug> std::fmt::Debug for Beside<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str("Nothing"),
            Self::Function(_) => f.write_str("Function"),
            Self::Reversed(calls) => f.debug_tuple("Reversed").field(calls).finish(),
        }
    }
}

/// The last word of a path such as `app::revisions::r_0001::backfill`, for which a closure has none of its own.
fn function_name(path: &str) -> &str {
    let path = path.split('<').next().unwrap_or(path);
    let mut words = path.rsplit("::");
    words
        .find(|word| !word.starts_with('{'))
        .map_or(path, |word| word.trim_start_matches("r#"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::Result;

    async fn backfill(_: &mut Connection) -> Result {
        Ok(())
    }

    async fn in_anothers_words(_: &mut Connection) -> Result<(), std::io::Error> {
        Ok(())
    }

    #[test]
    fn what_is_recorded_is_plain_data_with_its_places_beside() {
        fn upgrade(op: &mut Op) {
            op.execute("SELECT 1").execute("SELECT 2");
            op.run(backfill).sql("SELECT 3");
            op.run(in_anothers_words);
        }
        let recorded = record(upgrade);
        let run = |name: &str, sql: Option<&str>| {
            Operation::Run(Run {
                name: name.to_owned(),
                sql: sql.map(str::to_owned),
            })
        };
        let expected = [
            Operation::Execute("SELECT 1".into()),
            Operation::Execute("SELECT 2".into()),
            run("backfill", Some("SELECT 3")),
            run("in_anothers_words", None),
        ];
        assert_eq!(recorded.operations, expected);
        let first = recorded.calls[0].place.line();
        let lines: Vec<_> = recorded
            .calls
            .iter()
            .map(|call| call.place.line())
            .collect();
        assert_eq!(lines, [first, first, first + 1, first + 2]);
        assert!(recorded.calls[0].place.file().ends_with("op.rs"));
    }

    #[test]
    fn the_future_of_data_work_may_cross_threads() {
        fn sent<T: Send>(_: T) {}
        fn asked(work: &Function, connection: &'static mut Connection) {
            sent(work.call(connection));
        }
        let work: Arc<Function> = Arc::new(backfill);
        let _ = (work, asked);
    }

    #[test]
    fn a_function_that_reverses_itself_is_refused() {
        fn once(op: &mut Op) {
            op.reverse(once);
        }
        fn thrice(op: &mut Op) {
            op.reverse(thrice).reverse(thrice).reverse(thrice);
        }
        for function in [once, thrice] {
            let recorded = record(function);
            assert!(matches!(recorded.refused, Some(Refused::Circle(_))));
        }
    }

    #[test]
    fn the_reverse_of_what_cannot_be_done_cannot_be_done() {
        fn downgrade(op: &mut Op) {
            op.reverse(crate::__private::defaults::downgrade);
        }
        let recorded = record(downgrade);
        assert!(matches!(recorded.refused, Some(Refused::NoFunction)));
    }

    #[test]
    fn a_function_goes_by_its_last_word() {
        for (path, name) in [
            ("app::revisions::r_0001::backfill", "backfill"),
            ("app::r#move", "move"),
            ("app::fill<alloc::string::String>", "fill"),
            ("app::upgrade::{{closure}}", "upgrade"),
            ("", ""),
        ] {
            assert_eq!(function_name(path), name);
        }
    }
}
