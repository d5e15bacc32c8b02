//! A column that counts comes right before its key: some databases count nothing that has none, so there both are one statement.

use crate::operation::{Operation, mentions_column};
use crate::schema::{Constraint, IndexKey, Name, QualifiedName};

/// The operations with each such column before its key.
pub(super) fn before_keys(mut operations: Vec<Operation>) -> Vec<Operation> {
    let mut moved = Vec::with_capacity(operations.len());
    while !operations.is_empty() {
        let key = to_key(&mut operations);
        moved.push(operations.remove(0));
        moved.extend(key);
    }
    moved
}

/// Where the first of the operations makes a column that counts: makes it the last before its key can be made, and takes
/// that out.
fn to_key(operations: &mut Vec<Operation>) -> Option<Operation> {
    let (first, behind) = operations.split_first()?;
    let Operation::AddColumn { table, column, .. } = first else {
        return None;
    };
    column.identity.as_ref()?;
    let (table, column) = (table.clone(), column.name.clone());
    let over = |one| key(one, &table).filter(|key| key.first() == Some(&column));
    let at = behind.iter().position(|one| over(one).is_some())?;
    let others = over(&behind[at])?;
    let needs = |one: &Operation| makes(one, &table, &others);
    let needed = behind[..at].iter().rposition(needs);
    let needed = needed.map_or(0, |needed| needed + 1);
    let mut before = behind[..needed].iter();
    if before.any(|one| speaks_of(one, &table, &column)) {
        return None;
    }
    let made = operations.remove(1 + at);
    operations[..=needed].rotate_left(1);
    if needed == 0 {
        return Some(made);
    }
    // The key comes once its column does.
    operations.insert(needed + 1, made);
    None
}

/// The columns of the key, or the index, that an operation makes.
fn key(one: &Operation, table: &QualifiedName) -> Option<Vec<Name>> {
    match one {
        Operation::AddConstraint {
            table: of,
            constraint,
        } if of == table => match &**constraint {
            Constraint::PrimaryKey(key) => Some(key.columns.clone()),
            Constraint::Unique(key) => Some(key.columns.clone()),
            _ => None,
        },
        Operation::CreateIndex {
            table: of, index, ..
        } if of == table => {
            let columns = index.columns.iter().map(|column| match &column.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Sql(_) => None,
            });
            columns.collect()
        }
        _ => None,
    }
}

/// Whether an operation makes one of the columns what it will be.
fn makes(one: &Operation, table: &QualifiedName, columns: &[Name]) -> bool {
    match one {
        Operation::AddColumn {
            table: of, column, ..
        } => of == table && columns.contains(&column.name),
        Operation::AlterColumn {
            table: of, column, ..
        } => of == table && columns.contains(column),
        _ => false,
    }
}

/// Whether an operation may not be done before the column is there.
fn speaks_of(one: &Operation, table: &QualifiedName, column: &Name) -> bool {
    match one {
        Operation::AddColumn {
            table: of,
            column: other,
            ..
        } if of == table => {
            let generated = other.generated.as_ref();
            generated.is_some_and(|one| mentions_column(&one.sql, &table.name, column))
        }
        Operation::AlterColumn {
            table: of, change, ..
        } => of == table && change.generated.is_some(),
        Operation::AddConstraint { table: of, .. } | Operation::CreateIndex { table: of, .. } => {
            of == table
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::diff::{Pair, diff};
    use crate::operation::Operation;
    use crate::schema::{
        Column, Identity, Index, IndexColumn, IndexKey, PrimaryKey, Schema, Table, Type,
    };

    /// A table whose key counts, under this name, and another column that is in an index with it.
    fn counting(key: &str) -> Schema {
        let mut table = Table::default();
        let mut id = Column::new(key, Type::BigInt { unsigned: false });
        id.nullable = false;
        id.identity = Some(Identity::default());
        table.columns.push(id);
        table.columns.push(Column::new(
            format!("{key}_note"),
            Type::Integer { unsigned: false },
        ));
        table.primary_key = Some(PrimaryKey {
            name: Some("pk".into()),
            ..PrimaryKey::new(vec![key.into()])
        });
        let keys = [format!("{key}_note"), key.to_owned()];
        let keys = keys.map(|name| IndexColumn::new(IndexKey::Column(name.into())));
        table
            .indexes
            .insert("a_first".into(), Index::new(keys.into()));
        let mut schema = Schema::default();
        schema.tables.insert("t".into(), table);
        schema
    }

    #[test]
    fn a_counter_comes_with_its_key() {
        let (before, after) = (counting("one"), counting("two"));
        let mut now = before.clone();
        let operations = diff(Pair::new(&before, &after));
        now.apply_all(&operations).unwrap();
        assert_eq!(now, after);
        let shown: Vec<String> = operations
            .iter()
            .map(|one| match one {
                Operation::AddColumn { column, .. } => format!("add {}", column.name),
                Operation::DropColumn { column, .. } => format!("drop {column}"),
                Operation::AddConstraint { .. } => "add key".to_owned(),
                Operation::DropConstraint { .. } => "drop key".to_owned(),
                Operation::CreateIndex { .. } => "add index".to_owned(),
                Operation::DropIndex { .. } => "drop index".to_owned(),
                Operation::AlterColumn { .. } => "count no more".to_owned(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "count no more",
                "drop key",
                "drop index",
                "add two",
                "add key",
                "add two_note",
                "drop one",
                "drop one_note",
                "add index",
            ]
        );
    }
}
