//! The arguments as clap reads them. What they mean is said to each command in values of its own.

mod files;
mod look;
mod run;

use std::ffi::OsString;
use std::path::PathBuf;

use anstream::ColorChoice;
use anstyle::AnsiColor;
use clap::builder::Styles;
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::ask::Answers;
use crate::database::Chosen;
use crate::location::Location;
use crate::report::Report;

pub(crate) use files::{Edit, Fmt, Generate, Init, Merge, New, NewFile, Rebase, Renames};
pub(crate) use look::{Branches, Check, Current, Diff, Heads, History, Show, Status};
pub(crate) use run::{Accept, Downgrade, EnsureVersion, Redo, Reset, Sql, Stamp, Upgrade};

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
    after_help = "Example:\n  cargo revision init\n  cargo revision new \"create users\"\n  cargo revision upgrade"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
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
    #[arg(
        long,
        global = true,
        value_name = "PATH",
        help = "The runner for revisions that have to be compiled [env: REVISION_RUNNER] [default: cargo builds it]"
    )]
    runner: Option<PathBuf>,
    /// The database [default: `DATABASE_URL`, there or in `.env`; else `url` of revision.toml]
    #[arg(long, global = true, value_name = "URL")]
    url: Option<String>,
    /// `-x url=URL` is `--url URL`, as Alembic's users write it
    #[arg(short = 'x', global = true, value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<Setting>,
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
    /// Show all that is known; in a run, each statement with its time
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Answer every question with yes; a protected environment still wants its name
    #[arg(short, long, global = true)]
    yes: bool,
}

/// What `-x` sets.
#[derive(Clone, Debug)]
enum Setting {
    Url(String),
}

fn setting(text: &str) -> Result<Setting, String> {
    match text.split_once('=') {
        Some(("url", url)) if !url.is_empty() => Ok(Setting::Url(url.to_owned())),
        Some(("url", _)) => Err("`url` has no value".to_owned()),
        Some((key, _)) => Err(format!("`{key}` is no key: there is `url` and no other")),
        None => Err("it is written `KEY=VALUE`".to_owned()),
    }
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
    New(Box<New>),
    #[command(hide = true)]
    Generate(Box<Generate>),
    Status(Status),
    Check(Check),
    Diff(Diff),
    Upgrade(Upgrade),
    Downgrade(Downgrade),
    Redo(Redo),
    Reset(Reset),
    Current(Current),
    History(History),
    Heads(Heads),
    Branches(Branches),
    Show(Show),
    Stamp(Stamp),
    Accept(Accept),
    Sql(Sql),
    EnsureVersion(EnsureVersion),
    Merge(Merge),
    Rebase(Rebase),
    Edit(Edit),
    Fmt(Fmt),
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
        let mut settings = self.global.settings.iter();
        let url = settings.next_back().map(|Setting::Url(url)| url);
        Chosen {
            url: self.global.url.as_ref().or(url).cloned(),
            environment: environment.filter(|name| !name.is_empty()),
        }
    }

    /// Whether all that is known is to be shown.
    pub(crate) fn verbose(&self) -> bool {
        self.global.verbose
    }

    /// What the arguments answer beforehand to questions that a command may ask.
    pub(crate) fn answers(&self) -> Answers {
        Answers {
            yes: self.global.yes,
            name: None,
            json: self.global.json,
        }
    }

    /// Where to look.
    pub(crate) fn location(&self) -> Location {
        // Not clap's to read: it refuses a variable that is set to nothing, which means the same as one that is not set.
        let set = |name| std::env::var_os(name).filter(|path| !path.is_empty());
        Location {
            config: self
                .global
                .config
                .clone()
                .or_else(|| Some(set("REVISION_CONFIG")?.into())),
            package: self.global.package.clone(),
            manifest: self.global.manifest_path.clone(),
            runner: self
                .global
                .runner
                .clone()
                .or_else(|| Some(set("REVISION_RUNNER")?.into())),
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
