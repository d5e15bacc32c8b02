//! Operations as the SQL of one database, for a file of SQL or for somebody to read.

use crate::dialect::{Rebuild, Refusal, Stage, Step, Why, lower};
use crate::operation::Operation;
use crate::schema::{Name, Schema};
use crate::{Code, Diagnostic, Server};

/// The statements that a server takes to carry operations out, each with its delimiter. `before` is the schema that they begin
/// with. Where tables are made anew, the first line names them, as it has to stand in a section.
pub fn statements(
    server: Server,
    before: &Schema,
    operations: &[Operation],
) -> Result<String, Diagnostic> {
    written(server, before, operations, &|| Stage::of(server, before))
}

/// The same for what undoes operations: tables are made anew by the texts that they have when `done` was done to `start`.
pub fn statements_back(
    server: Server,
    (start, done): (&Schema, &[Operation]),
    before: &Schema,
    operations: &[Operation],
) -> Result<String, Diagnostic> {
    written(server, before, operations, &|| {
        let mut stage = Stage::of(server, start)?;
        for lowered in lower(server, start, done).ok()? {
            match lowered.step {
                Step::Sql(sql) => stage.run(&sql),
                Step::Rebuild(rebuild) => drop(stage.within_frame(&rebuild).ok()?),
            }
        }
        Some(stage)
    })
}

fn written(
    server: Server,
    before: &Schema,
    operations: &[Operation],
    begin: &dyn Fn() -> Option<Stage>,
) -> Result<String, Diagnostic> {
    let lowered = lower(server, before, operations).map_err(|refusal| refused(&refusal))?;
    let mut all: Vec<String> = Vec::new();
    let mut tables: Vec<String> = Vec::new();
    let mut stage: Option<Stage> = None;
    let mut staged = 0;
    for lowered in lowered {
        match lowered.step {
            Step::Sql(sql) => all.push(sql),
            Step::Rebuild(rebuild) => {
                let name = &rebuild.table.name;
                if !stays(before, operations, name) {
                    return Err(rebuilt(server, &rebuild));
                }
                let none = || rebuilt(server, &rebuild);
                let mut ready = match stage.take() {
                    Some(stage) => stage,
                    None => begin().ok_or_else(none)?,
                };
                for sql in &all[staged..] {
                    ready.run(sql);
                }
                let anew = ready.within_frame(&rebuild);
                all.extend(anew.map_err(|refusal| refused(&refusal))?);
                staged = all.len();
                stage = Some(ready);
                if !tables.contains(&name.to_string()) {
                    tables.push(name.to_string());
                }
            }
        }
    }
    let mut text = String::new();
    if !tables.is_empty() {
        text = format!("-- rebuild: {}\n", tables.join(", "));
    }
    for sql in &all {
        text.push_str(sql);
        text.push_str(";\n");
    }
    Ok(text)
}

/// Whether a table is there by this name before the operations and behind them, and the name can stand in a line.
fn stays(before: &Schema, operations: &[Operation], name: &Name) -> bool {
    let is_plain = !name.contains([',', '"', '`', '[', '\n']) && name.trim() == &**name;
    let is_there = before.tables.keys().any(|one| one.name == *name);
    let is_moved = operations.iter().any(|one| match one {
        Operation::RenameTable { from, to } => from.name == *name || to == name,
        Operation::DropTable { name: gone, .. } => gone.name == *name,
        _ => false,
    });
    is_plain && is_there && !is_moved
}

fn rebuilt(server: Server, rebuild: &Rebuild) -> Diagnostic {
    let message = format!(
        "`{}` has to be made anew on {}, from the text that the database has of it",
        rebuild.table,
        server.product.name()
    );
    Diagnostic::new(Code::Unsupported, message)
        .help("write the revision in Rust, which does that when it runs: `--format rust`")
}

fn refused(refusal: &Refusal) -> Diagnostic {
    let code = match refusal.why {
        Why::Unsupported(_) => Code::Unsupported,
        Why::Invalid(_) | Why::Unknown(_) => Code::InvalidOperation,
    };
    Diagnostic::new(code, refusal.why.to_string())
}
