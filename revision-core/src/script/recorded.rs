//! The script of a Rust revision: what its functions recorded, whether they were compiled or read.

use super::{Asked, Piece, Script, Statement, Work};
use crate::dialect::statement::{self, statements};
use crate::op::{Beside, Call, Recorded, Refused};
use crate::operation::{Execute, Operation};
use crate::{Code, Diagnostic, Place};

/// What the operations run. `place` tells the place of a call, and `file` that of the revision.
pub(crate) fn from_operations<P>(
    recorded: Recorded<P>,
    asked: Asked<'_>,
    file: Place,
    place: impl Fn(&P) -> Place,
) -> Result<Script, Diagnostic> {
    match recorded.refused {
        Some(Refused::NoFunction) => {
            let help =
                "write `pub fn downgrade(op: &mut Op) { … }`, which undoes what `upgrade` does";
            return Err(asked.irreversible(help).at(file));
        }
        Some(Refused::Circle(at)) => {
            let message = format!(
                "`{}` is irreversible: `op.reverse` leads back to itself",
                asked.id
            );
            return Err(Diagnostic::new(Code::Irreversible, message)
                .at(place(&at))
                .help("reverse what the upgrade does: `op.reverse(upgrade)`"));
        }
        None => {}
    }
    let mut script = Script::default();
    for (operation, call) in recorded.operations.into_iter().zip(recorded.calls) {
        let at = place(&call.place);
        match (operation, call.beside) {
            (Operation::Execute(Execute { sql, on }), _) => {
                if on.is_some_and(|on| on != asked.backend) {
                    continue;
                }
                let found = statements(asked.backend, &sql).into_iter();
                let placed = found.map(|found| Piece::Statement(statement(&sql, found, &at)));
                script.pieces.extend(placed);
            }
            (Operation::Run(run), beside) => script.pieces.push(Piece::Run(Work {
                name: run.name,
                function: match beside {
                    Beside::Function(function) => Some(function),
                    Beside::Nothing | Beside::Reversed(_) => None,
                },
                sql: run.sql,
                place: at,
            })),
            (Operation::Reverse(operations), Beside::Reversed(calls)) => {
                if let Some((operation, call)) = first(&operations, &calls) {
                    return Err(no_inverse(operation, at, place(&call.place), asked));
                }
            }
            (Operation::Reverse(_), _) => {}
            // No word records any of these yet.
            (_, _) => {
                let message = format!("`{}` does what this version cannot run", asked.id);
                return Err(Diagnostic::new(Code::Unsupported, message).at(at));
            }
        }
    }
    Ok(script)
}

/// A statement of a text, at its own place where the text stands in the file as it is.
fn statement(sql: &str, found: statement::Statement<'_>, at: &Place) -> Statement {
    let whole = at.span();
    let verbatim = at.text().get(whole.clone()) == Some(sql);
    let place = if verbatim {
        let start = whole.start + found.start;
        at.beside(start..start + found.text.len())
    } else {
        at.clone()
    };
    Statement {
        sql: found.text.to_owned(),
        place: Some(place),
    }
}

/// The first of the operations that does something, and not only undoes nothing.
fn first<'a, P>(
    operations: &'a [Operation],
    calls: &'a [Call<P>],
) -> Option<(&'a Operation, &'a Call<P>)> {
    let mut pairs = operations.iter().zip(calls);
    pairs.find_map(|(operation, call)| match (operation, &call.beside) {
        (Operation::Reverse(operations), Beside::Reversed(calls)) => first(operations, calls),
        (Operation::Reverse(_), _) => None,
        _ => Some((operation, call)),
    })
}

/// An operation that `op.reverse` met and cannot invert.
fn no_inverse(operation: &Operation, reverse: Place, at: Place, asked: Asked<'_>) -> Diagnostic {
    let what = match operation {
        Operation::Run(run) => format!("`{}`", run.name),
        _ => "the SQL".to_owned(),
    };
    let (id, line) = (asked.id, at.line());
    let message = format!("`{id}` is irreversible: nothing is known to undo {what} in line {line}");
    Diagnostic::new(Code::Irreversible, message)
        .at(reverse)
        .related(at, "cannot be reversed")
        .help("write what undoes it in place of `op.reverse(…)`: `op.execute(\"…\")`")
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::*;
    use crate::Backend;
    use crate::chain::{Direction, Id};
    use crate::dialect::Connection;
    use crate::op::{Op, record};
    use crate::prelude::Result as Done;

    fn script(function: fn(&mut Op)) -> Result<Script, Diagnostic> {
        let asked = Asked {
            id: &Id::from("a"),
            direction: Direction::Downgrade,
            backend: Backend::Sqlite,
        };
        let at = |at: &&Location<'_>| Place::at_line("a.rs", at.line(), 9);
        from_operations(
            record(function, Backend::Sqlite),
            asked,
            Place::file("a.rs"),
            at,
        )
    }

    async fn backfill(_: &mut Connection) -> Done {
        Ok(())
    }

    const UPGRADE: usize = line!() as usize + 1;
    fn upgrade(op: &mut Op) {
        op.execute("A; B");
        op.run(backfill).sql("C");
    }

    #[test]
    fn sql_is_split_and_functions_come_along() {
        let script = script(upgrade).expect("a script");
        let [Piece::Statement(a), Piece::Statement(b), Piece::Run(work)] = &script.pieces[..]
        else {
            panic!("{script:?}");
        };
        assert_eq!([&a.sql, &b.sql], ["A", "B"]);
        assert_eq!(a.place, b.place);
        assert_eq!(work.name, "backfill");
        assert!(work.function().is_ok());
        assert_eq!(work.printed().ok(), Some("C"));
    }

    #[test]
    fn a_function_without_sql_cannot_be_printed() {
        fn only(op: &mut Op) {
            op.run(backfill);
        }
        let script = script(only).expect("a script");
        let [Piece::Run(work)] = &script.pieces[..] else {
            panic!("{script:?}");
        };
        let fault = work.printed().expect_err("nothing to print");
        assert_eq!(
            fault.message,
            "`backfill` is Rust, which a script cannot hold"
        );
    }

    #[test]
    fn what_has_no_inverse_is_named_with_its_line() {
        fn downgrade(op: &mut Op) {
            op.reverse(upgrade);
        }
        let reversed = line!() - 2;
        let fault = script(downgrade).expect_err("no script");
        let [(place, _)] = &fault.related[..] else {
            panic!("{fault:?}");
        };
        let line = place.line();
        assert_eq!(fault.code, Code::Irreversible);
        let message =
            format!("`a` is irreversible: nothing is known to undo the SQL in line {line}");
        assert_eq!(fault.message, message);
        assert_eq!(fault.place.expect("a place").line(), reversed as usize);
        assert_eq!(line, UPGRADE + 1);
    }

    #[test]
    fn the_reverse_of_nothing_is_nothing() {
        fn nothing(_: &mut Op) {}
        fn downgrade(op: &mut Op) {
            op.reverse(nothing);
        }
        fn again(op: &mut Op) {
            op.reverse(downgrade);
        }
        for function in [downgrade, again] {
            assert!(script(function).expect("a script").pieces.is_empty());
        }
    }

    #[test]
    fn what_leads_back_to_itself_is_refused() {
        fn downgrade(op: &mut Op) {
            op.reverse(downgrade);
        }
        let fault = script(downgrade).expect_err("no script");
        assert_eq!(fault.code, Code::Irreversible);
        let fault = script(crate::__private::defaults::downgrade).expect_err("no script");
        assert_eq!(fault.message, "`a` is irreversible: it has no downgrade");
    }
}
