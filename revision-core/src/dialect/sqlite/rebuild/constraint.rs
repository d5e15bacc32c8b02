//! What operations do to the constraints of a table.

use super::column::{before, count, null};
use super::draft::{Draft, Of};
use super::edit::{cut, insert, insert_part, remove_part, replace};
use super::find::{
    Place, clause, constraint as constraint_at, enum_column, find, of_enum_at_any_rate,
};
use crate::dialect::ansi::{self, Spelling as _, Spelt};
use crate::dialect::lower::Why;
use crate::dialect::sqlite::reflect;
use crate::dialect::sqlite::text::{Item, TableText, same};
use crate::dialect::sqlite::words::is_usual_key;
use crate::schema::{Check, Constraint, ConstraintKind, Name, QualifiedName};

/// Adds a constraint.
pub(super) fn add(draft: &mut Draft<'_>, new: &Constraint) -> Spelt<()> {
    if let Some(name) = new.name()
        && find(draft, Some(name), None)?.is_some_and(|place| has_name(draft, place))
    {
        let why = format!("`{}` has a constraint `{name}` already", draft.name);
        return Err(Why::Invalid(why));
    }
    let new = here(draft, new);
    match &new {
        Constraint::PrimaryKey(key) => {
            if counts(draft, &key.columns)? {
                // It came with its column.
                return Ok(());
            }
            if find(draft, None, Some(ConstraintKind::PrimaryKey))?.is_some() {
                let why = format!("`{}` has a primary key already", draft.name);
                return Err(Why::Invalid(why));
            }
            unique(draft, &key.columns, new.name());
        }
        Constraint::Unique(key) => unique(draft, &key.columns, new.name()),
        Constraint::Check(check) => holds(draft, check),
        Constraint::ForeignKey(_) => draft.refers = true,
        Constraint::Exclusion(_) => {}
    }
    let table = draft.table()?;
    for column in columns(&new) {
        draft.column(&table, column)?;
    }
    let spelt = ansi::constraint(&draft.words()?, &new)?;
    draft.text = match behind_its_column(draft, &table, &new)? {
        Some(end) => insert(&draft.text, end, &spelt),
        None => insert_part(&draft.text, &table, last_before(&table, &new), &spelt),
    };
    if let Constraint::PrimaryKey(key) = &new {
        if let (Some((counted, _)), [column]) = (&draft.uncounted, &*key.columns)
            && counted == column
        {
            return count(draft, column, true);
        }
        let is_rowid = draft.table()?.rowid(&draft.text).is_some();
        for column in &key.columns {
            if is_rowid {
                let message = format!("`{column}` is null in these rows");
                draft.demand(Of::NotNull(column.clone()), message);
            } else {
                null(draft, column, false)?;
            }
        }
    }
    Ok(())
}

/// Whether these columns are one that counts: the key is written with it.
fn counts(draft: &Draft<'_>, columns: &[Name]) -> Spelt<bool> {
    let table = draft.table()?;
    let [column] = columns else {
        return Ok(false);
    };
    let here = draft.here(column);
    let key = table.rowid(&draft.text);
    Ok(table.autoincrement().is_some() && key.is_some_and(|key| key.name.is(&here)))
}

/// The part behind which a constraint goes: the last; a primary key goes before other constraints, since SQLite fails to
/// call a column otherwise whose rows' numbers it holds if a unique constraint comes first.
fn last_before(table: &TableText, new: &Constraint) -> Option<usize> {
    let is_before =
        |item: &Item| matches!(item, Item::Column(_)) || !matches!(new, Constraint::PrimaryKey(_));
    table.parts.iter().rposition(|part| is_before(&part.item))
}

/// Where that ends what a check stands behind that makes an enum of a column: there it goes with the column.
fn behind_its_column(
    draft: &Draft<'_>,
    table: &TableText,
    new: &Constraint,
) -> Spelt<Option<usize>> {
    let (Constraint::Check(check), Some(name)) = (new, new.name()) else {
        return Ok(None);
    };
    let Some(column) = enum_column(draft, name)? else {
        return Ok(None);
    };
    let is = |item: &Item| matches!(item, Item::Column(one) if one.name.is(&column));
    let part = table.parts.iter().find(|part| is(&part.item));
    let lists = reflect::listed(&check.sql, &column).is_some();
    Ok(part.filter(|_| lists).map(|part| part.span.end))
}

fn unique(draft: &mut Draft<'_>, columns: &[Name], name: Option<&Name>) {
    let name = name.map_or_else(String::new, |name| format!("`{name}`: "));
    let message = format!(
        "{name}several rows have the same in ({})",
        columns.join(", ")
    );
    draft.demand(Of::Unique(columns.to_vec()), message);
}

fn holds(draft: &mut Draft<'_>, check: &Check) {
    let name = check.name.as_ref();
    let name = name.map_or_else(String::new, |name| format!("`{name}`: "));
    let message = format!("{name}({}) is not true of these rows", check.sql);
    draft.demand(Of::True(check.sql.clone()), message);
}

/// The constraint by the names that columns have until the end. Of namespaces there is one, which is not named.
fn here(draft: &Draft<'_>, new: &Constraint) -> Constraint {
    let mut new = new.clone();
    let each = |columns: &mut Vec<Name>| {
        for column in columns {
            *column = draft.here(column);
        }
    };
    match &mut new {
        Constraint::PrimaryKey(one) => {
            each(&mut one.columns);
            one.name = one.name.take().filter(|name| !is_usual_key(name));
        }
        Constraint::Unique(one) => each(&mut one.columns),
        Constraint::Check(one) => one.sql = draft.in_new(&one.sql),
        Constraint::ForeignKey(one) => {
            each(&mut one.columns);
            let itself = draft.to.as_ref().unwrap_or(&draft.name);
            if same(&one.references.name, itself) {
                each(&mut one.referenced);
                one.references = QualifiedName::from(draft.name.clone());
            }
            one.references.namespace = None;
        }
        Constraint::Exclusion(_) => {}
    }
    new
}

/// The columns of the table that a constraint names.
pub(super) fn columns(constraint: &Constraint) -> &[Name] {
    match constraint {
        Constraint::PrimaryKey(one) => &one.columns,
        Constraint::Unique(one) => &one.columns,
        Constraint::ForeignKey(one) => &one.columns,
        Constraint::Check(_) | Constraint::Exclusion(_) => &[],
    }
}

fn has_name(draft: &Draft<'_>, place: Place) -> bool {
    let table = draft.table().ok();
    let clause = table.as_ref().and_then(|table| clause(table, place));
    clause.is_some_and(|clause| clause.name.is_some())
}

/// Takes a constraint away.
pub(super) fn drop(
    draft: &mut Draft<'_>,
    name: Option<&Name>,
    kind: ConstraintKind,
    if_exists: bool,
) -> Spelt<()> {
    let of_enum = match name.filter(|_| kind == ConstraintKind::Check) {
        Some(name) => enum_column(draft, name)?,
        None => None,
    };
    let place = match (find(draft, name, Some(kind))?, of_enum) {
        (Some(place), _) => place,
        (None, _) if if_exists => return Ok(()),
        (None, Some(column)) => of_enum_at_any_rate(draft, &column)?,
        (None, None) => return missing(draft, name),
    };
    let table = draft.table()?;
    let mut counted = None;
    if kind == ConstraintKind::PrimaryKey {
        if table.without_rowid.is_some() {
            let why =
                "a table `WITHOUT ROWID` has its rows in the primary key: drop the option too";
            return Err(Why::Unsupported(why.to_owned()));
        }
        let rowid = table.rowid(&draft.text);
        counted = rowid.map(|column| column.name.name.clone());
        if table.autoincrement().is_some() {
            draft.uncounted = counted.clone().map(|column| (column, draft.operation));
        }
    }
    let (Some(part), Some(found)) = (table.parts.get(place.part), clause(&table, place)) else {
        return missing(draft, name);
    };
    draft.text = match (&part.item, place.clause) {
        (Item::Column(column), Some(number)) => {
            cut(&draft.text, before(column, number), &found.span)
        }
        _ => remove_part(&draft.text, &table, place.part),
    };
    // It was never null without being said not to be.
    if let Some(counted) = counted {
        null(draft, &counted, false)?;
        draft.checks.pop();
    }
    Ok(())
}

/// Calls a constraint otherwise.
pub(super) fn rename(draft: &mut Draft<'_>, from: &Name, to: &Name) -> Spelt<()> {
    let to = draft.words()?.name(to)?;
    let place = match find(draft, Some(from), None)? {
        Some(place) => place,
        None => match find(draft, None, Some(ConstraintKind::PrimaryKey))? {
            Some(place) if is_conventional_key(draft, place, from)? => place,
            _ => return missing(draft, Some(from)),
        },
    };
    let table = draft.table()?;
    let Some(found) = clause(&table, place) else {
        return missing(draft, Some(from));
    };
    draft.text = match &found.name {
        Some(name) => replace(&draft.text, &name.span, &to),
        None => {
            let at = found.span.start;
            replace(&draft.text, &(at..at), &format!("CONSTRAINT {to} "))
        }
    };
    Ok(())
}

/// Whether a primary key without a name is meant by one that the naming convention gives: the table may have been called
/// otherwise when it was made.
fn is_conventional_key(draft: &Draft<'_>, place: Place, name: &Name) -> Spelt<bool> {
    let found = constraint_at(&draft.text, &draft.table()?, place);
    let unnamed = found.is_some_and(|found| found.name().is_none());
    Ok(unnamed && is_usual_key(name))
}

fn missing<T>(draft: &Draft<'_>, name: Option<&Name>) -> Spelt<T> {
    Err(Why::Invalid(match name {
        Some(name) => format!("`{}` has no constraint `{name}` of this kind", draft.name),
        None => format!("`{}` has no such constraint", draft.name),
    }))
}
