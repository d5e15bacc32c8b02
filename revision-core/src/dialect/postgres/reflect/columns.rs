//! The columns of tables.

use std::collections::BTreeMap;

use super::text::bare;
use super::{default, table};
use crate::dialect::Row;
use crate::dialect::reflect::{Fields, Unreadable};
use crate::schema::{
    Column, Generated, Identity, QualifiedName, SequenceOptions, Size, Table, Type,
};

pub(super) fn read(
    tables: &mut BTreeMap<QualifiedName, Table>,
    rows: Vec<Row>,
) -> Result<(), Unreadable> {
    for row in rows {
        let mut fields = Fields::of("a column", row);
        let name = fields.qualified()?;
        let column = column(&mut fields)?;
        if let Some(table) = table(tables, &name) {
            table.columns.push(column);
        }
    }
    Ok(())
}

fn column(fields: &mut Fields) -> Result<Column, Unreadable> {
    let name = fields.text()?;
    let ty = ty(fields)?;
    let words = fields.text()?;
    let mut column = Column::new(name, ty);
    column.nullable = fields.is()?;
    let expression = fields.maybe()?;
    let generated = fields.maybe()?.unwrap_or_default();
    match (generated.as_str(), expression) {
        (_, None) => {}
        ("", Some(sql)) => column.default = default::read(&sql, &column.ty, &words),
        (kind, Some(sql)) => {
            column.generated = Some(Generated {
                sql: bare(&sql).to_owned(),
                stored: kind == "s",
            });
        }
    }
    let identity = fields.maybe()?.unwrap_or_default();
    let options = options(fields)?;
    if !identity.is_empty() {
        column.identity = Some(Identity {
            always: identity == "a",
            options: options.map(|(_, options)| options).unwrap_or_default(),
        });
    }
    let (namespace, collation) = (fields.maybe()?, fields.maybe()?);
    column.collation =
        collation.map(|collation| QualifiedName::new(namespace.as_deref(), &collation));
    column.comment = fields.maybe()?;
    Ok(column)
}

pub(super) fn ty(fields: &mut Fields) -> Result<Type, Unreadable> {
    let name = fields.qualified()?;
    let kind = fields.text()?;
    let is_builtin = fields.is()?;
    let modifier: i32 = fields.number()?.unwrap_or(-1);
    let words = fields.text()?;
    let is_array = fields.is()?;
    let element = if is_builtin {
        builtin(&name.name, modifier)
    } else if kind == "e" {
        Some(Type::Enum(name))
    } else {
        None
    };
    let element = element.unwrap_or(Type::Custom(words));
    Ok(if is_array {
        Type::Array(Box::new(element))
    } else {
        element
    })
}

/// The server's own type of this name in the catalog; none for what [`Type`] has no word for.
fn builtin(name: &str, modifier: i32) -> Option<Type> {
    let signed = false;
    let precision = u8::try_from(modifier).ok();
    // With a header of four bytes before the text.
    let length = u32::try_from(modifier - 4).ok();
    Some(match name {
        "bool" => Type::Boolean,
        "int2" => Type::SmallInt { unsigned: signed },
        "int4" => Type::Integer { unsigned: signed },
        "int8" => Type::BigInt { unsigned: signed },
        "float4" => Type::Real,
        "float8" => Type::Double,
        "numeric" => Type::Numeric(length.map(|packed| (packed >> 16, scale(packed)))),
        "bpchar" => Type::Char(length?),
        "varchar" => Type::Varchar(length),
        "text" => Type::Text(Size::Plain),
        "bytea" => Type::Blob(Size::Plain),
        "date" => Type::Date,
        "time" | "timetz" => Type::Time {
            precision,
            zone: name == "timetz",
        },
        "timestamp" | "timestamptz" => Type::Timestamp {
            precision,
            zone: name == "timestamptz",
        },
        "interval" if modifier < 0 => Type::Interval,
        "uuid" => Type::Uuid,
        "json" => Type::Json,
        "jsonb" => Type::Jsonb,
        "inet" => Type::Inet,
        "cidr" => Type::Cidr,
        _ => return None,
    })
}

/// The digits behind the point, a number of eleven bits that may be below zero.
fn scale(packed: u32) -> i32 {
    let bits = i32::try_from(packed & 0x7ff).unwrap_or_default();
    (bits ^ 0x400) - 0x400
}

/// What a sequence counts in, in the server's words, and how; none where there is no sequence.
pub(super) fn options(
    fields: &mut Fields,
) -> Result<Option<(String, SequenceOptions)>, Unreadable> {
    let ty = fields.maybe()?;
    let start: Option<i64> = fields.number()?;
    let increment: Option<i64> = fields.number()?;
    let min: Option<i64> = fields.number()?;
    let max: Option<i64> = fields.number()?;
    let cache: Option<i64> = fields.number()?;
    let cycle = fields.is()?;
    let Some(ty) = ty else {
        return Ok(None);
    };
    let (least, most) = match ty.as_str() {
        "smallint" => (i16::MIN.into(), i16::MAX.into()),
        "integer" => (i32::MIN.into(), i32::MAX.into()),
        _ => (i64::MIN, i64::MAX),
    };
    let climbs = increment.is_none_or(|by| by > 0);
    let (usual_min, usual_max) = if climbs { (1, most) } else { (least, -1) };
    let usual_start = if climbs { min } else { max };
    let options = SequenceOptions {
        start: start.filter(|start| Some(*start) != usual_start),
        increment: increment.filter(|by| *by != 1),
        min: min.filter(|min| *min != usual_min),
        max: max.filter(|max| *max != usual_max),
        cache: cache.filter(|cache| *cache != 1),
        cycle,
    };
    Ok(Some((ty, options)))
}
