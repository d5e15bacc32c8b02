//! The arguments of a runner, read by hand: there are few, and a library for them would be compiled into every user's
//! binary. They are those of the command.

use std::collections::VecDeque;
use std::ffi::OsString;

use anstream::ColorChoice;

use super::hand_over::resume;
use super::known::{COMMANDS, OPTIONS, Takes, help};
use super::present::ask::Answers;
use super::present::carry::Options;
use super::present::current::Show;
use super::present::failure::Failure;
use super::present::password::hidden;
use super::present::report::Report;
use super::present::undoing::LAST;
use crate::config::duration;
use crate::{Diagnostic, Server, nearest};

/// What is asked for.
#[derive(Debug)]
pub(super) struct Arguments {
    pub(super) command: Command,
    /// `--url`, or `-x url=`
    pub(super) url: Option<String>,
    pub(super) report: Report,
    pub(super) options: Options,
    pub(super) answers: Answers,
    /// `--sql`
    pub(super) script: bool,
    /// `--dialect`
    pub(super) dialect: Option<Server>,
}

#[derive(Debug)]
pub(super) enum Command {
    Upgrade(Vec<String>),
    Downgrade(String),
    Stamp {
        targets: Vec<String>,
        purge: bool,
    },
    Current(Show),
    /// Text that was asked for.
    Text(String),
}

/// Arguments that cannot be understood.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) fault: Diagnostic,
    /// Whether `--json` stands among them.
    pub(super) json: bool,
}

impl Arguments {
    /// Reads the words that follow the program's name.
    pub(super) fn read(words: &[OsString], binary: &str) -> Result<Self, Wrong> {
        let json = words
            .iter()
            .take_while(|word| *word != "--")
            .any(|word| word == "--json");
        Self::understood(words, binary).map_err(|fault| Wrong { fault, json })
    }

    fn understood(words: &[OsString], binary: &str) -> Result<Self, Diagnostic> {
        let mut given = Given::default();
        given.take(words)?;
        let has = |name: &str| given.options.iter().any(|(known, _)| *known == name);
        let value = |name: &str| {
            let mut found = given
                .options
                .iter()
                .rev()
                .filter(|(known, _)| *known == name);
            found.next().map(|(_, value)| value.as_str())
        };
        let report = Report::new(has("json"), has("quiet"));
        color(value("color").unwrap_or("auto"))?.write_global();
        let url = match value("x") {
            Some(setting) => Some(key(setting)?),
            None => None,
        };
        let options = Options {
            wait: value("wait").map(time).transpose()?,
            dry_run: has("dry-run"),
            resume: value("resume")
                .map(|word| {
                    resume(word).ok_or_else(|| {
                        wrong("it is `--resume`, `--resume=done` or `--resume=again`")
                    })
                })
                .transpose()?,
            verbose: has("verbose"),
        };
        let dialect = value("dialect").map(database).transpose()?;
        if dialect.is_some() && !has("sql") {
            return Err(wrong("`--dialect` says what `--sql` is written for"));
        }
        if has("sql") && has("dry-run") {
            return Err(wrong("`--sql` and `--dry-run` exclude each other"));
        }
        let text = if has("version") {
            Some(format!(
                "{binary} (revision-core {})\n",
                env!("CARGO_PKG_VERSION")
            ))
        } else if has("help") {
            Some(help(binary, given.command.as_deref()))
        } else {
            None
        };
        let command = match text {
            Some(text) => Command::Text(text),
            None => given.command(binary)?,
        };
        Ok(Self {
            command,
            url: value("url").map(str::to_owned).or(url),
            answers: Answers {
                yes: has("yes"),
                name: None,
                json: report.json,
            },
            report,
            options,
            script: has("sql"),
            dialect,
        })
    }
}

/// The words, sorted.
#[derive(Default)]
struct Given {
    command: Option<String>,
    targets: Vec<String>,
    options: Vec<(&'static str, String)>,
}

impl Given {
    fn take(&mut self, words: &[OsString]) -> Result<(), Diagnostic> {
        let mut left = VecDeque::new();
        for word in words {
            let Some(word) = word.to_str() else {
                return Err(wrong(format!("`{}` is not text", word.display())));
            };
            left.push_back(word);
        }
        let mut plain = false;
        while let Some(word) = left.pop_front() {
            if plain || !word.starts_with('-') || is_step(word) {
                self.word(word);
            } else if word == "--" {
                plain = true;
            } else {
                self.option(word, &mut left)?;
            }
        }
        let command = self.command.as_deref();
        for (name, _) in &self.options {
            let known = OPTIONS.iter().find(|known| known.name == *name);
            if let (Some(known), Some(command)) = (known, command)
                && !known.of.is_empty()
                && !known.of.contains(&command)
                && COMMANDS.iter().any(|(name, ..)| *name == command)
            {
                return Err(wrong(format!("`{command}` has no option `--{name}`")));
            }
        }
        Ok(())
    }

    fn word(&mut self, word: &str) {
        match self.command {
            None => self.command = Some(word.to_owned()),
            Some(_) => self.targets.push(word.to_owned()),
        }
    }

    fn option(&mut self, word: &str, left: &mut VecDeque<&str>) -> Result<(), Diagnostic> {
        let (name, mut value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word, None),
        };
        let mut known = OPTIONS.iter().find(|known| match name.strip_prefix("--") {
            Some(long) => known.name == long && known.name != "x",
            None => known.letter == name.strip_prefix('-'),
        });
        // `-xurl=…`, which is read as one with a value already.
        if known.is_none()
            && let Some(setting) = word.strip_prefix("-x")
        {
            known = OPTIONS.iter().find(|known| known.name == "x");
            value = Some(setting);
        }
        let Some(known) = known else {
            let fault = wrong(format!("unknown option `{name}`"));
            let names = OPTIONS.iter().map(|known| known.name);
            return Err(match nearest(name.trim_start_matches('-'), names) {
                Some(near) if near != "x" => fault.help(format!("did you mean `--{near}`?")),
                _ => fault,
            });
        };
        let value = match (known.takes, value) {
            (Takes::Nothing, Some(_)) => return Err(wrong(format!("`{name}` takes no value"))),
            (Takes::Nothing | Takes::Maybe(_), None) => "",
            (_, Some(value)) => value,
            (Takes::Value(what), None) => match left.pop_front() {
                Some(value) => value,
                None => return Err(wrong(format!("`{name}` wants a value: `{name} {what}`"))),
            },
        };
        self.options.push((known.name, value.to_owned()));
        Ok(())
    }

    fn command(&self, binary: &str) -> Result<Command, Diagnostic> {
        let targets = self.targets.clone();
        let has = |name: &str| self.options.iter().any(|(known, _)| *known == name);
        let Some(command) = self.command.as_deref() else {
            return Err(wrong("it is not said what to do")
                .help(format!("to see what there is: `{binary} --help`")));
        };
        match (command, &*targets) {
            ("upgrade", []) => Ok(Command::Upgrade(vec!["head".to_owned()])),
            ("upgrade", _) => Ok(Command::Upgrade(targets)),
            ("downgrade", []) => Ok(Command::Downgrade(LAST.to_owned())),
            ("downgrade", [target]) => Ok(Command::Downgrade(target.clone())),
            ("stamp", [_, ..]) => Ok(Command::Stamp {
                targets,
                purge: has("purge"),
            }),
            ("stamp", []) => Err(wrong("`stamp` wants to know where: `stamp head`")),
            ("current", []) => Ok(Command::Current(Show {
                verbose: has("verbose"),
                check_heads: has("check-heads"),
            })),
            ("downgrade", [_, more, ..]) | ("current", [more, ..]) => {
                Err(wrong(format!("`{command}` does not take `{more}` as well")))
            }
            (other, _) => {
                let names = COMMANDS.iter().map(|(name, ..)| *name);
                let fault = wrong(format!("unknown command `{other}`"));
                Err(match nearest(other, names.clone()) {
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None => fault.help(format!(
                        "a runner has {}; `cargo revision` has more",
                        names.collect::<Vec<_>>().join(", ")
                    )),
                })
            }
        }
    }
}

/// Whether it is a target such as `-1`, though it begins as an option does.
fn is_step(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn color(when: &str) -> Result<ColorChoice, Diagnostic> {
    match when {
        "auto" => Ok(ColorChoice::Auto),
        "always" => Ok(ColorChoice::Always),
        "never" => Ok(ColorChoice::Never),
        _ => Err(wrong(format!(
            "`{when}` is not one of auto, always and never"
        ))),
    }
}

fn key(setting: &str) -> Result<String, Diagnostic> {
    match setting.split_once('=') {
        Some(("url", "")) => Err(wrong("`url` has no value")),
        Some(("url", url)) => Ok(url.to_owned()),
        Some((key, _)) => Err(wrong(format!(
            "`{key}` is no key: there is `url` and no other"
        ))),
        None => Err(wrong("`-x` is written `-x KEY=VALUE`")),
    }
}

fn time(text: &str) -> Result<std::time::Duration, Diagnostic> {
    let wrong = || {
        wrong(format!(
            "`{text}` is no time: it is written as in `30s`, `10m` or `1h30m`"
        ))
    };
    duration(text).ok_or_else(wrong)
}

fn database(text: &str) -> Result<Server, Diagnostic> {
    Server::parse(text).map_err(wrong)
}

fn wrong(message: impl Into<String>) -> Diagnostic {
    // A URL in the wrong place is quoted like any other word.
    Failure::usage(hidden(&message.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Arguments, Wrong> {
        let words: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        Arguments::read(&words, "migrate")
    }

    fn said(line: &str) -> String {
        let fault = read(line).expect_err("it is wrong").fault;
        [vec![fault.message], fault.help].concat().join(" / ")
    }

    #[test]
    fn words_mean_what_they_mean_to_the_command() {
        let command = |line| format!("{:?}", read(line).expect("it is right").command);
        assert_eq!(command("upgrade"), r#"Upgrade(["head"])"#);
        assert_eq!(
            command("upgrade a b@head +1"),
            r#"Upgrade(["a", "b@head", "+1"])"#
        );
        assert_eq!(command("downgrade"), r#"Downgrade("-1")"#);
        assert_eq!(command("downgrade -2 --dry-run"), r#"Downgrade("-2")"#);
        assert_eq!(command("-q downgrade -- -x"), r#"Downgrade("-x")"#);
        assert_eq!(
            command("stamp a --purge"),
            r#"Stamp { targets: ["a"], purge: true }"#
        );
    }

    #[test]
    fn options_are_read_in_every_spelling() {
        let url = |line| read(line).expect("it is right").url;
        for line in [
            "current --url u",
            "--url=u current",
            "current -x url=u",
            "current -xurl=u",
        ] {
            assert_eq!(url(line).as_deref(), Some("u"), "{line}");
        }
        let options = |line| read(line).expect("it is right").options;
        assert_eq!(
            options("upgrade --wait 30s").wait,
            Some(std::time::Duration::from_secs(30))
        );
        assert_eq!(options("upgrade --resume").resume, resume(""));
        assert_eq!(options("upgrade --resume=again").resume, resume("again"));
        assert!(options("upgrade -v").verbose);
        let script = |line| {
            let read = read(line).expect("it is right");
            (read.script, read.dialect)
        };
        assert_eq!(script("upgrade"), (false, None));
        assert_eq!(script("upgrade --sql"), (true, None));
        let dialect = Server::parse("postgresql:15").ok();
        assert_eq!(
            script("upgrade --sql --dialect postgresql:15"),
            (true, dialect)
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_what_is_near() {
        for (line, expect) in [
            (
                "",
                "it is not said what to do / to see what there is: `migrate --help`",
            ),
            (
                "upgade",
                "unknown command `upgade` / did you mean `upgrade`?",
            ),
            (
                "history",
                "unknown command `history` / a runner has upgrade, downgrade, current, stamp; `cargo revision` has more",
            ),
            (
                "upgrade --dryrun",
                "unknown option `--dryrun` / did you mean `--dry-run`?",
            ),
            ("upgrade -z", "unknown option `-z`"),
            ("upgrade --purge", "`upgrade` has no option `--purge`"),
            ("upgrade --json=yes", "`--json` takes no value"),
            ("upgrade --wait", "`--wait` wants a value: `--wait TIME`"),
            (
                "upgrade --wait soon",
                "`soon` is no time: it is written as in `30s`, `10m` or `1h30m`",
            ),
            (
                "upgrade --resume=no",
                "it is `--resume`, `--resume=done` or `--resume=again`",
            ),
            (
                "upgrade --sql --dry-run",
                "`--sql` and `--dry-run` exclude each other",
            ),
            (
                "upgrade --dialect mysql",
                "`--dialect` says what `--sql` is written for",
            ),
            (
                "postgres://me:secret@host/app",
                "unknown command `postgres://me:***@host/app` / a runner has upgrade, downgrade, current, stamp; `cargo revision` has more",
            ),
            ("stamp", "`stamp` wants to know where: `stamp head`"),
            ("downgrade a b", "`downgrade` does not take `b` as well"),
            (
                "current -x tag=1",
                "`tag` is no key: there is `url` and no other",
            ),
        ] {
            assert_eq!(said(line), expect, "{line}");
        }
        assert!(read("upgade --json").expect_err("it is wrong").json);
    }

    #[test]
    fn help_names_what_a_command_has() {
        let help = |line| match read(line).expect("it is right").command {
            Command::Text(text) => text,
            other => panic!("{other:?}"),
        };
        assert!(help("--help").contains("\n  stamp REV…"));
        assert!(help("stamp -h").contains("--purge"));
        assert!(!help("upgrade -h").contains("--purge"));
        assert!(help("-V").starts_with("migrate (revision-core "));
    }
}
