//! What the command hands over to the runner: what is to be done, where, and what the runner should have been made of.
//!
//! It goes through the standard input, for a URL may hold a password, and others read the arguments of a program. The
//! types here are the contract between two programs, which may be of different releases.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::made_of::MadeOf;
use super::present::carry::{About, Ask, Options};
use super::present::named::Named;
use super::present::report::Report;
use super::present::view::View;
use crate::chain::Id;
use crate::runtime::{Offline, Resume};
use crate::{Backend, Code, Diagnostic, Server};

/// The argument that tells the runner to expect it.
pub const WORD: &str = "hand-over";

/// The form of it. Another is not understood.
const FORM: u32 = 1;

/// How many differences are named.
const MOST: usize = 5;

/// All that is handed over.
#[derive(Debug, Serialize, Deserialize)]
pub struct HandOver {
    form: u32,
    pub(super) backend: String,
    pub(super) json: bool,
    pub(super) quiet: bool,
    pub(super) color: String,
    pub(super) work: Work,
    made_of: MadeOf,
}

/// What is to be done.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Work {
    Run(Box<Run>),
    Print {
        kind: String,
        targets: Vec<String>,
        from: Option<Vec<String>>,
        /// The server that it is printed for, as [`Server::parse`] reads it.
        server: String,
    },
}

/// Runs on a database.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Run {
    url: String,
    from: String,
    root: String,
    pub(super) verb: String,
    pub(super) tool: String,
    verbose: bool,
    #[serde(rename = "dry_run")]
    touches_nothing: bool,
    wait_ms: Option<u64>,
    resume: Option<String>,
    asks: Vec<Asked>,
}

#[derive(Debug, Serialize, Deserialize)]
enum Asked {
    Upgrade(Vec<String>),
    Downgrade(String),
    Stamp { targets: Vec<String>, purge: bool },
    Empty,
}

impl HandOver {
    /// Runs that only the runner can carry out.
    #[must_use]
    pub fn of_runs(about: About<'_>, backend: Backend, options: Options, asks: &[Ask]) -> Self {
        let named = about.database;
        let root = std::path::absolute(&named.root).unwrap_or_else(|_| named.root.clone());
        let work = Work::Run(Box::new(Run {
            url: named.url.clone(),
            from: named.from.clone(),
            root: root.to_string_lossy().into_owned(),
            verb: about.verb.to_owned(),
            tool: about.tool.to_owned(),
            verbose: options.verbose,
            touches_nothing: options.dry_run,
            wait_ms: options
                .wait
                .map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
            resume: options.resume.map(|resume| name(resume).to_owned()),
            asks: asks.iter().map(Asked::from).collect(),
        }));
        Self::new(about.view, about.report, backend, work)
    }

    /// A script that only the runner can print.
    #[must_use]
    pub fn of_script(
        view: View<'_>,
        report: &Report,
        server: Server,
        request: &Offline<'_>,
    ) -> Self {
        let ids = |rows: &[Id]| rows.iter().map(ToString::to_string).collect();
        let (kind, targets, from) = match request {
            Offline::Upgrade { targets, from } => ("upgrade", targets.to_vec(), from),
            Offline::Downgrade { target, from } => ("downgrade", vec![(*target).to_owned()], from),
            Offline::Stamp { targets, from } => ("stamp", targets.to_vec(), from),
        };
        let work = Work::Print {
            kind: kind.to_owned(),
            targets,
            from: from.map(ids),
            server: server.to_string(),
        };
        Self::new(view, report, server.backend(), work)
    }

    fn new(view: View<'_>, report: &Report, backend: Backend, work: Work) -> Self {
        Self {
            form: FORM,
            backend: backend.name().to_owned(),
            json: report.json,
            quiet: report.quiet,
            color: match anstream::ColorChoice::global() {
                anstream::ColorChoice::Never => "never",
                anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => "always",
                anstream::ColorChoice::Auto => "auto",
            }
            .to_owned(),
            work,
            made_of: MadeOf::new(view, backend),
        }
    }

    /// It as text.
    #[must_use]
    pub fn text(&self) -> String {
        // Nothing in it is a map whose keys are no strings, which alone cannot be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads it back.
    pub(super) fn read(text: &str) -> Result<Self, Diagnostic> {
        #[derive(Deserialize)]
        struct Form {
            form: u32,
        }
        let form: Result<Form, _> = serde_json::from_str(text);
        match form {
            Ok(Form { form: FORM }) => {}
            Ok(_) => {
                let message = "the runner and the command are of different releases";
                return Err(Diagnostic::new(Code::RunnerStale, message).help(
                    "have both of the same version: of `revision-core`, and of the command",
                ));
            }
            Err(_) => return Err(unreadable()),
        }
        serde_json::from_str(text).map_err(|_| unreadable())
    }

    pub(super) fn backend(&self) -> Result<Backend, Diagnostic> {
        Backend::from_name(&self.backend).ok_or_else(unreadable)
    }

    /// Refuses if the runner, which has `view`, was made from other files. `binary` is its name.
    pub(super) fn verify(&self, view: View<'_>, binary: &str) -> Result<(), Diagnostic> {
        let here = MadeOf::new(view, self.backend()?);
        let mut differences = self.made_of.differences(&here);
        if differences.is_empty() {
            return Ok(());
        }
        let more = differences.len().saturating_sub(MOST);
        differences.truncate(MOST);
        if more > 0 {
            differences.push(format!("and {more} more"));
        }
        let message = format!(
            "the runner `{binary}` was made from other files: {}",
            differences.join("; ")
        );
        Err(Diagnostic::new(Code::RunnerStale, message)
            .help(format!("build it again: `cargo build --bin {binary}`")))
    }
}

pub(super) fn unreadable() -> Diagnostic {
    let message = format!("`{WORD}` is for `cargo revision`, which says the rest itself");
    Diagnostic::new(Code::Usage, message)
}

impl Run {
    pub(super) fn named(&self) -> Named {
        Named {
            url: self.url.clone(),
            from: self.from.clone(),
            root: Path::new(&self.root).to_path_buf(),
        }
    }

    pub(super) fn options(&self) -> Options {
        Options {
            wait: self.wait_ms.map(Duration::from_millis),
            dry_run: self.touches_nothing,
            resume: self.resume.as_deref().and_then(resume),
            verbose: self.verbose,
        }
    }

    pub(super) fn asks(&self) -> Vec<Ask> {
        self.asks.iter().map(Ask::from).collect()
    }
}

/// How the word of `--resume` reads.
pub(super) fn resume(word: &str) -> Option<Resume> {
    let all = [Resume::Continue, Resume::Done, Resume::Again];
    all.into_iter().find(|resume| name(*resume) == word)
}

fn name(resume: Resume) -> &'static str {
    match resume {
        Resume::Continue => "",
        Resume::Done => "done",
        Resume::Again => "again",
    }
}

impl From<&Ask> for Asked {
    fn from(ask: &Ask) -> Self {
        match ask.clone() {
            Ask::Upgrade(targets) => Self::Upgrade(targets),
            Ask::Downgrade(target) => Self::Downgrade(target),
            Ask::Stamp { targets, purge } => Self::Stamp { targets, purge },
            Ask::Empty => Self::Empty,
        }
    }
}

impl From<&Asked> for Ask {
    fn from(asked: &Asked) -> Self {
        match asked {
            Asked::Upgrade(targets) => Self::Upgrade(targets.clone()),
            Asked::Downgrade(target) => Self::Downgrade(target.clone()),
            Asked::Empty => Self::Empty,
            Asked::Stamp { targets, purge } => Self::Stamp {
                targets: targets.clone(),
                purge: *purge,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EmbeddedChain;
    use crate::config::Settings;
    use crate::embedded::Body;
    use crate::{EmbeddedRevision, Op};

    static FILES: EmbeddedChain = EmbeddedChain::new(
        &[revision("a", &[], "1:1"), revision("b", &["a"], "1:2")],
        Settings::DEFAULT,
    );
    static OTHERS: EmbeddedChain = EmbeddedChain::new(
        &[revision("a", &[], "1:9"), revision("c", &["a"], "1:3")],
        STRICT,
    );
    const STRICT: Settings = {
        let mut settings = Settings::DEFAULT;
        settings.strict = true;
        settings
    };

    const fn revision(
        id: &'static str,
        down_revisions: &'static [&'static str],
        checksum: &'static str,
    ) -> EmbeddedRevision {
        EmbeddedRevision {
            id,
            down_revisions,
            branch_labels: &[],
            depends_on: &[],
            transaction: true,
            message: "",
            created: None,
            path: "",
            checksum: Some(checksum),
            body: Body::Rust {
                upgrade: nothing,
                downgrade: nothing,
            },
        }
    }

    fn nothing(_: &mut Op) {}

    fn handed() -> HandOver {
        let report = Report::new(true, false);
        let database = Named {
            url: "x://me:se\"cret\n@host/app".to_owned(),
            from: ".env".to_owned(),
            root: "/some where".into(),
        };
        let about = About {
            report: &report,
            view: View::new(FILES.runtime()),
            database: &database,
            verb: "Redoing",
            tool: "cargo-revision 1",
        };
        let options = Options {
            wait: Some(Duration::from_millis(1500)),
            dry_run: true,
            resume: Some(Resume::Again),
            verbose: true,
        };
        HandOver::of_runs(about, Backend::ALL[0], options, &asks())
    }

    fn asks() -> [Ask; 3] {
        [
            Ask::Downgrade("b@a".to_owned()),
            Ask::Upgrade(vec!["a".to_owned(), "b".to_owned()]),
            Ask::Stamp {
                targets: vec!["a".to_owned()],
                purge: true,
            },
        ]
    }

    #[test]
    fn what_is_handed_over_arrives() {
        let read = HandOver::read(&handed().text()).expect("it can be read");
        assert_eq!(read.backend(), Ok(Backend::ALL[0]));
        assert!(read.json && !read.quiet);
        let Work::Run(run) = &read.work else {
            panic!("{read:?}");
        };
        assert_eq!(run.asks(), asks());
        assert_eq!(run.named().url, "x://me:se\"cret\n@host/app");
        assert_eq!(run.named().root, Path::new("/some where"));
        let options = run.options();
        assert_eq!(options.wait, Some(Duration::from_millis(1500)));
        assert_eq!(options.resume, Some(Resume::Again));
        assert!(options.dry_run && options.verbose);
    }

    #[test]
    fn a_runner_made_from_other_files_refuses() {
        let handed = handed();
        assert_eq!(handed.verify(View::new(FILES.runtime()), "migrate"), Ok(()));
        let refused = handed.verify(View::new(OTHERS.runtime()), "migrate");
        let fault = refused.expect_err("it is another");
        assert_eq!(fault.code, Code::RunnerStale);
        assert_eq!(
            fault.message,
            "the runner `migrate` was made from other files: `a` was edited since; it lacks `b`; its `c` is gone; \
             `revision.toml` was edited since"
        );
    }

    #[test]
    fn what_is_of_another_release_is_refused() {
        let code = |text: &str| HandOver::read(text).expect_err("it is wrong").code;
        assert_eq!(code("{\"form\":2,\"work\":{}}"), Code::RunnerStale);
        assert_eq!(code("{\"form\":1}"), Code::Usage);
        assert_eq!(code(""), Code::Usage);
    }
}
