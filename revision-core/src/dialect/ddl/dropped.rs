//! `DROP …`.

use super::super::lex::{Kind, Lex, Reader};
use super::{Context, Done, Stop, Understood, create, index, loose};
use crate::operation::{Fault, Object, Operation};
use crate::schema::{Constraint, ConstraintKind, Defined, Name, QualifiedName, Table};

pub(super) fn read<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let _ = reader.next();
    let temporary = reader.eat("TEMPORARY");
    let kinds = [
        "TABLE",
        "TABLES",
        "MATERIALIZED VIEW",
        "VIEW",
        "INDEX",
        "SEQUENCE",
        "TYPE",
        "DOMAIN",
        "SCHEMA",
        "EXTENSION",
        "FUNCTION",
        "PROCEDURE",
        "ROUTINE",
        "TRIGGER",
        "POLICY",
    ];
    let Some(kind) = reader.eat_any(&kinds) else {
        return Ok(Understood::Passed);
    };
    if temporary {
        return Ok(Understood::Passed);
    }
    let concurrently = reader.eat("CONCURRENTLY");
    let if_exists = reader.eat("IF EXISTS");
    match kind {
        "FUNCTION" | "PROCEDURE" | "ROUTINE" => functions(context, reader, kind, if_exists),
        "TRIGGER" => trigger(context, reader, if_exists),
        "POLICY" => {
            let name = reader.name().ok_or(Stop::Unknown)?.into();
            if !reader.eat("ON") {
                return Err(Stop::Unknown);
            }
            let table = context.qualified(&mut reader)?;
            context.applied(&Operation::DropPolicy {
                name,
                table,
                if_exists,
            })
        }
        _ => {
            let names = list(context, &mut reader)?;
            let cascade = reader.eat("CASCADE");
            let on = reader.eat("ON");
            let table = if on {
                Some(context.qualified(&mut reader)?)
            } else {
                None
            };
            if kind == "INDEX" {
                for name in names {
                    let table = table.clone();
                    drop_index(context, &name.name, table, if_exists, concurrently)?;
                }
                return Ok(Understood::Applied);
            }
            objects(context, kind, names, if_exists, cascade)
        }
    }
}

fn list<'a, L: Lex<'a>>(
    context: &Context<'_>,
    reader: &mut Reader<'a, L>,
) -> Done<Vec<QualifiedName>> {
    let mut names = vec![context.qualified(reader)?];
    while reader.eat_mark(",") {
        names.push(context.qualified(reader)?);
    }
    Ok(names)
}

fn objects(
    context: &mut Context<'_>,
    kind: &str,
    names: Vec<QualifiedName>,
    if_exists: bool,
    cascade: bool,
) -> Done {
    let together = names.clone();
    for name in names {
        match kind {
            "TABLE" | "TABLES" => {
                if !context.is_postgres() {
                    loose::drop_table(context, &name, if_exists)?;
                    continue;
                }
                // Tables that are dropped in one go may refer to each other.
                drop_references(context, &name, if cascade { None } else { Some(&together) })?;
                context.apply(&Operation::DropTable { name, if_exists })?;
            }
            "VIEW" | "MATERIALIZED VIEW" => context.apply(&Operation::DropView {
                name,
                materialized: kind == "MATERIALIZED VIEW",
                if_exists,
            })?,
            "SEQUENCE" => context.apply(&Operation::DropSequence { name, if_exists })?,
            "TYPE" if context.schema.enums.contains_key(&name) => {
                // With its columns.
                if cascade {
                    return Err(Stop::Unknown);
                }
                context.apply(&Operation::DropEnum { name, if_exists })?;
            }
            "TYPE" | "DOMAIN" => {
                let known = context.schema.types.get(&name);
                let Some(domain) = known.map(Defined::is_domain) else {
                    continue;
                };
                if cascade {
                    return Err(Stop::Unknown);
                }
                context.apply(&Operation::DropType {
                    name,
                    domain,
                    if_exists,
                })?;
            }
            "SCHEMA" if context.is_mysql() => return Err(Stop::Unknown),
            // With all that lies in it.
            "SCHEMA" if cascade => return Err(Stop::Unknown),
            "SCHEMA" => context.apply(&Operation::DropNamespace {
                name: name.name,
                if_exists,
            })?,
            _ => context.apply(&Operation::DropExtension {
                name: name.name,
                if_exists,
            })?,
        }
    }
    Ok(Understood::Applied)
}

/// Drops the foreign keys that refer to a table: all of them, or those of some tables.
fn drop_references(
    context: &mut Context<'_>,
    name: &QualifiedName,
    of: Option<&[QualifiedName]>,
) -> Done<()> {
    let mut found = Vec::new();
    for (other, table) in &context.schema.tables {
        if other == name || of.is_some_and(|of| !of.contains(other)) {
            continue;
        }
        let keys = table.foreign_keys.iter();
        let keys = keys.filter(|key| key.references == *name);
        found.extend(keys.map(|key| (other.clone(), key.name.clone())));
    }
    for (table, name) in found {
        context.apply(&Operation::DropConstraint {
            table,
            name,
            kind: ConstraintKind::ForeignKey,
            if_exists: false,
        })?;
    }
    Ok(())
}

/// Drops an index, or the constraint that goes by its name where a database takes one for the other.
pub(super) fn drop_index(
    context: &mut Context<'_>,
    name: &Name,
    table: Option<QualifiedName>,
    if_exists: bool,
    concurrently: bool,
) -> Done<()> {
    let table = table.or_else(|| index::owner(context.schema, name));
    let Some(table) = table else {
        // One that nobody knows: of a constraint, of an object that is opaque.
        return if if_exists {
            Ok(())
        } else {
            Err(Stop::Unknown)
        };
    };
    let here = context.schema.tables.get(&table);
    let is_unique = here.is_some_and(|here| {
        let mut keys = here.unique.iter();
        keys.any(|key| key.name.as_ref() == Some(name))
    });
    if is_unique {
        return context.apply(&Operation::DropConstraint {
            table,
            name: Some(name.clone()),
            kind: ConstraintKind::Unique,
            if_exists,
        });
    }
    // The index of a foreign key goes by the key's name, and is none of ours.
    let of_key = here.is_some_and(|here| {
        let mut keys = here.foreign_keys.iter();
        !here.indexes.contains_key(name) && keys.any(|key| key.name.as_ref() == Some(name))
    });
    if of_key && context.is_mysql() {
        return Ok(());
    }
    context.apply(&Operation::DropIndex {
        name: name.clone(),
        table,
        concurrently,
        if_exists,
    })
}

fn functions<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
    kind: &str,
    if_exists: bool,
) -> Done {
    loop {
        let mut name = context.qualified(&mut reader)?;
        if context.is_postgres() {
            if reader.peek() == Some((Kind::Mark, "(")) {
                let types = create::argument_types(&mut reader)?;
                name.name = Name::from(format!("{}({types})", name.name));
            } else {
                // The only one of its name.
                let begin = format!("{}(", name.name);
                let mut all = context.schema.functions.keys();
                let same =
                    all.find(|one| one.namespace == name.namespace && one.name.starts_with(&begin));
                name = same.cloned().unwrap_or(name);
            }
        }
        context.apply(&Operation::DropFunction {
            name,
            procedure: kind == "PROCEDURE",
            if_exists,
        })?;
        if !reader.eat_mark(",") {
            return Ok(Understood::Applied);
        }
    }
}

fn trigger<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
    if_exists: bool,
) -> Done {
    let name = context.qualified(&mut reader)?.name;
    let table = if reader.eat("ON") {
        context.qualified(&mut reader)?
    } else {
        let mut all = context.schema.triggers.keys();
        match all.find(|(_, one)| *one == name) {
            Some((table, _)) => table.clone(),
            // What is opaque may have had it.
            None if if_exists || !context.schema.opaque.is_empty() => {
                return Ok(Understood::Applied);
            }
            None => return Err(Stop::Unknown),
        }
    };
    context.applied(&Operation::DropTrigger {
        name,
        table,
        if_exists,
    })
}

/// Drops a column. Some databases drop indexes and constraints over it along; the others refuse that, so that nothing else
/// can be meant.
pub(super) fn drop_column(
    context: &mut Context<'_>,
    table: &QualifiedName,
    column: &Name,
    if_exists: bool,
    cascade: bool,
) -> Done<()> {
    let drop = Operation::DropColumn {
        table: table.clone(),
        column: column.clone(),
        if_exists,
    };
    loop {
        let by = match context.schema.apply(&drop) {
            Ok(()) => return Ok(()),
            Err(Fault::Needed { by, .. }) => *by,
            Err(fault) => return Err(fault.into()),
        };
        let operation = match by.clone() {
            Object::Index(table, name) => Operation::DropIndex {
                name,
                table,
                concurrently: false,
                if_exists: false,
            },
            Object::PrimaryKey(table) => Operation::DropConstraint {
                table,
                name: None,
                kind: ConstraintKind::PrimaryKey,
                if_exists: false,
            },
            Object::Constraint(of, name) if of == *table || cascade => {
                let here = context.schema.tables.get(&of);
                let found = here.and_then(|here| kind_of(here, &name));
                Operation::DropConstraint {
                    table: of,
                    name: Some(name),
                    kind: found.ok_or(Stop::Unknown)?,
                    if_exists: false,
                }
            }
            _ => {
                return Err(Stop::Fault(Fault::Needed {
                    what: Box::new(Object::Column(table.clone(), column.clone())),
                    by: Box::new(by),
                }));
            }
        };
        context.apply(&operation)?;
    }
}

/// Of which kind the constraint of this name is.
pub(super) fn kind_of(table: &Table, name: &Name) -> Option<ConstraintKind> {
    let all = table.constraints();
    let found = all.iter().find(|one| one.name() == Some(name));
    found.map(Constraint::kind)
}
