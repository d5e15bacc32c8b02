//! Indexes.

use super::{NewIndex, Spelling, Spelt, qualified};
use crate::schema::{IndexColumn, IndexKey, Nulls};

/// Makes an index.
pub(in crate::dialect) fn create_index(spelling: &impl Spelling, new: &NewIndex<'_>) -> Spelt {
    let mut parts = vec!["CREATE".to_owned()];
    parts.extend(spelling.index_kind(new.index)?);
    parts.push("INDEX".to_owned());
    parts.extend(new.how.iter().map(|&word| word.to_owned()));
    parts.push(spelling.name(new.name)?);
    parts.push(format!("ON {}", qualified(spelling, new.table)?));
    parts.extend(spelling.index_method(new.index)?);
    parts.push(format!(
        "({})",
        index_columns(spelling, &new.index.columns)?
    ));
    parts.extend(spelling.index_end(new.index)?);
    if let Some(predicate) = &new.index.predicate {
        parts.extend(spelling.index_predicate(predicate)?);
    }
    Ok(parts.join(" "))
}

/// What an index sorts by, with commas between.
pub(in crate::dialect) fn index_columns(
    spelling: &impl Spelling,
    columns: &[IndexColumn],
) -> Spelt {
    let columns: Vec<_> = columns
        .iter()
        .map(|column| index_column(spelling, column))
        .collect::<Spelt<_>>()?;
    Ok(columns.join(", "))
}

fn index_column(spelling: &impl Spelling, column: &IndexColumn) -> Spelt {
    let mut parts = vec![match &column.key {
        IndexKey::Column(name) => spelling.name(name)?,
        IndexKey::Sql(sql) => spelling.index_expression(sql, column)?,
    }];
    parts.extend(spelling.index_column_end(column)?);
    if column.descending {
        parts.push("DESC".to_owned());
    }
    parts.extend(column.nulls.map(|nulls| match nulls {
        Nulls::First => "NULLS FIRST".to_owned(),
        Nulls::Last => "NULLS LAST".to_owned(),
    }));
    Ok(parts.join(" "))
}
