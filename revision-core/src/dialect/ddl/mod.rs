//! What a statement of SQL makes of a schema, without a database.
//!
//! Data is passed over. What a schema keeps by its text (functions, triggers, policies, the queries of views) is found by
//! its first words. So is whatever is said in a few words: what is dropped, renamed, commented on. Tables, columns and
//! indexes go through `sqlparser`, one action of an `ALTER TABLE` at a time.
//!
//! Nothing is guessed: a statement that is not understood makes opaque what it names, and no more.

mod alter;
mod alter_object;
mod column;
mod constraint;
mod create;
mod defined;
mod dropped;
mod index;
mod loose;
mod names;
mod parse;
mod table;
mod types;

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::lex::{Kind, Lex, Reader};
use super::{mysql, postgres, sqlite};
use crate::operation::{Fault, Object, Operation};
use crate::schema::{QualifiedName, Schema};
use crate::{Backend, Server};

/// What a statement was to a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Understood {
    /// It changes no schema.
    Passed,
    /// It was applied.
    Applied,
    /// It was not understood. These objects are opaque now; with none, nobody knows what it did to which.
    Opaque(Vec<QualifiedName>),
}

/// Does to the schema what the statement does, as far as that is known.
///
/// `temporary` are the tables that go with the session, which no schema holds.
pub(crate) fn understand(
    server: Server,
    schema: &mut Schema,
    temporary: &mut BTreeSet<QualifiedName>,
    sql: &str,
) -> Result<Understood, Fault> {
    let context = Context {
        server,
        schema,
        temporary,
    };
    match server.backend() {
        Backend::Postgres => read::<postgres::lex::Lexer<'_>>(context, sql),
        Backend::MySql => {
            let plain = unwrapped::<mysql::lex::Lexer<'_>>(sql);
            read::<mysql::lex::Lexer<'_>>(context, &plain)
        }
        Backend::Sqlite => read::<sqlite::lex::Lexer<'_>>(context, sql),
    }
}

/// Why reading goes no further.
enum Stop {
    /// It is not understood.
    Unknown,
    /// It makes no sense.
    Fault(Fault),
}

type Done<T = Understood> = Result<T, Stop>;

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What is known while a statement is read.
struct Context<'s> {
    server: Server,
    schema: &'s mut Schema,
    temporary: &'s mut BTreeSet<QualifiedName>,
}

fn read<'a, L: Lex<'a>>(mut context: Context<'_>, sql: &'a str) -> Result<Understood, Fault> {
    let reader = Reader::<L>::new(sql);
    match statement(&mut context, reader.clone()) {
        Ok(understood) => Ok(understood),
        Err(Stop::Fault(Fault::Missing(Object::Table(name))))
            if context.temporary.contains(&name) =>
        {
            Ok(Understood::Passed)
        }
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Unknown) => {
            let names = names::named(&context, reader);
            for name in &names {
                context.schema.forget(name);
            }
            Ok(Understood::Opaque(names))
        }
    }
}

/// Statements that are about rows, rights, the session or the server.
const NO_DDL: &[&str] = &[
    "",
    "ABORT",
    "ANALYZE",
    "ATTACH",
    "BEGIN",
    "CHECK",
    "CHECKPOINT",
    "CHECKSUM",
    "CLOSE",
    "CLUSTER",
    "COMMIT",
    "COPY",
    "DEALLOCATE",
    "DECLARE",
    "DELETE",
    "DELIMITER",
    "DESC",
    "DESCRIBE",
    "DETACH",
    "DISCARD",
    "END",
    "EXPLAIN",
    "FETCH",
    "FLUSH",
    "GRANT",
    "HANDLER",
    "INSERT",
    "KILL",
    "LISTEN",
    "LOAD",
    "LOCK",
    "MERGE",
    "MOVE",
    "NOTIFY",
    "OPTIMIZE",
    "PRAGMA",
    "PREPARE",
    "PURGE",
    "REASSIGN",
    "REFRESH",
    "REINDEX",
    "RELEASE",
    "REPAIR",
    "REPLACE",
    "RESET",
    "REVOKE",
    "ROLLBACK",
    "SAVEPOINT",
    "SECURITY",
    "SET",
    "SHOW",
    "START",
    "TABLE",
    "TRUNCATE",
    "UNLISTEN",
    "UNLOCK",
    "UPDATE",
    "USE",
    "VACUUM",
    "VALUES",
    "WITH",
];

fn statement<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let word = reader.word();
    if NO_DDL.contains(&word.as_str()) && reader.peek().is_none_or(|(kind, _)| kind == Kind::Word) {
        return Ok(Understood::Passed);
    }
    if !parse::is_parsable(reader.clone()) {
        return Err(Stop::Unknown);
    }
    match word.as_str() {
        "SELECT" => select(context, reader),
        "CREATE" => create::read(context, reader),
        "ALTER" => alter::read(context, reader),
        "DROP" => dropped::read(context, reader),
        "COMMENT" => loose::comment(context, reader),
        "RENAME" => {
            let _ = reader.next();
            loose::rename_tables(context, reader)
        }
        "IMPORT" => Ok(Understood::Opaque(Vec::new())),
        _ => Err(Stop::Unknown),
    }
}

/// A query may make a table on some databases.
fn select<'a, L: Lex<'a>>(context: &Context<'_>, reader: Reader<'a, L>) -> Done {
    let makes = reader
        .words_outside_brackets()
        .iter()
        .any(|word| word == "INTO");
    if makes && context.is_postgres() {
        return Err(Stop::Unknown);
    }
    Ok(Understood::Passed)
}

impl Context<'_> {
    fn is_postgres(&self) -> bool {
        self.server.backend() == Backend::Postgres
    }

    fn is_sqlite(&self) -> bool {
        self.server.backend() == Backend::Sqlite
    }

    fn is_mysql(&self) -> bool {
        self.server.backend() == Backend::MySql
    }

    fn apply(&mut self, operation: &Operation) -> Done<()> {
        self.schema.apply(operation)?;
        Ok(())
    }

    fn applied(&mut self, operation: &Operation) -> Done {
        self.apply(operation)?;
        Ok(Understood::Applied)
    }
}

/// The statement without the marks of comments that are run.
fn unwrapped<'a, L: Lex<'a>>(sql: &'a str) -> Cow<'a, str> {
    let marks: Vec<_> = L::new(sql)
        .filter(|token| token.kind == Kind::Executable)
        .collect();
    if marks.is_empty() {
        return Cow::Borrowed(sql);
    }
    let mut plain = String::new();
    let mut done = 0;
    for mark in marks {
        plain.push_str(&sql[done..mark.start]);
        done = mark.end;
    }
    plain.push_str(&sql[done..]);
    Cow::Owned(plain.trim().to_owned())
}

#[cfg(test)]
mod tests;
