//! A program that upgrades a database to the head of a folder's chain, and is there to race with others or to be killed in
//! the midst of it.
//!
//! `upgrader FOLDER URL [stepwise] [resume]`: with `resume` it goes on with a revision that was left half done. Says what
//! it found on stderr.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use revision_core::Code;
use revision_core::config::{Config, Settings};
use revision_core::runtime::{Resume, Runtime, Sending};
use revision_core::source;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, url, options @ ..] = &*arguments else {
        return say(
            "usage: upgrader FOLDER URL [stepwise] [resume]",
            ExitCode::from(2),
        );
    };
    let revisions = match source::read(&Config::at(Path::new(folder))) {
        Ok(revisions) => revisions,
        Err(faults) => return say(&format!("{faults:?}"), ExitCode::FAILURE),
    };
    let settings = Settings::DEFAULT;
    let runtime = Runtime::of_files(&revisions, &settings);
    let has = |word: &str| options.iter().any(|option| option == word);
    let sending = if has("stepwise") {
        Sending::Stepwise
    } else {
        Sending::Batched
    };
    let mut ran = runtime.upgrade(url, "head").sending(sending).await;
    if let Err(error) = &ran
        && error.code() == Code::PartialRevision
        && has("resume")
    {
        say(&format!("resumes: {error}"), ExitCode::SUCCESS);
        let running = runtime.upgrade(url, "head").sending(sending);
        ran = running.resume(Resume::Continue).await;
    }
    match ran {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => say(
            &format!("{}: {error}\n{:?}", error.code(), error.faults),
            ExitCode::FAILURE,
        ),
    }
}

fn say(message: &str, code: ExitCode) -> ExitCode {
    // Whoever does not listen has killed us, or will.
    let _ = writeln!(std::io::stderr(), "{message}");
    code
}
