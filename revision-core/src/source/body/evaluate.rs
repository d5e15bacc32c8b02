//! Walking through a function as the compiled program would, statement by statement.

use std::sync::Arc;

use syn::{Expr, ExprMethodCall, ExprPath, Ident, ItemFn, Lit, LitStr, Stmt};

use super::items::{Items, harmless};
use super::{Unread, words};
use crate::op::Recorded;
use crate::{Place, Source};

/// What an expression stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value {
    /// The `op` that the function is given.
    Op,
    /// The data work that was recorded as the operation of this number.
    Run(usize),
}

/// A function while it is walked through.
pub(super) struct Walk<'a> {
    pub(super) items: &'a Items<'a>,
    pub(super) source: &'a Arc<Source>,
    pub(super) recorded: Recorded<Place>,
    /// How many `op.reverse` led here.
    pub(super) depth: usize,
    op: Option<&'a Ident>,
}

/// What a function records.
pub(super) fn function<'a>(
    function: &'a ItemFn,
    items: &'a Items<'a>,
    source: &'a Arc<Source>,
    depth: usize,
) -> Result<Recorded<Place>, Unread> {
    let mut walk = Walk {
        items,
        source,
        recorded: Recorded::default(),
        depth,
        op: items.parameter(function)?,
    };
    for statement in &function.block.stmts {
        walk.statement(statement)?;
    }
    Ok(walk.recorded)
}

impl<'a> Walk<'a> {
    fn statement(&mut self, statement: &'a Stmt) -> Result<(), Unread> {
        let unread = |what| Err(Unread::needs_compiling(statement, not_read(what)));
        match statement {
            Stmt::Expr(expression, Some(_)) => self.value(expression).map(drop),
            Stmt::Expr(expression, None) => match kind(expression) {
                // It would be what the function gives back, which is nothing.
                "this" => unread("a call without a semicolon"),
                kind => unread(kind),
            },
            Stmt::Local(_) => unread("`let`"),
            Stmt::Item(_) => unread("an item in a function"),
            Stmt::Macro(_) => unread("a macro"),
        }
    }

    /// What an expression stands for, after all that it records.
    pub(super) fn value(&mut self, expression: &'a Expr) -> Result<Value, Unread> {
        match expression {
            Expr::Paren(inner) => {
                harmless(&inner.attrs)?;
                self.value(&inner.expr)
            }
            Expr::Path(path) if name(path).is_some_and(|name| self.op == Some(name)) => {
                harmless(&path.attrs)?;
                Ok(Value::Op)
            }
            Expr::MethodCall(call) => self.call(call),
            other => Err(Unread::needs_compiling(other, not_read(kind(other)))),
        }
    }

    fn call(&mut self, call: &'a ExprMethodCall) -> Result<Value, Unread> {
        harmless(&call.attrs)?;
        let receiver = self.value(&call.receiver)?;
        words::say(self, receiver, call)
    }

    /// The place of an expression.
    pub(super) fn place(&self, what: &impl syn::spanned::Spanned) -> Place {
        Place::new(self.source, what.span().byte_range())
    }
}

/// A literal text.
pub(super) fn text(expression: &Expr) -> Result<&LitStr, Unread> {
    if let Expr::Lit(literal) = expression
        && let Lit::Str(text) = &literal.lit
        && text.suffix().is_empty()
    {
        harmless(&literal.attrs)?;
        return Ok(text);
    }
    let reason = "only a literal text is read here";
    Err(Unread::needs_compiling(expression, reason))
}

/// A path to something.
pub(super) fn path(expression: &Expr) -> Result<&ExprPath, Unread> {
    if let Expr::Path(path) = expression
        && path.qself.is_none()
    {
        harmless(&path.attrs)?;
        return Ok(path);
    }
    let reason = "only the name of a function is read here";
    Err(Unread::needs_compiling(expression, reason))
}

/// The name that a path consists of.
pub(super) fn name(path: &ExprPath) -> Option<&Ident> {
    match path.qself {
        None => path.path.get_ident(),
        Some(_) => None,
    }
}

fn not_read(what: &str) -> String {
    format!("{what} is not read")
}

/// What kind of expression is not read.
fn kind(expression: &Expr) -> &'static str {
    match expression {
        Expr::If(_) => "`if`",
        Expr::Match(_) => "`match`",
        Expr::ForLoop(_) | Expr::Loop(_) | Expr::While(_) => "a loop",
        Expr::Macro(_) => "a macro",
        Expr::Call(_) => "the call of another function",
        Expr::Closure(_) => "a closure",
        Expr::Return(_) => "`return`",
        Expr::Block(_) | Expr::Unsafe(_) | Expr::Async(_) | Expr::Const(_) => "a block",
        _ => "this",
    }
}
