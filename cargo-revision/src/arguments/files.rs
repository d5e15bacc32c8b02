//! Arguments of the commands that make and change files.

use std::path::PathBuf;

use clap::Args;

use revision_core::config::Format;

use crate::comparing::{Decisions, Source};
use crate::failure::Failure;

/// Prepare a crate for revisions, or a folder that has none
///
/// Makes the folder `revisions` and a `revision.toml`, and adds what the crate needs to compile its revisions: the
/// dependency, a line in `build.rs` and a line in its root module. Nothing is overwritten, and a second run changes
/// nothing.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo new app && cd app\n  cargo revision init")]
pub(crate) struct Init {
    /// Add the binary that runs revisions without the command, and those that have to be compiled
    // It takes the place of the global option of that name, and so has to be of the same type.
    #[arg(
        id = "runner",
        long = "runner",
        num_args = 0,
        default_missing_value = "new"
    )]
    runner: Option<PathBuf>,
    /// Depend on the revision-core that lies there
    #[arg(long, value_name = "PATH", hide = true)]
    pub(crate) core: Option<PathBuf>,
}

impl Init {
    /// Whether a runner is wanted as well.
    pub(crate) fn runner(&self) -> bool {
        self.runner.is_some()
    }
}

/// Write a new revision on top of the head
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision new \"add email to users\"\n  cargo revision new \"billing\" --head base --branch-label billing\n  cargo revision new \"add an index\" --format sql\n  cargo revision new -a \"add email to users\"\n  cargo revision new \"initial schema\" --from empty --to database"
)]
pub(crate) struct New {
    /// What it does, in a few words
    #[arg(value_name = "MESSAGE", required_unless_present = "option")]
    words: Option<String>,
    /// The same, as an option
    #[arg(
        short = 'm',
        long = "message",
        id = "option",
        value_name = "MESSAGE",
        conflicts_with = "words"
    )]
    option: Option<String>,
    /// What it stands on: a head, `base`, or several [default: head]
    #[arg(long, value_name = "REV")]
    pub(crate) head: Vec<String>,
    /// Stand on a revision that is no head, and so begin a branch
    #[arg(long)]
    pub(crate) splice: bool,
    /// A revision of another branch that must be applied before
    #[arg(long, value_name = "REV")]
    pub(crate) depends_on: Vec<String>,
    /// The folder, where several hold revisions [default: that of the head]
    #[arg(long, value_name = "PATH")]
    pub(crate) folder: Option<PathBuf>,
    /// Show the file and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) compare: Compare,
    #[command(flatten)]
    pub(crate) file: NewFile,
}

/// What a revision is found by, instead of being written by hand.
#[derive(Args, Debug)]
#[command(next_help_heading = "Found by comparing")]
pub(crate) struct Compare {
    /// Compare the models with the database, and write what leads there: `--from database --to models`
    #[arg(short, long)]
    autogenerate: bool,
    /// Compare with what the revisions make, and ask no database
    #[arg(long)]
    offline: bool,
    /// A file of plain SQL that says what the schema should be: `--to file:FILE`
    #[arg(long, value_name = "FILE", conflicts_with = "to")]
    schema: Option<PathBuf>,
    /// What there is: `database`, `revisions`, `revisions@TARGET`, `models`, `file:PATH`, `empty`, or a URL
    #[arg(long, value_name = "SOURCE", conflicts_with = "offline")]
    from: Option<String>,
    /// What there should be, in the same words
    #[arg(long, value_name = "SOURCE")]
    to: Option<String>,
    #[command(flatten)]
    decisions: Renames,
}

/// What the comparison of two schemas cannot know.
#[derive(Args, Debug)]
pub(crate) struct Renames {
    /// What was called otherwise and is the same: `users=people`, `users.name=full_name`
    #[arg(long, value_name = "OLD=NEW")]
    rename: Vec<String>,
    /// Take everything that looks renamed for dropped and added
    #[arg(id = "no_renames", long = "no-renames")]
    all_new: bool,
    /// A table, or a column as `users.name`, that is to go; `*` is all
    #[arg(long, value_name = "NAME")]
    drop: Vec<String>,
}

impl Compare {
    /// The two ends of the comparison, if there is to be one. What there is may be left open.
    pub(crate) fn sources(&self) -> Result<Option<(Option<Source>, Source)>, Failure> {
        let is_asked = self.autogenerate
            || self.offline
            || self.schema.is_some()
            || self.from.is_some()
            || self.to.is_some();
        if !is_asked {
            return Ok(None);
        }
        let before = match &self.from {
            Some(word) => Some(Source::parse(word)?),
            None if self.offline => Some(Source::Revisions("heads".to_owned())),
            None => None,
        };
        let after = match (&self.to, &self.schema) {
            (Some(word), _) => Source::parse(word)?,
            (None, Some(path)) => Source::File(path.clone()),
            (None, None) => Source::Models,
        };
        Ok(Some((before, after)))
    }

    pub(crate) fn decisions(self) -> Decisions {
        self.decisions.read()
    }
}

impl Renames {
    pub(crate) fn read(self) -> Decisions {
        Decisions {
            renames: self.rename,
            no_renames: self.all_new,
            drops: self.drop,
        }
    }
}

/// Write a revision of what the models have and the database has not: `new -a`
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision generate \"add email to users\"")]
pub(crate) struct Generate {
    #[command(flatten)]
    new: New,
}

impl Generate {
    /// The same as `new -a`.
    pub(crate) fn into_new(mut self) -> New {
        self.new.compare.autogenerate = true;
        self.new
    }
}

impl New {
    /// The message, however it was given.
    pub(crate) fn message(&self) -> &str {
        let given = self.words.as_ref().or(self.option.as_ref());
        given.map_or("", String::as_str)
    }
}

/// What every new file may be given.
#[derive(Args, Debug)]
pub(crate) struct NewFile {
    /// Its id, instead of one that is made
    #[arg(long, value_name = "ID")]
    pub(crate) rev_id: Option<String>,
    /// A name for the branch that begins here
    #[arg(long, value_name = "LABEL")]
    pub(crate) branch_label: Vec<String>,
    /// `rust` or `sql` [default: the configuration's]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    pub(crate) format: Option<Format>,
}

fn format(word: &str) -> Result<Format, String> {
    let known = Format::NAMES.iter().find(|(name, _)| *name == word);
    known.map(|(_, format)| *format).ok_or_else(|| {
        let names = Format::NAMES.map(|(name, _)| format!("`{name}`"));
        format!("the formats are {}", names.join(" and "))
    })
}

/// Join several heads with a revision that stands on all of them
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision merge\n  cargo revision merge 3f9a 71c0 -m \"merge billing\""
)]
pub(crate) struct Merge {
    /// The revisions to join [default: all heads]
    #[arg(value_name = "REV")]
    pub(crate) revisions: Vec<String>,
    /// What to say of it [default: merge, and their ids]
    #[arg(short, long, value_name = "MESSAGE")]
    pub(crate) message: Option<String>,
    #[command(flatten)]
    pub(crate) file: NewFile,
}

/// Put one line of revisions on top of the other head, with new numbers if they have numbers
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision rebase\n  cargo revision rebase 3f9a --onto 71c0\n  cargo revision rebase revisions/0005_add_email.rs"
)]
pub(crate) struct Rebase {
    /// A revision of the line that moves, or its file [default: the newer of two heads]
    #[arg(value_name = "REV")]
    pub(crate) revision: Option<String>,
    /// The revision to stand on [default: the other head]
    #[arg(long, value_name = "TARGET")]
    pub(crate) onto: Option<String>,
}

/// Open a revision in your editor
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision edit head\n  EDITOR=\"code --wait\" cargo revision edit 3f9a"
)]
pub(crate) struct Edit {
    /// An id, the beginning of one, or any other target
    #[arg(value_name = "REV", allow_negative_numbers = true)]
    pub(crate) target: String,
}

/// Format the revisions written in Rust, which `cargo fmt` does not reach
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision fmt --check")]
pub(crate) struct Fmt {
    /// Change nothing; list what is not formatted and exit with 1
    #[arg(long)]
    pub(crate) check: bool,
}
