//! The inverse of what removes something: it is made as it was, with all that went with it.

use super::Irreversible;
use crate::operation::{Commented, Fault, Object, Operation, SequenceChange, apply};
use crate::schema::{Name, QualifiedName, Schema, Sequence};

pub(super) fn invert(
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Operation>, Irreversible> {
    use Operation as O;
    let (inverse, if_exists, object) = match operation {
        O::DropNamespace { name, if_exists } => {
            let comment = before.namespaces.get(name);
            let inverse = comment.map(|comment| {
                let create = O::CreateNamespace {
                    name: name.clone(),
                    if_not_exists: false,
                };
                with_comment(create, Commented::Namespace(name.clone()), comment.clone())
            });
            (inverse, *if_exists, Object::Namespace(name.clone()))
        }
        O::DropExtension { name, if_exists } => {
            let inverse = before.extensions.get(name).map(|extension| {
                vec![O::CreateExtension {
                    name: name.clone(),
                    extension: extension.clone(),
                    if_not_exists: false,
                }]
            });
            (inverse, *if_exists, Object::Extension(name.clone()))
        }
        O::DropEnum { name, if_exists } => {
            let inverse = before.enums.get(name).map(|definition| {
                vec![O::CreateEnum {
                    name: name.clone(),
                    definition: definition.clone(),
                }]
            });
            (inverse, *if_exists, Object::Enum(name.clone()))
        }
        O::DropType {
            name,
            domain,
            if_exists,
        } => {
            let there = before.types.get(name);
            let there = there.filter(|one| one.is_domain() == *domain);
            let inverse = there.map(|definition| {
                vec![O::CreateType {
                    name: name.clone(),
                    definition: Box::new(definition.clone()),
                }]
            });
            let object = match domain {
                true => Object::Domain(name.clone()),
                false => Object::Composite(name.clone()),
            };
            (inverse, *if_exists, object)
        }
        O::DropSequence { name, if_exists } => {
            let inverse = before.sequences.get(name).map(|sequence| {
                vec![O::CreateSequence {
                    name: name.clone(),
                    sequence: sequence.clone(),
                    if_not_exists: false,
                }]
            });
            (inverse, *if_exists, Object::Sequence(name.clone()))
        }
        O::DropTable { name, if_exists } => {
            let inverse = table(before, name);
            (inverse, *if_exists, Object::Table(name.clone()))
        }
        O::DropColumn {
            table,
            column,
            if_exists,
        } => {
            let inverse = self::column(before, table, column);
            let object = Object::Column(table.clone(), column.clone());
            (inverse, *if_exists, object)
        }
        O::DropConstraint {
            table,
            name,
            kind,
            if_exists,
        } => {
            let here = before.tables.get(table);
            let found = here.and_then(|here| apply::find(table, here, *kind, name.as_ref()));
            let inverse = found.map(|constraint| {
                vec![O::AddConstraint {
                    table: table.clone(),
                    constraint: Box::new(constraint),
                }]
            });
            let object = match name {
                Some(name) => Object::Constraint(table.clone(), name.clone()),
                None => Object::PrimaryKey(table.clone()),
            };
            (inverse, *if_exists, object)
        }
        O::DropIndex {
            name,
            table,
            concurrently,
            if_exists,
        } => {
            let of_table = before.tables.get(table).map(|table| &table.indexes);
            let of_view = before.views.get(table).map(|view| &view.indexes);
            let index = of_table.or(of_view).and_then(|all| all.get(name));
            let inverse = index.map(|index| {
                vec![O::CreateIndex {
                    name: Some(name.clone()),
                    table: table.clone(),
                    index: Box::new(index.clone()),
                    concurrently: *concurrently,
                    if_not_exists: false,
                }]
            });
            let object = Object::Index(table.clone(), name.clone());
            (inverse, *if_exists, object)
        }
        O::DropView {
            name,
            materialized,
            if_exists,
        } => {
            let view = before.views.get(name);
            let view = view.filter(|view| view.materialized == *materialized);
            let inverse = view.map(|view| {
                let create = O::CreateView {
                    name: name.clone(),
                    view: Box::new(view.clone()),
                    or_replace: false,
                };
                let mut inverse = vec![create];
                inverse.extend(triggers(before, name));
                inverse
            });
            (inverse, *if_exists, Object::View(name.clone()))
        }
        O::DropFunction {
            name, if_exists, ..
        } => {
            let inverse = before.functions.get(name).map(|sql| {
                vec![O::CreateFunction {
                    name: name.clone(),
                    sql: sql.clone(),
                }]
            });
            (inverse, *if_exists, Object::Function(name.clone()))
        }
        O::DropTrigger {
            name,
            table,
            if_exists,
        } => {
            let key = (table.clone(), name.clone());
            let inverse = before.triggers.get(&key);
            let inverse = inverse.map(|sql| vec![trigger(table, name, sql)]);
            let object = Object::Trigger(table.clone(), name.clone());
            (inverse, *if_exists, object)
        }
        O::DropPolicy {
            name,
            table,
            if_exists,
        } => {
            let key = (table.clone(), name.clone());
            let inverse = before.policies.get(&key);
            let inverse = inverse.map(|sql| vec![policy(table, name, sql)]);
            let object = Object::Policy(table.clone(), name.clone());
            (inverse, *if_exists, object)
        }
        _ => return Err(Irreversible::NeedsSchema),
    };
    match inverse {
        Some(inverse) => Ok(inverse),
        None if if_exists => Ok(Vec::new()),
        None => Err(Fault::Missing(object).into()),
    }
}

fn with_comment(create: Operation, on: Commented, comment: Option<String>) -> Vec<Operation> {
    let comment = comment.map(|comment| Operation::Comment {
        on,
        comment: Some(comment),
    });
    std::iter::once(create).chain(comment).collect()
}

fn table(before: &Schema, name: &QualifiedName) -> Option<Vec<Operation>> {
    let table = before.tables.get(name)?;
    let owned = owned(before, |owner, _| owner == name);
    let create = Operation::CreateTable {
        name: name.clone(),
        table: Box::new(table.clone()),
        if_not_exists: false,
    };
    let mut inverse = around(&owned, create);
    inverse.extend(triggers(before, name));
    let policies = before
        .policies
        .iter()
        .filter(|((table, _), _)| table == name);
    inverse.extend(policies.map(|((table, name), sql)| policy(table, name, sql)));
    Some(inverse)
}

fn column(before: &Schema, table: &QualifiedName, name: &Name) -> Option<Vec<Operation>> {
    let column = before.tables.get(table)?.columns.named(name)?;
    let owned = owned(before, |owner, of| owner == table && of == name);
    let add = Operation::AddColumn {
        table: table.clone(),
        column: Box::new(column.clone()),
        if_not_exists: false,
        place: None,
    };
    Some(around(&owned, add))
}

/// Counters that go with a table or a column.
fn owned(
    before: &Schema,
    by: impl Fn(&QualifiedName, &Name) -> bool,
) -> Vec<(&QualifiedName, &Sequence)> {
    let owned = before.sequences.iter().filter(|(_, sequence)| {
        let owner = sequence.owned_by.as_ref();
        owner.is_some_and(|(table, column)| by(table, column))
    });
    owned.collect()
}

/// Makes counters, then what may take its defaults from them, and gives it the counters in the end.
fn around(owned: &[(&QualifiedName, &Sequence)], create: Operation) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (name, sequence) in owned {
        let mut free = (*sequence).clone();
        free.owned_by = None;
        operations.push(Operation::CreateSequence {
            name: (*name).clone(),
            sequence: free,
            if_not_exists: false,
        });
    }
    operations.push(create);
    for (name, sequence) in owned {
        operations.push(Operation::AlterSequence {
            name: (*name).clone(),
            change: SequenceChange {
                owned_by: Some(sequence.owned_by.clone()),
                ..SequenceChange::default()
            },
        });
    }
    operations
}

/// What makes the triggers of a table or a view.
pub(super) fn triggers(before: &Schema, name: &QualifiedName) -> Vec<Operation> {
    let triggers = before
        .triggers
        .iter()
        .filter(|((table, _), _)| table == name);
    let made = triggers.map(|((table, name), sql)| trigger(table, name, sql));
    made.collect()
}

fn trigger(table: &QualifiedName, name: &Name, sql: &str) -> Operation {
    Operation::CreateTrigger {
        name: name.clone(),
        table: table.clone(),
        sql: sql.to_owned(),
    }
}

fn policy(table: &QualifiedName, name: &Name, sql: &str) -> Operation {
    Operation::CreatePolicy {
        name: name.clone(),
        table: table.clone(),
        sql: sql.to_owned(),
    }
}
