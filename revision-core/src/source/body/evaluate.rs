//! Walking through a function as the compiled program would, statement by statement.

use std::cell::Cell;
use std::sync::Arc;

use syn::ext::IdentExt as _;
use syn::spanned::Spanned;
use syn::{Block, Expr, Ident, ItemConst, ItemFn, Local, Pat, Stmt};

use super::Unread;
use super::items::{Items, harmless};
use crate::op::{Beside, Op, Recorded, Refused, say};
use crate::{Backend, Place, Source};

/// How much may be evaluated more than once: what loops, constants and functions come to.
const MOST: usize = 1_000_000;

/// How deep expressions and functions may lead into each other.
const DEEPEST: usize = 1_000;

/// What an expression stands for.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// The `op` that the function is given.
    Op,
    /// What was recorded as the call of this number.
    Recorded(usize),
    /// A value of its own.
    Plain(say::Value),
}

/// What a file is read with.
pub(super) struct Reading<'a> {
    pub(super) items: &'a Items<'a>,
    pub(super) source: &'a Arc<Source>,
    pub(super) dialect: Backend,
    pub(super) spent: Cell<usize>,
}

/// A function while it is walked through, and those that it calls.
pub(super) struct Walk<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) op: Op,
    /// Where each call on `op` stands, and what stands beside what it recorded.
    pub(super) calls: Vec<(Place, Beside<Place>)>,
    pub(super) refused: Option<Refused<Place>>,
    /// How many `op.reverse` led here.
    pub(super) depth: usize,
    /// What names stand for, the last one first.
    pub(super) scope: Vec<(String, Bound<'a>)>,
    /// How deep it is in expressions.
    level: usize,
    /// How many loops and functions it is in, which may be walked through again.
    pub(super) repeated: usize,
}

/// What a name of a function stands for.
#[derive(Clone)]
pub(super) enum Bound<'a> {
    Value(Value),
    /// A constant, and how many names are known where it stands: a block within may have others of the same names.
    Const(&'a ItemConst, usize),
}

/// What a function records.
pub(super) fn function<'a>(
    function: &'a ItemFn,
    reading: &'a Reading<'a>,
    depth: usize,
) -> Result<Recorded<Place>, Unread> {
    let mut walk = Walk::new(reading, depth);
    if let Some(name) = reading.items.parameter(function)? {
        walk.bind(name, Value::Op)?;
    }
    let value = walk.block(&function.block)?;
    nothing(&value, last(&function.block))?;
    Ok(walk.finish())
}

/// What an expression stands for by itself.
pub(super) fn expression<'a>(
    expression: &'a Expr,
    reading: &'a Reading<'a>,
) -> Result<say::Value, Unread> {
    Walk::new(reading, 0).plain(expression)
}

/// Where the value of a block comes from.
pub(super) fn last(block: &Block) -> &dyn Spanned {
    match block.stmts.last() {
        Some(last) => last,
        None => block,
    }
}

impl<'a> Walk<'a> {
    fn new(reading: &'a Reading<'a>, depth: usize) -> Self {
        Self {
            reading,
            op: Op::new(reading.dialect),
            calls: Vec::new(),
            refused: None,
            depth,
            scope: Vec::new(),
            level: 0,
            repeated: depth,
        }
    }

    fn finish(self) -> Recorded<Place> {
        let mut recorded = Recorded {
            refused: self.refused,
            ..Recorded::default()
        };
        for (word, (place, beside)) in self.op.into_words().zip(self.calls) {
            recorded.add(word, &place, beside);
        }
        recorded
    }

    /// What a block stands for. What it names is known in it alone.
    pub(super) fn block(&mut self, block: &'a Block) -> Result<Value, Unread> {
        let outside = self.scope.len();
        // Constants are known everywhere in their block.
        let mut constants = Vec::new();
        for statement in &block.stmts {
            if let Stmt::Item(syn::Item::Const(item)) = statement {
                self.reading.items.plain_constant(item)?;
                constants.push(item);
            }
        }
        let known = outside + constants.len();
        for item in constants {
            let name = item.ident.unraw().to_string();
            self.scope.push((name, Bound::Const(item, known)));
        }
        let mut value = unit();
        for (number, statement) in block.stmts.iter().enumerate() {
            value = self.statement(statement, number + 1 == block.stmts.len())?;
        }
        self.scope.truncate(outside);
        Ok(value)
    }

    fn statement(&mut self, statement: &'a Stmt, is_last: bool) -> Result<Value, Unread> {
        match statement {
            Stmt::Expr(expression, Some(_)) => {
                self.value(expression)?;
                Ok(unit())
            }
            Stmt::Expr(expression, None) => {
                let value = self.value(expression)?;
                if !is_last {
                    nothing(&value, expression)?;
                    return Ok(unit());
                }
                Ok(value)
            }
            Stmt::Local(local) => self.local(local).map(|()| unit()),
            Stmt::Item(syn::Item::Const(_)) => Ok(unit()),
            Stmt::Item(_) => Err(not_read(statement, "an item in a function")),
            Stmt::Macro(_) => Err(not_read(statement, "a macro")),
        }
    }

    fn local(&mut self, local: &'a Local) -> Result<(), Unread> {
        harmless(&local.attrs)?;
        let Some(init) = &local.init else {
            return Err(not_read(local, "`let` without a value"));
        };
        if init.diverge.is_some() {
            return Err(not_read(local, "`let` with `else`"));
        }
        let value = self.value(&init.expr)?;
        self.pattern(&local.pat, value)
    }

    /// Gives what a pattern names to its names.
    pub(super) fn pattern(&mut self, pattern: &'a Pat, value: Value) -> Result<(), Unread> {
        match (pattern, value) {
            (Pat::Wild(_), _) => Ok(()),
            (Pat::Ident(name), value) if name.by_ref.is_none() && name.subpat.is_none() => {
                harmless(&name.attrs)?;
                self.bind(&name.ident, value)
            }
            (Pat::Type(typed), value) => {
                self.reading.items.plain(&typed.ty)?;
                self.pattern(&typed.pat, value)
            }
            (Pat::Paren(inner), value) => self.pattern(&inner.pat, value),
            (Pat::Reference(inner), value @ Value::Plain(_)) => self.pattern(&inner.pat, value),
            (Pat::Tuple(tuple), Value::Plain(say::Value::Tuple(values)))
                if tuple.elems.len() == values.len() =>
            {
                for (pattern, value) in tuple.elems.iter().zip(values) {
                    self.pattern(pattern, Value::Plain(value))?;
                }
                Ok(())
            }
            (pattern, _) => Err(not_read(pattern, "this pattern")),
        }
    }

    fn bind(&mut self, name: &Ident, value: Value) -> Result<(), Unread> {
        let text = name.unraw().to_string();
        let words = self.reading.items.is_word(&text) && say::constant(&text).is_some();
        let inner = self
            .scope
            .iter()
            .any(|(other, bound)| *other == text && matches!(bound, Bound::Const(..)));
        // Such a pattern asks whether it is that, and names nothing. What a function is called may be called anew.
        if words || inner || self.reading.items.constant(&text)?.is_some() {
            return Err(not_read(name, "a pattern with the name of a constant"));
        }
        self.scope.push((text, Bound::Value(value)));
        Ok(())
    }

    /// What an expression stands for, after all that it records.
    pub(super) fn value(&mut self, expression: &'a Expr) -> Result<Value, Unread> {
        if self.level == DEEPEST {
            let reason = "this leads too deep to be read";
            return Err(Unread::needs_compiling(expression, reason));
        }
        if self.repeated > 0 {
            self.spend(1, expression)?;
        }
        self.level += 1;
        let value = self.value_here(expression);
        self.level -= 1;
        value
    }

    fn value_here(&mut self, expression: &'a Expr) -> Result<Value, Unread> {
        harmless(attributes(expression))?;
        match expression {
            Expr::Paren(inner) => self.value(&inner.expr),
            Expr::Group(inner) => self.value(&inner.expr),
            Expr::Lit(literal) => super::literal::value(self.reading.source, &literal.lit),
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) if path.qself.is_none() => self.name(name, expression),
                _ => super::literal::number(self.reading.items, path),
            },
            Expr::MethodCall(call) => super::words::method(self, call),
            Expr::Call(call) => super::words::function(self, call),
            Expr::Array(array) => self
                .plains(&array.elems)
                .map(say::Value::List)
                .map(Value::Plain),
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Ok(unit()),
            Expr::Tuple(tuple) => self
                .plains(&tuple.elems)
                .map(say::Value::Tuple)
                .map(Value::Plain),
            Expr::Repeat(repeat) => self.repeat(repeat),
            Expr::Reference(inner) => self.value(&inner.expr),
            Expr::Unary(unary) => match super::literal::negative(unary) {
                Some(value) => Ok(value),
                None => {
                    let value = self.value(&unary.expr)?;
                    super::literal::unary(unary, value)
                }
            },
            Expr::Binary(binary) => self.binary(binary),
            Expr::If(choice) => self.choice(choice),
            Expr::Match(choice) => self.matched(choice),
            Expr::ForLoop(looped) => self.looped(looped),
            Expr::Block(block) if block.label.is_none() => self.block(&block.block),
            other => Err(not_read(other, kind(other))),
        }
    }

    /// What a name stands for.
    fn name(&mut self, name: &'a Ident, at: &'a Expr) -> Result<Value, Unread> {
        let text = name.unraw().to_string();
        let bound = self.scope.iter().rev().find(|(bound, _)| *bound == text);
        match bound.map(|(_, bound)| bound.clone()) {
            Some(Bound::Value(value)) => {
                self.spend(weight(&value), at)?;
                return Ok(value);
            }
            Some(Bound::Const(item, known)) => return self.constant(item, known),
            None => {}
        }
        if let Some(item) = self.reading.items.constant(&text)? {
            return self.constant(item, 0);
        }
        if self.reading.items.is_word(&text)
            && let Some(value) = say::constant(&text)
        {
            return Ok(Value::Plain(value));
        }
        let reason = format!("only the compiler knows what `{name}` is");
        Err(Unread::needs_compiling(name, reason))
    }

    /// What a constant stands for, among the first so many names.
    fn constant(&mut self, item: &'a ItemConst, known: usize) -> Result<Value, Unread> {
        let scope = std::mem::take(&mut self.scope);
        // It knows no variable. Their places stay, by which constants know what they know.
        let names = scope.iter().take(known).map(|(name, bound)| match bound {
            Bound::Const(..) => (name.clone(), bound.clone()),
            Bound::Value(_) => (String::new(), Bound::Value(unit())),
        });
        self.scope = names.collect();
        self.repeated += 1;
        let value = self.value(&item.expr);
        self.repeated -= 1;
        self.scope = scope;
        value
    }

    /// Values of their own, which alone can stand in lists and arguments.
    pub(super) fn plains(
        &mut self,
        expressions: impl IntoIterator<Item = &'a Expr>,
    ) -> Result<Vec<say::Value>, Unread> {
        let expressions = expressions.into_iter();
        expressions
            .map(|expression| self.plain(expression))
            .collect()
    }

    pub(super) fn plain(&mut self, expression: &'a Expr) -> Result<say::Value, Unread> {
        match self.value(expression)? {
            Value::Plain(value) => Ok(value),
            Value::Op | Value::Recorded(_) => Err(not_read(expression, "this, as a value,")),
        }
    }

    fn repeat(&mut self, repeat: &'a syn::ExprRepeat) -> Result<Value, Unread> {
        let value = self.plain(&repeat.expr)?;
        let length = match self.plain(&repeat.len)? {
            say::Value::Number(length) => usize::try_from(length).ok(),
            _ => None,
        };
        let Some(length) = length else {
            return Err(not_read(&repeat.len, "this length"));
        };
        let value = Value::Plain(value);
        self.spend(weight(&value).saturating_mul(length), &repeat.expr)?;
        let Value::Plain(value) = value else {
            return Err(not_read(repeat, "this"));
        };
        Ok(Value::Plain(say::Value::List(vec![value; length])))
    }

    /// What a function of the file gives back.
    pub(super) fn helper(
        &mut self,
        function: &'a ItemFn,
        arguments: Vec<Value>,
        at: &'a Expr,
    ) -> Result<Value, Unread> {
        let parameters = self.reading.items.parameters(function)?;
        if parameters.len() != arguments.len() {
            return Err(not_read(at, "a call with another number of arguments"));
        }
        let scope = std::mem::take(&mut self.scope);
        self.repeated += 1;
        for (parameter, value) in parameters.iter().zip(arguments) {
            if parameter.is_op != matches!(value, Value::Op) {
                return Err(not_read(at, "a call with such arguments"));
            }
            if let Some(name) = parameter.name {
                self.bind(name, value)?;
            }
        }
        let value = self.block(&function.block)?;
        if matches!(function.sig.output, syn::ReturnType::Default) {
            nothing(&value, last(&function.block))?;
        }
        self.repeated -= 1;
        self.scope = scope;
        Ok(value)
    }

    /// Whether a variable or a constant of the function has a name.
    pub(super) fn is_bound(&self, name: &str) -> bool {
        self.scope.iter().any(|(bound, _)| bound == name)
    }

    pub(super) fn spend(&self, much: usize, at: &Expr) -> Result<(), Unread> {
        let spent = self.reading.spent.get().saturating_add(much);
        self.reading.spent.set(spent);
        if spent > MOST {
            let reason = "this does too much to be read";
            return Err(Unread::needs_compiling(at, reason));
        }
        Ok(())
    }

    /// The place of something in the file.
    pub(super) fn place(&self, what: &(impl Spanned + ?Sized)) -> Place {
        Place::new(self.reading.source, what.span().byte_range())
    }
}

/// Refuses a value where the compiler wants none.
pub(super) fn nothing(value: &Value, what: &(impl Spanned + ?Sized)) -> Result<(), Unread> {
    match value {
        Value::Plain(say::Value::Unit) => Ok(()),
        _ => Err(not_read(what, "a call without a semicolon")),
    }
}

/// How much a value holds.
fn weight(value: &Value) -> usize {
    fn weight(value: &say::Value) -> usize {
        match value {
            say::Value::List(values) | say::Value::Tuple(values) => {
                1 + values.iter().map(weight).sum::<usize>()
            }
            _ => 1,
        }
    }
    match value {
        Value::Plain(value) => weight(value),
        Value::Op | Value::Recorded(_) => 1,
    }
}

pub(super) fn unit() -> Value {
    Value::Plain(say::Value::Unit)
}

pub(super) fn not_read(what: &(impl Spanned + ?Sized), kind: &str) -> Unread {
    Unread::needs_compiling(what, format!("{kind} is not read"))
}

/// The attributes of an expression that is read.
fn attributes(expression: &Expr) -> &[syn::Attribute] {
    match expression {
        Expr::Paren(it) => &it.attrs,
        Expr::Group(it) => &it.attrs,
        Expr::Lit(it) => &it.attrs,
        Expr::Path(it) => &it.attrs,
        Expr::MethodCall(it) => &it.attrs,
        Expr::Call(it) => &it.attrs,
        Expr::Array(it) => &it.attrs,
        Expr::Tuple(it) => &it.attrs,
        Expr::Repeat(it) => &it.attrs,
        Expr::Reference(it) => &it.attrs,
        Expr::Unary(it) => &it.attrs,
        Expr::Binary(it) => &it.attrs,
        Expr::If(it) => &it.attrs,
        Expr::Match(it) => &it.attrs,
        Expr::ForLoop(it) => &it.attrs,
        Expr::Block(it) => &it.attrs,
        _ => &[],
    }
}

/// What kind of expression is not read.
fn kind(expression: &Expr) -> &'static str {
    match expression {
        Expr::Loop(_) | Expr::While(_) => "a loop but `for`",
        Expr::Macro(_) => "a macro",
        Expr::Closure(_) => "a closure",
        Expr::Return(_) => "`return`",
        Expr::Let(_) => "`let` in a condition",
        Expr::Block(_) | Expr::Unsafe(_) | Expr::Async(_) | Expr::Const(_) => "a block",
        Expr::Struct(_) => "a struct",
        Expr::Range(_) => "a range",
        _ => "this",
    }
}
