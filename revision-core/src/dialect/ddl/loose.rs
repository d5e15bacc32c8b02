//! What is said in a few words, and what databases allow that no list of operations may.

use super::super::lex::{Lex, Reader};
use super::{Context, Done, Stop, Understood, index};
use crate::operation::{ColumnChange, Commented, Operation, TableChange};
use crate::schema::{QualifiedName, Schema};

/// Something refers to an object that was not there so far.
pub(super) fn expect(schema: &mut Schema, name: &QualifiedName) {
    if !schema.tables.contains_key(name) {
        schema.opaque.insert(name.clone());
    }
}

/// `COMMENT ON …`.
pub(super) fn comment<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
) -> Done {
    if !reader.eat("COMMENT ON") {
        return Err(Stop::Unknown);
    }
    let kinds = [
        "TABLE",
        "COLUMN",
        "MATERIALIZED VIEW",
        "VIEW",
        "INDEX",
        "CONSTRAINT",
        "SEQUENCE",
        "TYPE",
        "DOMAIN",
        "SCHEMA",
    ];
    let Some(kind) = reader.eat_any(&kinds) else {
        // A schema has no comments on anything else.
        return Ok(Understood::Passed);
    };
    let mut parts = Vec::new();
    loop {
        parts.push(reader.name().ok_or(Stop::Unknown)?);
        if !reader.eat_mark(".") {
            break;
        }
    }
    let table = match kind {
        "CONSTRAINT" if reader.eat("ON DOMAIN") => return Ok(Understood::Passed),
        "CONSTRAINT" if reader.eat("ON") => Some(context.qualified(&mut reader)?),
        "CONSTRAINT" => return Err(Stop::Unknown),
        _ => None,
    };
    if !reader.eat("IS") {
        return Err(Stop::Unknown);
    }
    let comment = if reader.eat("NULL") {
        None
    } else {
        Some(context.text(&mut reader)?).filter(|text| !text.is_empty())
    };
    let last = parts.pop().ok_or(Stop::Unknown)?;
    if kind == "COLUMN" {
        let table = parts.pop().ok_or(Stop::Unknown)?;
        let table = context.placed(parts.pop(), table);
        // What a view's columns are is not known.
        if context.schema.views.contains_key(&table) {
            return Ok(Understood::Passed);
        }
        let change = ColumnChange {
            comment: Some(comment),
            ..ColumnChange::default()
        };
        return context.applied(&Operation::AlterColumn {
            table,
            column: last.into(),
            change: Box::new(change),
        });
    }
    if let Some(table) = table {
        let on = Commented::Constraint(table, last.into());
        return context.applied(&Operation::Comment { on, comment });
    }
    let name = context.placed(parts.pop(), last);
    let on = match kind {
        "TABLE" => {
            let change = TableChange {
                comment: Some(comment),
                ..TableChange::default()
            };
            return context.applied(&Operation::AlterTable { name, change });
        }
        "VIEW" => Commented::View(name, false),
        "MATERIALIZED VIEW" => Commented::View(name, true),
        "SEQUENCE" => Commented::Sequence(name),
        "TYPE" if context.schema.enums.contains_key(&name) => Commented::Enum(name),
        "TYPE" | "DOMAIN" => match context.schema.types.get(&name) {
            Some(one) => Commented::Type(name, one.is_domain()),
            None => return Ok(Understood::Passed),
        },
        // The one that is searched by default is no object here.
        "SCHEMA" if !context.schema.namespaces.contains_key(&name.name) => {
            return Ok(Understood::Passed);
        }
        "SCHEMA" => Commented::Namespace(name.name),
        _ => match index::owner(context.schema, &name.name) {
            Some(table) => Commented::Index(table, name.name),
            // It may be that of a constraint.
            None => return Ok(Understood::Passed),
        },
    };
    context.applied(&Operation::Comment { on, comment })
}

/// `RENAME TABLE a TO b, c TO d`.
pub(super) fn rename_tables<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
) -> Done {
    if !reader.eat("TABLE") && !reader.eat("TABLES") {
        // Users and the like.
        return Ok(Understood::Passed);
    }
    loop {
        let from = context.qualified(&mut reader)?;
        if !reader.eat("TO") {
            return Err(Stop::Unknown);
        }
        let to = context.qualified(&mut reader)?;
        rename_table(context, from, &to)?;
        if !reader.eat_mark(",") {
            break;
        }
    }
    Ok(Understood::Applied)
}

pub(super) fn rename_table(
    context: &mut Context<'_>,
    from: QualifiedName,
    to: &QualifiedName,
) -> Done<()> {
    let mut name = from;
    if name.namespace != to.namespace && to.namespace.is_some() {
        context.apply(&Operation::MoveTable {
            name: name.clone(),
            to: to.namespace.clone(),
        })?;
        name.namespace.clone_from(&to.namespace);
    }
    if name.name == to.name {
        return Ok(());
    }
    if let Some(view) = context.schema.views.get(&name) {
        let materialized = view.materialized;
        return context.apply(&Operation::RenameView {
            from: name,
            to: to.name.clone(),
            materialized,
        });
    }
    // What refers to the new name by a foreign key waits for it, after a table was made anew.
    let to = name.beside(&to.name);
    if context.schema.opaque.contains(&to) && context.schema.tables.contains_key(&name) {
        context.schema.opaque.remove(&to);
    }
    context.apply(&Operation::RenameTable {
        from: name,
        to: to.name,
    })
}

/// Drops a table as a database does that does not mind what refers to it.
pub(super) fn drop_table(
    context: &mut Context<'_>,
    name: &QualifiedName,
    if_exists: bool,
) -> Done<()> {
    let schema = &mut *context.schema;
    let others = schema.tables.iter().filter(|(other, _)| *other != name);
    let referred = others
        .flat_map(|(_, table)| &table.foreign_keys)
        .any(|key| key.references == *name);
    let drop = Operation::DropTable {
        name: name.clone(),
        if_exists,
    };
    if referred && schema.tables.contains_key(name) {
        schema.forget(name);
        context.apply(&drop)?;
        // It is expected to come back.
        expect(context.schema, name);
        return Ok(());
    }
    context.apply(&drop)
}
