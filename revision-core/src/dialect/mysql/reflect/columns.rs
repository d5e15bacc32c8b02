//! The columns of tables.

use std::collections::BTreeMap;

use super::default;
use super::text::{expression, values};
use crate::Server;
use crate::dialect::Row;
use crate::dialect::reflect::{Fields, Unreadable};
use crate::schema::{Column, Generated, Identity, QualifiedName, Size, Table, Type};

pub(super) fn read(
    server: Server,
    tables: &mut BTreeMap<QualifiedName, Table>,
    rows: Vec<Row>,
) -> Result<(), Unreadable> {
    for row in rows {
        let mut fields = Fields::of("a column", row);
        let name = fields.qualified()?;
        if let Some(table) = tables.get_mut(&name) {
            let column = column(server, table, &mut fields)?;
            table.columns.push(column);
        }
    }
    Ok(())
}

fn column(server: Server, table: &Table, fields: &mut Fields) -> Result<Column, Unreadable> {
    let name = fields.text()?;
    let ty = ty(fields)?;
    let mut column = Column::new(name, ty);
    column.nullable = fields.is()?;
    let default = fields.maybe()?;
    let extra = fields.maybe()?.unwrap_or_default().to_ascii_lowercase();
    let generated = fields.maybe()?;
    let collation = fields.maybe()?;
    column.comment = fields.maybe()?;
    let database = fields.maybe()?;
    if extra.contains("auto_increment") {
        column.identity = Some(Identity::default());
    }
    if let Some(sql) = generated {
        column.generated = Some(Generated {
            sql: expression(server.product, &sql, database.as_deref()),
            stored: !extra.contains("virtual"),
        });
    } else {
        let said = default::Said {
            default: default.as_deref(),
            extra: &extra,
            database: database.as_deref(),
        };
        column.default = default::read(server.product, &column.ty, &said);
    }
    column.collation = collation
        .filter(|collation| Some(collation) != table.options.collation.as_ref())
        .map(|collation| QualifiedName::new(None, &collation));
    Ok(column)
}

fn ty(fields: &mut Fields) -> Result<Type, Unreadable> {
    let word = fields.text()?;
    let words = fields.text()?;
    let length: Option<u64> = fields.number()?;
    let digits: Option<u32> = fields.number()?;
    let scale: Option<i32> = fields.number()?;
    let precision: Option<u8> = fields.number()?;
    let length = length.and_then(|length| u32::try_from(length).ok());
    let unsigned = words.ends_with(" unsigned");
    // What stands behind a plain type: a filling with zeros, a display of floating numbers.
    let is_plain = words == word || unsigned && words.strip_suffix(" unsigned") == Some(&word);
    let known = match word.as_str() {
        _ if words.contains("zerofill") => None,
        "tinyint" if words == "tinyint(1)" => Some(Type::Boolean),
        "tinyint" => Some(Type::TinyInt { unsigned }),
        "smallint" => Some(Type::SmallInt { unsigned }),
        "mediumint" => Some(Type::MediumInt { unsigned }),
        "int" => Some(Type::Integer { unsigned }),
        "bigint" => Some(Type::BigInt { unsigned }),
        "float" if is_plain && !unsigned => Some(Type::Real),
        "double" if is_plain && !unsigned => Some(Type::Double),
        "decimal" if !unsigned => Some(Type::Numeric(digits.zip(scale))),
        "char" => length.map(Type::Char),
        "varchar" => Some(Type::Varchar(length)),
        "tinytext" => Some(Type::Text(Size::Tiny)),
        "text" => Some(Type::Text(Size::Plain)),
        "mediumtext" => Some(Type::Text(Size::Medium)),
        "longtext" => Some(Type::Text(Size::Long)),
        "binary" => length.map(Type::Binary),
        "varbinary" => length.map(Type::Varbinary),
        "tinyblob" => Some(Type::Blob(Size::Tiny)),
        "blob" => Some(Type::Blob(Size::Plain)),
        "mediumblob" => Some(Type::Blob(Size::Medium)),
        "longblob" => Some(Type::Blob(Size::Long)),
        "date" => Some(Type::Date),
        "time" => Some(Type::Time {
            precision: precision.filter(|digits| *digits > 0),
            zone: false,
        }),
        "datetime" | "timestamp" => Some(Type::Timestamp {
            precision: precision.filter(|digits| *digits > 0),
            zone: word == "timestamp",
        }),
        "json" => Some(Type::Json),
        "enum" => values(&words).map(Type::InlineEnum),
        _ => None,
    };
    Ok(known.unwrap_or(Type::Custom(words)))
}
