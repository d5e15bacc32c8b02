//! A run that was asked for and has not begun: options may be added before it is awaited.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::Notify;
use tracing::Instrument as _;

use crate::config::Settings;
use crate::dialect::{BoxFuture, Database};
use crate::script::Revisions;

use super::event::{Event, Observer};
use super::outcome::{Error, Outcome};

/// An upgrade, a downgrade or a stamp that begins when it is awaited.
///
/// ```no_run
/// # async fn example(chain: &'static revision_core::EmbeddedChain) -> Result<(), revision_core::runtime::Error> {
/// use std::time::Duration;
///
/// chain
///     .upgrade("postgres://localhost/app", "head")
///     .lock_wait(Duration::from_secs(30))
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing happens before it is awaited"]
pub struct Running<'a>(State<'a>);

enum State<'a> {
    Asked(Box<Run<'a>>),
    Going(BoxFuture<'a, Result<Outcome, Error>>),
    Over,
}

/// Everything that a run is told.
pub(super) struct Run<'a> {
    pub(super) database: Database<'a>,
    pub(super) revisions: &'a dyn Revisions,
    pub(super) settings: Settings,
    pub(super) request: Request,
    pub(super) next: Option<Vec<String>>,
    pub(super) sending: Sending,
    pub(super) resume: Option<Resume>,
    pub(super) is_dry: bool,
    pub(super) stop: Stop,
    pub(super) tool: String,
    pub(super) observer: Box<dyn Observer + 'a>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// Up to these targets; or over a range, if the database stands where it begins.
    Upgrade(Vec<String>),
    /// Down to a target.
    Downgrade(String),
    /// The rows set, nothing run; with `purge` whatever they were.
    Stamp { targets: Vec<String>, purge: bool },
    /// The tables that we keep, and nothing else.
    Tables,
    /// Nothing left of all that the database holds.
    Empty,
}

impl Request {
    /// Whether what it means depends on where the database stands.
    pub(super) fn is_relative(&self) -> bool {
        let is_relative = |target: &String| target.contains(['+', '-']);
        match self {
            Self::Upgrade(targets) => targets.iter().any(is_relative),
            Self::Downgrade(target) => is_relative(target),
            Self::Stamp { .. } | Self::Tables | Self::Empty => false,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Upgrade(_) => "upgrade",
            Self::Downgrade(_) => "downgrade",
            Self::Stamp { .. } => "stamp",
            Self::Tables => "ensure_version",
            Self::Empty => "empty",
        }
    }
}

/// How statements are sent. What comes of it is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sending {
    /// A whole revision at once, where the database takes that: one round trip.
    #[default]
    Batched,
    /// One statement after the other.
    Stepwise,
}

/// How to go on with a revision that was left half done where no transaction held it together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resume {
    /// Go on; what became of the statement that was under way is read from the database where that can be.
    Continue,
    /// The statement that was under way has taken effect.
    Done,
    /// The statement that was under way has not taken effect, and is run again.
    Again,
}

/// Asks a run to stop: the revision under way is finished or rolled back, and no other begins.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<Bell>);

#[derive(Debug, Default)]
struct Bell {
    rung: AtomicBool,
    heard: Notify,
}

impl Stop {
    /// Asks for it.
    pub fn stop(&self) {
        self.0.rung.store(true, Ordering::Release);
        self.0.heard.notify_waiters();
    }

    /// Whether it was asked for.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.0.rung.load(Ordering::Acquire)
    }

    /// Waits for so long, or until it is asked for.
    pub(super) async fn sleep(&self, duration: Duration) {
        let _ = tokio::time::timeout(duration, self.asked()).await;
    }

    /// Waits until it is asked for.
    pub(super) async fn asked(&self) {
        // Made before looking, so that nothing rings in between.
        let heard = self.0.heard.notified();
        if !self.is_asked() {
            heard.await;
        }
    }
}

impl<'a> Running<'a> {
    pub(super) fn new(
        database: Database<'a>,
        revisions: &'a dyn Revisions,
        settings: Settings,
        request: Request,
    ) -> Self {
        Self(State::Asked(Box::new(Run {
            database,
            revisions,
            settings,
            request,
            next: None,
            sending: Sending::default(),
            resume: None,
            is_dry: false,
            stop: Stop::default(),
            tool: format!("revision-core {}", env!("CARGO_PKG_VERSION")),
            observer: Box::new(|_: &Event<'_>| {}),
        })))
    }

    /// How long to wait for another runner, instead of what the configuration says; zero: not at all.
    pub fn lock_wait(self, wait: Duration) -> Self {
        self.with(|run| run.settings.lock_wait = wait)
    }

    /// Whom to tell what happens.
    pub fn observer(self, observer: impl Observer + 'a) -> Self {
        self.with(|run| run.observer = Box::new(observer))
    }

    /// Touches nothing, and says what would be done.
    pub fn dry_run(self) -> Self {
        self.with(|run| run.is_dry = true)
    }

    /// How statements are sent.
    pub fn sending(self, sending: Sending) -> Self {
        self.with(|run| run.sending = sending)
    }

    /// Refuses also where what is to be applied afterwards, by another run, could not be.
    #[cfg(feature = "runner")]
    pub(crate) fn before(self, targets: Vec<String>) -> Self {
        self.with(|run| run.next = Some(targets))
    }

    /// Goes on with a revision that was left half done.
    pub fn resume(self, resume: Resume) -> Self {
        self.with(|run| run.resume = Some(resume))
    }

    /// Lets `stop` end the run between two revisions.
    pub fn stop(self, stop: &Stop) -> Self {
        self.with(|run| run.stop = stop.clone())
    }

    /// What the log calls the program.
    pub fn tool(self, tool: impl Into<String>) -> Self {
        self.with(|run| run.tool = tool.into())
    }

    /// A run that has begun is what it is.
    fn with(mut self, change: impl FnOnce(&mut Run<'a>)) -> Self {
        if let State::Asked(run) = &mut self.0 {
            change(run);
        }
        self
    }
}

impl Future for Running<'_> {
    type Output = Result<Outcome, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let State::Asked(_) = self.0
            && let State::Asked(run) = std::mem::replace(&mut self.0, State::Over)
        {
            let span = tracing::info_span!("run", request = run.request.name());
            self.0 = State::Going(Box::pin(super::run::run(*run).instrument(span)));
        }
        match &mut self.0 {
            State::Going(going) => {
                let polled = going.as_mut().poll(context);
                if polled.is_ready() {
                    self.0 = State::Over;
                }
                polled
            }
            State::Asked(_) | State::Over => Poll::Pending,
        }
    }
}

impl fmt::Debug for Running<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.0 {
            State::Asked(run) => format!("{:?}", run.request),
            State::Going(_) => "under way".to_owned(),
            State::Over => "over".to_owned(),
        };
        f.debug_tuple("Running").field(&state).finish()
    }
}
