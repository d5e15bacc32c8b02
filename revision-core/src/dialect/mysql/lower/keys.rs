//! Constraints and indexes.

use super::together;
use crate::Backend;
use crate::dialect::ansi::{
    self, NewIndex, Spelling as _, Spelt, alter_table, constraint as constraint_words,
    index_columns,
};
use crate::dialect::known::Known;
use crate::dialect::lower::Why;
use crate::dialect::mysql::words::Words;
use crate::schema::{
    Constraint, ConstraintKind, ForeignKey, Index, IndexColumn, IndexKey, Name, Nulls,
    QualifiedName, Table, Type,
};

/// Adds a constraint.
pub(super) fn add(
    words: &Words<'_>,
    known: &Known,
    table: &QualifiedName,
    constraint: &Constraint,
) -> Spelt {
    check_length(words, known.schema().tables.get(table), constraint)?;
    let constraint = constraint_words(words, &without_name(constraint))?;
    alter_table(words, table, &format!("ADD {constraint}"))
}

/// A primary key goes by the one name that all have.
pub(super) fn without_name(constraint: &Constraint) -> Constraint {
    let mut constraint = constraint.clone();
    if let Constraint::PrimaryKey(key) = &mut constraint {
        key.name = None;
    }
    constraint
}

/// Whether dropping a constraint of this kind is about indexes of foreign keys: the one that was made for it stays behind, or
/// another needs its.
pub(super) fn concerns_keys(kind: ConstraintKind) -> bool {
    matches!(kind, ConstraintKind::ForeignKey | ConstraintKind::Unique)
}

/// Removes an index. Foreign keys of its table that have no other are given their own again, which the server made when they
/// came, and took away when this index did.
pub(super) fn drop_index(
    words: &Words<'_>,
    known: Option<&Table>,
    table: &QualifiedName,
    name: &Name,
    how: &str,
) -> Spelt {
    let needed = needed_without(words, known, name)?;
    let spelt = words.name(name)?;
    if needed.is_empty() {
        let table = super::qualified(words, table)?;
        return Ok(format!("DROP INDEX {how}{spelt} ON {table}"));
    }
    let mut actions = vec![format!("DROP INDEX {how}{spelt}")];
    actions.extend(needed);
    together(words, table, &actions)
}

/// What adds the indexes that foreign keys need once another is gone.
fn needed_without(words: &Words<'_>, known: Option<&Table>, gone: &Name) -> Spelt<Vec<String>> {
    let Some(table) = known else {
        return Ok(Vec::new());
    };
    let mut left = table.clone();
    left.indexes.remove(gone);
    left.unique.retain(|one| one.name.as_ref() != Some(gone));
    let mut needed = Vec::new();
    for key in &table.foreign_keys {
        let Some(name) = key.name.as_ref().filter(|name| *name != gone) else {
            continue;
        };
        let is_there = left.indexes.contains_key(name);
        if !is_there && is_covered(table, key) && !is_covered(&left, key) {
            let columns = key.columns.iter().cloned().map(IndexKey::Column);
            let index = Index::new(columns.map(IndexColumn::new).collect());
            // What is lowered beforehand does not see one that an earlier revision gave back.
            let how = if words.is_mariadb() {
                "IF NOT EXISTS "
            } else {
                ""
            };
            needed.push(format!("ADD {}", inline_index(words, name, &index, how)?));
            left.indexes.insert(name.clone(), index);
        }
    }
    Ok(needed)
}

/// Removes a constraint, and what was made for it.
pub(super) fn drop(
    words: &Words<'_>,
    known: &Known,
    table: &QualifiedName,
    name: Option<&Name>,
    kind: ConstraintKind,
    if_exists: bool,
) -> Spelt {
    let (how, _) = words.if_exists(if_exists);
    if kind == ConstraintKind::PrimaryKey {
        let what = if if_exists {
            "DROP INDEX IF EXISTS `PRIMARY`"
        } else {
            "DROP PRIMARY KEY"
        };
        return alter_table(words, table, what);
    }
    let unnamed = || Why::Invalid("a constraint that has no name".to_owned());
    let spelt = words.name(name.ok_or_else(unnamed)?)?;
    let mut actions = Vec::new();
    match kind {
        ConstraintKind::Unique => {
            actions.push(format!("DROP INDEX {how}{spelt}"));
            if let Some(name) = name {
                let found = known.schema().tables.get(table);
                actions.extend(needed_without(words, found, name)?);
            }
        }
        ConstraintKind::Check if words.is_mariadb() => {
            actions.push(format!("DROP CONSTRAINT {how}{spelt}"));
        }
        ConstraintKind::Check => actions.push(format!("DROP CHECK {spelt}")),
        ConstraintKind::ForeignKey => {
            actions.push(format!("DROP FOREIGN KEY {how}{spelt}"));
            if has_index(words, known, table, name)? {
                let how = if words.is_mariadb() { "IF EXISTS " } else { "" };
                actions.push(format!("DROP INDEX {how}{spelt}"));
            }
        }
        _ => return words.unsupported("has no such constraints"),
    }
    together(words, table, &actions)
}

/// Whether an index of a foreign key's own has to go with it. It is made where no other will do, and bears its name.
fn has_index(
    words: &Words<'_>,
    known: &Known,
    table: &QualifiedName,
    name: Option<&Name>,
) -> Spelt<bool> {
    let table = match known.table(table) {
        Ok(table) => table,
        // It can be asked to drop what may not be there.
        Err(_) if words.is_mariadb() => return Ok(true),
        Err(unknown) => return Err(unknown),
    };
    let key = table
        .foreign_keys
        .iter()
        .find(|key| key.name.as_ref() == name);
    Ok(key.is_some_and(|key| has_own_index(table, key)))
}

/// Whether the server made an index for a foreign key: no other of the table begins with its columns.
pub(in crate::dialect::mysql) fn has_own_index(table: &Table, key: &ForeignKey) -> bool {
    let mut others = table.foreign_keys.iter();
    let by_other =
        others.any(|other| other.name != key.name && other.columns.starts_with(&key.columns));
    !by_other && !is_covered(table, key)
}

/// Whether a foreign key finds its columns at the beginning of a key or an index that is not its own.
fn is_covered(table: &Table, key: &ForeignKey) -> bool {
    let covers = |columns: &[Name]| columns.starts_with(&key.columns);
    let is_own = |name: &Name| key.name.as_ref() == Some(name);
    let by_index = |index: &Index| {
        let columns: Vec<_> = index
            .columns
            .iter()
            .map_while(|column| match &column.key {
                IndexKey::Column(name) if column.length.is_none() => Some(name.clone()),
                _ => None,
            })
            .collect();
        covers(&columns)
    };
    let mut indexes = table.indexes.iter();
    table.primary_key.iter().any(|one| covers(&one.columns))
        || table.unique.iter().any(|one| covers(&one.columns))
        || indexes.any(|(name, index)| !is_own(name) && by_index(index))
}

/// Calls a constraint otherwise: by its index, or by making it anew.
pub(super) fn rename(
    words: &Words<'_>,
    known: &Known,
    table: &QualifiedName,
    from: &Name,
    to: &Name,
) -> Spelt<Vec<String>> {
    let found = known.table(table)?;
    let constraints = found.constraints();
    let named = constraints.iter().find(|one| one.name() == Some(from));
    let Some(constraint) = named else {
        return Err(Why::Invalid(format!(
            "`{table}` has no constraint `{from}`"
        )));
    };
    let (old, new) = (words.name(from)?, words.name(to)?);
    let mut constraint = constraint.clone();
    let mut actions = Vec::new();
    match &mut constraint {
        Constraint::PrimaryKey(_) => return Ok(Vec::new()),
        Constraint::Unique(_) => actions.push(format!("RENAME INDEX {old} TO {new}")),
        Constraint::Check(check) => {
            check.name = Some(to.clone());
            let word = if words.is_mariadb() {
                "CONSTRAINT"
            } else {
                "CHECK"
            };
            actions.push(format!("DROP {word} {old}"));
            actions.push(format!("ADD {}", constraint_words(words, &constraint)?));
        }
        Constraint::ForeignKey(key) => {
            if has_own_index(found, key) {
                actions.push(format!("RENAME INDEX {old} TO {new}"));
            }
            key.name = Some(to.clone());
            actions.insert(0, format!("DROP FOREIGN KEY {old}"));
            actions.push(format!("ADD {}", constraint_words(words, &constraint)?));
        }
        Constraint::Exclusion(_) => return words.unsupported("has no exclusion constraints"),
    }
    Ok(vec![together(words, table, &actions)?])
}

/// Makes an index on a table, which may be known.
pub(super) fn create_index(
    words: &Words<'_>,
    known: Option<&Table>,
    table: &QualifiedName,
    name: &Name,
    index: &Index,
    how: &str,
) -> Spelt {
    let index = &prepared(words, known, index)?;
    let how: &[&str] = if how.is_empty() { &[] } else { &[how] };
    ansi::create_index(
        words,
        &NewIndex {
            name,
            table,
            index,
            how,
        },
    )
}

/// An index as it stands behind `ADD`; `how` stands before its name.
pub(in crate::dialect::mysql) fn inline_index(
    words: &Words<'_>,
    name: &Name,
    index: &Index,
    how: &str,
) -> Spelt {
    let index = &prepared(words, None, index)?;
    let mut parts = words.index_kind(index)?;
    parts.push(format!("INDEX {how}{}", words.name(name)?));
    parts.push(format!("({})", index_columns(words, &index.columns)?));
    parts.extend(words.index_end(index)?);
    if let Some(predicate) = &index.predicate {
        parts.extend(words.index_predicate(predicate)?);
    }
    Ok(parts.join(" "))
}

/// The index without what goes without saying; and whether there can be such a one.
fn prepared(words: &Words<'_>, known: Option<&Table>, index: &Index) -> Spelt<Index> {
    let mut index = index.clone();
    let is_fulltext = index
        .method
        .as_ref()
        .is_some_and(|method| method.eq_ignore_ascii_case("fulltext"));
    for column in &mut index.columns {
        let first = if column.descending {
            Nulls::Last
        } else {
            Nulls::First
        };
        if column.nulls == Some(first) {
            column.nulls = None;
        }
        match &column.key {
            IndexKey::Sql(_) if words.is_mariadb() => {
                return words.unsupported(
                    "has no indexes over expressions: add a generated column, and index that",
                );
            }
            IndexKey::Sql(_) => words.since([8, 0, 13], "indexes over expressions")?,
            IndexKey::Column(name) if column.length.is_none() && !is_fulltext => {
                has_length(words, known, name)?;
            }
            IndexKey::Column(_) => {}
        }
    }
    Ok(index)
}

/// Whether the columns of a key can stand in one, where it is known what they are.
pub(super) fn check_length(
    words: &Words<'_>,
    known: Option<&Table>,
    constraint: &Constraint,
) -> Spelt<()> {
    let columns = match constraint {
        Constraint::PrimaryKey(key) => &key.columns,
        Constraint::Unique(key) => &key.columns,
        Constraint::ForeignKey(key) => &key.columns,
        Constraint::Check(_) | Constraint::Exclusion(_) => return Ok(()),
    };
    for column in columns {
        has_length(words, known, column)?;
    }
    Ok(())
}

fn has_length(words: &Words<'_>, known: Option<&Table>, column: &Name) -> Spelt<()> {
    let found = known.and_then(|table| table.columns.named(column));
    match found.map(|found| found.on(Backend::MySql).ty) {
        Some(Type::Text(_) | Type::Blob(_)) => words.unsupported(&format!(
            "takes no more than a beginning of a text into a key: make `{column}` a `varchar(…)`, \
             or say in an index how much of it"
        )),
        Some(Type::Json | Type::Jsonb) => words.unsupported(&format!(
            "takes no JSON into a key: add a generated column of what `{column}` is looked up by"
        )),
        _ => Ok(()),
    }
}
