//! What rows that are there make dangerous, written so that somebody can finish it: a column that has to hold something gets it
//! in three steps, and a type that is not converted by itself is.
//!
//! The SQL in between is harmless as it stands: what is not filled in is refused by the database in the step after it.

use std::collections::BTreeSet;

use super::loss::widens;
use crate::operation::{ColumnChange, Execute, Operation, is_plain};
use crate::schema::{Column, Default, Literal, Name, QualifiedName, Schema, Type};

/// What a line begins with that somebody has to complete.
pub const BACKFILL: &str = "backfill: ";

/// How much care is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Care {
    /// Whether to say how values are made into another type, where the database would not know by itself. A database that
    /// takes no such word refuses the operation.
    pub convert: bool,
}

impl Care {
    /// Whether to say how values are converted, too.
    #[must_use]
    pub fn converting(convert: bool) -> Self {
        Self { convert }
    }
}

/// The operations, safe for rows that are there. `before` is the schema that they are for.
///
/// What runs SQL has no inverse, so it is the inverse of what was given that leads back; it may want the same care.
#[must_use]
pub fn careful(before: &Schema, operations: &[Operation], care: Care) -> Vec<Operation> {
    let mut now = before.clone();
    // What is only just made has no rows.
    let mut empty: BTreeSet<QualifiedName> = BTreeSet::new();
    let mut made = Vec::with_capacity(operations.len());
    for operation in operations {
        match operation {
            Operation::CreateTable { name, .. } => {
                empty.insert(name.clone());
                made.push(operation.clone());
            }
            Operation::AddColumn { table, column, .. }
                if !empty.contains(table) && is_demanding(column) =>
            {
                made.extend(in_steps(operation, table, column));
            }
            Operation::AlterColumn {
                table,
                column,
                change,
            } if !empty.contains(table) => {
                let old = now
                    .tables
                    .get(table)
                    .and_then(|table| table.columns.named(column));
                let mut change = (**change).clone();
                if let Some(old) = old {
                    if care.convert {
                        convert(old, &mut change);
                    }
                    if change.nullable == Some(false) && old.nullable && change.identity.is_none() {
                        made.push(fill(table, old, &change));
                    }
                }
                made.push(Operation::AlterColumn {
                    table: table.clone(),
                    column: column.clone(),
                    change: Box::new(change),
                });
            }
            _ => made.push(operation.clone()),
        }
        // What makes no sense is for others to say.
        let _ = now.apply(operation);
    }
    made
}

/// Whether each row has to be given a value.
fn is_demanding(column: &Column) -> bool {
    let has_default = column.default.is_some() || column.on.values().any(|on| on.default.is_some());
    !column.nullable && !has_default && column.identity.is_none() && column.generated.is_none()
}

fn in_steps(add: &Operation, table: &QualifiedName, column: &Column) -> Vec<Operation> {
    let mut first = add.clone();
    if let Operation::AddColumn { column, .. } = &mut first {
        column.nullable = true;
    }
    let change = ColumnChange {
        nullable: Some(false),
        ..ColumnChange::default()
    };
    let then = Operation::AlterColumn {
        table: table.clone(),
        column: column.name.clone(),
        change: Box::new(change),
    };
    vec![first, backfill(table, &column.name, false), then]
}

/// A statement that gives the rows without a value that which new rows get; or one to complete, where that is not known.
fn fill(table: &QualifiedName, old: &Column, change: &ColumnChange) -> Operation {
    let default = change.default.as_ref().unwrap_or(&old.default);
    let is_one = old.on.values().all(|on| on.default.is_none()) && change.on.is_empty();
    let value = default.as_ref().filter(|_| is_one).and_then(value);
    match value {
        Some(value) => update(table, &old.name, &value, true),
        None => backfill(table, &old.name, true),
    }
}

/// A default as every database reads it; none where they do not agree.
fn value(default: &Default) -> Option<String> {
    match default {
        Default::Value(Literal::Integer(number)) => Some(number.to_string()),
        Default::Value(Literal::Bool(is)) => Some(if *is { "TRUE" } else { "FALSE" }.to_owned()),
        // A backslash says something else to some of them.
        Default::Value(Literal::Text(text)) if !text.contains(['\\', '\0']) => {
            Some(format!("'{}'", text.replace('\'', "''")))
        }
        Default::Value(_) => None,
        Default::Sql(sql) => {
            let lower = sql.to_ascii_lowercase();
            let is_value = !lower.contains("on update") && lower.trim() != "null";
            (is_value && !sql.contains([';', '\\']) && !sql.contains("--") && !sql.contains("/*"))
                .then(|| sql.trim().to_owned())
        }
    }
}

/// A statement that changes nothing, until somebody says what to.
fn backfill(table: &QualifiedName, column: &Name, some: bool) -> Operation {
    let said = format!("NULL /* {BACKFILL}what the rows that are there get */");
    update(table, column, &said, some)
}

fn update(table: &QualifiedName, column: &Name, value: &str, some: bool) -> Operation {
    let spelt = match &table.namespace {
        Some(namespace) => format!("{}.{}", quoted(namespace), quoted(&table.name)),
        None => quoted(&table.name),
    };
    let column_spelt = quoted(column);
    let rows = if some {
        format!(" WHERE {column_spelt} IS NULL")
    } else {
        String::new()
    };
    let sql = format!("UPDATE {spelt} SET {column_spelt} = {value}{rows}");
    Operation::Execute(Execute::from(sql.as_str()))
}

/// A name in the quotes of the standard, where it needs them.
fn quoted(name: &str) -> String {
    if is_plain(name) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

/// Says how values are converted, where that is not known by itself.
fn convert(old: &Column, change: &mut ColumnChange) {
    let Some(ty) = &change.ty else { return };
    if change.using.is_some() || widens(&old.ty, ty) || family(&old.ty) == family(ty) {
        return;
    }
    // Into text everything goes.
    if family(ty) == Some(Family::Text) {
        return;
    }
    if let Some(words) = words(ty) {
        change.using = Some(format!("CAST({} AS {words})", quoted(&old.name)));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Boolean,
    Number,
    Text,
    Bytes,
    Time,
}

fn family(ty: &Type) -> Option<Family> {
    match ty {
        Type::Boolean => Some(Family::Boolean),
        Type::TinyInt { .. }
        | Type::SmallInt { .. }
        | Type::MediumInt { .. }
        | Type::Integer { .. }
        | Type::BigInt { .. }
        | Type::Real
        | Type::Double
        | Type::Numeric(_) => Some(Family::Number),
        Type::Char(_) | Type::Varchar(_) | Type::Text(_) => Some(Family::Text),
        Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_) => Some(Family::Bytes),
        Type::Date | Type::Timestamp { .. } => Some(Family::Time),
        _ => None,
    }
}

/// A type in the words of the standard; none for what it does not know.
fn words(ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Boolean => "boolean".to_owned(),
        Type::TinyInt { .. } | Type::SmallInt { .. } => "smallint".to_owned(),
        Type::MediumInt { .. } | Type::Integer { unsigned: false } => "integer".to_owned(),
        Type::Integer { unsigned: true } | Type::BigInt { unsigned: false } => "bigint".to_owned(),
        Type::BigInt { unsigned: true } => "numeric(20)".to_owned(),
        Type::Real => "real".to_owned(),
        Type::Double => "double precision".to_owned(),
        Type::Numeric(None) => "numeric".to_owned(),
        Type::Numeric(Some((digits, point))) => format!("numeric({digits}, {point})"),
        Type::Date => "date".to_owned(),
        Type::Time { zone: false, .. } => "time".to_owned(),
        Type::Timestamp { zone: false, .. } => "timestamp".to_owned(),
        Type::Timestamp { zone: true, .. } => "timestamp with time zone".to_owned(),
        Type::Interval => "interval".to_owned(),
        Type::Uuid => "uuid".to_owned(),
        Type::Json => "json".to_owned(),
        Type::Jsonb => "jsonb".to_owned(),
        Type::Inet => "inet".to_owned(),
        Type::Cidr => "cidr".to_owned(),
        Type::Array(element) => format!("{}[]", words(element)?),
        Type::Custom(custom) => custom.clone(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Table;

    #[test]
    fn a_default_is_what_rows_get_that_have_nothing() {
        let filled = |old: Option<Default>, new: Option<Option<Default>>| {
            let mut schema = users();
            let table = schema.tables.get_mut(&"users".into()).unwrap();
            table.columns.named_mut("note").unwrap().default = old;
            let change = ColumnChange {
                nullable: Some(false),
                default: new,
                ..ColumnChange::default()
            };
            let alter = Operation::AlterColumn {
                table: "users".into(),
                column: "note".into(),
                change: Box::new(change),
            };
            shown(&careful(&schema, &[alter], Care::default())).remove(0)
        };
        let text = |text: &str| Some(Default::Value(text.into()));
        let sql = |sql: &str| Some(Default::Sql(sql.to_owned()));
        let set = |value: &str| format!("UPDATE users SET note = {value} WHERE note IS NULL");
        let unknown = set("NULL /* backfill: what the rows that are there get */");
        assert_eq!(filled(text("it's"), None), set("'it''s'"));
        assert_eq!(filled(text("old"), Some(sql("now()"))), set("now()"));
        assert_eq!(filled(text("old"), Some(None)), unknown);
        assert_eq!(filled(text("a\\b"), None), unknown);
        assert_eq!(filled(sql("NULL"), None), unknown);
        assert_eq!(filled(sql("now() ON UPDATE now()"), None), unknown);
    }

    fn users() -> Schema {
        let mut table = Table::default();
        table
            .columns
            .push(Column::new("note", Type::Text(crate::schema::Size::Plain)));
        let mut schema = Schema::default();
        schema.tables.insert("users".into(), table);
        schema
    }

    fn shown(operations: &[Operation]) -> Vec<String> {
        let shown = operations.iter().map(|one| match one {
            Operation::Execute(execute) => execute.sql.clone(),
            Operation::AddColumn { column, .. } => {
                format!("add {}, null: {}", column.name, column.nullable)
            }
            Operation::AlterColumn { column, change, .. } => {
                format!(
                    "alter {column}, null: {:?}, using: {:?}",
                    change.nullable, change.using
                )
            }
            other => format!("{other:?}"),
        });
        shown.collect()
    }

    #[test]
    fn a_column_that_must_hold_something_is_filled_first() {
        let mut column = Column::new("email", Type::Varchar(Some(20)));
        column.nullable = false;
        let add = Operation::AddColumn {
            table: "users".into(),
            column: Box::new(column.clone()),
            if_not_exists: false,
            place: None,
        };
        let made = careful(&users(), std::slice::from_ref(&add), Care::default());
        assert_eq!(
            shown(&made),
            [
                "add email, null: true",
                "UPDATE users SET email = NULL /* backfill: what the rows that are there get */",
                "alter email, null: Some(false), using: None",
            ]
        );
        column.default = Some(Default::Value("".into()));
        let add = Operation::AddColumn {
            table: "users".into(),
            column: Box::new(column),
            if_not_exists: false,
            place: None,
        };
        assert_eq!(
            careful(&users(), std::slice::from_ref(&add), Care::default()),
            [add]
        );
    }

    #[test]
    fn what_becomes_demanding_or_another_thing_is_converted() {
        let change = ColumnChange {
            nullable: Some(false),
            ty: Some(Type::Uuid),
            ..ColumnChange::default()
        };
        let alter = Operation::AlterColumn {
            table: "users".into(),
            column: "note".into(),
            change: Box::new(change),
        };
        let made = careful(&users(), &[alter], Care::converting(true));
        assert_eq!(
            shown(&made),
            [
                "UPDATE users SET note = NULL /* backfill: what the rows that are there get */ WHERE note IS NULL",
                "alter note, null: Some(false), using: Some(\"CAST(note AS uuid)\")",
            ]
        );
    }
}
