//! Data work in Rust: `op.run`.

use std::sync::Arc;

use revision_macros::vocabulary;

use super::{Beside, Op, Word};
use crate::dialect::{BoxFuture, Connection, RunError};
use crate::operation::{Operation, Run};

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
    /// Runs data work that needs Rust, in its place between the other operations: on the same connection, and in the same
    /// transaction where the revision has one. It must not change the schema.
    ///
    /// An offline script cannot hold it, and prints what `.sql(…)` says in its place.
    ///
    /// ```
    /// use revision_core::prelude::*;
    ///
    /// pub fn upgrade(op: &mut Op) {
    ///     op.add_column("users", column("slug", text()));
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
    /// # upgrade(&mut Op::new(Postgres));
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
        self.push_beside(run, Beside::Function(Arc::new(function)))
    }

    /// Records data work of which only the name is known.
    #[cfg(feature = "source")]
    pub(crate) fn run_named(&mut self, name: &str) {
        self.push(Run {
            name: name.to_owned(),
            sql: None,
        });
    }
}

/// What is said of data work.
#[vocabulary]
impl Run {
    /// What an offline script says in the function's place.
    pub fn sql(&mut self, sql: &str) -> &mut Self {
        self.sql = Some(sql.to_owned());
        self
    }
}

impl Word for Run {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::Run(*self)]
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
