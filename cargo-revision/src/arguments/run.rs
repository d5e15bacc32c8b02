//! Arguments of the commands that change a database, or write the SQL that would.

use std::time::Duration;

use clap::Args;

use revision_core::runtime::Resume;
use revision_core::{Server, config};

use crate::commands::script::Dialect;
use crate::run::Options;

/// Apply revisions, up to the head or to another target
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision upgrade\n  cargo revision upgrade +1 --dry-run\n  cargo revision upgrade 3f9a:head --sql > review.sql"
)]
pub(crate) struct Upgrade {
    /// An id, the beginning of one, `+2`, `billing@head`, or a range `a:b` [default: head]
    #[arg(value_name = "TARGET", allow_negative_numbers = true)]
    targets: Vec<String>,
    /// Make the database first, where its server has none of the name
    #[arg(long, conflicts_with_all = ["sql", "dry_run"])]
    pub(crate) create: bool,
    #[command(flatten)]
    pub(crate) offline: Offline,
    #[command(flatten)]
    pub(crate) how: How,
    #[command(flatten)]
    pub(crate) confirm: Confirm,
}

impl Upgrade {
    pub(crate) fn targets(&self) -> Vec<String> {
        if self.targets.is_empty() {
            vec!["head".to_owned()]
        } else {
            self.targets.clone()
        }
    }
}

/// Undo revisions, the last one or all down to a target, which stays
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision downgrade\n  cargo revision downgrade -2\n  cargo revision downgrade base\n  cargo revision downgrade billing@-1"
)]
pub(crate) struct Downgrade {
    /// An id, the beginning of one, `-2`, `base`, `billing@-1`, or a range `b:a` [default: -1]
    #[arg(value_name = "TARGET", allow_negative_numbers = true)]
    pub(crate) target: Option<String>,
    #[command(flatten)]
    pub(crate) offline: Offline,
    #[command(flatten)]
    pub(crate) how: How,
    #[command(flatten)]
    pub(crate) confirm: Confirm,
}

/// Undo a revision and what stands on it, and apply all of it again
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision redo\n  cargo revision redo 3f9a")]
pub(crate) struct Redo {
    /// An id or the beginning of one [default: the last one]
    #[arg(value_name = "REV")]
    pub(crate) revision: Option<String>,
    #[command(flatten)]
    pub(crate) wait: Wait,
    #[command(flatten)]
    pub(crate) confirm: Confirm,
}

/// Undo every revision, and apply all of them again
///
/// What the tables held is lost, so it asks first; `--yes` answers.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision reset\n  cargo revision reset --drop --yes")]
pub(crate) struct Reset {
    /// Undo nothing: drop all that the database holds, whoever made it
    #[arg(long)]
    pub(crate) drop: bool,
    #[command(flatten)]
    pub(crate) wait: Wait,
    #[command(flatten)]
    pub(crate) confirm: Confirm,
}

/// Say that the database stands somewhere, without running anything
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision stamp head\n  cargo revision stamp 3f9a\n  cargo revision stamp head --purge"
)]
pub(crate) struct Stamp {
    /// Where it stands: an id, the beginning of one, or any other target
    #[arg(value_name = "REV", required = true, allow_negative_numbers = true)]
    pub(crate) targets: Vec<String>,
    /// Forget first what the database says of itself, known or not
    #[arg(long, conflicts_with = "sql")]
    pub(crate) purge: bool,
    #[command(flatten)]
    pub(crate) offline: Offline,
    /// Change nothing; show what would be done
    #[arg(long, conflicts_with = "sql")]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) wait: Wait,
    #[command(flatten)]
    pub(crate) confirm: Confirm,
}

/// Take a revision that was edited after it was applied as it now is
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision accept 3f9a")]
pub(crate) struct Accept {
    /// An id or the beginning of one
    #[arg(value_name = "REV")]
    pub(crate) revision: String,
}

/// Make the tables in which the database says where it stands
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision ensure-version")]
pub(crate) struct EnsureVersion {}

/// Print what an upgrade runs, as a script
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision sql\n  cargo revision sql 3f9a:head --dialect postgres\n  cargo revision sql current:head > review.sql"
)]
pub(crate) struct Sql {
    /// Up to where, from an empty database on; or a range `a:b` [default: head]
    #[arg(value_name = "TARGET|RANGE", allow_negative_numbers = true)]
    pub(crate) target: Option<String>,
    /// What to write the script for, such as `postgres:15` [default: as the URL says]
    #[arg(long, value_name = "DATABASE", value_parser = Server::parse)]
    dialect: Option<Server>,
}

impl Sql {
    pub(crate) fn dialect(&self) -> Dialect {
        Dialect(self.dialect)
    }
}

/// Instead of a run, its script.
#[derive(Args, Debug)]
pub(crate) struct Offline {
    /// Print what would run as a script, and run nothing
    #[arg(long)]
    sql: bool,
    /// What to write the script for, such as `postgres:15` [default: as the URL says]
    #[arg(long, value_name = "DATABASE", requires = "sql", value_parser = Server::parse)]
    dialect: Option<Server>,
}

impl Offline {
    /// For which database a script is wanted, if it is.
    pub(crate) fn dialect(&self) -> Option<Dialect> {
        self.sql.then_some(Dialect(self.dialect))
    }
}

/// How it is run.
#[derive(Args, Debug)]
pub(crate) struct How {
    /// Change nothing; show what would be done
    #[arg(long, conflicts_with = "sql")]
    dry_run: bool,
    /// Go on with a revision left half done; `done` or `again` says what became of its last statement
    #[arg(
        long,
        value_name = "done|again",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with = "sql",
        hide_possible_values = true,
        value_parser = resume
    )]
    resume: Option<Resume>,
    #[command(flatten)]
    wait: Wait,
}

impl How {
    pub(crate) fn options(&self, verbose: bool) -> Options {
        Options {
            dry_run: self.dry_run,
            resume: self.resume,
            ..self.wait.options(verbose)
        }
    }
}

/// How long it waits.
#[derive(Args, Debug)]
pub(crate) struct Wait {
    /// How long to wait for another runner: `30s`, `10m`, `0` [default: the configuration's]
    #[arg(id = "wait", long = "wait", value_name = "TIME", value_parser = time)]
    time: Option<Duration>,
}

impl Wait {
    pub(crate) fn options(&self, verbose: bool) -> Options {
        Options {
            wait: self.time,
            verbose,
            ..Options::default()
        }
    }
}

/// What a protected environment asks for.
#[derive(Args, Debug)]
pub(crate) struct Confirm {
    /// The name of the protected environment, which is asked for otherwise
    #[arg(id = "confirm", long = "confirm", value_name = "NAME")]
    pub(crate) name: Option<String>,
}

fn resume(word: &str) -> Result<Resume, String> {
    match word {
        "" => Ok(Resume::Continue),
        "done" => Ok(Resume::Done),
        "again" => Ok(Resume::Again),
        _ => Err("it is `--resume`, `--resume=done` or `--resume=again`".to_owned()),
    }
}

fn time(text: &str) -> Result<Duration, String> {
    config::duration(text).ok_or_else(|| "it is written as in `30s`, `10m` or `1h30m`".to_owned())
}
