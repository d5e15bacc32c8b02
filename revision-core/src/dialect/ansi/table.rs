//! Tables and columns.

use super::{Spelling, Spelt, constraint, qualified};
use crate::schema::{Column, Constraint, Name, QualifiedName, Table};

/// The longest statement that stands in one line.
const LINE: usize = 60;

/// Makes a table with its constraints; its indexes are statements of their own.
pub(in crate::dialect) fn create_table(
    spelling: &impl Spelling,
    name: &QualifiedName,
    table: &Table,
    if_not_exists: bool,
) -> Spelt {
    let mut head = vec!["CREATE".to_owned()];
    head.extend(spelling.table_kind(table)?);
    head.push("TABLE".to_owned());
    if if_not_exists {
        head.push("IF NOT EXISTS".to_owned());
    }
    head.push(qualified(spelling, name)?);
    let head = head.join(" ");
    let mut parts = Vec::new();
    for one in table.columns.iter() {
        parts.push(column(spelling, one)?);
    }
    for one in table.constraints() {
        parts.push(constraint(spelling, &one)?);
    }
    let mut end = spelling.table_end(table)?;
    end.insert(0, String::new());
    let end = end.join(" ");
    let line = format!("{head} ({}){end}", parts.join(", "));
    if line.len() <= LINE || parts.is_empty() {
        return Ok(line);
    }
    Ok(format!("{head} (\n    {}\n){end}", parts.join(",\n    ")))
}

/// A column as it stands in a table or behind `ADD COLUMN`.
pub(in crate::dialect) fn column(spelling: &impl Spelling, column: &Column) -> Spelt {
    let column = &column.on(spelling.backend());
    let mut parts = vec![spelling.name(&column.name)?, spelling.ty(&column.ty)?];
    if let Some(collation) = &column.collation {
        parts.push(format!("COLLATE {}", spelling.collation(collation)?));
    }
    if let Some(generated) = &column.generated {
        parts.push(spelling.generated(column, generated)?);
    }
    if !column.nullable {
        parts.push("NOT NULL".to_owned());
    }
    if let Some(default) = &column.default {
        parts.push(format!("DEFAULT {}", spelling.default(column, default)?));
    }
    if let Some(identity) = &column.identity {
        parts.push(spelling.identity(column, identity)?);
    }
    parts.extend(spelling.column_end(column)?);
    Ok(parts.join(" "))
}

/// Removes a table.
pub(in crate::dialect) fn drop_table(
    spelling: &impl Spelling,
    name: &QualifiedName,
    if_exists: bool,
) -> Spelt {
    let if_exists = if if_exists { "IF EXISTS " } else { "" };
    Ok(format!(
        "DROP TABLE {if_exists}{}",
        qualified(spelling, name)?
    ))
}

/// Does something to a table: what stands behind its name.
pub(in crate::dialect) fn alter_table(
    spelling: &impl Spelling,
    table: &QualifiedName,
    what: &str,
) -> Spelt {
    Ok(format!(
        "ALTER TABLE {} {what}",
        qualified(spelling, table)?
    ))
}

/// Calls a table otherwise.
pub(in crate::dialect) fn rename_table(
    spelling: &impl Spelling,
    from: &QualifiedName,
    to: &Name,
) -> Spelt {
    let to = spelling.name(to)?;
    alter_table(spelling, from, &format!("RENAME TO {to}"))
}

/// Adds a column; `how` stands behind `COLUMN`, and `place` behind everything.
pub(in crate::dialect) fn add_column(
    spelling: &impl Spelling,
    table: &QualifiedName,
    new: &Column,
    how: &str,
    place: &str,
) -> Spelt {
    let column = column(spelling, new)?;
    alter_table(spelling, table, &format!("ADD COLUMN {how}{column}{place}"))
}

/// Removes a column; `how` stands behind `COLUMN`.
pub(in crate::dialect) fn drop_column(
    spelling: &impl Spelling,
    table: &QualifiedName,
    column: &Name,
    how: &str,
) -> Spelt {
    let column = spelling.name(column)?;
    alter_table(spelling, table, &format!("DROP COLUMN {how}{column}"))
}

/// Calls a column otherwise.
pub(in crate::dialect) fn rename_column(
    spelling: &impl Spelling,
    table: &QualifiedName,
    from: &Name,
    to: &Name,
) -> Spelt {
    let (from, to) = (spelling.name(from)?, spelling.name(to)?);
    alter_table(spelling, table, &format!("RENAME COLUMN {from} TO {to}"))
}

/// Adds a constraint.
pub(in crate::dialect) fn add_constraint(
    spelling: &impl Spelling,
    table: &QualifiedName,
    new: &Constraint,
) -> Spelt {
    let constraint = constraint(spelling, new)?;
    alter_table(spelling, table, &format!("ADD {constraint}"))
}
