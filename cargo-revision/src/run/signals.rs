//! Signals during a run: the first asks it to stop where nothing is left half done, the second ends the program at once.

use std::sync::{Arc, OnceLock};

use revision_core::runtime::Stop;
use tokio::runtime::Runtime;

use crate::exit::Exit;

/// The signals that came since the run began.
pub(super) struct Signals {
    stop: Stop,
    caught: Arc<OnceLock<Exit>>,
}

impl Signals {
    /// Heeds them from now on, whenever the runtime has something to wait for.
    pub(super) fn heed(runtime: &Runtime) -> Self {
        let stop = Stop::default();
        let caught = Arc::new(OnceLock::new());
        for (exit, signal) in listeners(runtime) {
            let (stop, caught) = (stop.clone(), Arc::clone(&caught));
            runtime.spawn(async move {
                let mut signal = signal;
                while signal.came().await {
                    stop.stop();
                    if caught.set(exit).is_err() {
                        std::process::exit(i32::from(exit as u8));
                    }
                }
            });
        }
        Self { stop, caught }
    }

    /// What tells the run.
    pub(super) fn stop(&self) -> &Stop {
        &self.stop
    }

    /// How the program has to end because of one.
    pub(super) fn caught(&self) -> Option<Exit> {
        self.caught.get().copied()
    }
}

#[cfg(unix)]
struct Listener(tokio::signal::unix::Signal);

#[cfg(unix)]
impl Listener {
    async fn came(&mut self) -> bool {
        self.0.recv().await.is_some()
    }
}

/// One that cannot be listened to ends the program, as it does without us.
#[cfg(unix)]
fn listeners(runtime: &Runtime) -> Vec<(Exit, Listener)> {
    use tokio::signal::unix::{SignalKind, signal};
    let _context = runtime.enter();
    let kinds = [
        (Exit::Interrupted, SignalKind::interrupt()),
        (Exit::Terminated, SignalKind::terminate()),
    ];
    let listeners = kinds.into_iter().filter_map(|(exit, kind)| {
        let listener = signal(kind).ok()?;
        Some((exit, Listener(listener)))
    });
    listeners.collect()
}

#[cfg(not(unix))]
struct Listener;

#[cfg(not(unix))]
impl Listener {
    async fn came(&mut self) -> bool {
        tokio::signal::ctrl_c().await.is_ok()
    }
}

#[cfg(not(unix))]
fn listeners(_: &Runtime) -> Vec<(Exit, Listener)> {
    vec![(Exit::Interrupted, Listener)]
}
