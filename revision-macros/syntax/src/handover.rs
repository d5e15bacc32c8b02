//! The faults of a chain on their way from the build script, which finds them, to the macros, which raise them where the
//! compiler can underline the literal. They lie in a file in `OUT_DIR` beside the generated code.

use crate::header::{Header, Key};

/// The name of the file in `OUT_DIR`.
pub const FILE: &str = "revisions.faults";

/// The environment variable that the build script sets for the compiler. Without it the files are an earlier build's,
/// whose script still wrote them.
pub const WRITTEN: &str = "REVISION_CHAIN_WRITTEN";

/// A fault, and who is to raise it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Where it shows.
    pub at: At,
    /// What the compiler prints, in as many lines as it takes.
    pub message: String,
}

/// Where a fault shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// At a literal in a `revision!`.
    Literal {
        /// The file, as the compiler is told of it.
        file: String,
        /// The id of the revision, as its header has it.
        id: String,
        /// The key under which the literal stands.
        key: Key,
        /// What the literal says.
        value: String,
    },
    /// At a token of a struct or an enum that derives.
    Model {
        /// The file, as the file system calls it.
        file: String,
        /// The line, counted from one.
        line: usize,
        /// The column in characters, counted from one.
        column: usize,
    },
    /// At `revisions!`, for what no macro can point at: SQL files, files without a header, the configuration.
    Chain,
    /// At `revisions!`, unless its options allow several heads.
    Heads,
}

const FIELD: char = '\u{1f}';
const RECORD: char = '\u{1e}';

/// The text of the file.
#[must_use]
pub fn write(faults: &[Handed]) -> String {
    let mut text = String::new();
    for fault in faults {
        let (at_line, at_column);
        let fields = match &fault.at {
            At::Literal {
                file,
                id,
                key,
                value,
            } => ["literal", file, id, key.name(), value],
            At::Model { file, line, column } => {
                (at_line, at_column) = (line.to_string(), column.to_string());
                ["model", file, &at_line, &at_column, ""]
            }
            At::Chain => ["chain", "", "", "", ""],
            At::Heads => ["heads", "", "", "", ""],
        };
        for field in fields {
            text.push_str(&clean(field));
            text.push(FIELD);
        }
        text.push_str(&clean(&fault.message));
        text.push(RECORD);
    }
    text
}

/// Reads the file; what is not understood is left out, for it was written by another version.
#[must_use]
pub fn read(text: &str) -> Vec<Handed> {
    text.split(RECORD).filter_map(record).collect()
}

fn record(text: &str) -> Option<Handed> {
    let mut fields = text.split(FIELD);
    let mut next = || fields.next();
    let (kind, file, id) = (next()?, next()?, next()?);
    let (key, value, message) = (next()?, next()?, next()?);
    let at = match kind {
        "literal" => At::Literal {
            file: file.to_owned(),
            id: id.to_owned(),
            key: Key::from_name(key)?,
            value: value.to_owned(),
        },
        "model" => At::Model {
            file: file.to_owned(),
            line: id.parse().ok()?,
            column: key.parse().ok()?,
        },
        "chain" => At::Chain,
        "heads" => At::Heads,
        _ => return None,
    };
    Some(Handed {
        at,
        message: message.to_owned(),
    })
}

/// The separators mean nothing to anybody else, so a text can do without them.
fn clean(text: &str) -> String {
    text.replace([FIELD, RECORD], " ")
}

/// The faults that stand in this header, each with its message and the place of its literal. An editor may not know
/// which file it is in; there the id must do.
pub fn in_header<'a, S>(
    faults: &'a [Handed],
    header: &'a Header<S>,
    current_file: Option<&'a str>,
) -> impl Iterator<Item = (&'a str, &'a S)> {
    faults.iter().filter_map(move |fault| {
        let At::Literal {
            file,
            id,
            key,
            value,
        } = &fault.at
        else {
            return None;
        };
        let elsewhere = current_file.is_some_and(|current| clean(current) != *file);
        if elsewhere || clean(&header.id.value) != *id {
            return None;
        }
        let literals = header.literals(*key).iter();
        // The same value twice in a list is a fault of the second.
        let literal = literals
            .rev()
            .find(|literal| clean(&literal.value) == *value)?;
        Some((fault.message.as_str(), &literal.span))
    })
}

/// The faults that stand in a file's models, each with its message, its line and its column.
pub fn in_models<'a>(
    faults: &'a [Handed],
    current_file: &'a str,
) -> impl Iterator<Item = (&'a str, usize, usize)> {
    faults.iter().filter_map(move |fault| match &fault.at {
        At::Model { file, line, column } if clean(current_file) == *file => {
            Some((fault.message.as_str(), *line, *column))
        }
        _ => None,
    })
}
