//! Operations as the functions of a revision file: what `new` writes, and what the reader (`body`) reads back to the same.
//!
//! `operation` knows the word for each operation, `table`, `column`, `constraint` and `rows` those for what goes into
//! them, `literal` how values are written. They make expressions, and `layout` breaks them into lines as rustfmt would.

mod column;
mod constraint;
mod defined;
mod layout;
mod literal;
mod operation;
mod rows;
mod table;
mod told;

use std::fmt::Write as _;

use crate::operation::Operation;

pub use told::{Told, told, type_words};

/// The functions `upgrade` and, where there is a way back, `downgrade` of a Rust revision that does these operations. What an
/// operation reverses has a function of its own.
///
/// Below `use revision_core::prelude::*;` they are read back to the same operations, and rustfmt leaves them as they are.
///
/// ```
/// use revision_core::Operation;
/// use revision_core::source::functions;
/// let text = functions(&[Operation::Execute("SELECT 1".into())], Some(&[]));
/// assert_eq!(text, "\
/// pub fn upgrade(op: &mut Op) {
///     op.execute(\"SELECT 1\");
/// }
///
/// pub fn downgrade(op: &mut Op) {}
/// ");
/// ```
#[must_use]
pub fn functions(upgrade: &[Operation], downgrade: Option<&[Operation]>) -> String {
    let mut functions = Functions {
        known: vec![("upgrade".to_owned(), upgrade.to_vec())],
        text: String::new(),
    };
    functions.write("pub ", "upgrade", upgrade);
    if let Some(downgrade) = downgrade {
        functions.write("pub ", "downgrade", downgrade);
    }
    // Writing one may bring more.
    let mut next = 1;
    while let Some((name, operations)) = functions.known.get(next).cloned() {
        functions.write("", &name, &operations);
        next += 1;
    }
    functions.text
}

struct Functions {
    /// The functions that are written already or will be, by what they do.
    known: Vec<(String, Vec<Operation>)>,
    text: String,
}

impl Functions {
    fn write(&mut self, visibility: &str, name: &str, operations: &[Operation]) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        if operations.is_empty() {
            let _ = writeln!(self.text, "{visibility}fn {name}(op: &mut Op) {{}}");
            return;
        }
        let _ = writeln!(self.text, "{visibility}fn {name}(op: &mut Op) {{");
        for operation in operations {
            let node = operation::operation(operation, |forward| self.reversed(forward));
            self.text += &layout::statement(&node);
        }
        self.text += "}\n";
    }

    /// The name of the function that does what is reversed.
    fn reversed(&mut self, forward: &[Operation]) -> String {
        let mut known = self.known.iter();
        if let Some((name, _)) = known.find(|(_, operations)| operations == forward) {
            return name.clone();
        }
        let name = match self.known.len() {
            1 => "reversed".to_owned(),
            number => format!("reversed_{number}"),
        };
        self.known.push((name.clone(), forward.to_vec()));
        name
    }
}

#[cfg(test)]
mod tests;
