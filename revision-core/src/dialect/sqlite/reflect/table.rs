//! A table, from its text.

use super::{column_of, enums, named, types, value};
use crate::dialect::sqlite::text::{Clause, ColumnText, Key, Named, References, TableText, What};
use crate::schema::{
    Check, Column, Constraint, ForeignKey, Generated, Identity, Name, PrimaryKey, QualifiedName,
    Schema, Source, Table, Type, Unique,
};

/// The table that the text makes; none where it cannot be read.
pub(in crate::dialect::sqlite) fn table(sql: &str) -> Option<Table> {
    let text = TableText::read(sql)?;
    let mut table = Table::default();
    table.options.strict = text.strict.is_some();
    table.options.without_rowid = text.without_rowid.is_some();
    for column in text.columns() {
        let read = read_column(sql, &text, column);
        table.columns.push(read);
    }
    let names: Vec<Name> = table
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    for column in text.columns() {
        let name = &column.name.name;
        for clause in &column.clauses {
            if !make_enum(&mut table, sql, clause, name) {
                constrain(&mut table, sql, clause, Some(name), &names);
            }
        }
    }
    for clause in text.constraints() {
        let mut of = names.iter();
        if !of.any(|name| make_enum(&mut table, sql, clause, name)) {
            constrain(&mut table, sql, clause, None, &names);
        }
    }
    table.source = Source(Some(sql.to_owned()));
    Some(table)
}

/// Makes an enum of a column, if that is what a clause does.
fn make_enum(table: &mut Table, sql: &str, clause: &Clause, column: &Name) -> bool {
    let column = table.columns.named_mut(column);
    let Some(column) = column.filter(|column| matches!(column.ty, Type::Text(_))) else {
        return false;
    };
    match enums::values(sql, &column.name, clause) {
        Some(values) => {
            column.ty = Type::InlineEnum(values);
            true
        }
        None => false,
    }
}

fn read_column(sql: &str, table: &TableText, text: &ColumnText) -> Column {
    let declared = text.ty.clone().map_or("", |span| &sql[span]);
    let mut column = Column::new(text.name.name.clone(), types::read(declared));
    if text.ty.is_none() {
        column.ty = Type::Custom(String::new());
    }
    let is = |name: &Named| name.is(&text.name.name);
    let rowid = table.rowid(sql).is_some_and(|rowid| is(&rowid.name));
    let heeded = table.without_rowid.is_some() || table.strict.is_some();
    let in_key = heeded && table.primary_key().into_iter().any(is);
    column.nullable = !(text.is_not_null() || rowid || in_key);
    if rowid && table.autoincrement().is_some() {
        column.identity = Some(Identity::default());
    }
    for clause in &text.clauses {
        match &clause.what {
            What::Default(span) => column.default = Some(value::read(&sql[span.clone()])),
            What::Collate(name) => column.collation = Some(named(&name.name)),
            What::Generated { sql: span, stored } => {
                column.generated = Some(Generated {
                    sql: sql[span.clone()].trim().to_owned(),
                    stored: *stored,
                });
            }
            _ => {}
        }
    }
    column
}

/// Adds what a clause demands of rows. One behind a column is about that.
fn constrain(table: &mut Table, sql: &str, clause: &Clause, column: Option<&Name>, names: &[Name]) {
    match constraint(sql, clause, column, names) {
        Some(Constraint::PrimaryKey(one)) => table.primary_key = Some(one),
        Some(Constraint::Unique(one)) => drop(table.unique.insert(one)),
        Some(Constraint::Check(one)) => drop(table.checks.insert(one)),
        Some(Constraint::ForeignKey(one)) => drop(table.foreign_keys.insert(one)),
        Some(Constraint::Exclusion(_)) | None => {}
    }
}

/// What a clause demands of rows, if anything. `names` are those of the table's columns.
pub(in crate::dialect::sqlite) fn constraint(
    sql: &str,
    clause: &Clause,
    column: Option<&Name>,
    names: &[Name],
) -> Option<Constraint> {
    let name = clause.name.as_ref().map(|name| name.name.clone());
    let columns = |keys: &[Key]| -> Vec<Name> {
        let written = keys.iter().filter_map(|key| key.column.as_ref());
        let written = written.map(|key| column_of(names, &key.name));
        column.cloned().into_iter().chain(written).collect()
    };
    let on_conflict = || value::on_conflict(&sql[clause.on_conflict.clone()?]);
    Some(match &clause.what {
        What::PrimaryKey { keys, .. } => {
            let mut key = PrimaryKey::new(columns(keys));
            key.name = name;
            key.on_conflict = on_conflict();
            Constraint::PrimaryKey(key)
        }
        What::Unique(keys) => {
            let mut unique = Unique::new(columns(keys));
            unique.unnamed = name.is_none();
            unique.name = name;
            unique.on_conflict = on_conflict();
            Constraint::Unique(unique)
        }
        What::Check(span) => {
            let mut check = Check::new(sql[span.clone()].trim());
            check.unnamed = name.is_none();
            check.name = name;
            Constraint::Check(check)
        }
        What::ForeignKey(here, references) => {
            let here = here.iter().map(|here| column_of(names, &here.name));
            let here = column.cloned().into_iter().chain(here).collect();
            Constraint::ForeignKey(foreign_key(name, here, references))
        }
        _ => return None,
    })
}

fn foreign_key(name: Option<Name>, here: Vec<Name>, references: &References) -> ForeignKey {
    let there = references.columns.iter().map(|name| name.name.clone());
    let mut key = ForeignKey::new(here, named(&references.table.name), there.collect());
    key.unnamed = name.is_none();
    key.name = name;
    key.on_delete = references.on_delete;
    key.on_update = references.on_update;
    key.matching = references.matching;
    key.deferrable = references.deferrable;
    key
}

/// Gives foreign keys the names of tables and columns as those are called themselves, and the columns that they leave out:
/// those of the primary key there.
pub(super) fn resolve(schema: &mut Schema) {
    let known: Vec<(QualifiedName, Vec<Name>, Vec<Name>)> = schema
        .tables
        .iter()
        .map(|(name, table)| {
            let columns = table.columns.iter().map(|column| column.name.clone());
            let key = table.primary_key.iter().flat_map(|key| key.columns.clone());
            (name.clone(), columns.collect(), key.collect())
        })
        .collect();
    for table in schema.tables.values_mut() {
        let keys = std::mem::take(&mut table.foreign_keys).into_iter();
        let keys = keys.map(|mut key| {
            let mut tables = known.iter();
            let is = |name: &QualifiedName| key.references.name.eq_ignore_ascii_case(&name.name);
            if let Some((name, columns, primary)) = tables.find(|(name, ..)| is(name)) {
                key.references = name.clone();
                if key.referenced.is_empty() {
                    key.referenced.clone_from(primary);
                }
                for column in &mut key.referenced {
                    *column = column_of(columns, column);
                }
            }
            key
        });
        table.foreign_keys = keys.collect();
    }
}
