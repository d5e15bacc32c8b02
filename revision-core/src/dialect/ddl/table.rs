//! `CREATE TABLE`.

use sqlparser::ast::{
    ColumnOption, CreateTable, CreateTableOptions, HiveDistributionStyle, Ident, SqlOption,
    Statement,
};

use super::super::lex::{Lex, Reader};
use super::constraint::Part;
use super::{Context, Done, Stop, Understood, parse};
use crate::operation::{Operation, SequenceChange};
use crate::schema::{Constraint, IndexKey, Name, QualifiedName, Table};

pub(super) fn create<'a, L: Lex<'a>>(context: &mut Context<'_>, reader: Reader<'a, L>) -> Done {
    let Statement::CreateTable(parsed) = context.parse(reader.text())? else {
        return Err(Stop::Unknown);
    };
    let name = context.object(&parsed.name)?;
    if parsed.if_not_exists && context.schema.tables.contains_key(&name) {
        return Ok(Understood::Applied);
    }
    if is_beyond(&parsed) {
        return Err(Stop::Unknown);
    }
    let mut table = Table::default();
    let mut sequences = Vec::new();
    let mut constraints = Vec::new();
    for def in &parsed.columns {
        let defined = context.column(&name, def)?;
        table.columns.push(defined.column);
        constraints.extend(defined.constraints.into_iter().map(Part::Constraint));
        sequences.extend(defined.sequence);
    }
    for constraint in &parsed.constraints {
        constraints.push(context.part(&name, constraint)?);
    }
    // Foreign keys to the table itself may mean its primary key, which may stand further down.
    constraints.sort_by_key(|part| !matches!(part, Part::Constraint(Constraint::PrimaryKey(_))));
    for part in constraints {
        match part {
            Part::Constraint(constraint) => put(context, &name, &mut table, constraint)?,
            Part::Index(index_name, index) => {
                let index_name =
                    index_name.unwrap_or_else(|| first_free(&table, &index.columns[..]));
                table.indexes.insert(index_name, index);
            }
        }
    }
    options(context, &mut table, &parsed)?;
    for (sequence_name, sequence) in &sequences {
        let mut free = sequence.clone();
        free.owned_by = None;
        context.apply(&Operation::CreateSequence {
            name: sequence_name.clone(),
            sequence: free,
            if_not_exists: false,
        })?;
    }
    let references: Vec<QualifiedName> = table
        .foreign_keys
        .iter()
        .map(|key| key.references.clone())
        .filter(|other| *other != name)
        .collect();
    for other in &references {
        context.expect_referenced(other);
    }
    context.apply(&Operation::CreateTable {
        name: name.clone(),
        table: Box::new(table),
        if_not_exists: false,
    })?;
    for (sequence_name, sequence) in sequences {
        let mut change = SequenceChange::default();
        change.owned_by = Some(sequence.owned_by);
        context.apply(&Operation::AlterSequence {
            name: sequence_name,
            change,
        })?;
    }
    Ok(Understood::Applied)
}

/// Whether it says more than its columns do.
fn is_beyond(parsed: &CreateTable) -> bool {
    parsed.or_replace
        || parsed.query.is_some()
        || parsed.like.is_some()
        || parsed.clone.is_some()
        || parsed.partition_of.is_some()
        || parsed.inherits.is_some()
        || parsed.hive_distribution != HiveDistributionStyle::NONE
        || parsed.on_commit.is_some()
}

fn put(
    context: &Context<'_>,
    name: &QualifiedName,
    table: &mut Table,
    mut constraint: Constraint,
) -> Done<()> {
    context.name_constraint(name, table, &mut constraint);
    match constraint {
        Constraint::PrimaryKey(key) => {
            if table.primary_key.is_some() {
                return Err(Stop::Unknown);
            }
            table.primary_key = Some(key);
        }
        Constraint::Unique(one) => _ = table.unique.insert(one),
        Constraint::Check(one) => _ = table.checks.insert(one),
        Constraint::ForeignKey(mut one) => {
            if one.referenced.is_empty()
                && let Some(key) = &table.primary_key
            {
                one.referenced.clone_from(&key.columns);
            }
            let _ = table.foreign_keys.insert(one);
        }
        Constraint::Exclusion(one) => _ = table.exclusions.insert(one),
    }
    Ok(())
}

/// A name for an index that nobody named: that of its first column.
fn first_free(table: &Table, columns: &[crate::schema::IndexColumn]) -> Name {
    let plain = match columns.first().map(|column| &column.key) {
        Some(IndexKey::Column(name)) => name.to_string(),
        _ => "functional_index".to_owned(),
    };
    let numbered = (2..10_000).map(|number| format!("{plain}_{number}"));
    let mut all = std::iter::once(plain.clone())
        .chain(numbered)
        .map(Name::from);
    let is_taken = |name: &Name| {
        let mut unique = table.unique.iter();
        table.indexes.contains_key(name) || unique.any(|one| one.name.as_ref() == Some(name))
    };
    all.find(|name| !is_taken(name)).unwrap_or(plain.into())
}

fn options(context: &Context<'_>, table: &mut Table, parsed: &CreateTable) -> Done<()> {
    table.options.strict = parsed.strict;
    table.options.without_rowid = parsed.without_rowid;
    table.options.unlogged = parsed.unlogged;
    table.options.partition_by = parsed.partition_by.as_deref().map(ToString::to_string);
    match &parsed.table_options {
        CreateTableOptions::None => {}
        CreateTableOptions::With(options) => {
            for option in options {
                let (key, value) = pair(option).ok_or(Stop::Unknown)?;
                table.options.storage.push((key, value));
            }
            table.options.storage.sort();
        }
        CreateTableOptions::Plain(options) if context.is_mysql() => {
            for option in options {
                plain(table, option)?;
            }
        }
        _ => return Err(Stop::Unknown),
    }
    if let Some(comment) = &parsed.comment {
        let text = comment.to_string();
        table.comment = Some(text).filter(|text| !text.is_empty());
    }
    Ok(())
}

fn plain(table: &mut Table, option: &SqlOption) -> Done<()> {
    use sqlparser::ast::CommentDef;

    if let SqlOption::Comment(CommentDef::WithEq(text) | CommentDef::WithoutEq(text)) = option {
        table.comment = Some(text.clone()).filter(|text| !text.is_empty());
        return Ok(());
    }
    let (key, value) = pair(option).ok_or(Stop::Unknown)?;
    let value = Some(value);
    match key.trim_start_matches("default ") {
        "engine" => table.options.engine = value,
        "charset" | "character set" => table.options.charset = value,
        "collate" => table.options.collation = value,
        // Where it stands is data, and how it lies on the disk is told by nothing else.
        _ => {}
    }
    Ok(())
}

/// A parameter and its value.
pub(super) fn pair(option: &SqlOption) -> Option<(String, String)> {
    match option {
        SqlOption::KeyValue { key, value } => {
            let value = match parse::literal(value) {
                Some(crate::schema::Literal::Text(text)) => text,
                _ => value.to_string(),
            };
            Some((key.value.to_lowercase(), value))
        }
        SqlOption::NamedParenthesizedList(list) => {
            let value = list.name.as_ref()?.value.clone();
            Some((list.key.value.to_lowercase(), value))
        }
        _ => None,
    }
}

/// The options of a column that is defined anew, without names.
pub(super) fn unnamed(
    options: &[ColumnOption],
) -> impl Iterator<Item = (Option<&Ident>, &ColumnOption)> {
    options.iter().map(|option| (None, option))
}
