//! The indexes of tables and materialised views, and exclusion constraints, which are indexes too.

use super::constraints::deferrable;
use super::text::{bare, list};
use crate::dialect::Row;
use crate::dialect::reflect::{Fields, Unreadable};
use crate::schema::{
    Deferrable, Exclusion, ExclusionElement, Index, IndexColumn, IndexKey, Name, Nulls,
    QualifiedName, Schema,
};

/// An index whose rows are being read.
struct Found {
    relation: QualifiedName,
    of_view: bool,
    name: Name,
    is_exclusion: bool,
    deferrable: Option<Deferrable>,
    index: Index,
    /// With what an exclusion compares its columns.
    operators: Vec<String>,
}

/// Reads rows, of which those of one index stand together.
pub(super) fn read(schema: &mut Schema, rows: Vec<Row>) -> Result<(), Unreadable> {
    let mut last: Option<Found> = None;
    for row in rows {
        let mut fields = Fields::of("an index", row);
        let found = index(&mut fields)?;
        let current = match last.take() {
            Some(last) if last.relation == found.relation && last.name == found.name => last,
            other => {
                keep(schema, other);
                found
            }
        };
        last = Some(with_column(current, &mut fields)?);
    }
    keep(schema, last);
    Ok(())
}

fn index(fields: &mut Fields) -> Result<Found, Unreadable> {
    let relation = fields.qualified()?;
    let of_view = fields.is()?;
    let name = fields.text()?.into();
    let is_exclusion = fields.is()?;
    let deferrable = deferrable(fields)?;
    let mut index = Index::new(Vec::new());
    index.unique = fields.is()?;
    index.nulls_not_distinct = fields.is()?;
    index.method = Some(fields.text()?)
        .filter(|method| method != "btree")
        .map(Name::from);
    index.predicate = fields.maybe()?.map(|sql| bare(&sql).to_owned());
    index.storage = storage(fields)?;
    index.comment = fields.maybe()?;
    Ok(Found {
        relation,
        of_view,
        name,
        is_exclusion,
        deferrable,
        index,
        operators: Vec::new(),
    })
}

fn with_column(mut found: Found, fields: &mut Fields) -> Result<Found, Unreadable> {
    let is_carried = fields.is()?;
    let column = fields.maybe()?;
    let expression = fields.maybe()?;
    if is_carried {
        found.index.include.extend(column.map(Name::from));
        return Ok(found);
    }
    let key = match column {
        Some(column) => IndexKey::Column(column.into()),
        None => IndexKey::Sql(bare(&expression.unwrap_or_default()).to_owned()),
    };
    let mut column = IndexColumn::new(key);
    column.descending = fields.is()?;
    let nulls_first = fields.is()?;
    // Nothing comes after all else, and so first where the order is turned round.
    column.nulls = match (column.descending, nulls_first) {
        (false, true) => Some(Nulls::First),
        (true, false) => Some(Nulls::Last),
        _ => None,
    };
    column.operator_class = fields.maybe()?;
    let (namespace, collation) = (fields.maybe()?, fields.maybe()?);
    column.collation = collation.map(|collation| match namespace {
        Some(namespace) => format!("{namespace}.{collation}"),
        None => collation,
    });
    found.operators.extend(fields.maybe()?);
    found.index.columns.push(column);
    Ok(found)
}

fn keep(schema: &mut Schema, found: Option<Found>) {
    let Some(found) = found else { return };
    if found.of_view {
        if let Some(view) = schema.views.get_mut(&found.relation) {
            view.indexes.insert(found.name, found.index);
        }
        return;
    }
    let Some(table) = schema.tables.get_mut(&found.relation) else {
        return;
    };
    if !found.is_exclusion {
        table.indexes.insert(found.name, found.index);
        return;
    }
    let elements = found.index.columns.into_iter().zip(found.operators);
    let elements = elements.map(|(column, operator)| ExclusionElement {
        key: column.key,
        operator_class: column.operator_class,
        descending: column.descending,
        nulls: column.nulls,
        operator,
    });
    table.exclusions.insert(Exclusion {
        name: Some(found.name),
        method: found.index.method,
        elements: elements.collect(),
        predicate: found.index.predicate,
        deferrable: found.deferrable,
        comment: found.index.comment,
    });
}

/// Parameters of storage, `name=value` each, sorted.
pub(super) fn storage(fields: &mut Fields) -> Result<Vec<(String, String)>, Unreadable> {
    let Some(parameters) = fields.maybe()? else {
        return Ok(Vec::new());
    };
    let parameters = list(&parameters)?.into_iter().map(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((&parameter, ""));
        (name.to_owned(), value.to_owned())
    });
    let mut parameters: Vec<_> = parameters.collect();
    parameters.sort_unstable();
    Ok(parameters)
}
