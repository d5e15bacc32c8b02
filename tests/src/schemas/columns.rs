//! Columns and their types.

use revision_core::Backend;
use revision_core::operation::ColumnChange;
use revision_core::schema::{
    Column, Default, Generated, Literal, Name, OnDatabase, QualifiedName, Schema, Size, Table, Type,
};

use super::{Draw, defined, names};

const INTEGER: Type = Type::Integer { unsigned: false };

/// Types by which every database can find rows.
const KEYS: &[Type] = &[
    INTEGER,
    Type::BigInt { unsigned: false },
    Type::Varchar(Some(20)),
    Type::Date,
    Type::SmallInt { unsigned: false },
];

const COMMON: &[Type] = &[
    Type::Boolean,
    Type::Text(Size::Plain),
    Type::Double,
    Type::Numeric(Some((10, 2))),
    Type::Blob(Size::Plain),
    Type::Char(3),
    Type::Uuid,
    Type::Json,
    Type::Timestamp {
        precision: None,
        zone: false,
    },
];

const POSTGRES: &[Type] = &[
    Type::Jsonb,
    Type::Inet,
    Type::Cidr,
    Type::Interval,
    Type::Real,
    Type::Time {
        precision: Some(3),
        zone: false,
    },
    Type::Timestamp {
        precision: None,
        zone: true,
    },
];

const MYSQL: &[Type] = &[
    Type::TinyInt { unsigned: true },
    Type::MediumInt { unsigned: false },
    Type::Text(Size::Long),
    Type::Blob(Size::Tiny),
    Type::Varbinary(16),
    Type::Binary(4),
];

/// A type by which rows can be found.
pub(super) fn key_type(draw: &mut Draw<'_>) -> Type {
    draw.pick(KEYS).unwrap_or(INTEGER)
}

/// A type.
pub(super) fn ty(draw: &mut Draw<'_>, schema: &Schema) -> Type {
    match draw.below(8) {
        0..=2 => key_type(draw),
        3..=4 => draw.pick(COMMON).unwrap_or(INTEGER),
        5 if draw.is_on(Backend::Postgres) => match draw.below(3) {
            0 => Type::Array(Box::new(INTEGER)),
            1 => defined::of_schema(draw, schema)
                .unwrap_or_else(|| Type::Custom("tsvector".to_owned())),
            _ => draw.pick(POSTGRES).unwrap_or(INTEGER),
        },
        6 if draw.is_on(Backend::MySql) => draw.pick(MYSQL).unwrap_or(INTEGER),
        _ => {
            let enums: Vec<QualifiedName> = schema.enums.keys().cloned().collect();
            draw.pick(&enums).map_or(INTEGER, Type::Enum)
        }
    }
}

/// A column, that may hold nothing or has a default.
pub(super) fn column(draw: &mut Draw<'_>, schema: &Schema, table: &Table) -> Column {
    let name = names::fresh(draw, |name| is_column(table, name));
    let mut column = Column::new(name, ty(draw, schema));
    column.comment = draw.comment();
    if draw.one_in(8)
        && let Some(other) = number(draw, table)
    {
        column.ty = INTEGER;
        column.generated = Some(Generated {
            sql: format!("{} + 1", names::spelt(&other, draw.taste.on)),
            stored: true,
        });
        return column;
    }
    if draw.one_in(3) {
        column.default = default(draw, schema, &column.ty);
        column.nullable = column.default.is_none() || draw.one_in(2);
    }
    if draw.taste.on.is_none() && draw.one_in(6) {
        let mut on = OnDatabase::default();
        on.ty = Some(Type::Custom("citext".to_owned()));
        column.on.insert(Backend::Postgres, on);
    }
    column
}

/// Whether a column goes by this name, in whatever capitals.
pub(super) fn is_column(table: &Table, name: &Name) -> bool {
    let lower = name.to_lowercase();
    table
        .columns
        .iter()
        .any(|one| one.name.to_lowercase() == lower)
}

/// A column that holds a number, and is nothing special.
pub(super) fn number(draw: &mut Draw<'_>, table: &Table) -> Option<Name> {
    let plain = table.columns.iter().filter(|one| {
        one.ty == INTEGER && one.on.is_empty() && one.generated.is_none() && one.identity.is_none()
    });
    let names: Vec<Name> = plain.map(|one| one.name.clone()).collect();
    draw.pick(&names)
}

/// A default for a type that every database has one for.
fn default(draw: &mut Draw<'_>, schema: &Schema, ty: &Type) -> Option<Default> {
    let literal = match ty {
        Type::Integer { .. } | Type::BigInt { .. } | Type::SmallInt { .. } => {
            if draw.one_in(4) {
                return Some(Default::Sql("(1 + 1)".to_owned()));
            }
            Literal::Integer(i128::from(draw.below(100) as u64) - 50)
        }
        Type::Varchar(_) => Literal::Text(draw.text().chars().take(20).collect()),
        Type::Boolean => Literal::Bool(draw.one_in(2)),
        Type::Double => Literal::from(0.25),
        Type::Numeric(_) => Literal::Text("1.50".to_owned()),
        Type::Date => Literal::Text("2026-11-21".to_owned()),
        Type::Enum(name) => Literal::Text(draw.pick(&schema.enums.get(name)?.values)?),
        _ => return None,
    };
    Some(Default::Value(literal))
}

/// A change of a column that makes sense.
pub(super) fn change(
    draw: &mut Draw<'_>,
    schema: &Schema,
    table: &Table,
    column: &Column,
) -> ColumnChange {
    let mut change = ColumnChange::default();
    let free = column.generated.is_none() && column.identity.is_none();
    let in_key = is_used(schema, table, &column.name);
    if draw.one_in(3) {
        change.comment = Some(draw.comment());
    }
    if free && !in_key && draw.one_in(2) {
        let ty = ty(draw, schema);
        if draw.one_in(4) && draw.is_on(Backend::Postgres) {
            change.using = Some("NULL".to_owned());
        }
        // What a default is worth depends on the type.
        change.default = Some(draw.one_in(2).then(|| default(draw, schema, &ty)).flatten());
        change.ty = Some(ty);
    } else if free && draw.one_in(2) {
        change.default = Some(default(draw, schema, &column.ty));
    }
    let key = table.primary_key.as_ref();
    let in_primary = key.is_some_and(|key| key.columns.contains(&column.name));
    if free && !in_primary && draw.one_in(3) {
        change.nullable = Some(!column.nullable);
    }
    if draw.taste.on.is_none() && free && draw.one_in(5) {
        let mut on = OnDatabase::default();
        on.default = Some(Default::Sql("now()".to_owned()));
        change.on.insert(Backend::MySql, on);
    }
    change
}

/// Whether a key, a constraint, an index or a computed column has the column, here or in another table.
pub(super) fn is_used(schema: &Schema, table: &Table, column: &Name) -> bool {
    let text = format!("{table:?}");
    let quoted = format!("{:?}", column.as_str());
    // As a name it stands there once, for the column itself; within expressions in yet another spelling.
    let spelt = names::spelt(column, Some(Backend::Postgres));
    let expressions = table
        .checks
        .iter()
        .map(|one| one.sql.as_str())
        .chain(
            table
                .columns
                .iter()
                .filter_map(|one| Some(one.generated.as_ref()?.sql.as_str())),
        )
        .chain(
            table
                .indexes
                .values()
                .filter_map(|one| one.predicate.as_deref()),
        )
        .chain(table.indexes.values().flat_map(|one| {
            one.columns.iter().filter_map(|column| match &column.key {
                revision_core::schema::IndexKey::Sql(sql) => Some(sql.as_str()),
                revision_core::schema::IndexKey::Column(_) => None,
            })
        }));
    let mentioned = expressions.clone().any(|sql| {
        sql.contains(&spelt) || sql.contains(&names::spelt(column, Some(Backend::MySql)))
    });
    let elsewhere = schema.tables.values().any(|other| {
        let mut keys = other.foreign_keys.iter();
        keys.any(|key| key.referenced.contains(column))
    });
    let owned = schema.sequences.values().any(|sequence| {
        let owner = sequence.owned_by.as_ref();
        owner.is_some_and(|(_, of)| of == column)
    });
    mentioned || elsewhere || owned || text.matches(&quoted).count() > 1
}
