//! Reading what a database holds.

use super::outcome::Error;
use super::state;
use super::told;
use crate::config::Settings;
use crate::dialect::reflect::{begin, questions, read};
use crate::dialect::{
    Answers, Database, Driver, Facts, Part, Purpose, Scope, Stopped, Unanswered, dialect,
};
use crate::schema::Schema;
use crate::{Code, Diagnostic, Server};

/// Where a transaction that is not ours goes on from.
pub(super) const MARK: &str = "revision_reflect";

/// Reads what a database holds, but for the tables that are kept for revisions, which `settings` names.
///
/// It asks a fixed number of questions, however much there is, and changes nothing.
///
/// ```no_run
/// # #[cfg(feature = "sqlite")]
/// # async fn example(pool: sqlx::SqlitePool) -> Result<(), Box<dyn std::error::Error>> {
/// use revision_core::config::Settings;
/// use revision_core::runtime::{Scope, reflect};
///
/// let schema = reflect(&pool, Scope::Everything, &Settings::DEFAULT).await?;
/// println!("{} tables", schema.tables.len());
/// # Ok(())
/// # }
/// ```
pub async fn reflect<'c>(
    database: impl Into<Database<'c>>,
    scope: Scope<'_>,
    settings: &Settings,
) -> Result<Schema, Error> {
    let held = held(database, scope, settings).await?;
    Ok(held.schema)
}

/// What a database holds, and which one says so.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Held {
    /// The database's kind and version.
    pub server: Server,
    /// What it holds.
    pub schema: Schema,
}

/// Reads what a database holds, as [`reflect`] does, and which one it is.
pub async fn held<'c>(
    database: impl Into<Database<'c>>,
    scope: Scope<'_>,
    settings: &Settings,
) -> Result<Held, Error> {
    let database = database.into();
    let backend = database.backend();
    let mut driver = match (database.open(Purpose::Look).await, backend) {
        (Ok(driver), _) => driver,
        // A file that is not there holds nothing.
        (Err(Unanswered::NoFile(_)), Some(backend)) => {
            return Ok(Held {
                server: state::of_no_file(backend, settings).await,
                schema: Schema::default(),
            });
        }
        (Err(error), _) => return Err(told::unanswered(&error).into()),
    };
    let read = async {
        let dialect = dialect(driver.backend());
        let facts = state::facts(&mut *driver, dialect, settings).await?;
        let inside = driver.is_inside() || facts.is_inside;
        let schema = within(&mut *driver, &facts, scope, inside).await?;
        Ok(Held {
            server: facts.server,
            schema,
        })
    };
    let read = read.await;
    driver.close().await;
    read
}

/// Reads what is meant of a database, in the open transaction if there is one.
pub(super) async fn within(
    driver: &mut (dyn Driver + '_),
    facts: &Facts,
    scope: Scope<'_>,
    inside: bool,
) -> Result<Schema, Error> {
    let server = facts.server;
    let asked = questions(server, scope, &facts.tables);
    let asked = asked.into_iter().map(Part::ask);
    let answered = if inside {
        marked(driver, asked.collect()).await
    } else {
        let begin = Part::Begin(begin(server));
        let parts: Vec<_> = [begin]
            .into_iter()
            .chain(asked)
            .chain([Part::Commit])
            .collect();
        let answered = driver.send(&parts, true).await;
        if answered.is_err() {
            // What went wrong is said already.
            let _ = driver.rollback().await;
        }
        answered
    };
    let doing = "ask the database what it holds";
    let answers = answered.map_err(|stopped| told::ours(&stopped.error, doing))?;
    read(server, answers).map_err(|error| {
        Diagnostic::new(Code::StatementFailed, format!("cannot {doing}: {error}")).into()
    })
}

/// Asks inside somebody's transaction, and leaves nothing in it: neither settings nor a failure.
async fn marked(driver: &mut (dyn Driver + '_), asked: Vec<Part<'_>>) -> Result<Answers, Stopped> {
    let back = format!("ROLLBACK TO SAVEPOINT {MARK}");
    let release = format!("RELEASE SAVEPOINT {MARK}");
    let mut parts = vec![Part::execute(format!("SAVEPOINT {MARK}"))];
    parts.extend(asked);
    parts.extend([Part::execute(&*back), Part::execute(&*release)]);
    let answered = driver.send(&parts, true).await;
    if answered.is_err() {
        // Where not even this goes, the transaction is lost, and its owner is told so at the next statement.
        let _ = driver
            .send(&[Part::execute(&*back), Part::execute(&*release)], false)
            .await;
    }
    answered
}
