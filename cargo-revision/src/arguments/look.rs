//! Arguments of the commands that look.

use clap::Args;
use revision_core::diff::Pair;

use super::Renames;
use crate::comparing::Source;
use crate::failure::Failure;

/// List the revisions, newest first
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision history\n  cargo revision history -r 3f9a:head\n  cargo revision history -r :3f9a --json"
)]
pub(crate) struct History {
    /// Only those from one revision to another, both included: `a:b`, `a:` or `:b`
    #[arg(short, long, value_name = "FROM:TO", allow_hyphen_values = true)]
    pub(crate) range: Option<String>,
    /// Ask the database, and mark what it has
    #[arg(short, long)]
    pub(crate) indicate_current: bool,
}

/// List the revisions that no other stands on
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision heads --verbose")]
pub(crate) struct Heads {
    /// Leave out those that another one depends on
    #[arg(long)]
    pub(crate) resolve_dependencies: bool,
}

/// List the revisions that several others stand on
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision branches")]
pub(crate) struct Branches {}

/// Show all that is known of a revision
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision show head\n  cargo revision show 3f9a\n  cargo revision show billing@head"
)]
pub(crate) struct Show {
    /// An id, the beginning of one, or any other target
    #[arg(value_name = "REV", required = true, allow_negative_numbers = true)]
    pub(crate) targets: Vec<String>,
}

/// Show where the database stands
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision current\n  cargo revision current --verbose\n  cargo revision current --check-heads"
)]
pub(crate) struct Current {
    /// Exit with 1 unless every head is applied
    #[arg(long)]
    pub(crate) check_heads: bool,
}

/// Show on one screen where the database stands, what is pending and what was edited
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision status")]
pub(crate) struct Status {}

/// Check that the revisions can run, and that the database is what they and the models say
#[derive(Args, Debug)]
#[command(
    after_help = "Exits with 1 for what cannot run, for pending, edited and unformatted revisions, and where the models differ.\n\nExample:\n  cargo revision check\n  cargo revision check --offline"
)]
pub(crate) struct Check {
    /// Ask no database: compare the models with what the revisions make
    #[arg(long)]
    pub(crate) offline: bool,
}

/// Show what leads from one schema to another
#[derive(Args, Debug)]
#[command(
    after_help = "A schema is one of `models`, `database`, `revisions`, `revisions@TARGET`, `file:PATH`, `empty`, or the URL of a database.\n\
                  Exits with 1 where there is a difference.\n\nExample:\n  cargo revision diff\n  cargo revision diff database models --sql\n  \
                  cargo revision diff postgres://staging/db postgres://prod/db"
)]
pub(crate) struct Diff {
    /// What there is
    #[arg(value_name = "FROM", default_value = "database")]
    from: String,
    /// What there should be
    #[arg(value_name = "TO", default_value = "models")]
    to: String,
    /// Show it as SQL
    #[arg(long)]
    pub(crate) sql: bool,
    #[command(flatten)]
    pub(crate) decisions: Renames,
}

impl Diff {
    /// The two ends of the comparison.
    pub(crate) fn sources(&self) -> Result<Pair<Source>, Failure> {
        Ok(Pair::new(
            Source::parse(&self.from)?,
            Source::parse(&self.to)?,
        ))
    }
}
