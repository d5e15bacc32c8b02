//! The command `cargo revision`: arguments, configuration, presentation. What a revision is and what a chain does, it
//! asks `revision-core`.

mod arguments;
mod commands;
mod comparing;
mod database;
mod json;
mod location;
mod manifest;
mod project;
mod run;
mod runner;
mod words;
mod writing;

use std::process::ExitCode;

// What the runner says as well.
use revision_core::runner::present::{ask, exit, failure, report, rows, standing, wait};

use arguments::Arguments;
use exit::Exit;
use report::Report;

fn main() -> ExitCode {
    let exit = match Arguments::read(std::env::args_os().collect()) {
        Ok(arguments) => {
            let report = arguments.report();
            commands::run(arguments, &report).unwrap_or_else(|failure| report.failure(&failure))
        }
        Err(wrong) if wrong.answer => Report::plain(wrong.json).print(&wrong.text, Exit::Done),
        Err(wrong) => Report::plain(wrong.json).usage(&wrong.text),
    };
    exit.into()
}
