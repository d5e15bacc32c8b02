//! Rebuilds on a real database, statement by statement.

#[path = "enums/tests.rs"]
mod enums;
mod everything;
mod grammar;
mod holes;
#[path = "merged/tests.rs"]
mod merged;
mod other;
mod random;
mod values;

use super::{Part, Plan, plan, questions};
use crate::config::TableName;
use crate::dialect::facts::Tables;
use crate::dialect::lower::{Rebuild, Step};
use crate::dialect::sqlite::lower::lower;
use crate::dialect::sqlite::real::Real;
use crate::operation::{ColumnChange, Operation};
use crate::schema::{Column, Constraint, ConstraintKind, Schema, Size, Type};

/// The plan for operations on a table.
fn planned(real: &mut Real, table: &str, operations: Vec<Operation>) -> Result<Plan, String> {
    let answers = questions()
        .iter()
        .map(|question| real.ask(question).expect("it answers"))
        .collect();
    let rebuild = Rebuild {
        table: table.into(),
        operations,
    };
    plan(answers, &rebuild).map_err(|refusal| format!("{}: {}", refusal.operation, refusal.why))
}

/// Carries operations out as the runtime does. A check that fails gives its message and the rows.
fn rebuild(real: &mut Real, table: &str, operations: Vec<Operation>) -> Result<(), String> {
    let plan = planned(real, table, operations)?;
    for sql in &plan.before {
        real.ask(sql)?;
    }
    real.run("BEGIN IMMEDIATE");
    let outcome = inside(real, &plan);
    real.run(if outcome.is_ok() {
        "COMMIT"
    } else {
        "ROLLBACK"
    });
    for sql in &plan.after {
        real.ask(sql)?;
    }
    outcome
}

/// Sends what the transaction consists of.
fn inside(real: &mut Real, plan: &Plan) -> Result<(), String> {
    for part in &plan.inside {
        match part {
            Part::Run(sql) | Part::Framed(sql) => drop(real.ask(sql)?),
            Part::Check(check) => match real.try_rows(&check.question)? {
                rows if rows.is_empty() => {}
                rows => return Err(format!("{}: {}: {rows:?}", check.operation, check.message)),
            },
        }
    }
    Ok(())
}

/// Carries operations out in the steps into which they are lowered, all in one transaction.
fn carry_out(real: &mut Real, known: &Schema, operations: &[Operation]) -> Result<(), String> {
    let steps = lower(
        crate::Server::assumed(crate::Backend::Sqlite),
        known,
        operations,
    );
    let steps = steps.map_err(|refusal| format!("{}: {}", refusal.operation, refusal.why))?;
    real.run("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
    let mut outcome = Ok(());
    for step in steps {
        outcome = outcome.and_then(|()| match step.step {
            Step::Sql(sql) => real.ask(&sql).map(drop),
            Step::Rebuild(Rebuild { table, operations }) => {
                let plan = planned(real, &table.name, operations)?;
                assert!(plan.before.is_empty());
                inside(real, &plan)
            }
        });
    }
    real.run(if outcome.is_ok() {
        "COMMIT"
    } else {
        "ROLLBACK"
    });
    real.run("PRAGMA foreign_keys = ON");
    outcome
}

/// The tables that are kept for revisions: there are none here.
fn ours() -> Tables {
    let table = |name: &'static str| TableName {
        namespace: None,
        name: name.into(),
    };
    Tables {
        version: table("revision_version"),
        log: None,
    }
}

/// The text that the database keeps of something.
fn text(real: &mut Real, name: &str) -> String {
    real.rows(&format!(
        "SELECT coalesce((SELECT sql FROM sqlite_master WHERE name = '{name}'), '')"
    ))
    .concat()
}

fn alter(column: &str, change: impl FnOnce(&mut ColumnChange)) -> Operation {
    let mut made = ColumnChange::default();
    change(&mut made);
    Operation::AlterColumn {
        table: "t".into(),
        column: column.into(),
        change: Box::new(made),
    }
}

fn not_null(column: &str) -> Operation {
    alter(column, |change| change.nullable = Some(false))
}

fn retype(column: &str, ty: Type) -> Operation {
    alter(column, |change| change.ty = Some(ty))
}

fn add_column(column: Column) -> Operation {
    Operation::AddColumn {
        table: "t".into(),
        column: Box::new(column),
        if_not_exists: false,
        place: None,
    }
}

fn drop_column(column: &str) -> Operation {
    Operation::DropColumn {
        table: "t".into(),
        column: column.into(),
        if_exists: false,
    }
}

fn rename_column(from: &str, to: &str) -> Operation {
    Operation::RenameColumn {
        table: "t".into(),
        from: from.into(),
        to: to.into(),
    }
}

fn add(constraint: Constraint) -> Operation {
    Operation::AddConstraint {
        table: "t".into(),
        constraint: Box::new(constraint),
    }
}

fn drop_constraint(name: &str, kind: ConstraintKind) -> Operation {
    Operation::DropConstraint {
        table: "t".into(),
        name: Some(name.into()),
        kind,
        if_exists: false,
    }
}

fn text_type() -> Type {
    Type::Text(Size::Plain)
}

fn integer() -> Type {
    Type::Integer { unsigned: false }
}
