//! `ALTER …`, a table's actions one by one.

use sqlparser::ast::{AlterTableOperation, MySQLColumnPosition, Statement, TableConstraint};

use super::super::lex::{Kind, Lex, Reader};
use super::constraint::Part;
use super::{
    Context, Done, Stop, Understood, alter_object, create, defined, dropped, loose, table,
};
use crate::operation::{ColumnChange, Operation, SequenceChange, TableChange, Where};
use crate::schema::{
    Constraint, ConstraintKind, IndexKey, Name, PrimaryKey, QualifiedName, Unique,
};

pub(super) fn read<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let _ = reader.next();
    let _ = reader.eat("ONLINE") || reader.eat("IGNORE");
    let kinds = [
        "TABLE",
        "SEQUENCE",
        "TYPE",
        "DOMAIN",
        "INDEX",
        "MATERIALIZED VIEW",
        "VIEW",
        "SCHEMA",
        "FUNCTION",
        "PROCEDURE",
        "POLICY",
        "TRIGGER",
        "FOREIGN TABLE",
    ];
    let Some(kind) = reader.eat_any(&kinds) else {
        return Ok(Understood::Passed);
    };
    let if_exists = reader.eat("IF EXISTS");
    match kind {
        "TABLE" => of_table(context, reader, if_exists),
        "SEQUENCE" => alter_object::of_sequence(context, reader, if_exists),
        "TYPE" => alter_object::of_type(context, reader),
        "DOMAIN" => defined::alter_domain(context, reader),
        "INDEX" => alter_object::of_index(context, reader, if_exists),
        "VIEW" | "MATERIALIZED VIEW" => {
            alter_object::of_view(context, reader, kind == "MATERIALIZED VIEW")
        }
        "SCHEMA" => alter_object::of_namespace(context, reader),
        "FUNCTION" | "PROCEDURE" => {
            // Whose it is, and what it costs.
            let words = reader.words_outside_brackets();
            if words.iter().any(|word| word == "RENAME" || word == "SET") {
                return Err(Stop::Unknown);
            }
            Ok(Understood::Passed)
        }
        _ => Err(Stop::Unknown),
    }
}

fn of_table<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
    if_exists: bool,
) -> Done {
    let _ = reader.eat("ONLY");
    let start = reader.position();
    let mut name = context.qualified(&mut reader)?;
    let spelt = reader.text()[start..reader.position()].to_owned();
    let _ = reader.eat_mark("*");
    let missing = !context.schema.tables.contains_key(&name)
        && !context.schema.views.contains_key(&name)
        && !context.schema.opaque.contains(&name);
    if if_exists && missing {
        return Ok(Understood::Applied);
    }
    let mut some = false;
    while !reader.is_done() {
        let action = action(&mut reader);
        some |= alter(context, &mut name, &spelt, Reader::<L>::new(action))?;
    }
    Ok(if some {
        Understood::Applied
    } else {
        Understood::Passed
    })
}

/// Takes an action, up to the comma after it.
fn action<'a, L: Lex<'a>>(reader: &mut Reader<'a, L>) -> &'a str {
    let (text, start) = (reader.text(), reader.position());
    let mut depth = 0_usize;
    loop {
        let end = reader.position();
        match reader.next() {
            None => return text[start..].trim_end(),
            Some((Kind::Mark, "(" | "[")) => depth += 1,
            Some((Kind::Mark, ")" | "]")) => depth = depth.saturating_sub(1),
            Some((Kind::Mark, ",")) if depth == 0 => return text[start..end].trim_end(),
            Some(_) => {}
        }
    }
}

/// Does one action, and says whether it changes what a schema holds.
fn alter<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    name: &mut QualifiedName,
    spelt: &str,
    mut reader: Reader<'a, L>,
) -> Done<bool> {
    let whole = reader.clone();
    // Whose it is, where it lies, what is logged of it.
    let others = [
        "OWNER TO",
        "CLUSTER ON",
        "SET WITHOUT CLUSTER",
        "REPLICA IDENTITY",
        "ENABLE TRIGGER",
        "DISABLE TRIGGER",
        "ENABLE ALWAYS TRIGGER",
        "ENABLE REPLICA TRIGGER",
        "FORCE ROW LEVEL SECURITY",
        "NO FORCE ROW LEVEL SECURITY",
        "ENABLE RULE",
        "DISABLE RULE",
        "SET TABLESPACE",
        "ENABLE KEYS",
        "DISABLE KEYS",
        "AUTO_INCREMENT",
        "ALGORITHM",
        "LOCK",
        "FORCE",
        "ROW_FORMAT",
        "ORDER BY",
        "ATTACH PARTITION",
        "DETACH PARTITION",
        "SET ACCESS METHOD",
        "KEY_BLOCK_SIZE",
        "STATS_PERSISTENT",
        "DISCARD TABLESPACE",
        "IMPORT TABLESPACE",
    ];
    if reader.eat_any(&others).is_some() {
        return Ok(false);
    }
    if reader.eat("RENAME") {
        rename(context, name, reader)?;
        return Ok(true);
    }
    if reader.eat("ADD CONSTRAINT") {
        let mut ahead = reader.clone();
        let own = ahead.name();
        let kind = ahead.eat_any(&["PRIMARY KEY USING INDEX", "UNIQUE USING INDEX"]);
        if let (Some(own), Some(kind)) = (own, kind) {
            let from = ahead.name().ok_or(Stop::Unknown)?;
            using_index(context, name, own.into(), &from.into(), kind)?;
            return Ok(true);
        }
    }
    let mut list = whole.clone();
    let adds = list.eat("ADD COLUMN") || list.eat("ADD");
    if adds && list.eat_mark("(") {
        // Several columns in brackets.
        let text = list.text()[list.position()..].trim_end();
        let text = text.strip_suffix(')').ok_or(Stop::Unknown)?;
        let mut columns = Reader::<L>::new(text);
        while !columns.is_done() {
            parsed(
                context,
                name,
                spelt,
                &format!("ADD COLUMN {}", action(&mut columns)),
            )?;
        }
        return Ok(true);
    }
    if whole.clone().eat("DROP") {
        reader = whole.clone();
        let _ = reader.eat("DROP");
        return drop(context, name, reader).map(|()| true);
    }
    let mut change = TableChange::default();
    if reader.eat("ENABLE ROW LEVEL SECURITY") {
        change.row_security = Some(true);
    } else if reader.eat("DISABLE ROW LEVEL SECURITY") {
        change.row_security = Some(false);
    } else if reader.eat("SET LOGGED") {
        change.unlogged = Some(false);
    } else if reader.eat("SET UNLOGGED") {
        change.unlogged = Some(true);
    } else if reader.eat("COMMENT") {
        let _ = reader.eat_mark("=");
        let text = context.text(&mut reader)?;
        change.comment = Some(Some(text).filter(|text| !text.is_empty()));
    } else if reader.eat("ENGINE") {
        let _ = reader.eat_mark("=");
        change.engine = reader.name();
    } else if context.is_mysql()
        && (reader.eat("CONVERT TO") || reader.eat("DEFAULT") || reader.word() == "CHARACTER")
    {
        if !reader.eat("CHARACTER SET") && !reader.eat("CHARSET") {
            return Err(Stop::Unknown);
        }
        let _ = reader.eat_mark("=");
        change.charset = reader.name();
        if reader.eat("COLLATE") {
            let _ = reader.eat_mark("=");
            change.collation = reader.name();
        }
    }
    if change != TableChange::default() {
        if !reader.is_done() {
            return Err(Stop::Unknown);
        }
        context.apply(&Operation::AlterTable {
            name: name.clone(),
            change,
        })?;
        return Ok(true);
    }
    reader = whole.clone();
    if reader.eat("SET SCHEMA") {
        let namespace = reader.name().ok_or(Stop::Unknown)?;
        let to = context.placed(Some(namespace), String::new()).namespace;
        context.apply(&Operation::MoveTable {
            name: name.clone(),
            to: to.clone(),
        })?;
        name.namespace = to;
        return Ok(true);
    }
    if reader.eat("VALIDATE CONSTRAINT") {
        context.apply(&Operation::ValidateConstraint {
            table: name.clone(),
            name: reader.name().ok_or(Stop::Unknown)?.into(),
        })?;
        return Ok(true);
    }
    if reader.eat("ALTER") && special_alter(context, name, reader)? {
        return Ok(true);
    }
    parsed(context, name, spelt, whole.text())?;
    Ok(true)
}

/// What is altered of a column in words that the parser does not know.
fn special_alter<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    table: &QualifiedName,
    mut reader: Reader<'a, L>,
) -> Done<bool> {
    let _ = reader.eat("COLUMN");
    let Some(column) = reader.name() else {
        return Ok(false);
    };
    let mut change = ColumnChange::default();
    if reader.eat("DROP IDENTITY") {
        change.identity = Some(None);
    } else if reader.eat("DROP EXPRESSION") {
        change.generated = Some(None);
    } else if reader.eat("ADD GENERATED") {
        let mut identity = crate::schema::Identity {
            always: reader.eat("ALWAYS"),
            ..crate::schema::Identity::default()
        };
        if !identity.always && !reader.eat("BY DEFAULT") || !reader.eat("AS IDENTITY") {
            return Ok(false);
        }
        if reader.eat_mark("(") {
            let mut rest = SequenceChange::default();
            create::sequence_options(context, &mut reader, &mut identity.options, &mut rest)?;
        }
        change.identity = Some(Some(identity));
    } else if reader
        .eat_any(&["SET STATISTICS", "SET STORAGE", "SET COMPRESSION"])
        .is_none()
    {
        return Ok(false);
    }
    let _ = reader.eat("IF EXISTS");
    context.apply(&Operation::AlterColumn {
        table: table.clone(),
        column: column.into(),
        change: Box::new(change),
    })?;
    Ok(true)
}

fn rename<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    name: &mut QualifiedName,
    mut reader: Reader<'a, L>,
) -> Done<()> {
    let is_constraint = reader.eat("CONSTRAINT");
    let is_index = !is_constraint && (reader.eat("INDEX") || reader.eat("KEY"));
    if !is_constraint && !is_index {
        let whole = reader.clone();
        if reader.eat("TO") || reader.eat("AS") || reader.eat_mark("=") {
            let to = context.qualified(&mut reader)?;
            loose::rename_table(context, name.clone(), &to)?;
            name.name = to.name;
            return Ok(());
        }
        reader = whole;
        let _ = reader.eat("COLUMN");
    }
    let from: Name = reader.name().ok_or(Stop::Unknown)?.into();
    if !reader.eat("TO") {
        return Err(Stop::Unknown);
    }
    let to: Name = reader.name().ok_or(Stop::Unknown)?.into();
    let table = name.clone();
    let of_unique = context.schema.tables.get(&table).is_some_and(|here| {
        let mut unique = here.unique.iter();
        unique.any(|one| one.name.as_ref() == Some(&from))
    });
    // Somewhere a unique constraint is an index, and nothing else.
    context.apply(&if is_constraint || is_index && of_unique {
        Operation::RenameConstraint { table, from, to }
    } else if is_index {
        Operation::RenameIndex { table, from, to }
    } else {
        Operation::RenameColumn { table, from, to }
    })
}

fn drop<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    name: &QualifiedName,
    mut reader: Reader<'a, L>,
) -> Done<()> {
    let table = name.clone();
    let kinds = [
        "CONSTRAINT",
        "PRIMARY KEY",
        "FOREIGN KEY",
        "INDEX",
        "KEY",
        "CHECK",
        "COLUMN",
    ];
    let kind = reader.eat_any(&kinds).unwrap_or("COLUMN");
    let if_exists = reader.eat("IF EXISTS");
    if kind == "PRIMARY KEY" {
        return context.apply(&Operation::DropConstraint {
            table,
            name: None,
            kind: ConstraintKind::PrimaryKey,
            if_exists,
        });
    }
    let own: Name = reader.name().ok_or(Stop::Unknown)?.into();
    let cascade = reader.eat("CASCADE");
    let of_kind = match kind {
        "FOREIGN KEY" => ConstraintKind::ForeignKey,
        "CHECK" => ConstraintKind::Check,
        "INDEX" | "KEY" => {
            return dropped::drop_index(context, &own, Some(table), if_exists, false);
        }
        "CONSTRAINT" => {
            let here = context.schema.tables.get(name);
            let found = here.and_then(|here| dropped::kind_of(here, &own));
            if found.is_none() && if_exists {
                return Ok(());
            }
            found.unwrap_or(ConstraintKind::Check)
        }
        _ => return dropped::drop_column(context, &table, &own, if_exists, cascade),
    };
    if cascade && of_kind != ConstraintKind::ForeignKey {
        drop_referring(context, &table, &own)?;
    }
    context.apply(&Operation::DropConstraint {
        table,
        name: Some(own),
        kind: of_kind,
        if_exists,
    })
}

/// Drops the foreign keys of other tables that go with a key.
fn drop_referring(context: &mut Context<'_>, name: &QualifiedName, key: &Name) -> Done<()> {
    let Some(here) = context.schema.tables.get(name) else {
        return Ok(());
    };
    let all = here.constraints();
    let columns = match all.iter().find(|one| one.name() == Some(key)) {
        Some(Constraint::PrimaryKey(key)) => key.columns.clone(),
        Some(Constraint::Unique(key)) => key.columns.clone(),
        _ => return Ok(()),
    };
    let mut found = Vec::new();
    for (other, table) in &context.schema.tables {
        for foreign in &table.foreign_keys {
            if foreign.references == *name && foreign.referenced == columns {
                found.push((other.clone(), foreign.name.clone()));
            }
        }
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

/// Makes a constraint of an index, which goes by the constraint's name from then on.
fn using_index(
    context: &mut Context<'_>,
    name: &QualifiedName,
    own: Name,
    from: &Name,
    kind: &str,
) -> Done<()> {
    let here = context.schema.tables.get(name).ok_or(Stop::Unknown)?;
    let index = here.indexes.get(from).ok_or(Stop::Unknown)?;
    let columns = index.columns.iter().map(|column| match &column.key {
        IndexKey::Column(name) => Ok(name.clone()),
        IndexKey::Sql(_) => Err(Stop::Unknown),
    });
    let columns: Vec<Name> = columns.collect::<Done<_>>()?;
    let constraint = if kind.starts_with("PRIMARY") {
        let mut key = PrimaryKey::new(columns);
        key.name = Some(own);
        Constraint::PrimaryKey(key)
    } else {
        let mut key = Unique::new(columns);
        key.name = Some(own);
        Constraint::Unique(key)
    };
    context.apply(&Operation::DropIndex {
        name: from.clone(),
        table: name.clone(),
        concurrently: false,
        if_exists: false,
    })?;
    context.add_constraint(name, constraint)
}

/// What goes through the parser.
fn parsed(context: &mut Context<'_>, name: &QualifiedName, spelt: &str, action: &str) -> Done<()> {
    let text = format!("ALTER TABLE {spelt} {action}");
    let Statement::AlterTable(parsed) = context.parse(&text)? else {
        return Err(Stop::Unknown);
    };
    for operation in &parsed.operations {
        match operation {
            AlterTableOperation::AddColumn {
                if_not_exists,
                column_def,
                column_position,
                ..
            } => {
                let defined = context.column(name, column_def)?;
                let place = column_position.as_ref().map(|position| match position {
                    MySQLColumnPosition::First => Where::First,
                    MySQLColumnPosition::After(column) => Where::After(context.ident(column)),
                });
                add_column(context, name, defined, *if_not_exists, place)?;
            }
            AlterTableOperation::AddConstraint {
                constraint,
                not_valid,
            } => add(context, name, constraint, *not_valid)?,
            AlterTableOperation::AlterColumn { column_name, op } => {
                context.alter_column(name, column_name, op)?;
            }
            AlterTableOperation::ModifyColumn {
                col_name,
                data_type,
                options,
                ..
            } => {
                let column = context.ident(col_name);
                let options = table::unnamed(options);
                let defined = context.defined(name, &column, data_type, options)?;
                context.redefine(name, defined)?;
            }
            AlterTableOperation::ChangeColumn {
                old_name,
                new_name,
                data_type,
                options,
                ..
            } => {
                let (from, to) = (context.ident(old_name), context.ident(new_name));
                if from != to {
                    context.apply(&Operation::RenameColumn {
                        table: name.clone(),
                        from,
                        to: to.clone(),
                    })?;
                }
                let options = table::unnamed(options);
                let defined = context.defined(name, &to, data_type, options)?;
                context.redefine(name, defined)?;
            }
            AlterTableOperation::SetOptionsParens { options } => {
                let here = context.schema.tables.get(name);
                let mut storage = here.map_or(Vec::new(), |here| here.options.storage.clone());
                for option in options {
                    let (key, value) = table::pair(option).ok_or(Stop::Unknown)?;
                    storage.retain(|(other, _)| *other != key);
                    storage.push((key, value));
                }
                storage.sort();
                let change = TableChange {
                    storage: Some(storage),
                    ..TableChange::default()
                };
                context.apply(&Operation::AlterTable {
                    name: name.clone(),
                    change,
                })?;
            }
            _ => return Err(Stop::Unknown),
        }
    }
    Ok(())
}

fn add_column(
    context: &mut Context<'_>,
    name: &QualifiedName,
    defined: super::column::Defined,
    if_not_exists: bool,
    place: Option<Where>,
) -> Done<()> {
    let here = context.schema.tables.get(name);
    let there = here.is_some_and(|here| here.columns.named(&defined.column.name).is_some());
    if there && if_not_exists {
        return Ok(());
    }
    let sequence = defined.sequence;
    if let Some((sequence_name, sequence)) = &sequence {
        let mut free = sequence.clone();
        free.owned_by = None;
        context.apply(&Operation::CreateSequence {
            name: sequence_name.clone(),
            sequence: free,
            if_not_exists: false,
        })?;
    }
    context.apply(&Operation::AddColumn {
        table: name.clone(),
        column: Box::new(defined.column),
        if_not_exists: false,
        place,
    })?;
    for constraint in defined.constraints {
        context.add_constraint(name, constraint)?;
    }
    if let Some((sequence_name, sequence)) = sequence {
        let change = SequenceChange {
            owned_by: Some(sequence.owned_by),
            ..SequenceChange::default()
        };
        context.apply(&Operation::AlterSequence {
            name: sequence_name,
            change,
        })?;
    }
    Ok(())
}

fn add(
    context: &mut Context<'_>,
    name: &QualifiedName,
    constraint: &TableConstraint,
    not_valid: bool,
) -> Done<()> {
    match context.part(name, constraint)? {
        Part::Constraint(mut constraint) => {
            match &mut constraint {
                Constraint::Check(one) => one.not_valid = not_valid,
                Constraint::ForeignKey(one) => one.not_valid = not_valid,
                _ => {}
            }
            if let Constraint::ForeignKey(key) = &mut constraint
                && key.referenced.is_empty()
            {
                let here = context.schema.tables.get(name);
                let own = here.and_then(|here| here.primary_key.as_ref());
                key.referenced
                    .clone_from(&own.ok_or(Stop::Unknown)?.columns);
            }
            context.add_constraint(name, constraint)
        }
        Part::Index(own, index) => {
            let own = own.unwrap_or_else(|| context.index_name(name, &index));
            context.apply(&Operation::CreateIndex {
                name: Some(own),
                table: name.clone(),
                index: Box::new(index),
                concurrently: false,
                if_not_exists: false,
            })
        }
    }
}
