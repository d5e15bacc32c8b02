//! Dropping all that a database holds.

use super::event::Event;
use super::lock;
use super::outcome::Error;
use super::run::Runner;
use super::session::Session;
use super::told;
use crate::Code;
use crate::dialect::{Part, Stopped, Tables};

impl Runner<'_> {
    /// Drops everything, as the only runner: in one transaction, where there is one that holds it.
    pub(super) async fn empty(&mut self, session: &mut Session<'_>) -> Result<(), Error> {
        let failed = |stopped: Stopped| told::ours(&stopped.error, "empty the database");
        let dialect = session.dialect;
        lock::acquire(session, self.patience(), &[]).await?;
        let before: Vec<_> = dialect
            .before_emptying()
            .into_iter()
            .map(Part::execute)
            .collect();
        session.set();
        let sent = session.link.driver().send(&before, false).await;
        sent.map_err(failed)?;
        let emptied = self.drop_all(session).await;
        match &emptied {
            Err(error) if error.code() == Code::ConnectFailed => {
                // Nothing more can be said on it, and the server decides alone.
                session.is_open = false;
                session.is_locked = false;
            }
            Err(_) => session.roll_back().await?,
            Ok(_) => {}
        }
        // Also after a failure: the connection may be a pool's.
        let restore = session.restore(false);
        let restored = session.link.driver().send(&restore, false).await;
        let objects = emptied?;
        restored.map_err(failed)?;
        self.outcome.heads.clear();
        self.observer.event(&Event::Emptied { objects });
        Ok(())
    }

    async fn drop_all(&mut self, session: &mut Session<'_>) -> Result<usize, Error> {
        let failed = |stopped: Stopped| told::ours(&stopped.error, "empty the database");
        let dialect = session.dialect;
        if dialect.has_transactional_ddl() && !session.is_open {
            lock::begin(session, self.patience()).await?;
        }
        let limits = dialect.limits(
            &session.facts,
            self.settings.lock_timeout,
            self.settings.statement_timeout,
            true,
        );
        let mut parts: Vec<_> = limits.into_iter().map(Part::execute).collect();
        parts.push(Part::ask(dialect.inventory()));
        let sent = session.link.driver().send(&parts, false).await;
        let answers = sent.map_err(failed)?;
        let found: Vec<String> = answers.into_iter().flatten().flatten().flatten().collect();
        let objects = found.len();
        // Ours first, wherever they lie: what is left half empty does not say that it stands anywhere.
        let Tables { version, log } = &session.facts.tables;
        let ours = std::iter::once(version).chain(log);
        let ours = ours.map(|table| format!("DROP TABLE IF EXISTS {}", dialect.table(table)));
        let mut parts: Vec<_> = ours.chain(found).map(Part::execute).collect();
        if session.is_open {
            parts.extend(session.commit());
        }
        let sent = session.send(&parts, true, &self.stop).await;
        sent.map_err(failed)?;
        session.is_open = session.is_open && session.is_pinned();
        Ok(objects)
    }
}
