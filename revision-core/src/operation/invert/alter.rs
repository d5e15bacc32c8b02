//! The inverse of what changes something that was there and is afterwards.

use super::Irreversible;
use crate::operation::apply;
use crate::operation::{
    ColumnChange, Commented, Fault, Object, Operation, Place, SequenceChange, TableChange,
    TypeChange,
};
use crate::schema::{Constraint, Defined, Name, QualifiedName, Schema, Sequence, Table, Type};

/// None for other operations.
pub(super) fn invert(
    before: &Schema,
    operation: &Operation,
) -> Result<Option<Vec<Operation>>, Irreversible> {
    use Operation as O;
    let inverse = match operation {
        O::AlterTable { name, change } => {
            let table = table(before, name)?;
            vec![O::AlterTable {
                name: name.clone(),
                change: table_back(name, table, change)?,
            }]
        }
        O::AlterColumn {
            table: name,
            column,
            change,
        } => {
            let here = table(before, name)?;
            let after = apply::altered(here, name, column, change)?;
            let missing = || Fault::Missing(Object::Column(name.clone(), column.clone()));
            let old = here.columns.named(column).ok_or_else(missing)?;
            // What holds values of its own is made computed nowhere without losing them, and on some databases not at all.
            let computed = old.generated.is_some() && after.generated.is_none();
            if computed && !apply::is_needed(before, name, column) {
                let drop = O::DropColumn {
                    table: name.clone(),
                    column: column.clone(),
                    if_exists: false,
                };
                let add = O::AddColumn {
                    table: name.clone(),
                    column: Box::new(old.clone()),
                    if_not_exists: false,
                    place: None,
                };
                return Ok(Some(vec![drop, add]));
            }
            vec![O::AlterColumn {
                table: name.clone(),
                column: column.clone(),
                change: Box::new(ColumnChange::between(&after, old)),
            }]
        }
        O::AlterType { name, change } => vec![O::AlterType {
            name: name.clone(),
            change: Box::new(type_back(before, name, change)?),
        }],
        O::AlterSequence { name, change } => {
            let missing = || Fault::Missing(Object::Sequence(name.clone()));
            let old = before.sequences.get(name).ok_or_else(missing)?;
            vec![O::AlterSequence {
                name: name.clone(),
                change: sequence_back(old, change),
            }]
        }
        O::ValidateConstraint {
            table: name,
            name: constraint,
        } => {
            let not_valid = not_valid(table(before, name)?, constraint);
            let again = not_valid.into_iter().flat_map(|one| {
                let drop = O::DropConstraint {
                    table: name.clone(),
                    name: Some(constraint.clone()),
                    kind: one.kind(),
                    if_exists: false,
                };
                let add = O::AddConstraint {
                    table: name.clone(),
                    constraint: Box::new(one),
                };
                [drop, add]
            });
            again.collect()
        }
        O::AddEnumValue { name, value, .. } => {
            let there = before
                .enums
                .get(name)
                .is_some_and(|it| it.values.contains(value));
            let drop = || O::DropEnumValue {
                name: name.clone(),
                value: value.clone(),
                columns: apply::columns_of(before, name),
            };
            if there { Vec::new() } else { vec![drop()] }
        }
        O::DropEnumValue { name, value, .. } => vec![O::AddEnumValue {
            name: name.clone(),
            value: value.clone(),
            place: place(before, name, value)?,
            if_not_exists: false,
        }],
        O::Comment { on, .. } => vec![O::Comment {
            on: on.clone(),
            comment: said(before, on),
        }],
        _ => return Ok(None),
    };
    Ok(Some(inverse))
}

fn table<'s>(before: &'s Schema, name: &QualifiedName) -> Result<&'s Table, Fault> {
    let missing = || Fault::Missing(Object::Table(name.clone()));
    before.tables.get(name).ok_or_else(missing)
}

fn table_back(
    name: &QualifiedName,
    table: &Table,
    change: &TableChange,
) -> Result<TableChange, Irreversible> {
    let options = &table.options;
    // What decides by itself, where nothing is said, is the database, and it may have decided otherwise since.
    let said = |what: &'static str, old: &Option<String>, new: &Option<String>| match (old, new) {
        (None, Some(_)) => Err(Irreversible::Unsaid {
            of: name.clone(),
            what,
        }),
        (old, new) => Ok(new.as_ref().and(old.clone())),
    };
    Ok(TableChange {
        comment: change.comment.as_ref().map(|_| table.comment.clone()),
        engine: said("engine", &options.engine, &change.engine)?,
        charset: said("character set", &options.charset, &change.charset)?,
        collation: said("collation", &options.collation, &change.collation)?,
        strict: change.strict.map(|_| options.strict),
        without_rowid: change.without_rowid.map(|_| options.without_rowid),
        unlogged: change.unlogged.map(|_| options.unlogged),
        row_security: change.row_security.map(|_| options.row_security),
        storage: change.storage.as_ref().map(|_| options.storage.clone()),
    })
}

fn type_back(
    before: &Schema,
    name: &QualifiedName,
    change: &TypeChange,
) -> Result<TypeChange, Fault> {
    let attribute = |own: &Name| Fault::Missing(Object::Attribute(name.clone(), own.clone()));
    match before.types.get(name) {
        Some(Defined::Domain(old)) => Ok(match change {
            TypeChange::Default(_) => TypeChange::Default(old.default.clone()),
            TypeChange::NotNull(_) => TypeChange::NotNull(old.not_null),
            TypeChange::AddCheck(check, _) => TypeChange::DropCheck(check.clone()),
            TypeChange::DropCheck(check) => {
                let missing = || Object::DomainCheck(name.clone(), check.clone());
                let sql = old.checks.get(check);
                let sql = sql.ok_or_else(|| Fault::Missing(missing()))?;
                TypeChange::AddCheck(check.clone(), sql.clone())
            }
            _ => return Err(Fault::Missing(Object::Composite(name.clone()))),
        }),
        Some(Defined::Composite(old)) => Ok(match change {
            TypeChange::AddAttribute(own, _) => TypeChange::DropAttribute(own.clone()),
            TypeChange::DropAttribute(own) => {
                let ty = old.attribute(own).ok_or_else(|| attribute(own))?;
                TypeChange::AddAttribute(own.clone(), ty.clone())
            }
            TypeChange::AlterAttribute(own, _) => {
                let ty = old.attribute(own).ok_or_else(|| attribute(own))?;
                TypeChange::AlterAttribute(own.clone(), ty.clone())
            }
            TypeChange::RenameAttribute(from, to) => {
                TypeChange::RenameAttribute(to.clone(), from.clone())
            }
            _ => return Err(Fault::Missing(Object::Domain(name.clone()))),
        }),
        None if change.is_of_domain() => Err(Fault::Missing(Object::Domain(name.clone()))),
        None => Err(Fault::Missing(Object::Composite(name.clone()))),
    }
}

fn sequence_back(old: &Sequence, change: &SequenceChange) -> SequenceChange {
    let usual = Type::BigInt { unsigned: false };
    SequenceChange {
        ty: change.ty.as_ref().map(|_| old.ty.clone().unwrap_or(usual)),
        options: change.options.as_ref().map(|_| old.options.clone()),
        owned_by: change.owned_by.as_ref().map(|_| old.owned_by.clone()),
    }
}

/// The constraints of this name that are not known to hold.
fn not_valid(table: &Table, name: &Name) -> Vec<Constraint> {
    let checks = table.checks.iter();
    let checks = checks.filter(|one| one.not_valid && one.name.as_ref() == Some(name));
    let keys = table.foreign_keys.iter();
    let keys = keys.filter(|one| one.not_valid && one.name.as_ref() == Some(name));
    let checks = checks.cloned().map(Constraint::Check);
    checks
        .chain(keys.cloned().map(Constraint::ForeignKey))
        .collect()
}

/// Where a value stands among the others of its enum.
fn place(before: &Schema, name: &QualifiedName, value: &str) -> Result<Option<Place>, Fault> {
    let missing = || Fault::Missing(Object::Enum(name.clone()));
    let values = &before.enums.get(name).ok_or_else(missing)?.values;
    let missing = || Fault::Missing(Object::EnumValue(name.clone(), value.to_owned()));
    let at = values
        .iter()
        .position(|one| one == value)
        .ok_or_else(missing)?;
    Ok(values.get(at + 1).cloned().map(Place::Before))
}

/// What was said about something.
fn said(before: &Schema, on: &Commented) -> Option<String> {
    match on {
        Commented::Namespace(name) => before.namespaces.get(name)?.clone(),
        Commented::Enum(name) => before.enums.get(name)?.comment.clone(),
        Commented::Type(name, _) => before.types.get(name)?.comment().cloned(),
        Commented::Sequence(name) => before.sequences.get(name)?.comment.clone(),
        Commented::View(name, _) => before.views.get(name)?.comment.clone(),
        Commented::Constraint(table, name) => {
            let here = before.tables.get(table)?;
            apply::called(table, here, name)?.comment().cloned()
        }
        Commented::Index(table, name) => {
            let of_table = before.tables.get(table).map(|table| &table.indexes);
            let of_view = before.views.get(table).map(|view| &view.indexes);
            of_table.or(of_view)?.get(name)?.comment.clone()
        }
    }
}
