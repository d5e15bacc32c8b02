//! What goes through `sqlparser`.

use sqlparser::ast::{Expr, Statement, UnaryOperator, Value};
use sqlparser::dialect::{Dialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::{Parser, ParserOptions};

use super::super::lex::{Kind, Lex, Reader};
use super::{Context, Done, Stop};
use crate::Backend;
use crate::schema::Literal;

/// How many tokens may follow each other without a comma between. The parser makes a tree of a long sum that is as deep as
/// the sum is long, and a tree is taken down on the stack.
const LONGEST: usize = 4_000;

/// Whether the parser's trees stay small.
pub(super) fn is_parsable<'a, L: Lex<'a>>(mut reader: Reader<'a, L>) -> bool {
    let mut run = 0;
    while let Some(token) = reader.next() {
        run = if token == (Kind::Mark, ",") {
            0
        } else {
            run + 1
        };
        if run > LONGEST {
            return false;
        }
    }
    true
}

impl Context<'_> {
    /// The one statement that a text is. What nests too deep is refused by the parser.
    pub(super) fn parse(&self, text: &str) -> Done<Statement> {
        let dialect: &dyn Dialect = match self.server.backend() {
            Backend::Postgres => &PostgreSqlDialect {},
            Backend::MySql => &MySqlDialect {},
            Backend::Sqlite => &SQLiteDialect {},
        };
        let options = ParserOptions::new().with_unescape(true);
        let parser = Parser::new(dialect).with_options(options);
        let mut parser = parser.try_with_sql(text).map_err(|_| Stop::Unknown)?;
        let mut statements = parser.parse_statements().map_err(|_| Stop::Unknown)?;
        match statements.pop() {
            Some(statement) if statements.is_empty() => Ok(statement),
            _ => Err(Stop::Unknown),
        }
    }
}

/// The expression without brackets around all of it.
pub(super) fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) => bare(inner),
        expr => expr,
    }
}

/// The expression as text, without brackets around all of it.
pub(super) fn text(expr: &Expr) -> String {
    bare(expr).to_string()
}

/// The value, where the expression is one.
pub(super) fn literal(expr: &Expr) -> Option<Literal> {
    match bare(expr) {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => Some(number(digits)),
            Value::SingleQuotedString(text)
            | Value::EscapedStringLiteral(text)
            | Value::NationalStringLiteral(text)
            | Value::DoubleQuotedString(text) => Some(Literal::Text(text.clone())),
            Value::Boolean(value) => Some(Literal::Bool(*value)),
            Value::Null => Some(Literal::Null),
            _ => None,
        },
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => match literal(expr)? {
            Literal::Integer(number) => number.checked_neg().map(Literal::Integer),
            Literal::Text(digits) => Some(Literal::Text(format!("-{digits}"))),
            _ => None,
        },
        // `'a'::character varying` is how a server shows a text.
        Expr::Cast {
            expr, data_type, ..
        } => {
            let shown = data_type.to_string().to_lowercase();
            let literal = literal(expr)?;
            let is_text = matches!(literal, Literal::Text(_) | Literal::Null);
            (is_text && shown != "regclass").then_some(literal)
        }
        _ => None,
    }
}

/// A number; one with a decimal point is kept by its digits.
fn number(digits: &str) -> Literal {
    match digits.parse() {
        Ok(number) => Literal::Integer(number),
        Err(_) => Literal::Text(digits.to_owned()),
    }
}
