//! All revisions in one transaction: either every one is applied or none.

use std::time::{Duration, Instant};

use super::{FIRST_PAUSE, LONGEST_PAUSE, Runner, Stop};
use crate::chain::Id;
use crate::runtime::outcome::Error;
use crate::runtime::prepare::Prepared;
use crate::runtime::run::{Ran, after, interrupted};
use crate::runtime::session::Session;

impl Runner<'_> {
    /// Runs them, again where another's lock on a table was in the way.
    pub(in crate::runtime) async fn all_in_one(
        &mut self,
        session: &mut Session<'_>,
        all: &[Prepared],
        rows: &[Id],
    ) -> Result<Ran, Error> {
        let began = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let mut took = Vec::with_capacity(all.len());
            let Err((one, stop)) = self.all_once(session, all, rows, &mut took).await else {
                self.all_finished(all, took, rows);
                self.after_rebuilds(session, all).await?;
                return Ok(Ran::Done);
            };
            let may_retry = all.iter().all(Prepared::is_text);
            let has_ended = matches!(stop, Stop::Ended(_));
            let stopped = self.stopped(session, one, stop, may_retry, began, pause);
            let stopped = stopped.await;
            // Those before it may have been committed by it.
            if has_ended && self.state(session).await?.rows != rows {
                self.all_finished(all, took, rows);
            }
            if let Some(ran) = stopped? {
                return Ok(ran);
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// As many are done as have taken their time.
    fn all_finished(&mut self, all: &[Prepared], took: Vec<Duration>, rows: &[Id]) {
        let mut rows = rows.to_vec();
        for (one, took) in all.iter().zip(took) {
            rows = after(&rows, one);
            self.finished(one, rows.clone(), took);
        }
    }

    /// Runs all revisions and commits; or says which of them stopped, and why.
    async fn all_once<'p>(
        &mut self,
        session: &mut Session<'_>,
        all: &'p [Prepared],
        rows: &[Id],
        took: &mut Vec<Duration>,
    ) -> Result<(), (&'p Prepared, Stop)> {
        let mut before = rows.to_vec();
        if let Some(first) = all.first() {
            let ready = self.before_rebuilds(session, all).await;
            ready.map_err(|stop| (first, stop))?;
        }
        for (index, one) in all.iter().enumerate() {
            self.started(one);
            let started = Instant::now();
            let is_last = index + 1 == all.len();
            let opened = match self.stop.is_asked() {
                true => Err(Stop::Error(interrupted())),
                false if index == 0 => self.open(session, &before).await,
                false => Ok(()),
            };
            opened.map_err(|stop| (one, stop))?;
            let filled = self.fill(session, one, &before, index == 0, is_last, is_last);
            filled.await.map_err(|stop| (one, stop))?;
            took.push(started.elapsed());
            before = after(&before, one);
        }
        Ok(())
    }
}
