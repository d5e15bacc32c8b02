//! The content of a revision that a comparison has found.

use revision_core::config::Format;
use revision_core::diff::{BACKFILL, Care, careful};
use revision_core::operation::invert_all;
use revision_core::source::{Body, functions, statements, statements_back};
use revision_core::{Code, Diagnostic, Operation};

use super::Content;
use crate::comparing::Compared;
use crate::failure::Failure;
use crate::report::Report;

/// What a revision does that leads from the one schema to the other, and back.
pub(crate) fn generated(
    report: &Report,
    compared: &Compared,
    format: Format,
) -> Result<Content, Failure> {
    let operations = &compared.operations;
    let before = &compared.schemas.before;
    let inverse = match invert_all(Some(before), operations) {
        Ok(inverse) => Some(inverse),
        Err(fault) => {
            let message = format!("the new revision has no way back: {}", fault.why);
            let fault = Diagnostic::new(Code::Irreversible, message);
            report.warn(&fault.help("write its `downgrade` by hand"));
            None
        }
    };
    let care = Care::converting(
        compared
            .servers
            .iter()
            .all(|one| one.backend().takes_using()),
    );
    let upgrade = careful(before, operations, care);
    let inverse = inverse.map(|inverse| careful(&compared.schemas.after, &inverse, care));
    if upgrade.iter().any(is_backfill) {
        let message = "rows that are there have to be given values";
        let fault = Diagnostic::new(Code::DataLoss, message);
        report.warn(&fault.help("complete the line with `backfill` in the new revision, before it meets a table with rows"));
    }
    let upgrade: Vec<_> = upgrade.iter().map(Operation::without_usual_names).collect();
    let inverse = inverse.map(|all| {
        all.iter()
            .map(Operation::without_usual_names)
            .collect::<Vec<_>>()
    });
    let text = match format {
        Format::Rust => functions(&upgrade, inverse.as_deref()),
        Format::Sql => sections(compared, &upgrade, inverse.as_deref())?,
    };
    Ok(Content {
        body: Body::Text(text),
        operations: operations.clone(),
    })
}

/// Whether somebody has to complete it.
fn is_backfill(operation: &Operation) -> bool {
    matches!(operation, Operation::Execute(execute) if execute.sql.contains(BACKFILL))
}

/// The sections of an SQL revision: one that serves all, or one for each database where there are several.
fn sections(
    compared: &Compared,
    upgrade: &[Operation],
    downgrade: Option<&[Operation]>,
) -> Result<String, Failure> {
    let before = &compared.schemas.before;
    let mut after = before.clone();
    after
        .apply_all(upgrade)
        .map_err(|fault| Diagnostic::new(Code::InvalidOperation, fault.to_string()))?;
    let mut sections = Vec::new();
    for (word, before, operations) in [
        ("upgrade", before, Some(upgrade)),
        ("downgrade", &after, downgrade),
    ] {
        let Some(operations) = operations else {
            continue;
        };
        for server in &compared.servers {
            let narrowed = match *compared.servers {
                [_] => String::new(),
                _ => format!(": {}", server.backend().name()),
            };
            let body = match word {
                "upgrade" => statements(*server, before, operations),
                _ => {
                    let start = (&compared.schemas.before, upgrade);
                    statements_back(*server, start, before, operations)
                }
            }?;
            sections.push(format!("-- {word}{narrowed}\n{body}"));
        }
    }
    Ok(sections.join("\n"))
}
