//! A revision that is applied stays where it is: the database would hold an id that says something else from then on.

use revision_core::Code;
use revision_core::chain::{Chain, Id};
use revision_core::config::Config;
use revision_core::runner::present::view::View;
use revision_core::runtime::Runtime;
use revision_core::source::Revisions;

use crate::database::{Chosen, Database};
use crate::failure::Failure;
use crate::report::Report;

use super::{Entry, refused};

/// Fails when one of these is applied to the database that is meant. One that does not answer is no reason not to go on,
/// but it is said.
pub(super) fn refuse(
    config: &Config,
    report: &Report,
    chosen: &Chosen,
    chain: &Chain,
    moving: &[&Entry],
) -> Result<(), Failure> {
    let Some(database) = Database::find(config, chosen)? else {
        return Ok(());
    };
    report.say("Asking", &database);
    // The files may be in no order that a chain could be made of; the rows are all that is asked for.
    let revisions = Revisions {
        chain: chain.clone(),
        files: Vec::new(),
        external: Vec::new(),
    };
    let runtime = Runtime::of_files(&revisions, &config.settings);
    let standing = match database.named.standing(View::new(runtime)) {
        Ok(standing) => standing,
        Err(failure) => {
            for fault in failure.0 {
                report.say("Unanswered", fault.message);
            }
            return Ok(());
        }
    };
    let applied = moving.iter().find(|entry| {
        // Of two files with one id, which one the database means cannot be told.
        let written = Id::from(entry.file.header.id.value.as_str());
        standing.is_applied(&Id::from(entry.id.as_str())) || standing.told.rows.contains(&written)
    });
    let Some(entry) = applied else {
        return Ok(());
    };
    let message = format!("{} is applied to {database}", entry.named());
    Err(refused(Code::AlreadyApplied, message)
        .help("join the heads instead: `cargo revision merge`")
        .help("or undo it there first, or name another line to move")
        .into())
}
