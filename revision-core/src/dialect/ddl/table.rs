//! `CREATE TABLE`.

use sqlparser::ast::{
    ColumnOption, CreateTable, CreateTableOptions, HiveDistributionStyle, Ident, SqlOption,
    Statement,
};

use super::super::lex::{Kind, Lex, Reader};
use super::constraint::Part;
use super::{Context, Done, Stop, Understood, create, parse};
use crate::operation::{Fault, Object, Operation, SequenceChange};
use crate::schema::{Constraint, IndexKey, Name, Partition, QualifiedName, SequenceOptions, Table};

pub(super) fn create<'a, L: Lex<'a>>(context: &mut Context<'_>, reader: Reader<'a, L>) -> Done {
    if let Some(done) = partition(context, reader.clone()) {
        return done;
    }
    let parts = Parts::new(context, reader)?;
    let Statement::CreateTable(mut parsed) = context.parse(&parts.text)? else {
        return Err(Stop::Unknown);
    };
    parsed.strict |= parts.strict;
    parsed.without_rowid |= parts.without_rowid;
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
    let mut counted = parts.counted.into_iter();
    for def in &parsed.columns {
        let mut defined = context.column(&name, def)?;
        if let Some(identity) = &mut defined.column.identity
            && let Some(options) = counted.next()
        {
            identity.options = options;
        }
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
    for parent in parsed.inherits.iter().flatten() {
        table.options.inherits.push(context.object(parent)?);
    }
    table.options.partition_by = parts.partition_by.or(table.options.partition_by);
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
        let change = SequenceChange {
            owned_by: Some(sequence.owned_by),
            ..SequenceChange::default()
        };
        context.apply(&Operation::AlterSequence {
            name: sequence_name,
            change,
        })?;
    }
    Ok(Understood::Applied)
}

/// `CREATE TABLE a PARTITION OF b …`, where `b` is known; none for other statements.
fn partition<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Option<Done> {
    while !reader.eat("TABLE") {
        reader.next()?;
    }
    let if_not_exists = reader.eat("IF NOT EXISTS");
    let name = context.qualified(&mut reader).ok()?;
    if !reader.eat("PARTITION OF") {
        return None;
    }
    let of = context.qualified(&mut reader).ok()?;
    // Columns of its own have more to say.
    if reader.peek() == Some((Kind::Mark, "(")) {
        return Some(Err(Stop::Unknown));
    }
    let clause = reader.text()[reader.position()..].trim();
    let schema = &mut *context.schema;
    if schema.is_partition(&name) {
        let there = Fault::Exists(Object::Table(name.clone()));
        return Some(if if_not_exists {
            Ok(Understood::Applied)
        } else {
            Err(Stop::Fault(there))
        });
    }
    let is_of = |(table, it): &(&QualifiedName, &mut Table)| {
        **table == of || it.partitions.contains_key(&of)
    };
    let Some((table, it)) = schema.tables.iter_mut().find(is_of) else {
        return Some(Err(Stop::Unknown));
    };
    let mut made = Partition::new(clause);
    made.of = Some(of).filter(|of| of != table);
    it.partitions.insert(name, made);
    Some(Ok(Understood::Applied))
}

/// A statement without what the parser does not know, and that.
struct Parts {
    text: String,
    /// How the columns are counted up that say so, in brackets or not.
    counted: Vec<SequenceOptions>,
    strict: bool,
    without_rowid: bool,
    partition_by: Option<String>,
}

impl Parts {
    fn new<'a, L: Lex<'a>>(context: &Context<'_>, mut reader: Reader<'a, L>) -> Done<Self> {
        let whole = reader.text();
        let mut parts = Self {
            text: String::new(),
            counted: Vec::new(),
            strict: false,
            without_rowid: false,
            partition_by: None,
        };
        let (mut depth, mut done, mut has_columns) = (0_usize, 0, false);
        while !reader.is_done() {
            if context.is_postgres() && reader.eat("AS IDENTITY") {
                let mut options = SequenceOptions::default();
                let start = reader.position();
                if reader.eat_mark("(") {
                    let mut rest = SequenceChange::default();
                    create::sequence_options(context, &mut reader, &mut options, &mut rest)?;
                    if !reader.eat_mark(")") {
                        return Err(Stop::Unknown);
                    }
                    parts.text.push_str(&whole[done..start]);
                    done = reader.position();
                }
                parts.counted.push(options);
                continue;
            }
            let start = reader.position();
            if depth == 0 && has_columns {
                if context.is_mysql() && reader.eat("PARTITION BY") {
                    let text = whole[reader.position()..].trim_end();
                    parts.partition_by = Some(text.to_owned());
                    parts.text.push_str(&whole[done..start]);
                    return Ok(parts);
                }
                if context.is_sqlite() {
                    parts.text.push_str(&whole[done..start]);
                    return parts.tail(reader);
                }
            }
            match reader.next() {
                Some((Kind::Mark, "(")) => depth += 1,
                Some((Kind::Mark, ")")) => {
                    depth = depth.saturating_sub(1);
                    has_columns |= depth == 0;
                }
                _ => {}
            }
        }
        parts.text.push_str(&whole[done..]);
        Ok(parts)
    }

    /// What may stand behind the columns in any order.
    fn tail<'a, L: Lex<'a>>(mut self, mut reader: Reader<'a, L>) -> Done<Self> {
        while !reader.is_done() {
            if reader.eat("STRICT") {
                self.strict = true;
            } else if reader.eat("WITHOUT ROWID") {
                self.without_rowid = true;
            } else {
                return Err(Stop::Unknown);
            }
            let _ = reader.eat_mark(",");
        }
        Ok(self)
    }
}

/// Whether it says more than its columns do.
fn is_beyond(parsed: &CreateTable) -> bool {
    parsed.or_replace
        || parsed.query.is_some()
        || parsed.like.is_some()
        || parsed.clone.is_some()
        || parsed.partition_of.is_some()
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
