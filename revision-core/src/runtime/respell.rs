//! Asking a server for its own spelling of what a schema says.

use super::outcome::Error;
use super::reflect::MARK;
use super::{state, told};
use crate::config::Settings;
use crate::dialect::respell::{Item, Plan, plan, read};
use crate::dialect::{
    Answers, Database, DatabaseError, Driver, ErrorKind, Facts, Part, Purpose, Unanswered, dialect,
};
use crate::schema::Schema;
use crate::{Code, Diagnostic};

const DOING: &str = "ask the database for its own words";

/// What comes of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Respelt {
    /// The schema in the server's words. What the server could not make of it stands as it was.
    Schema(Box<Schema>),
    /// Nothing may be made here, not even for a moment: why.
    CannotTell(String),
}

/// Brings what a schema says into the words of a database, which keeps expressions in a spelling of its own. Nothing of it
/// stays there.
pub async fn respelt<'c>(
    database: impl Into<Database<'c>>,
    settings: &Settings,
    schema: &Schema,
) -> Result<Respelt, Error> {
    let opened = database.into().open(Purpose::Look).await;
    let mut driver = match opened {
        Ok(driver) => driver,
        // A file that is not there has no words of its own.
        Err(Unanswered::NoFile(_)) => return Ok(Respelt::Schema(Box::new(schema.clone()))),
        Err(error) => return Err(told::unanswered(&error).into()),
    };
    let spelt = async {
        let dialect = dialect(driver.backend());
        let facts = state::facts(&mut *driver, dialect, settings).await?;
        respell(&mut *driver, &facts, schema).await
    };
    let spelt = spelt.await;
    driver.close().await;
    spelt
}

/// Brings what a schema says into the server's own words. Nothing of it stays in the database.
pub(crate) async fn respell(
    driver: &mut (dyn Driver + '_),
    facts: &Facts,
    schema: &Schema,
) -> Result<Respelt, Error> {
    let server = facts.server;
    let Some(plan) = plan(server, schema) else {
        return Ok(Respelt::Schema(Box::new(schema.clone())));
    };
    let mut asking = Asking {
        inside: driver.is_inside() || facts.is_inside,
        driver,
    };
    let asked = match asking.together(&plan).await {
        Err(error) if error.kind == ErrorKind::Lost => Err(error),
        // Something of it does not work: then all that does.
        Err(_) => {
            let asked = asking.apart(&plan).await;
            asking.undo().await;
            asked
        }
        Ok(answers) => Ok(answers),
    };
    match asked {
        Ok(answers) => {
            let schema = read(server, schema, answers).map_err(|error| {
                Diagnostic::new(Code::StatementFailed, format!("cannot {DOING}: {error}"))
            })?;
            Ok(Respelt::Schema(Box::new(schema)))
        }
        Err(error) if matches!(error.kind, ErrorKind::ReadOnly | ErrorKind::Denied) => {
            Ok(Respelt::CannotTell(error.message))
        }
        Err(error) => Err(told::ours(&error, DOING).into()),
    }
}

struct Asking<'d, 'c> {
    driver: &'d mut (dyn Driver + 'c),
    /// Whether somebody's transaction is open already.
    inside: bool,
}

impl Asking<'_, '_> {
    fn begin(&self) -> Part<'static> {
        if self.inside {
            Part::execute(format!("SAVEPOINT {MARK}"))
        } else {
            Part::Begin("BEGIN")
        }
    }

    /// All at once.
    async fn together(&mut self, plan: &Plan) -> Result<Answers, DatabaseError> {
        let mut parts = vec![self.begin()];
        parts.extend(plan.first.iter().map(Part::execute));
        let made = plan.items.iter().flat_map(|item| &item.whole);
        parts.extend(made.map(Part::execute));
        parts.extend(plan.questions.iter().map(Part::ask));
        let sent = self.driver.send(&parts, true).await;
        self.undo().await;
        sent.map_err(|stopped| stopped.error)
    }

    /// One after the other, so that one which fails is left out.
    async fn apart(&mut self, plan: &Plan) -> Result<Answers, DatabaseError> {
        let mut parts = vec![self.begin()];
        parts.extend(plan.first.iter().map(Part::execute));
        self.send(&parts).await?;
        for Item { whole, apart } in &plan.items {
            // One statement is all of it.
            if self.attempt(whole).await? || apart.len() == 1 {
                continue;
            }
            for statements in apart {
                self.attempt(statements).await?;
            }
        }
        let parts: Vec<_> = plan.questions.iter().map(Part::ask).collect();
        self.send(&parts).await
    }

    /// Tries statements, and says whether they worked. Those that do not leave nothing.
    async fn attempt(&mut self, statements: &[String]) -> Result<bool, DatabaseError> {
        let mut parts = vec![Part::execute("SAVEPOINT revision_respell")];
        parts.extend(statements.iter().map(Part::execute));
        parts.push(Part::execute("RELEASE SAVEPOINT revision_respell"));
        match self.send(&parts).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind == ErrorKind::Lost => Err(error),
            Err(_) => {
                let back = [
                    Part::execute("ROLLBACK TO SAVEPOINT revision_respell"),
                    Part::execute("RELEASE SAVEPOINT revision_respell"),
                ];
                self.send(&back).await.map(|_| false)
            }
        }
    }

    async fn send(&mut self, parts: &[Part<'_>]) -> Result<Answers, DatabaseError> {
        let sent = self.driver.send(parts, true).await;
        sent.map_err(|stopped| stopped.error)
    }

    /// Takes back all that was made. Where not even that works the connection is gone, and all of it with it.
    async fn undo(&mut self) {
        if self.inside {
            let back = format!("ROLLBACK TO SAVEPOINT {MARK}");
            let release = format!("RELEASE SAVEPOINT {MARK}");
            let _ = self
                .send(&[Part::execute(back), Part::execute(release)])
                .await;
        } else {
            let _ = self.driver.rollback().await;
        }
    }
}
