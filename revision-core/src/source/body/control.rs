//! What is done only sometimes, or several times: conditions, `if`, `match` on the database, `for` over a list.

use syn::ext::IdentExt as _;
use syn::{ExprForLoop, ExprIf, ExprMatch, Pat};

use super::Unread;
use super::evaluate::{Bound, Value, Walk, last, not_read, nothing, unit};
use super::items::harmless;
use crate::Backend;
use crate::op::say;

impl<'a> Walk<'a> {
    pub(super) fn binary(&mut self, binary: &'a syn::ExprBinary) -> Result<Value, Unread> {
        use say::Value::{Backend, Bool};
        let left = self.plain(&binary.left)?;
        let value = match (&binary.op, left) {
            (syn::BinOp::And(_), Bool(false)) => Bool(false),
            (syn::BinOp::Or(_), Bool(true)) => Bool(true),
            (syn::BinOp::And(_) | syn::BinOp::Or(_), Bool(_)) => {
                match self.plain(&binary.right)? {
                    Bool(right) => Bool(right),
                    _ => return Err(not_read(&binary.right, "this condition")),
                }
            }
            (operator, Backend(left)) => match (operator, self.plain(&binary.right)?) {
                (syn::BinOp::Eq(_), Backend(right)) => Bool(left == right),
                (syn::BinOp::Ne(_), Backend(right)) => Bool(left != right),
                _ => return Err(not_read(binary, "this comparison")),
            },
            _ => return Err(not_read(binary, "this operator")),
        };
        Ok(Value::Plain(value))
    }

    pub(super) fn choice(&mut self, choice: &'a ExprIf) -> Result<Value, Unread> {
        let say::Value::Bool(yes) = self.plain(&choice.cond)? else {
            return Err(not_read(&choice.cond, "this condition"));
        };
        match (&choice.else_branch, yes) {
            (_, true) => self.block(&choice.then_branch),
            (Some((_, otherwise)), false) => self.value(otherwise),
            (None, false) => Ok(unit()),
        }
    }

    pub(super) fn matched(&mut self, choice: &'a ExprMatch) -> Result<Value, Unread> {
        let say::Value::Backend(dialect) = self.plain(&choice.expr)? else {
            return Err(not_read(
                &choice.expr,
                "a `match` on anything but `op.dialect()`",
            ));
        };
        for arm in &choice.arms {
            harmless(&arm.attrs)?;
            if self.is_met(&arm.pat, *dialect)? {
                return self.value(&arm.body);
            }
        }
        Err(not_read(choice, "a `match` that leaves a database out"))
    }

    /// Whether a pattern is for a database.
    fn is_met(&self, pattern: &Pat, dialect: Backend) -> Result<bool, Unread> {
        match pattern {
            Pat::Wild(_) => return Ok(true),
            Pat::Paren(inner) => return self.is_met(&inner.pat, dialect),
            Pat::Or(several) => {
                // All are looked at: one that is not known might mean any.
                let met: Result<Vec<bool>, _> = several
                    .cases
                    .iter()
                    .map(|pattern| self.is_met(pattern, dialect))
                    .collect();
                return Ok(met?.contains(&true));
            }
            Pat::Ident(name) if name.subpat.is_none() && name.by_ref.is_none() => {
                let text = name.ident.unraw().to_string();
                let own = self
                    .scope
                    .iter()
                    .any(|(other, bound)| *other == text && matches!(bound, Bound::Const(..)));
                if !own
                    && self.reading.items.is_word(&text)
                    && let Some(say::Value::Backend(named)) = say::constant(&text)
                {
                    return Ok(*named == dialect);
                }
            }
            _ => {}
        }
        Err(not_read(pattern, "this pattern"))
    }

    pub(super) fn looped(&mut self, looped: &'a ExprForLoop) -> Result<Value, Unread> {
        if looped.label.is_some() {
            return Err(not_read(looped, "a loop with a label"));
        }
        let say::Value::List(values) = self.plain(&looped.expr)? else {
            return Err(not_read(&looped.expr, "a loop over anything but a list"));
        };
        self.repeated += 1;
        for value in values {
            let outside = self.scope.len();
            self.pattern(&looped.pat, Value::Plain(value))?;
            let value = self.block(&looped.body)?;
            nothing(&value, last(&looped.body))?;
            self.scope.truncate(outside);
        }
        self.repeated -= 1;
        Ok(unit())
    }
}
