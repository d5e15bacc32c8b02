//! Operations that make sense for a schema.

use revision_core::Backend;
use revision_core::operation::{
    BulkInsert, Commented, Operation, Place, Run, SequenceChange, TableChange, Where, invert,
    invert_all,
};
use revision_core::schema::{
    Column, ConstraintKind, Extension, Literal, Name, QualifiedName, Schema, Table, Type,
};

use super::{Draw, columns, defined, names, objects, tables};

/// An operation that makes sense for this schema.
#[must_use]
pub fn operation(draw: &mut Draw<'_>, schema: &Schema) -> Operation {
    for _ in 0..8 {
        let drawn = match draw.below(5) {
            0 => of_table(draw, schema),
            1 => of_column(draw, schema),
            2 => of_constraint(draw, schema),
            3 => of_index(draw, schema),
            _ => of_object(draw, schema),
        };
        if let Some(operation) = drawn {
            return operation;
        }
    }
    create_table(draw, schema)
}

fn create_table(draw: &mut Draw<'_>, schema: &Schema) -> Operation {
    let name = names::relation(draw, schema);
    let table = tables::table(draw, schema, &name);
    Operation::CreateTable {
        name,
        table: Box::new(table),
        if_not_exists: draw.one_in(5),
    }
}

fn a_table<'s>(draw: &mut Draw<'_>, schema: &'s Schema) -> Option<(QualifiedName, &'s Table)> {
    let names: Vec<QualifiedName> = schema.tables.keys().cloned().collect();
    let name = draw.pick(&names)?;
    let table = schema.tables.get(&name)?;
    Some((name, table))
}

/// Whether a view reads it.
fn is_viewed(draw: &Draw<'_>, schema: &Schema, name: &QualifiedName) -> bool {
    let spelt = names::spelt(&name.name, draw.taste.on);
    schema
        .views
        .values()
        .any(|view| view.query.contains(&spelt))
}

fn of_table(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let kind = draw.below(8);
    if kind <= 2 {
        return Some(create_table(draw, schema));
    }
    let (name, table) = a_table(draw, schema)?;
    let operation = match kind {
        3 => {
            let others = schema.tables.iter().filter(|(other, _)| **other != name);
            let mut keys = others.flat_map(|(_, table)| &table.foreign_keys);
            if keys.any(|key| key.references == name) || is_viewed(draw, schema, &name) {
                return None;
            }
            Operation::DropTable {
                name,
                if_exists: draw.one_in(4),
            }
        }
        4 => Operation::RenameTable {
            to: names::fresh(draw, |to| names::is_relation(schema, &name.beside(to))),
            from: name,
        },
        5 if draw.takes_namespaces() => {
            let namespaces: Vec<Name> = schema.namespaces.keys().cloned().collect();
            let to = draw.pick(&namespaces).filter(|_| draw.one_in(2));
            let there = QualifiedName {
                namespace: to.clone(),
                name: name.name.clone(),
            };
            // A counter goes along, and so does all that has a name.
            let owned = schema.sequences.values().any(|sequence| {
                let owner = sequence.owned_by.as_ref();
                owner.is_some_and(|(table, _)| *table == name)
            });
            if owned || there != name && schema.tables.contains_key(&there) {
                return None;
            }
            if schema.views.contains_key(&there) || schema.sequences.contains_key(&there) {
                return None;
            }
            Operation::MoveTable { name, to }
        }
        6 => {
            let mut change = TableChange::default();
            change.comment = Some(draw.comment());
            if draw.is_on(Backend::Postgres) {
                change.row_security = draw.one_in(3).then_some(true);
            }
            Operation::AlterTable { name, change }
        }
        _ => {
            let plain = table
                .columns
                .iter()
                .filter(|column| column.generated.is_none());
            let columns: Vec<&Column> = plain.take(3).collect();
            if columns.is_empty() {
                return None;
            }
            let names = columns.iter().map(|column| column.name.clone()).collect();
            let mut rows = Vec::new();
            if draw.taste.on.is_none() {
                for _ in 0..draw.below(3) {
                    rows.push(columns.iter().map(|_| draw.literal()).collect());
                }
            }
            Operation::BulkInsert(BulkInsert::new(name, names, rows))
        }
    };
    Some(operation)
}

fn of_column(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let kind = draw.below(6);
    let (name, table) = a_table(draw, schema)?;
    if kind <= 1 {
        let column = columns::column(draw, schema, table);
        let others: Vec<Name> = table.columns.iter().map(|one| one.name.clone()).collect();
        let place = draw.one_in(4) && draw.is_on(Backend::MySql);
        return Some(Operation::AddColumn {
            table: name,
            column: Box::new(column),
            if_not_exists: draw.one_in(6) && draw.taste.on.is_none(),
            place: place
                .then(|| draw.pick(&others))
                .flatten()
                .map(Where::After),
        });
    }
    let column = draw.pick(&table.columns)?;
    let operation = match kind {
        2 => {
            if columns::is_used(schema, table, &column.name) || table.columns.len() < 2 {
                return None;
            }
            Operation::DropColumn {
                table: name,
                column: column.name,
                if_exists: draw.one_in(4) && draw.taste.on.is_none(),
            }
        }
        3..=4 => Operation::AlterColumn {
            change: Box::new(columns::change(draw, schema, table, &column)),
            table: name,
            column: column.name,
        },
        _ => Operation::RenameColumn {
            to: names::fresh(draw, |to| columns::is_column(table, to)),
            table: name,
            from: column.name,
        },
    };
    Some(operation)
}

fn of_constraint(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let (name, table) = a_table(draw, schema)?;
    let kind = draw.below(6);
    if kind <= 1 {
        let constraint = tables::constraint(draw, schema, &name, table)?;
        return Some(Operation::AddConstraint {
            table: name,
            constraint: Box::new(constraint),
        });
    }
    let mut there = Vec::new();
    there.extend(
        table
            .unique
            .iter()
            .map(|one| (ConstraintKind::Unique, one.name.clone())),
    );
    there.extend(
        table
            .checks
            .iter()
            .map(|one| (ConstraintKind::Check, one.name.clone())),
    );
    let keys = table.foreign_keys.iter();
    there.extend(keys.map(|one| (ConstraintKind::ForeignKey, one.name.clone())));
    let exclusions = table.exclusions.iter();
    there.extend(exclusions.map(|one| (ConstraintKind::Exclusion, one.name.clone())));
    let referred = schema
        .tables
        .values()
        .flat_map(|table| &table.foreign_keys)
        .any(|key| key.references == name);
    let counted = table.columns.iter().any(|column| column.identity.is_some());
    if let Some(key) = table.primary_key.as_ref().filter(|_| !referred && !counted) {
        there.push((ConstraintKind::PrimaryKey, key.name.clone()));
    }
    let (of, own) = draw.pick(&there)?;
    let own = own?;
    let operation = match kind {
        2 if draw.is_on(Backend::Postgres) => Operation::RenameConstraint {
            table: name,
            from: own,
            to: names::index(draw, schema),
        },
        3 if [ConstraintKind::Check, ConstraintKind::ForeignKey].contains(&of)
            && draw.is_on(Backend::Postgres) =>
        {
            Operation::ValidateConstraint {
                table: name,
                name: own,
            }
        }
        4 if draw.is_on(Backend::Postgres) => Operation::Comment {
            on: Commented::Constraint(name, own),
            comment: draw.comment(),
        },
        _ => Operation::DropConstraint {
            table: name,
            name: Some(own),
            kind: of,
            if_exists: false,
        },
    };
    Some(operation)
}

fn of_index(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let (name, table) = a_table(draw, schema)?;
    let there: Vec<Name> = table.indexes.keys().cloned().collect();
    let operation = match draw.below(4) {
        0..=1 => Operation::CreateIndex {
            name: Some(names::index(draw, schema)),
            index: Box::new(tables::index(draw, table)?),
            table: name,
            concurrently: false,
            if_not_exists: draw.one_in(6) && draw.taste.on.is_none(),
        },
        2 => Operation::DropIndex {
            name: draw.pick(&there)?,
            table: name,
            concurrently: false,
            if_exists: false,
        },
        _ => Operation::RenameIndex {
            from: draw.pick(&there)?,
            table: name,
            to: names::index(draw, schema),
        },
    };
    Some(operation)
}

fn of_object(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    match draw.below(8) {
        0 => of_enum(draw, schema),
        6 if draw.is_on(Backend::Postgres) => defined::operation(draw, schema),
        1 if draw.is_on(Backend::Postgres) => of_sequence(draw, schema),
        2 => of_view(draw, schema),
        3 => of_trigger(draw, schema),
        4 if draw.takes_namespaces() => of_namespace(draw, schema),
        5 => of_function(draw, schema),
        _ if draw.taste.on.is_none() => of_nothing(draw, schema),
        _ => None,
    }
}

/// What no schema knows, or what every server has others of.
fn of_nothing(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let extensions: Vec<Name> = schema.extensions.keys().cloned().collect();
    Some(match draw.below(5) {
        0 => Operation::Execute("SELECT 1".into()),
        1 => Operation::Run(Run::new("backfill")),
        2 => Operation::CreateExtension {
            name: names::fresh(draw, |name| extensions.contains(name)),
            extension: Extension::default(),
            if_not_exists: draw.one_in(3),
        },
        3 => Operation::DropExtension {
            name: draw.pick(&extensions)?,
            if_exists: draw.one_in(3),
        },
        _ => {
            let back = operation(draw, schema);
            let inverse = invert(None, &back).ok()?;
            // The reverse of what leads back leads there.
            let there = invert_all(None, &inverse).ok()?;
            schema.clone().apply_all(&there).ok()?;
            Operation::Reverse(inverse)
        }
    })
}

fn of_function(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    if draw.taste.on == Some(Backend::Sqlite) {
        return None;
    }
    let names: Vec<QualifiedName> = schema.functions.keys().cloned().collect();
    Some(match draw.below(3) {
        0 => {
            let name = names::qualified(draw, schema, |name| names.contains(name));
            let sql = objects::function(draw, &name);
            Operation::CreateFunction { name, sql }
        }
        1 => {
            let name = draw.pick(&names)?;
            let sql = objects::function(draw, &name);
            let sql = sql.replacen("CREATE", "CREATE OR REPLACE", 1);
            // Another database has no such words.
            if draw.taste.on == Some(Backend::MySql) {
                return None;
            }
            Operation::CreateFunction { name, sql }
        }
        _ => Operation::DropFunction {
            name: draw.pick(&names)?,
            procedure: false,
            if_exists: draw.one_in(3),
        },
    })
}

fn of_enum(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let names: Vec<QualifiedName> = schema.enums.keys().cloned().collect();
    let kind = draw.below(6);
    if kind <= 1 {
        return Some(Operation::CreateEnum {
            name: names::of_type(draw, schema),
            definition: objects::an_enum(draw),
        });
    }
    let name = draw.pick(&names)?;
    let definition = schema.enums.get(&name)?;
    let value = draw.pick(&definition.values)?;
    let columns = schema
        .tables
        .values()
        .flat_map(|table| table.columns.iter());
    let mut of_type = columns.filter(|column| column.ty == Type::Enum(name.clone()));
    let operation = match kind {
        2 => Operation::AddEnumValue {
            value: objects::value(draw, definition),
            name,
            place: match draw.below(3) {
                0 => None,
                1 => Some(Place::Before(value)),
                _ => Some(Place::After(value)),
            },
            if_not_exists: draw.one_in(5),
        },
        3 => Operation::RenameEnumValue {
            to: objects::value(draw, definition),
            name,
            from: value,
        },
        4 => {
            let mut defaults = of_type.filter_map(|column| column.default.as_ref());
            let literal = Literal::Text(value.clone());
            let wanted = revision_core::schema::Default::Value(literal);
            if definition.values.len() < 2 || defaults.any(|default| *default == wanted) {
                return None;
            }
            Operation::DropEnumValue {
                name,
                value,
                columns: Vec::new(),
            }
        }
        _ if of_type.next().is_some() || draw.one_in(2) => Operation::RenameEnum {
            to: names::fresh(draw, |to| {
                *to == *"name" || names::is_relation(schema, &name.beside(to))
            }),
            from: name,
        },
        _ => Operation::DropEnum {
            name,
            if_exists: false,
        },
    };
    Some(operation)
}

fn of_sequence(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let names: Vec<QualifiedName> = schema.sequences.keys().cloned().collect();
    let kind = draw.below(5);
    if kind <= 1 {
        return Some(Operation::CreateSequence {
            name: names::relation(draw, schema),
            sequence: objects::sequence(draw),
            if_not_exists: draw.one_in(4),
        });
    }
    let name = draw.pick(&names)?;
    let operation = match kind {
        2 => {
            let mut change = SequenceChange::default();
            change.options = Some(objects::options(draw));
            change.ty = draw.one_in(3).then_some(Type::Integer { unsigned: false });
            Operation::AlterSequence { name, change }
        }
        3 => Operation::RenameSequence {
            to: names::fresh(draw, |to| names::is_relation(schema, &name.beside(to))),
            from: name,
        },
        _ if draw.one_in(2) => Operation::Comment {
            on: Commented::Sequence(name),
            comment: draw.comment(),
        },
        _ => Operation::DropSequence {
            name,
            if_exists: draw.one_in(3),
        },
    };
    Some(operation)
}

fn of_view(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let names: Vec<QualifiedName> = schema.views.keys().cloned().collect();
    let kind = draw.below(5);
    if kind <= 1 {
        return Some(Operation::CreateView {
            name: names::relation(draw, schema),
            view: Box::new(objects::view(draw, schema)?),
            or_replace: false,
        });
    }
    let name = draw.pick(&names)?;
    let old = schema.views.get(&name)?;
    let operation = match kind {
        2 if !old.materialized => {
            let mut view = objects::view(draw, schema)?;
            view.materialized = false;
            Operation::CreateView {
                name,
                view: Box::new(view),
                or_replace: true,
            }
        }
        3 if draw.is_on(Backend::Postgres) => Operation::RenameView {
            to: names::fresh(draw, |to| names::is_relation(schema, &name.beside(to))),
            from: name,
            materialized: old.materialized,
        },
        _ => Operation::DropView {
            name,
            materialized: old.materialized,
            if_exists: draw.one_in(4),
        },
    };
    Some(operation)
}

fn of_trigger(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let triggers: Vec<(QualifiedName, Name)> = schema.triggers.keys().cloned().collect();
    let policies: Vec<(QualifiedName, Name)> = schema.policies.keys().cloned().collect();
    let operation = match draw.below(4) {
        0 => {
            let (table, _) = a_table(draw, schema)?;
            let name = objects::trigger_name(draw, schema);
            Operation::CreateTrigger {
                sql: objects::trigger(draw, &name, &table),
                name,
                table,
            }
        }
        1 => {
            let (table, name) = draw.pick(&triggers)?;
            Operation::DropTrigger {
                name,
                table,
                if_exists: draw.one_in(3),
            }
        }
        2 if draw.is_on(Backend::Postgres) => {
            let (table, _) = a_table(draw, schema)?;
            let taken = |name: &Name| policies.contains(&(table.clone(), name.clone()));
            let name = names::fresh(draw, taken);
            Operation::CreatePolicy {
                sql: objects::policy(draw, &name, &table),
                name,
                table,
            }
        }
        _ => {
            let (table, name) = draw.pick(&policies)?;
            Operation::DropPolicy {
                name,
                table,
                if_exists: draw.one_in(3),
            }
        }
    };
    Some(operation)
}

fn of_namespace(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let names: Vec<Name> = schema.namespaces.keys().cloned().collect();
    let free = |draw: &mut Draw<'_>| names::fresh(draw, |name| names.contains(name));
    let kind = draw.below(5);
    if kind <= 1 {
        return Some(Operation::CreateNamespace {
            name: free(draw),
            if_not_exists: draw.one_in(4),
        });
    }
    let name = draw.pick(&names)?;
    let operation = match kind {
        2 => Operation::RenameNamespace {
            from: name,
            to: free(draw),
        },
        3 => {
            let inside = |one: &QualifiedName| one.namespace.as_ref() == Some(&name);
            let relations = schema.tables.keys().chain(schema.views.keys());
            let others = schema.sequences.keys().chain(schema.enums.keys());
            let others = others.chain(schema.types.keys());
            let mut all = relations.chain(others).chain(schema.functions.keys());
            if all.any(inside) {
                return None;
            }
            Operation::DropNamespace {
                name,
                if_exists: draw.one_in(3),
            }
        }
        _ => Operation::Comment {
            on: Commented::Namespace(name),
            comment: draw.comment(),
        },
    };
    Some(operation)
}
