//! Asking a server for its own spelling of what a schema says.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use super::outcome::Error;
use super::reflect::MARK;
use super::{state, told};
use crate::config::Settings;
use crate::dialect::respell::{Attempt, Item, Plan, different, plan, read, with};
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
    /// The same, but for views and functions, which may not be made here, not even for a moment: why.
    InPart(Box<Schema>, String),
    /// Nothing may be made here, not even for a moment: why.
    CannotTell(String),
}

/// Brings what a schema says into the words of a database, which keeps expressions in a spelling of its own. Nothing of it
/// stays there. It is not asked of what is the same in what it holds, where that is known: those are its words.
pub async fn respelt<'c>(
    database: impl Into<Database<'c>>,
    settings: &Settings,
    schema: &Schema,
    held: Option<&Schema>,
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
        respell(&mut *driver, &facts, schema, held).await
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
    held: Option<&Schema>,
) -> Result<Respelt, Error> {
    let server = facts.server;
    let asked = held.map(|held| different(server, schema, held));
    let asked = asked.as_ref().unwrap_or(schema);
    // Whoever sees what is made for a moment does not take it for something of his own.
    let mark = format!("{:016x}", RandomState::new().build_hasher().finish());
    let Some(plan) = plan(server, asked, &mark) else {
        return Ok(Respelt::Schema(Box::new(schema.clone())));
    };
    let inside = driver.is_inside() || facts.is_inside;
    let mut asking = Asking {
        inside,
        is_ours: !inside && !driver.is_lent(),
        driver,
        plan: &plan,
        untold: None,
    };
    let answered = match asking.together().await {
        Err(error) if error.kind == ErrorKind::Lost => Err(error),
        // Something of it does not work: then all that does.
        Err(_) => {
            let answers = asking.apart().await;
            asking.undo().await;
            answers
        }
        Ok(answers) => Ok(answers),
    };
    let untold = asking.untold;
    match answered {
        Ok(answers) => {
            let spelt = read(server, asked, &mark, answers).map_err(|error| {
                Diagnostic::new(Code::StatementFailed, format!("cannot {DOING}: {error}"))
            })?;
            let schema = Box::new(with(schema, asked, spelt));
            Ok(match untold {
                Some(why) => Respelt::InPart(schema, why),
                None => Respelt::Schema(schema),
            })
        }
        Err(error) if is_forbidden(&error) => Ok(Respelt::CannotTell(error.message)),
        Err(error) => Err(told::ours(&error, DOING).into()),
    }
}

fn is_forbidden(error: &DatabaseError) -> bool {
    matches!(error.kind, ErrorKind::ReadOnly | ErrorKind::Denied)
}

struct Asking<'d, 'c> {
    driver: &'d mut (dyn Driver + 'c),
    /// Whether somebody's transaction is open already.
    inside: bool,
    /// Whether there can be none of that.
    is_ours: bool,
    plan: &'d Plan,
    /// Why something of it may not be asked.
    untold: Option<String>,
}

impl<'d> Asking<'d, '_> {
    fn begin(&self) -> Option<Part<'static>> {
        match (self.plan.in_transaction, self.inside) {
            (false, _) => None,
            (true, true) => Some(Part::execute(format!("SAVEPOINT {MARK}"))),
            (true, false) => Some(Part::Begin("BEGIN")),
        }
    }

    /// What may be made here. What would end a transaction may not be where somebody's is open, or may be.
    fn items(&mut self) -> Vec<&'d Item> {
        let plan = self.plan;
        let (made, left): (Vec<_>, Vec<_>) = plan
            .items
            .iter()
            .partition(|item| self.is_ours || item.lasting.is_none());
        if !left.is_empty() {
            self.untold = Some("it would end the transaction that may be open".to_owned());
        }
        made
    }

    /// All at once.
    async fn together(&mut self) -> Result<Answers, DatabaseError> {
        let plan = self.plan;
        let mut parts: Vec<_> = self.begin().into_iter().collect();
        parts.extend(plan.first.iter().map(Part::execute));
        for Item { whole, .. } in self.items() {
            parts.extend(whole.statements.iter().map(Part::execute));
            parts.extend(whole.question.iter().map(Part::ask));
        }
        parts.extend(plan.questions.iter().map(Part::ask));
        let sent = self.driver.send(&parts, true).await;
        self.undo().await;
        sent.map_err(|stopped| stopped.error)
    }

    /// One after the other, so that one which fails is left out.
    async fn apart(&mut self) -> Result<Answers, DatabaseError> {
        let plan = self.plan;
        let mut parts: Vec<_> = self.begin().into_iter().collect();
        parts.extend(plan.first.iter().map(Part::execute));
        self.send(&parts).await?;
        let mut answers = Answers::new();
        for item in self.items() {
            let Item { whole, apart, .. } = item;
            match self.attempt(whole).await? {
                Ok(said) => {
                    answers.extend(said);
                    continue;
                }
                Err(error) if item.lasting.is_some() && is_forbidden(&error) => {
                    self.untold = Some(error.message);
                    continue;
                }
                // One statement is all of it.
                Err(_) if apart.len() == 1 => continue,
                Err(_) => {}
            }
            for attempt in apart {
                answers.extend(self.attempt(attempt).await?.unwrap_or_default());
            }
        }
        let parts: Vec<_> = plan.questions.iter().map(Part::ask).collect();
        answers.extend(self.send(&parts).await?);
        Ok(answers)
    }

    /// Tries statements, and says what came of it. Those that do not work leave nothing.
    async fn attempt(
        &mut self,
        attempt: &Attempt,
    ) -> Result<Result<Answers, DatabaseError>, DatabaseError> {
        let marks = |sql| self.plan.in_transaction.then(|| Part::execute(sql));
        let mut parts = Vec::new();
        parts.extend(marks("SAVEPOINT revision_respell"));
        parts.extend(attempt.statements.iter().map(Part::execute));
        parts.extend(attempt.question.iter().map(Part::ask));
        parts.extend(marks("RELEASE SAVEPOINT revision_respell"));
        match self.send(&parts).await {
            Ok(answers) => Ok(Ok(answers)),
            Err(error) if error.kind == ErrorKind::Lost => Err(error),
            Err(error) => {
                let back = [
                    marks("ROLLBACK TO SAVEPOINT revision_respell"),
                    marks("RELEASE SAVEPOINT revision_respell"),
                ];
                let back: Vec<_> = back.into_iter().flatten().collect();
                self.send(&back).await.map(|_| Err(error))
            }
        }
    }

    async fn send(&mut self, parts: &[Part<'_>]) -> Result<Answers, DatabaseError> {
        let sent = self.driver.send(parts, true).await;
        sent.map_err(|stopped| stopped.error)
    }

    /// Takes back all that was made. Where not even that works the connection is gone, and all of it with it.
    async fn undo(&mut self) {
        let plan = self.plan;
        let lasting: Vec<_> = self
            .items()
            .into_iter()
            .filter_map(|item| item.lasting.as_ref())
            .collect();
        for sql in lasting.into_iter().chain(&plan.last) {
            let _ = self.send(&[Part::execute(sql)]).await;
        }
        if !plan.in_transaction {
            return;
        }
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
