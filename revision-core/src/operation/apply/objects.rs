//! Operations on what is kept by the statement that creates it, on extensions, and on comments.

use super::{Turn, constraints, dropping, indexes, making, types, views};
use crate::operation::{Commented, Fault, Object, Operation};
use crate::schema::Schema;

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::CreateExtension {
            name,
            extension,
            if_not_exists,
        } => {
            let there = schema.extensions.contains_key(name);
            if making(there, *if_not_exists, || Object::Extension(name.clone()))? == Turn::Go {
                schema.extensions.insert(name.clone(), extension.clone());
            }
        }
        Operation::DropExtension { name, if_exists } => {
            let there = schema.extensions.contains_key(name);
            if dropping(there, *if_exists, || Object::Extension(name.clone()))? == Turn::Go {
                schema.extensions.remove(name);
            }
        }
        Operation::CreateFunction { name, sql } => {
            let there = schema.functions.contains_key(name);
            if create(there, sql, || Object::Function(name.clone()))? == Turn::Go {
                schema.opaque.remove(name);
                schema.functions.insert(name.clone(), sql.clone());
            }
        }
        Operation::DropFunction {
            name, if_exists, ..
        } => {
            let there = schema.functions.contains_key(name);
            if dropping(there, *if_exists, || Object::Function(name.clone()))? == Turn::Go {
                schema.functions.remove(name);
            }
        }
        Operation::CreateTrigger { name, table, sql } => {
            if !schema.views.contains_key(table) {
                schema.table(table)?;
            }
            let key = (table.clone(), name.clone());
            let there = schema.triggers.contains_key(&key);
            let object = || Object::Trigger(table.clone(), name.clone());
            if create(there, sql, object)? == Turn::Go {
                schema.triggers.insert(key, sql.clone());
            }
        }
        Operation::DropTrigger {
            name,
            table,
            if_exists,
        } => {
            let key = (table.clone(), name.clone());
            let there = schema.triggers.contains_key(&key);
            let object = || Object::Trigger(table.clone(), name.clone());
            if dropping(there, *if_exists, object)? == Turn::Go {
                schema.triggers.remove(&key);
            }
        }
        Operation::CreatePolicy { name, table, sql } => {
            schema.table(table)?;
            let key = (table.clone(), name.clone());
            let there = schema.policies.contains_key(&key);
            let object = || Object::Policy(table.clone(), name.clone());
            if create(there, sql, object)? == Turn::Go {
                schema.policies.insert(key, sql.clone());
            }
        }
        Operation::DropPolicy {
            name,
            table,
            if_exists,
        } => {
            let key = (table.clone(), name.clone());
            let there = schema.policies.contains_key(&key);
            let object = || Object::Policy(table.clone(), name.clone());
            if dropping(there, *if_exists, object)? == Turn::Go {
                schema.policies.remove(&key);
            }
        }
        Operation::Comment { on, comment } => say(schema, on, comment.as_ref())?,
        _ => {}
    }
    Ok(())
}

/// Whether to make what a statement makes.
fn create(there: bool, sql: &str, object: impl FnOnce() -> Object) -> Result<Turn, Fault> {
    if there && replaces(sql) {
        return Ok(Turn::Go);
    }
    making(there, spares(sql), object)
}

/// Whether a statement replaces what is there.
pub(crate) fn replaces(sql: &str) -> bool {
    let mut words = head(sql).skip(1);
    words.next().is_some_and(|word| word == "or")
        && words.next().is_some_and(|word| word == "replace")
}

/// Whether a statement leaves what is there as it is.
pub(in crate::operation) fn spares(sql: &str) -> bool {
    let words: Vec<String> = head(sql).take(12).collect();
    words
        .windows(3)
        .any(|three| three == ["if", "not", "exists"])
}

/// Whether a statement makes a procedure, and no function.
pub(crate) fn is_procedure(sql: &str) -> bool {
    let mut words = head(sql).take(12);
    let kind = words.find(|word| ["function", "procedure"].contains(&word.as_str()));
    kind.is_some_and(|kind| kind == "procedure")
}

/// The first words of a statement.
fn head(sql: &str) -> impl Iterator<Item = String> {
    let words = sql.split(|c: char| !c.is_alphanumeric() && c != '_');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
}

fn say(schema: &mut Schema, on: &Commented, comment: Option<&String>) -> Result<(), Fault> {
    let place = match on {
        Commented::Namespace(name) => {
            let place = schema.namespaces.get_mut(name);
            place.ok_or_else(|| Fault::Missing(Object::Namespace(name.clone())))?
        }
        Commented::Enum(name) => {
            let found = schema.enums.get_mut(name);
            &mut found
                .ok_or_else(|| Fault::Missing(Object::Enum(name.clone())))?
                .comment
        }
        Commented::Type(name, domain) => {
            let missing = || Fault::Missing(types::object(name, *domain));
            let found = schema.types.get_mut(name);
            let found = found.filter(|one| one.is_domain() == *domain);
            found.ok_or_else(missing)?.comment_mut()
        }
        Commented::Sequence(name) => {
            let found = schema.sequences.get_mut(name);
            &mut found
                .ok_or_else(|| Fault::Missing(Object::Sequence(name.clone())))?
                .comment
        }
        Commented::View(name, materialized) => {
            if !views::is_there(schema, name, *materialized) {
                return Err(Fault::Missing(views::object(name, *materialized)));
            }
            let found = schema.views.get_mut(name);
            let missing = || Fault::Missing(views::object(name, *materialized));
            &mut found.ok_or_else(missing)?.comment
        }
        Commented::Constraint(table, name) => {
            return constraints::say(schema, table, name, comment);
        }
        Commented::Index(table, name) => {
            let missing = || Fault::Missing(Object::Index(table.clone(), name.clone()));
            let found = indexes::indexes_mut(schema, table)?.get_mut(name);
            &mut found.ok_or_else(missing)?.comment
        }
    };
    *place = comment.cloned();
    Ok(())
}
