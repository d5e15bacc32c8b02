//! The script of a Rust revision: what its functions recorded, whether they were compiled or read.

use std::collections::BTreeMap;

use super::{Anew, Asked, Known, Late, Of, Piece, Script, Statement, What, Work};
use crate::chain::Direction;
use crate::dialect::statement::{self, statements};
use crate::dialect::{
    Lowered, Rebuild, Refusal, Step, Why, follow, lower, needs, passed_over, speaks_of_enums,
};
use crate::op::{Beside, Call, Recorded, Refused};
use crate::operation::{At, Execute, Irreversible, Operation, invert_all};
use crate::schema::Schema;
use crate::{Code, Diagnostic, Place};

/// What the operations run. `place` tells the place of a call, and `file` that of the revision.
pub(crate) fn from_operations<P>(
    recorded: Recorded<P>,
    asked: Asked<'_>,
    schema: &Known<'_>,
    anew: &Anew<'_>,
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
    let mut walk = Walk {
        asked,
        schema,
        anew,
        script: &mut script,
        pending: Vec::new(),
        places: Vec::new(),
        done: Vec::new(),
    };
    for (operation, call) in recorded.operations.into_iter().zip(recorded.calls) {
        let at = place(&call.place);
        match (operation, call.beside) {
            (Operation::Execute(Execute { sql, on }), _) => {
                walk.lower()?;
                if on.is_none_or(|on| on == asked.backend()) {
                    walk.execute(&sql, &at);
                }
            }
            (Operation::Run(run), beside) => {
                walk.lower()?;
                walk.script.pieces.push(Piece::Run(Work {
                    name: run.name,
                    function: match beside {
                        Beside::Function(function) => Some(function),
                        Beside::Nothing | Beside::Reversed(_) => None,
                    },
                    sql: run.sql,
                    place: at,
                }));
            }
            (Operation::Reverse(operations), Beside::Reversed(calls)) => {
                for inverse in reversed(&operations, &calls, &at, asked, schema, &place)? {
                    walk.push(inverse, at.clone());
                }
            }
            (Operation::Reverse(_), _) => {}
            (operation, _) => walk.push(operation, at),
        }
    }
    walk.lower()?;
    Ok(script)
}

/// Operations on their way into a script.
struct Walk<'a> {
    asked: Asked<'a>,
    schema: &'a Known<'a>,
    anew: &'a Anew<'a>,
    script: &'a mut Script,
    /// Those that are lowered together, since a database may do several at once.
    pending: Vec<Operation>,
    places: Vec<Place>,
    /// Those before them.
    done: Vec<Operation>,
}

impl Walk<'_> {
    fn push(&mut self, operation: Operation, at: Place) {
        self.tell(&operation, &at);
        self.pending.push(operation);
        self.places.push(at);
    }

    /// Says what the database passes over: each thing once, however often the revision says it.
    fn tell(&mut self, operation: &Operation, at: &Place) {
        let told = &mut self.script.passed_over;
        for what in passed_over(self.asked.server, operation) {
            let message = format!("`{}` says what is passed over here: {what}", self.asked.id);
            if told.iter().all(|one| one.message != message) {
                told.push(Diagnostic::new(Code::Unsupported, message).at(at.clone()));
            }
        }
    }

    fn execute(&mut self, sql: &str, at: &Place) {
        let found = statements(self.asked.backend(), sql).into_iter();
        let placed = found.map(|found| Piece::Statement(statement(sql, found, at)));
        self.script.pieces.extend(placed);
    }

    /// Lowers what is pending.
    fn lower(&mut self) -> Result<(), Diagnostic> {
        let operations = std::mem::take(&mut self.pending);
        let places = std::mem::take(&mut self.places);
        let server = self.asked.server;
        if needs(server, &operations).is_empty() {
            self.steps(&[], &operations, &places)?;
        } else if self.asked.is_whole {
            let of = match self.asked.direction {
                Direction::Downgrade => Of::After,
                Direction::Upgrade | Direction::Stamp => Of::Before,
            };
            let known = self.known(of, &places)?;
            self.known_steps(&known, &operations, &places)?;
        } else {
            self.late(&operations, &places)?;
        }
        self.done.extend(operations);
        Ok(())
    }

    /// What the schema is like before what is pending.
    fn known(&self, of: Of, places: &[Place]) -> Result<Schema, Diagnostic> {
        let mut schema = (self.schema)(of)?;
        schema.apply_all(&self.done).map_err(|fault| {
            let fault = Diagnostic::new(Code::InvalidOperation, fault.to_string());
            match places.first() {
                Some(place) => fault.at(place.clone()),
                None => fault,
            }
        })?;
        Ok(schema)
    }

    /// The enums that there are before what is pending, and after those of it that go ahead.
    fn enums(&self, ahead: &[Operation]) -> Result<Schema, Diagnostic> {
        let of = match self.asked.direction {
            // What leads back begins where the upgrade ended.
            Direction::Downgrade => Of::EnumsAfter,
            Direction::Upgrade | Direction::Stamp => Of::EnumsBefore,
        };
        let mut known = (self.schema)(of)?;
        for operation in self.done.iter().chain(ahead) {
            follow(&mut known, operation);
        }
        Ok(known)
    }

    /// The steps of operations that need no table to be known. Where an enum is no type of its own, its values are.
    fn steps(
        &mut self,
        ahead: &[Operation],
        operations: &[Operation],
        places: &[Place],
    ) -> Result<(), Diagnostic> {
        match lower(self.asked.server, &Schema::default(), operations) {
            Err(Refusal {
                why: Why::Unknown(_),
                ..
            }) => {
                let known = self.enums(ahead)?;
                self.known_steps(&known, operations, places)
            }
            lowered => self.take(lowered, places),
        }
    }

    fn known_steps(
        &mut self,
        known: &Schema,
        operations: &[Operation],
        places: &[Place],
    ) -> Result<(), Diagnostic> {
        self.take(lower(self.asked.server, known, operations), places)
    }

    fn take(
        &mut self,
        lowered: Result<Vec<Lowered>, Refusal>,
        places: &[Place],
    ) -> Result<(), Diagnostic> {
        let lowered = lowered.map_err(|refusal| refused(&refusal, places, self.asked))?;
        for Lowered { operation, step } in lowered {
            let place = places.get(operation).cloned();
            let piece = match (step, place) {
                (Step::Sql(sql), place) => Piece::Statement(Statement { sql, place }),
                (Step::Rebuild(rebuild), Some(place)) if !self.asked.is_whole => {
                    let what = What::Rebuild(rebuild);
                    Piece::Late(Box::new(Late { what, place }))
                }
                (Step::Rebuild(rebuild), place) => self.written(rebuild, place, places)?,
            };
            self.script.pieces.push(piece);
        }
        Ok(())
    }

    /// A table that is made anew in a script.
    fn written(
        &self,
        rebuild: Rebuild,
        place: Option<Place>,
        places: &[Place],
    ) -> Result<Piece, Diagnostic> {
        let statements = (self.anew)(&self.script.pieces, &rebuild).map_err(|refusal| {
            let first = places.iter().position(|one| Some(one) == place.as_ref());
            let operation = first.unwrap_or_default() + refusal.operation;
            let why = refusal.why;
            refused(&Refusal { operation, why }, places, self.asked)
        })?;
        let (Some(statements), Some(place)) = (statements, place.clone()) else {
            return Err(rebuilt(&rebuild, place, self.asked));
        };
        let what = What::Written {
            rebuild,
            statements,
        };
        Ok(Piece::Late(Box::new(Late { what, place })))
    }

    /// Those for which tables have to be known stand for themselves, until they run.
    fn late(&mut self, operations: &[Operation], places: &[Place]) -> Result<(), Diagnostic> {
        let server = self.asked.server;
        let mut from = 0;
        for (number, operation) in operations.iter().enumerate() {
            let tables = needs(server, std::slice::from_ref(operation));
            if tables.is_empty() {
                continue;
            }
            self.steps(
                &operations[..from],
                &operations[from..number],
                &places[from..number],
            )?;
            let enums = if speaks_of_enums(operation) {
                self.enums(&operations[..number])?.enums
            } else {
                BTreeMap::new()
            };
            self.script.pieces.push(Piece::Late(Box::new(Late {
                what: What::Operation {
                    operation: Box::new(operation.clone()),
                    tables,
                    enums,
                },
                place: places[number].clone(),
            })));
            from = number + 1;
        }
        self.steps(&operations[..from], &operations[from..], &places[from..])
    }
}

/// The operations that undo others.
fn reversed<P>(
    operations: &[Operation],
    calls: &[Call<P>],
    at: &Place,
    asked: Asked<'_>,
    schema: &Known<'_>,
    place: &impl Fn(&P) -> Place,
) -> Result<Vec<Operation>, Diagnostic> {
    let inverse = match invert_all(None, operations) {
        // Most can be undone without knowing anything else.
        Err(At {
            why: Irreversible::NeedsSchema,
            ..
        }) => invert_all(Some(&schema(Of::Before)?), operations),
        inverse => inverse,
    };
    inverse.map_err(|fault| {
        let call = calls.get(fault.operation);
        let what = call.map(|call| place(&call.place));
        irreversible(&fault.why, what, at, asked)
    })
}

/// Why the database, or any, cannot do an operation.
pub(crate) fn refused(refusal: &Refusal, places: &[Place], asked: Asked<'_>) -> Diagnostic {
    let code = match refusal.why {
        Why::Unsupported(_) => Code::Unsupported,
        Why::Invalid(_) => Code::InvalidOperation,
        Why::Unknown(_) => Code::NeedsSource,
    };
    let message = format!("`{}` cannot run here: {}", asked.id, refusal.why);
    let fault = Diagnostic::new(code, message);
    match places.get(refusal.operation) {
        Some(place) => fault.at(place.clone()),
        None => fault,
    }
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

/// An operation that `op.reverse` met and cannot invert.
fn irreversible(
    why: &Irreversible,
    what: Option<Place>,
    at: &Place,
    asked: Asked<'_>,
) -> Diagnostic {
    let id = asked.id;
    let line = match &what {
        Some(what) => format!(" in line {}", what.line()),
        None => String::new(),
    };
    let message = match why {
        Irreversible::Sql => {
            format!("`{id}` is irreversible: nothing is known to undo the SQL{line}")
        }
        Irreversible::Rust(name) => {
            format!("`{id}` is irreversible: nothing is known to undo `{name}`{line}")
        }
        why => format!("`{id}` cannot be reversed{line}: {why}"),
    };
    let mut fault = Diagnostic::new(Code::Irreversible, message).at(at.clone());
    if let Some(what) = what {
        fault = fault.related(what, "cannot be reversed");
    }
    fault.help("write what undoes it in place of `op.reverse(…)`: `op.execute(\"…\")`")
}

/// How a table is made anew depends on its text, which only the database has.
fn rebuilt(rebuild: &Rebuild, place: Option<Place>, asked: Asked<'_>) -> Diagnostic {
    let message = format!(
        "`{}` makes `{}` anew from the text that the database has of it, which a script cannot know",
        asked.id, rebuild.table
    );
    let fault = Diagnostic::new(Code::Unsupported, message)
        .help("run it with the command, or write that part as SQL: `op.execute_on(…, \"…\")`");
    match place {
        Some(place) => fault.at(place),
        None => fault,
    }
}

#[cfg(test)]
mod tests;
