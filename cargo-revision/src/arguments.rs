//! The arguments as clap reads them. What they mean is said to each command in values of its own.

use std::ffi::OsString;
use std::path::PathBuf;

use anstream::ColorChoice;
use anstyle::AnsiColor;
use clap::builder::Styles;
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};

use revision_core::config::Format;

use crate::database::Chosen;
use crate::location::Location;
use crate::report::Report;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default())
    .error(AnsiColor::Red.on_default().bold())
    .valid(AnsiColor::Cyan.on_default().bold())
    .invalid(AnsiColor::Yellow.on_default().bold());

/// Database migrations for Rust: a revision graph that the compiler checks
#[derive(Parser, Debug)]
#[command(
    name = "cargo-revision",
    bin_name = "cargo revision",
    version,
    styles = STYLES,
    max_term_width = 100,
    after_help = "Example:\n  cargo revision init\n  cargo revision new \"create users\"\n  cargo revision history"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
struct Global {
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "The configuration [env: REVISION_CONFIG] [default: the nearest revision.toml, upwards]"
    )]
    config: Option<PathBuf>,
    /// The package of the workspace that is meant
    #[arg(short, long, global = true, value_name = "NAME")]
    package: Option<String>,
    /// The Cargo.toml to start from
    #[arg(long, global = true, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
    /// The database [default: `DATABASE_URL`, there or in `.env`; else `url` of revision.toml]
    #[arg(long, global = true, value_name = "URL")]
    url: Option<String>,
    /// The environment of revision.toml whose database is meant
    #[arg(
        short,
        long,
        global = true,
        value_name = "NAME",
        env = "REVISION_ENVIRONMENT",
        hide_env_values = true
    )]
    environment: Option<String>,
    /// Answer with one JSON object, failures included
    #[arg(long, global = true)]
    json: bool,
    /// When to use colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    color: Color,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    Init(Init),
    New(New),
    History(History),
    Heads(Heads),
    Branches(Branches),
    Show(Show),
    Merge(Merge),
    Rebase(Rebase),
    Edit(Edit),
    Fmt(Fmt),
}

/// Prepare a crate for revisions, or a folder that has none
///
/// Makes the folder `revisions` and a `revision.toml`, and adds what the crate needs to compile its revisions: the
/// dependency, a line in `build.rs` and a line in its root module. Nothing is overwritten, and a second run changes
/// nothing.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo new app && cd app\n  cargo revision init")]
pub(crate) struct Init {
    /// Add the binary that runs revisions
    #[arg(long, hide = true)]
    pub(crate) runner: bool,
    /// Depend on the revision-core that lies there
    #[arg(long, value_name = "PATH", hide = true)]
    pub(crate) core: Option<PathBuf>,
}

/// Write a new revision on top of the head
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  cargo revision new \"add email to users\"\n  cargo revision new \"billing\" --head base --branch-label billing\n  cargo revision new \"add an index\" --format sql"
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
    pub(crate) file: NewFile,
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

/// Put one line of revisions on top of the other head, renumbered when ids are sequential
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
    /// All that is known of each
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// List the revisions that no other stands on
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision heads --verbose")]
pub(crate) struct Heads {
    /// Leave out those that another one depends on
    #[arg(long)]
    pub(crate) resolve_dependencies: bool,
    /// All that is known of each
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// List the revisions that several others stand on
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision branches")]
pub(crate) struct Branches {
    /// All that is known of each
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

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

/// Format the revisions written in Rust, which `cargo fmt` does not reach
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cargo revision fmt --check")]
pub(crate) struct Fmt {
    /// Change nothing; list what is not formatted and exit with 1
    #[arg(long)]
    pub(crate) check: bool,
}

/// Arguments that ask for no command: help, the version, or something that cannot be understood.
#[derive(Debug)]
pub(crate) struct NoCommand {
    /// What to print.
    pub(crate) text: String,
    /// Whether it is what was asked for.
    pub(crate) answer: bool,
    /// Whether `--json` stands among the arguments.
    pub(crate) json: bool,
}

impl Arguments {
    /// Reads the arguments of the process, the program's name first. Cargo puts the word `revision` after it.
    pub(crate) fn read(mut words: Vec<OsString>) -> Result<Self, NoCommand> {
        if words.get(1).is_some_and(|word| word == "revision") {
            words.remove(1);
        }
        let read = Self::try_parse_from(&words);
        let read = read.map_err(|error| NoCommand {
            text: error.render().ansi().to_string(),
            answer: matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ),
            json: words
                .iter()
                .take_while(|word| *word != "--")
                .any(|word| word == "--json"),
        })?;
        let choice = match read.global.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
        Ok(read)
    }

    /// How to speak.
    pub(crate) fn report(&self) -> Report {
        Report::new(self.global.json, self.global.quiet)
    }

    /// Which database is meant.
    pub(crate) fn database(&self) -> Chosen {
        let environment = self.global.environment.clone();
        Chosen {
            url: self.global.url.clone(),
            environment: environment.filter(|name| !name.is_empty()),
        }
    }

    /// Where to look.
    pub(crate) fn location(&self) -> Location {
        // Not clap's to read: it refuses a variable that is set to nothing, which means the same as one that is not set.
        let named = || std::env::var_os("REVISION_CONFIG").filter(|path| !path.is_empty());
        Location {
            config: self.global.config.clone().or_else(|| Some(named()?.into())),
            package: self.global.package.clone(),
            manifest: self.global.manifest_path.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }
}
