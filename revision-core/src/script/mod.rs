//! What a revision runs in one direction: statements, with the places they were read from, and functions of Rust.

pub(crate) mod checksum;
mod recorded;
mod sections;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::chain::{Chain, Direction, Id};
use crate::dialect::rebuild::Framed;
use crate::dialect::{Rebuild, Refusal, statement};
use crate::op::Function;
use crate::operation::Operation;
use crate::schema::{Enum, QualifiedName, Schema};
use crate::{Backend, Code, Diagnostic, Place, Server};

pub(crate) use recorded::from_operations;
#[cfg(feature = "source")]
pub(crate) use recorded::refused;
pub(crate) use sections::{from_sections, has_downgrade};

/// What runs, in this order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    pub(crate) pieces: Vec<Piece>,
    /// What the revision says and the database passes over.
    pub(crate) passed_over: Vec<Diagnostic>,
    /// The tables that its own statements make anew, by name and place, where the database needs care for that.
    pub(crate) frame: Vec<(String, Place)>,
    /// What stands around its statements for that, where nobody can ask the database.
    pub(crate) framed: Option<Framed>,
}

impl Script {
    /// Whether a part of it takes away rows, or what they hold, as a function of Rust may.
    pub(crate) fn loses_data(&self, backend: Backend) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Statement(one) => statement::loses_data(backend, &one.sql),
            Piece::Late(late) => late.loses_data(),
            Piece::Run(_) => true,
        })
    }
}

/// A part of a script.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Statement(Statement),
    Late(Box<Late>),
    Run(Work),
}

/// One statement, without the delimiter that ended it.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    /// Where it stands. A place whose text is the statement's own tells where each byte of it stands; another is that of
    /// what the statement comes from.
    pub(crate) place: Option<Place>,
}

/// What is written only when it runs, since it depends on what the database holds then.
#[derive(Clone, Debug)]
pub(crate) struct Late {
    pub(crate) what: What,
    /// Where it stands.
    pub(crate) place: Place,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    /// An operation that says anew all that it changes a part of.
    Operation {
        operation: Box<Operation>,
        /// The tables that have to be known for it.
        tables: Vec<QualifiedName>,
        /// The enums that it may speak of, which a database does not know by name.
        enums: BTreeMap<QualifiedName, Enum>,
    },
    /// A table that is made anew.
    Rebuild(Rebuild),
    /// The same where nobody can ask the database: statements that look at its rows by themselves.
    Written {
        rebuild: Rebuild,
        statements: Vec<String>,
    },
}

impl What {
    /// The table that is made anew, and what is done to it.
    fn rebuild(&self) -> Option<&Rebuild> {
        match self {
            Self::Operation { .. } => None,
            Self::Rebuild(rebuild) | Self::Written { rebuild, .. } => Some(rebuild),
        }
    }

    /// The statements of a script, where they are known.
    pub(crate) fn written(&self) -> Option<&[String]> {
        match self {
            Self::Operation { .. } | Self::Rebuild(_) => None,
            Self::Written { statements, .. } => Some(statements),
        }
    }
}

impl Late {
    /// Whether columns go, with what they hold.
    fn loses_data(&self) -> bool {
        let drops = |one: &Operation| matches!(one, Operation::DropColumn { .. });
        match (&self.what, self.what.rebuild()) {
            (_, Some(rebuild)) => rebuild.operations.iter().any(drops),
            (What::Operation { operation, .. }, None) => drops(operation),
            (_, None) => false,
        }
    }
}

impl Piece {
    /// Whether a table is made anew.
    pub(crate) fn rebuilds(&self) -> bool {
        matches!(self, Self::Late(late) if late.what.rebuild().is_some())
    }
}

/// Data work in Rust.
#[derive(Clone)]
pub(crate) struct Work {
    /// The function's name, for messages.
    pub(crate) name: String,
    /// The function; none where it was read and not compiled.
    pub(crate) function: Option<Arc<Function>>,
    /// What an offline script says in its place.
    pub(crate) sql: Option<String>,
    /// Where it is called for.
    pub(crate) place: Place,
}

impl Statement {
    /// Where the word at a byte of the statement stands; the statement's own place where that is not known.
    pub(crate) fn place_at(&self, byte: usize) -> Option<Place> {
        let place = self.place.as_ref()?;
        let span = place.span();
        let rest = self.sql.get(byte..).unwrap_or_default();
        if place.text().get(span.clone()) != Some(self.sql.as_str()) || rest.is_empty() {
            return Some(place.clone());
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let start = span.start + byte;
        Some(place.beside(start..start + word.max(1)))
    }
}

impl Work {
    /// The function, to be called.
    pub(crate) fn function(&self) -> Result<&Function, Diagnostic> {
        self.function.as_deref().ok_or_else(|| {
            let message = format!("`{}` is Rust, and has to be compiled to run", self.name);
            Diagnostic::new(Code::NeedsCompiling, message).at(self.place.clone())
        })
    }

    /// What an offline script says.
    pub(crate) fn printed(&self) -> Result<&str, Diagnostic> {
        self.sql.as_deref().ok_or_else(|| {
            let name = &self.name;
            let message = format!("`{name}` is Rust, which a script cannot hold");
            Diagnostic::new(Code::Unsupported, message)
                .at(self.place.clone())
                .help(format!(
                    "say what stands in its place: `op.run({name}).sql(\"…\")`"
                ))
        })
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work")
            .field("name", &self.name)
            .field("sql", &self.sql)
            .finish_non_exhaustive()
    }
}

/// What is known of a revision beside its place in the chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    /// What it does, in its author's words.
    pub(crate) message: &'a str,
    /// Whether it runs in a transaction.
    pub(crate) transaction: bool,
    /// When it was made, as written.
    pub(crate) created: Option<&'a str>,
}

/// Where revisions come from: the files of a project, or an application that has compiled them.
pub(crate) trait Revisions: Sync {
    fn chain(&self) -> &Chain;

    fn about(&self, id: &Id) -> Option<About<'_>>;

    /// What a revision runs; or why it cannot be run this way, on this database, or by this program.
    fn script(&self, asked: Asked<'_>) -> Result<Script, Diagnostic>;

    /// The same for one revision after the other: what was found out for one need not be found out for the next.
    fn scripts(&self) -> Scripts<'_> {
        Box::new(|asked| self.script(asked))
    }

    /// Whether nothing leads back. It is asked of every revision that is to be applied, so no script is made for it where
    /// there is a cheaper way to know.
    fn is_irreversible(&self, id: &Id, server: Server) -> bool;

    /// What its file held, so that an edit is noticed; none where nobody knows.
    fn checksum(&self, id: &Id, backend: Backend) -> Option<String>;

    /// Where it begins, for messages.
    fn place(&self, id: &Id) -> Option<Place>;
}

/// What makes scripts.
pub(crate) type Scripts<'a> = Box<dyn FnMut(Asked<'_>) -> Result<Script, Diagnostic> + 'a>;

/// What is known of the schema beside the revision that is made a script of; or why it is not.
pub(crate) type Known<'a> = dyn Fn(Of) -> Result<Schema, Diagnostic> + 'a;

/// What tells the statements of a script that make a table anew, behind these pieces of the revision; none where nobody can
/// tell.
pub(crate) type Anew<'a> = dyn Fn(&[Piece], &Rebuild) -> Result<Option<Vec<String>>, Refusal> + 'a;

/// Which schema is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// The one before the revision's upgrade, its enums alone.
    EnumsBefore,
    /// The one after it, its enums alone.
    EnumsAfter,
    /// The one before the revision's upgrade.
    Before,
    /// The one after it.
    After,
}

/// The same, known from the script that leads back.
pub(crate) fn leads_nowhere(revisions: &dyn Revisions, id: &Id, server: Server) -> bool {
    let back = revisions.script(Asked::new(id, Direction::Downgrade, server));
    back.is_err_and(|fault| fault.code == Code::Irreversible)
}

/// A revision of which a script is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) id: &'a Id,
    pub(crate) direction: Direction,
    pub(crate) server: Server,
    /// Whether all of it has to be text: nobody can ask a database later.
    pub(crate) is_whole: bool,
}

impl<'a> Asked<'a> {
    /// A script that is run by whoever asks for it.
    pub(crate) fn new(id: &'a Id, direction: Direction, server: Server) -> Self {
        Self {
            id,
            direction,
            server,
            is_whole: false,
        }
    }

    fn backend(&self) -> Backend {
        self.server.backend()
    }

    /// The script of a revision that the chain does not have.
    pub(crate) fn unknown(&self) -> Diagnostic {
        let message = format!("`{}` is not a revision", self.id);
        Diagnostic::new(Code::CantLocate, message)
    }

    /// What the schema is like has to be known, and a program that has only compiled its revisions cannot know it.
    pub(crate) fn needs_source(&self) -> Diagnostic {
        let (id, direction) = (self.id, self.direction.as_str());
        let message = format!(
            "the {direction} of `{id}` follows from what the schema was like, which only the revision files tell"
        );
        Diagnostic::new(Code::NeedsSource, message).help(format!(
            "run it with the command: `cargo revision {direction}`"
        ))
    }

    /// There is no way back, since the file says nothing of it.
    fn irreversible(&self, help: &str) -> Diagnostic {
        let message = format!(
            "`{}` is irreversible: it has no {}",
            self.id,
            self.direction.as_str()
        );
        Diagnostic::new(Code::Irreversible, message).help(help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_may_lose_data() {
        let backend = Backend::ALL[0];
        let statement = |sql: &str| {
            let sql = sql.to_owned();
            Piece::Statement(Statement { sql, place: None })
        };
        let work = Piece::Run(Work {
            name: "fill_in".to_owned(),
            function: None,
            sql: Some("SELECT 1".to_owned()),
            place: Place::file("a.rs"),
        });
        let loses = |pieces: Vec<Piece>| {
            let passed_over = Vec::new();
            let script = Script {
                pieces,
                passed_over,
                ..Script::default()
            };
            script.loses_data(backend)
        };
        assert!(!loses(vec![statement("SELECT 1")]));
        assert!(loses(vec![
            statement("SELECT 1"),
            statement("DROP TABLE a")
        ]));
        assert!(loses(vec![work]));
    }
}
