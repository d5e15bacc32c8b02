//! Upgrades a database to the head of a folder's chain, as a program of its own: one that races with others, or is killed.
//!
//! `upgrade-now FOLDER URL` exits with 0 where all is applied, by whomever, and with 1 after saying why not.

use std::path::Path;
use std::process::ExitCode;

use revision_core::config::{Config, Settings};
use revision_core::runtime::Runtime;
use revision_core::source;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(url)) = (arguments.next(), arguments.next()) else {
        return ExitCode::from(2);
    };
    let revisions = match source::read(&Config::at(Path::new(&folder))) {
        Ok(revisions) => revisions,
        Err(error) => return say(&format!("{error:?}")),
    };
    let settings = Settings::DEFAULT;
    let runtime = Runtime::of_files(&revisions, &settings);
    match runtime.upgrade(&url, "head").await {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => say(&error.to_string()),
    }
}

#[expect(clippy::print_stderr, reason = "it is a program")]
fn say(error: &str) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}
