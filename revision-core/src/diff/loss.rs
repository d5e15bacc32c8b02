//! What operations take away for good: for warnings, and for whoever asks before anything is lost.

use std::fmt;

use crate::operation::{Operation, TypeChange};
use crate::schema::{Column, Name, QualifiedName, Schema, Type};

/// Something that no inverse brings back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lost {
    /// A table, with its rows.
    Table(QualifiedName),
    /// A column, with what it holds.
    Column(QualifiedName, Name),
    /// An attribute of a composite type, with what columns hold in it.
    Attribute(QualifiedName, Name),
    /// A value that rows may hold.
    Value(QualifiedName, String),
    /// What does not fit another type.
    Narrowed(QualifiedName, Name),
    /// Where a counter stands.
    Count(QualifiedName),
    /// The stored rows of a view are made again, if ever.
    Stored(QualifiedName),
    /// What an extension's objects hold.
    Extension(Name),
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(name) => write!(f, "the table `{name}` and its rows"),
            Self::Column(table, name) => {
                write!(f, "the column `{table}.{name}` and what it holds")
            }
            Self::Attribute(name, own) => {
                write!(f, "the attribute `{own}` of `{name}` and what it holds")
            }
            Self::Value(name, value) => write!(f, "the value `{value}` of `{name}`"),
            Self::Narrowed(table, name) => {
                write!(f, "what does not fit the new type of `{table}.{name}`")
            }
            Self::Count(name) => write!(f, "where the sequence `{name}` stands"),
            Self::Stored(name) => write!(f, "the stored rows of `{name}`"),
            Self::Extension(name) => write!(f, "what the extension `{name}` holds"),
        }
    }
}

/// What is lost by carrying operations out on a schema, each with the number of its operation.
///
/// A column that is computed loses nothing, nor does a table that the operations have made themselves.
#[must_use]
pub fn losses(before: &Schema, operations: &[Operation]) -> Vec<(usize, Lost)> {
    let mut now = before.clone();
    let mut found = Vec::new();
    for (number, operation) in operations.iter().enumerate() {
        found.extend(loss(&now, operation).map(|lost| (number, lost)));
        // What makes no sense is for others to say.
        let _ = now.apply(operation);
    }
    found
}

fn loss(now: &Schema, operation: &Operation) -> Option<Lost> {
    match operation {
        Operation::DropTable { name, .. } => Some(Lost::Table(name.clone())),
        Operation::DropColumn { table, column, .. } => {
            let found = column_of(now, table, column);
            let computed = found.is_some_and(|column| column.generated.is_some());
            (!computed).then(|| Lost::Column(table.clone(), column.clone()))
        }
        Operation::AlterColumn {
            table,
            column,
            change,
        } => {
            let ty = change.ty.as_ref()?;
            let found = column_of(now, table, column);
            let fits = found.is_some_and(|before| widens(&before.ty, ty));
            (!fits).then(|| Lost::Narrowed(table.clone(), column.clone()))
        }
        Operation::DropEnumValue { name, value, .. } => {
            Some(Lost::Value(name.clone(), value.clone()))
        }
        Operation::AlterType { name, change } => match &**change {
            TypeChange::DropAttribute(own) => Some(Lost::Attribute(name.clone(), own.clone())),
            _ => None,
        },
        Operation::DropSequence { name, .. } => Some(Lost::Count(name.clone())),
        Operation::DropView {
            name,
            materialized: true,
            ..
        } => Some(Lost::Stored(name.clone())),
        Operation::DropExtension { name, .. } => Some(Lost::Extension(name.clone())),
        _ => None,
    }
}

fn column_of<'s>(schema: &'s Schema, table: &QualifiedName, column: &Name) -> Option<&'s Column> {
    schema.tables.get(table)?.columns.named(column)
}

/// Whether one type holds all that the other does, as it is.
pub(super) fn widens(before: &Type, after: &Type) -> bool {
    if before == after {
        return true;
    }
    match (before, after) {
        (Type::Varchar(one), Type::Varchar(other)) => match (one, other) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(one), Some(other)) => one <= other,
        },
        (
            Type::Char(_) | Type::Varchar(_) | Type::Uuid | Type::Enum(_) | Type::InlineEnum(_),
            Type::Text(_),
        )
        | (Type::Enum(_), Type::Enum(_))
        | (Type::Json, Type::Jsonb)
        | (Type::Real, Type::Double)
        | (Type::Numeric(Some(_)), Type::Numeric(None)) => true,
        (Type::Text(one), Type::Text(other)) | (Type::Blob(one), Type::Blob(other)) => {
            size(*one) <= size(*other)
        }
        (Type::InlineEnum(one), Type::InlineEnum(other)) => {
            one.iter().all(|value| other.contains(value))
        }
        (Type::Numeric(Some((digits, point))), Type::Numeric(Some((more, further)))) => {
            point <= further
                && i64::from(*more) - i64::from(*further) >= i64::from(*digits) - i64::from(*point)
        }
        (one, other) => match (integer(one), integer(other)) {
            (Some((bits, false)), Some((more, false)))
            | (Some((bits, true)), Some((more, true))) => bits <= more,
            (Some((bits, true)), Some((more, false))) => bits < more,
            _ => false,
        },
    }
}

fn size(size: crate::schema::Size) -> u8 {
    use crate::schema::Size;
    match size {
        Size::Tiny => 0,
        Size::Plain => 1,
        Size::Medium => 2,
        Size::Long => 3,
    }
}

/// How many bytes a whole number has, and whether none of it are for a sign.
fn integer(ty: &Type) -> Option<(u8, bool)> {
    match ty {
        Type::TinyInt { unsigned } => Some((1, *unsigned)),
        Type::SmallInt { unsigned } => Some((2, *unsigned)),
        Type::MediumInt { unsigned } => Some((3, *unsigned)),
        Type::Integer { unsigned } => Some((4, *unsigned)),
        Type::BigInt { unsigned } => Some((8, *unsigned)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_not_lost() {
        let int = Type::Integer { unsigned: false };
        let big = Type::BigInt { unsigned: false };
        let varchar = |length| Type::Varchar(Some(length));
        for (before, after, fits) in [
            (&int, &big, true),
            (&big, &int, false),
            (&varchar(20), &varchar(30), true),
            (&varchar(30), &varchar(20), false),
            (&varchar(30), &Type::Varchar(None), true),
            (
                &Type::Numeric(Some((10, 2))),
                &Type::Numeric(Some((12, 4))),
                true,
            ),
            (
                &Type::Numeric(Some((10, 2))),
                &Type::Numeric(Some((10, 4))),
                false,
            ),
            (&Type::Integer { unsigned: true }, &int, false),
            (&Type::Integer { unsigned: true }, &big, true),
        ] {
            assert_eq!(widens(before, after), fits, "{before:?} {after:?}");
        }
    }

    #[test]
    fn what_is_dropped_is_told() {
        let mut before = Schema::default();
        let mut table = crate::schema::Table::default();
        table.columns.push(Column::new("a", Type::Uuid));
        table.columns.push(Column::new("b", Type::Uuid));
        before.tables.insert("t".into(), table);
        let operations = [
            Operation::DropColumn {
                table: "t".into(),
                column: "a".into(),
                if_exists: false,
            },
            Operation::DropTable {
                name: "t".into(),
                if_exists: false,
            },
        ];
        let told: Vec<String> = losses(&before, &operations)
            .into_iter()
            .map(|(at, lost)| format!("{at}: {lost}"))
            .collect();
        assert_eq!(
            told,
            [
                "0: the column `t.a` and what it holds",
                "1: the table `t` and its rows"
            ]
        );
    }
}
