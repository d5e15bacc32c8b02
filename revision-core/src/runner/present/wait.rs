//! Waiting for what goes on elsewhere: a server's answer, a run.

use std::time::Duration;

use crate::{Code, Diagnostic};
use tokio::runtime::{Builder, Runtime};

use super::failure::Failure;

/// How long a server may take to tell where it stands.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What carries futures out.
pub fn runtime() -> Result<Runtime, Failure> {
    let built = Builder::new_current_thread().enable_all().build();
    built.map_err(|error| {
        let message = format!("this system offers nothing to wait with: {error}");
        Diagnostic::new(Code::ConnectFailed, message).into()
    })
}

/// What comes of a future; none where that takes longer.
pub fn at_most<T>(time: Duration, of: impl Future<Output = T>) -> Result<Option<T>, Failure> {
    let answer = runtime()?.block_on(async { tokio::time::timeout(time, of).await });
    Ok(answer.ok())
}
