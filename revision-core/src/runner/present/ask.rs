//! Questions before something is lost: on a terminal, or answered beforehand by the arguments.

use std::io::{BufRead, IsTerminal as _};

use crate::{Code, Diagnostic};

use super::failure::Failure;
use super::named::Named;
use super::report::Report;

/// What the arguments answer beforehand.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// `--yes`
    pub yes: bool,
    /// `--confirm`: the name of the protected environment.
    pub name: Option<String>,
    /// Whether a program asks for JSON, which is no terminal's user.
    pub json: bool,
}

impl Answers {
    /// The same, with `--confirm`.
    #[must_use]
    pub fn named(self, name: Option<String>) -> Self {
        Self { name, ..self }
    }

    /// Goes on only with the name of the environment, which is protected; `doing` is what would be done to it.
    /// `--yes` is no name.
    pub fn protect(
        &self,
        report: &Report,
        name: &str,
        database: &Named,
        doing: &str,
    ) -> Result<(), Failure> {
        let answer = match &self.name {
            Some(given) => Some(given.clone()),
            None => {
                let question = format!("to {doing} it, type the name of its environment:");
                self.ask(|| report.ask("Protected", database, &question))
            }
        };
        let message = match answer {
            Some(answer) if answer == name => return Ok(()),
            Some(answer) => {
                format!("`{answer}` is not the name of the protected environment `{name}`")
            }
            None => format!("the environment `{name}` is protected"),
        };
        Err(unconfirmed(message)
            .help(format!("to {doing} it all the same: `--confirm {name}`"))
            .into())
    }

    /// Goes on only with a yes; without anybody to ask it is refused, with the word that would have answered.
    pub fn agree(&self, report: &Report, why: &str, doing: &str) -> Result<(), Failure> {
        if self.yes {
            return Ok(());
        }
        let question = format!("{doing}? [y/N]");
        let answer = self.ask(|| report.ask("Note", why, &question));
        match answer.as_deref() {
            Some("y" | "Y" | "yes") => Ok(()),
            Some(_) => Err(unconfirmed("nothing was done".to_owned()).into()),
            None => Err(unconfirmed(why.to_owned())
                .help(format!("to {doing}: `--yes`"))
                .into()),
        }
    }

    /// A question with yes or no, which nothing answers but somebody at the terminal; none where nobody sits there.
    pub fn decide(&self, report: &Report, why: &str, question: &str) -> Option<bool> {
        let question = format!("{question} [y/N]");
        let answer = self.ask(|| report.ask("Note", why, &question))?;
        Some(matches!(&*answer, "y" | "Y" | "yes"))
    }

    /// What is answered on the terminal; none where nobody sits at one.
    fn ask(&self, question: impl FnOnce()) -> Option<String> {
        let stdin = std::io::stdin();
        if self.json || !stdin.is_terminal() || !std::io::stderr().is_terminal() {
            return None;
        }
        question();
        answer(stdin.lock())
    }
}

fn answer(mut from: impl BufRead) -> Option<String> {
    let mut line = String::new();
    from.read_line(&mut line).ok()?;
    Some(line.trim().to_owned())
}

fn unconfirmed(message: String) -> Diagnostic {
    Diagnostic::new(Code::Unconfirmed, message)
}
