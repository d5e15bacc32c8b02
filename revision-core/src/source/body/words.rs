//! Calls: words of the vocabulary, which are said by their names, and functions of the file.

use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, Ident, Token};

use super::Unread;
use super::evaluate::{self, Value, Walk, not_read};
use super::items::harmless;
use super::literal::{as_text, text_and_place};
use crate::Place;
use crate::op::say::{self, Said, Unsaid};
use crate::op::{Beside, DEEPEST, Refused};

type Arguments = Punctuated<Expr, Token![,]>;

/// What a method gives.
pub(super) fn method<'a>(walk: &mut Walk<'a>, call: &'a ExprMethodCall) -> Result<Value, Unread> {
    let receiver = walk.value(&call.receiver)?;
    if let Some(turbofish) = &call.turbofish {
        return Err(not_read(turbofish, "this"));
    }
    let word = call.method.unraw().to_string();
    if let Value::Op = receiver {
        match (
            word.as_str(),
            call.args.iter().collect::<Vec<_>>().as_slice(),
        ) {
            ("reverse", [function]) => return reverse(walk, function),
            ("run", [function]) => return run(walk, function),
            _ => {}
        }
    }
    if walk.reading.items.has_traits() && matches!(word.as_str(), "clone" | "dialect" | "iter") {
        return Err(not_read(&call.method, "what a trait might have, too,"));
    }
    let arguments = walk.plains(&call.args)?;
    let unsaid = |why| unsaid(why, &call.method, &word, &call.args);
    match receiver {
        Value::Op => {
            let said = walk.op.say(&word, &arguments).map_err(unsaid)?;
            let place = place(walk, &word, call);
            record(walk, &place);
            Ok(match said {
                Said::Value(value) => Value::Plain(value),
                Said::Same => Value::Op,
                Said::Recorded => Value::Recorded(walk.op.len().saturating_sub(1)),
            })
        }
        Value::Recorded(number) => {
            let said = walk.op.say_of_recorded(number, &word, &arguments);
            said.map_err(unsaid)?;
            Ok(receiver)
        }
        Value::Plain(value) => match (word.as_str(), arguments.as_slice(), value) {
            ("clone", [], value) if !matches!(value, say::Value::Unit) => Ok(Value::Plain(value)),
            ("iter", [], value @ say::Value::List(_)) => Ok(Value::Plain(value)),
            (_, _, value) => {
                let built = value.build(&word, &arguments);
                built.map(Value::Plain).map_err(unsaid)
            }
        },
    }
}

/// What a function gives.
pub(super) fn function<'a>(walk: &mut Walk<'a>, call: &'a ExprCall) -> Result<Value, Unread> {
    let called = path(&call.func)?;
    let Some(name) = called.path.get_ident() else {
        return Err(not_read(call, "the call of another function"));
    };
    let word = name.unraw().to_string();
    if walk.is_bound(&word) {
        return Err(not_read(called, "the call of a variable"));
    }
    if walk.reading.items.has(&word) {
        let Some(function) = walk.reading.items.function(&word)? else {
            return Err(not_read(call, "the call of another function"));
        };
        let arguments: Result<Vec<Value>, Unread> = call
            .args
            .iter()
            .map(|argument| walk.value(argument))
            .collect();
        return walk.helper(function, arguments?, &call.func);
    }
    if !walk.reading.items.is_word(&word) || !say::is_function(&word) {
        return Err(not_read(call, "the call of another function"));
    }
    let arguments = walk.plains(&call.args)?;
    let said = say::function(&word, &arguments);
    let said = said.map_err(|why| unsaid(why, name, &word, &call.args));
    said.map(Value::Plain)
}

/// Gives what was just recorded its place.
fn record(walk: &mut Walk<'_>, place: &Place) {
    while walk.calls.len() < walk.op.len() {
        walk.calls.push((place.clone(), Beside::Nothing));
    }
}

/// Where a call stands; for SQL, where its text does.
fn place(walk: &Walk<'_>, word: &str, call: &ExprMethodCall) -> Place {
    if matches!(word, "execute" | "execute_on")
        && let Some(text) = call.args.last().and_then(as_text)
        && let Ok((_, place)) = text_and_place(walk.reading.source, text)
    {
        return place;
    }
    walk.place(&call.method)
}

fn unsaid(why: Unsaid, name: &Ident, word: &str, arguments: &Arguments) -> Unread {
    match why {
        Unsaid::Unknown => {
            let reason = format!("the word `{word}` is not read here");
            Unread::needs_compiling(name, reason)
        }
        Unsaid::Count => {
            let reason = format!("`{word}` takes another number of arguments");
            Unread::needs_compiling(name, reason)
        }
        Unsaid::Argument(number) => {
            let reason = format!("`{word}` does not take this, as far as is read");
            match arguments.get(number) {
                Some(argument) => Unread::needs_compiling(argument, reason),
                None => Unread::needs_compiling(name, reason),
            }
        }
    }
}

fn reverse<'a>(walk: &mut Walk<'a>, function: &'a Expr) -> Result<Value, Unread> {
    let place = walk.place(function);
    let called = path(function)?;
    let found = match called.path.get_ident() {
        Some(name) if !walk.is_bound(&name.unraw().to_string()) => {
            walk.reading.items.function(&name.unraw().to_string())?
        }
        _ => None,
    };
    let Some(found) = found else {
        let reason = "only functions of this file are followed";
        return Err(Unread::needs_compiling(called, reason));
    };
    // As when it is compiled: what leads back to itself ends here.
    if walk.refused.is_some() {
        return Ok(Value::Op);
    }
    if walk.depth == DEEPEST {
        walk.refused = Some(Refused::Circle(place));
        return Ok(Value::Op);
    }
    let forward = evaluate::function(found, walk.reading, walk.depth + 1)?;
    if let Some(refused) = forward.refused {
        walk.refused = Some(refused);
        return Ok(Value::Op);
    }
    walk.op.reversed(forward.operations);
    walk.calls.push((place, Beside::Reversed(forward.calls)));
    Ok(Value::Op)
}

fn run(walk: &mut Walk<'_>, function: &Expr) -> Result<Value, Unread> {
    let called = path(function)?;
    let Some(last) = called.path.segments.last() else {
        return Err(not_read(called, "this"));
    };
    walk.op.run_named(&last.ident.unraw().to_string());
    let place = Place::new(walk.reading.source, function.span().byte_range());
    record(walk, &place);
    Ok(Value::Recorded(walk.op.len().saturating_sub(1)))
}

/// A path to a function.
fn path(expression: &Expr) -> Result<&ExprPath, Unread> {
    if let Expr::Path(path) = expression
        && path.qself.is_none()
    {
        harmless(&path.attrs)?;
        return Ok(path);
    }
    let reason = "only the name of a function is read here";
    Err(Unread::needs_compiling(expression, reason))
}
