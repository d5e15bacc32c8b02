//! The words of the vocabulary: what each call does. It is the one place where they are looked up.

use syn::{Expr, ExprMethodCall, Ident, LitStr};

use revision_syntax::unquote;

use super::Unread;
use super::evaluate::{self, Value, Walk, name, path, text};
use crate::Place;
use crate::op::{Beside, DEEPEST, Refused};
use crate::operation::{Operation, Run};

/// Does what a call says.
pub(super) fn say<'a>(
    walk: &mut Walk<'a>,
    receiver: Value,
    call: &'a ExprMethodCall,
) -> Result<Value, Unread> {
    if let Some(turbofish) = &call.turbofish {
        return Err(Unread::needs_compiling(turbofish, "this is not read"));
    }
    let word = call.method.to_string();
    let arguments: Vec<&Expr> = call.args.iter().collect();
    match (receiver, word.as_str(), arguments.as_slice()) {
        (Value::Op, "execute", [sql]) => execute(walk, text(sql)?),
        (Value::Op, "reverse", [function]) => reverse(walk, function),
        (Value::Op, "run", [function]) => run(walk, function),
        (Value::Run(number), "sql", [sql]) => {
            let (sql, _) = literal(walk, text(sql)?)?;
            if let Some(Operation::Run(run)) = walk.recorded.operations.get_mut(number) {
                run.sql(&sql);
            }
            Ok(receiver)
        }
        _ => {
            let reason = format!("the word `{word}` is not read, or not like this");
            Err(Unread::needs_compiling(&call.method, reason))
        }
    }
}

fn execute(walk: &mut Walk<'_>, sql: &LitStr) -> Result<Value, Unread> {
    let (sql, place) = literal(walk, sql)?;
    let operation = Operation::Execute(sql.as_str().into());
    walk.recorded.push(operation, place, Beside::Nothing);
    Ok(Value::Op)
}

fn reverse<'a>(walk: &mut Walk<'a>, function: &'a Expr) -> Result<Value, Unread> {
    let place = walk.place(function);
    let called = path(function)?;
    let found = match name(called) {
        Some(name) => walk.items.function(&name.to_string())?,
        None => None,
    };
    let Some(found) = found else {
        let reason = "only functions of this file are followed";
        return Err(Unread::needs_compiling(called, reason));
    };
    // As when it is compiled: what leads back to itself ends here.
    if walk.recorded.refused.is_some() {
        return Ok(Value::Op);
    }
    if walk.depth == DEEPEST {
        walk.recorded.refused = Some(Refused::Circle(place));
        return Ok(Value::Op);
    }
    let forward = evaluate::function(found, walk.items, walk.source, walk.depth + 1)?;
    walk.recorded.reverse(forward, place);
    Ok(Value::Op)
}

fn run(walk: &mut Walk<'_>, function: &Expr) -> Result<Value, Unread> {
    let called = path(function)?;
    let Some(last) = called.path.segments.last() else {
        return Err(Unread::needs_compiling(called, "this is not read"));
    };
    let run = Run {
        name: spelled(&last.ident),
        sql: None,
    };
    let place = walk.place(function);
    let operation = Operation::Run(run);
    walk.recorded.push(operation, place, Beside::Nothing);
    Ok(Value::Run(walk.recorded.operations.len() - 1))
}

fn spelled(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

/// The value of a literal and where it stands: within its quotes, where it stands there as it is.
fn literal(walk: &Walk<'_>, literal: &LitStr) -> Result<(String, Place), Unread> {
    let span = literal.span().byte_range();
    let written = walk.source.text.get(span.clone()).unwrap_or_default();
    let Some(value) = unquote(written) else {
        return Err(Unread::needs_compiling(literal, "this literal is not read"));
    };
    let before = written.find('"').map_or(0, |quote| quote + 1);
    let inner = span.start + before..span.start + before + value.len();
    let verbatim = walk.source.text.get(inner.clone()) == Some(value.as_str());
    let place = if verbatim { inner } else { span };
    Ok((value, Place::new(walk.source, place)))
}
