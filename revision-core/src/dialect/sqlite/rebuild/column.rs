//! What operations do to a column.

use super::PLAIN;
use super::convert::{conversion, demanded};
use super::draft::{Carried, Draft, Of, Renamed, Value};
use super::edit::{cut, head, insert, insert_part, remove_part, replace};
use crate::Backend;
use crate::dialect::ansi::{self, Spelling as _, Spelt};
use crate::dialect::lower::Why;
use crate::dialect::sqlite::reflect;
use crate::dialect::sqlite::text::{Clause, ColumnText, Item, What, same};
use crate::operation::{ColumnChange, Where};
use crate::schema::{Column, Generated, Name, Type};

/// Adds a column.
pub(super) fn add(
    draft: &mut Draft<'_>,
    column: &Column,
    if_not_exists: bool,
    place: Option<&Where>,
) -> Spelt<()> {
    let table = draft.table()?;
    let mut new = column.on(Backend::Sqlite);
    let there = draft.here(&new.name);
    let is_there = table.column(&there).is_some();
    let is_renamed = is_there && !same(&there, &new.name);
    // What was of this name is called otherwise by now, and still is of this name until the end.
    let taken = table.column(&new.name).is_some() && !is_renamed && draft.is_renamed(&new.name);
    if is_there && !taken {
        if if_not_exists {
            return Ok(());
        }
        let why = format!("`{}` has a column `{}` already", draft.name, new.name);
        return Err(Why::Invalid(why));
    }
    if taken {
        let meanwhile = Name::from(format!("revision_new_{}", new.name));
        draft.renamed.push(Renamed {
            from: meanwhile.clone(),
            to: new.name.clone(),
        });
        new.name = meanwhile;
    }
    if let Some(generated) = &mut new.generated {
        generated.sql = draft.in_new(&generated.sql);
    }
    if new.identity.is_some() {
        // What counts is the number of a row, as in a table that is made with it.
        new.ty = Type::Integer { unsigned: false };
        new.nullable = true;
    }
    let is_empty = new.default.is_none() && new.identity.is_none() && new.generated.is_none();
    if !new.nullable && is_empty {
        let message = format!(
            "`{}` may not be null and has no default, and these rows have nothing for it",
            column.name
        );
        draft.demand(Of::NoRows, message);
    }
    let spelt = ansi::column(&draft.words()?, &new)?;
    let last = table
        .parts
        .iter()
        .rposition(|part| matches!(part.item, Item::Column(_)));
    let behind = match place {
        None => last,
        Some(Where::First) => None,
        Some(Where::After(name)) => {
            let here = draft.here(name);
            let is = |item: &Item| matches!(item, Item::Column(column) if column.name.is(&here));
            let found = table.parts.iter().position(|part| is(&part.item));
            let missing = || Why::Invalid(format!("`{}` has no column `{name}`", draft.name));
            Some(found.ok_or_else(missing)?)
        }
    };
    draft.text = insert_part(&draft.text, &table, behind, &spelt);
    let value = if new.generated.is_some() {
        Value::Generated
    } else {
        Value::Default
    };
    draft.carried.push(Carried {
        name: new.name,
        value,
    });
    Ok(())
}

/// Takes a column away.
pub(super) fn drop(draft: &mut Draft<'_>, name: &Name, if_exists: bool) -> Spelt<()> {
    let table = draft.table()?;
    let here = draft.here(name);
    let is = |item: &Item| matches!(item, Item::Column(column) if column.name.is(&here));
    let Some(at) = table.parts.iter().position(|part| is(&part.item)) else {
        if if_exists {
            return Ok(());
        }
        let why = format!("`{}` has no column `{name}`", draft.name);
        return Err(Why::Invalid(why));
    };
    if table.columns().count() == 1 {
        let why = format!(
            "`{name}` is the only column of `{}`: drop the table",
            draft.name
        );
        return Err(Why::Invalid(why));
    }
    if table.primary_key().into_iter().any(|key| key.is(&here)) {
        let why = format!("`{name}` belongs to the primary key of `{}`", draft.name);
        return Err(Why::Invalid(why));
    }
    draft.text = remove_part(&draft.text, &table, at);
    remove_enums(draft, &here)?;
    draft.carried.retain(|one| !same(&one.name, &here));
    let renamed = |one: &Renamed| same(&one.from, &here) || same(&one.to, name);
    draft.renamed.retain(|one| !renamed(one));
    draft.dropped.push((here, draft.operation));
    Ok(())
}

/// Takes the checks away that made an enum of a column, where they stand behind the columns.
fn remove_enums(draft: &mut Draft<'_>, here: &Name) -> Spelt<()> {
    loop {
        let table = draft.table()?;
        let is_of_it = |item: &Item| match item {
            Item::Constraint(clause) => reflect::values(&draft.text, here, clause).is_some(),
            Item::Column(_) => false,
        };
        let Some(at) = table.parts.iter().position(|part| is_of_it(&part.item)) else {
            return Ok(());
        };
        draft.text = remove_part(&draft.text, &table, at);
    }
}

/// Changes a column.
pub(super) fn alter(draft: &mut Draft<'_>, name: &Name, change: &ColumnChange) -> Spelt<()> {
    let change = change.on(Backend::Sqlite);
    let here = draft.here(name);
    draft.column(&draft.table()?, &here)?;
    if let Some(identity) = &change.identity {
        if let Some(identity) = identity {
            // What the words are is known; whether they can be said is asked all the same.
            let mut column = Column::new(here.clone(), Type::Integer { unsigned: false });
            column.identity = Some(identity.clone());
            draft.words()?.identity(&column, identity)?;
        }
        count(draft, &here, identity.is_some())?;
    }
    if let Some(generated) = &change.generated {
        compute(draft, &here, generated.as_ref())?;
    }
    if let Some(ty) = &change.ty {
        convert(draft, &here, ty, change.using.as_deref())?;
    } else if let Some(using) = &change.using {
        let value = draft.over_old(using);
        if let Some(carried) = draft.carried_mut(&here) {
            carried.value = Value::Sql(value);
        }
        draft.refers = true;
    }
    if let Some(collation) = &change.collation {
        let words = match collation {
            Some(collation) => Some(format!("COLLATE {}", draft.words()?.collation(collation)?)),
            None => None,
        };
        set(draft, &here, |what| matches!(what, What::Collate(_)), words)?;
        draft.refers = true;
    }
    if let Some(nullable) = change.nullable {
        null(draft, &here, nullable)?;
    }
    if let Some(default) = &change.default {
        let words = match default {
            Some(default) => {
                let column = Column::new(here.clone(), Type::Custom(String::new()));
                Some(format!(
                    "DEFAULT {}",
                    draft.words()?.default(&column, default)?
                ))
            }
            None => None,
        };
        set(draft, &here, |what| matches!(what, What::Default(_)), words)?;
    }
    Ok(())
}

/// Lets a column be null, or not.
pub(super) fn null(draft: &mut Draft<'_>, here: &Name, nullable: bool) -> Spelt<()> {
    if nullable {
        return set(draft, here, |what| *what == What::NotNull, None);
    }
    let table = draft.table()?;
    let is_not_null = draft.column(&table, here)?.is_not_null();
    set(draft, here, |what| *what == What::Null, None)?;
    if !is_not_null {
        set(
            draft,
            here,
            |what| *what == What::NotNull,
            Some("NOT NULL".to_owned()),
        )?;
        let message = format!("`{here}` is null in these rows");
        draft.demand(Of::NotNull(here.clone()), message);
    }
    Ok(())
}

/// Puts words in the place of a clause, or behind the type where there is none; or takes the clause away.
fn set(
    draft: &mut Draft<'_>,
    here: &Name,
    is: impl Fn(&What) -> bool,
    words: Option<String>,
) -> Spelt<()> {
    let mut words = words;
    loop {
        let table = draft.table()?;
        let column = draft.column(&table, here)?;
        let mut clauses = column.clauses.iter().enumerate();
        let found = clauses.find(|(_, clause)| is(&clause.what));
        match (found, words.take()) {
            (Some((_, clause)), Some(words)) => {
                draft.text = replace(&draft.text, &clause.body, &words);
                return Ok(());
            }
            (Some((number, clause)), None) => {
                draft.text = cut(&draft.text, before(column, number), &clause.span);
            }
            (None, Some(words)) => {
                let not_null = column.clauses.first();
                let not_null = not_null.filter(|clause| clause.what == What::NotNull);
                let at = not_null.map_or(head(column), |clause| clause.span.end);
                draft.text = insert(&draft.text, at, &words);
                return Ok(());
            }
            (None, None) => return Ok(()),
        }
    }
}

/// Where that ends what stands before a clause.
pub(super) fn before(column: &ColumnText, clause: usize) -> usize {
    let before = clause.checked_sub(1).and_then(|at| column.clauses.get(at));
    before.map_or(head(column), |clause| clause.span.end)
}

fn convert(draft: &mut Draft<'_>, here: &Name, ty: &Type, using: Option<&str>) -> Spelt<()> {
    let table = draft.table()?;
    let words = draft.words()?;
    let column = draft.column(&table, here)?;
    let declared = column.ty.clone().map_or("", |span| &draft.text[span]);
    let from = match reflect::declared(declared) {
        Type::Custom(words) if words.is_empty() => Type::Custom("BLOB".to_owned()),
        ty => ty,
    };
    // The number of a row is of one type only, and holds what any of whole numbers does.
    let is_rowid = table
        .rowid(&draft.text)
        .is_some_and(|rowid| rowid.name.is(here));
    let counts = table.autoincrement().is_some() && is_rowid;
    if counts && !is_whole(ty) {
        let why = format!("`{here}` counts up, and would hold no whole numbers");
        return Err(Why::Invalid(why));
    }
    let spelt = if is_rowid && is_whole(ty) {
        "INTEGER".to_owned()
    } else {
        words.ty(ty)?
    };
    draft.text = match (&column.ty, spelt.is_empty()) {
        (Some(span), false) => replace(&draft.text, span, &spelt),
        (Some(span), true) => cut(&draft.text, column.name.span.end, span),
        (None, false) => insert(&draft.text, column.name.span.end, &spelt),
        (None, true) => draft.text.clone(),
    };
    draft.refers = true;
    let value = match using {
        Some(using) => Some(draft.over_old(using)),
        None => converted(draft, here, &from, ty)?,
    };
    if let Some(value) = value
        && let Some(carried) = draft.carried_mut(here)
        && carried.value != Value::Generated
    {
        carried.value = Value::Sql(value);
    }
    Ok(())
}

/// What becomes of the values of a column of another type, where it is not what they are.
fn converted(draft: &mut Draft<'_>, here: &Name, from: &Type, to: &Type) -> Spelt<Option<String>> {
    let Some(value) = draft.value(here)? else {
        return Ok(None);
    };
    let conversion = conversion(from, to, &value);
    if let Some(fits) = conversion.fits {
        let message = format!(
            "`{here}` holds values that are no {}: say with `using` what becomes of them",
            PLAIN.ty(to)?.to_lowercase()
        );
        let of = Of::Value {
            value: value.clone(),
            fits,
        };
        draft.demand(of, message);
    }
    Ok((conversion.value != value).then_some(conversion.value))
}

/// Demands of a column's values that they be of its type, as a table that heeds types will.
pub(super) fn heed(draft: &mut Draft<'_>, here: &Name, ty: &Type) -> Spelt<()> {
    let Some(value) = draft.value(here)? else {
        return Ok(());
    };
    if let Some(fits) = demanded(ty, &value) {
        let message = format!("`{here}` holds values that are not of its type");
        draft.demand(Of::Value { value, fits }, message);
    }
    Ok(())
}

fn is_whole(ty: &Type) -> bool {
    matches!(
        ty,
        Type::TinyInt { .. }
            | Type::SmallInt { .. }
            | Type::MediumInt { .. }
            | Type::Integer { .. }
            | Type::BigInt { .. }
    )
}

/// Has a column computed, or keep what was computed last.
fn compute(draft: &mut Draft<'_>, here: &Name, generated: Option<&Generated>) -> Spelt<()> {
    let words = match generated {
        Some(generated) => {
            let column = Column::new(here.clone(), Type::Custom(String::new()));
            let generated = Generated {
                sql: draft.in_new(&generated.sql),
                stored: generated.stored,
            };
            Some(draft.words()?.generated(&column, &generated)?)
        }
        None => None,
    };
    let is_computed = words.is_some();
    set(
        draft,
        here,
        |what| matches!(what, What::Generated { .. }),
        words,
    )?;
    draft.refers = true;
    let old = draft.old_column(here);
    if let Some(carried) = draft.carried_mut(here) {
        carried.value = match (is_computed, old) {
            (true, _) => Value::Generated,
            (false, Some(old)) => Value::Column(old),
            (false, None) => Value::Default,
        };
    }
    Ok(())
}

/// Has the primary key counted up for ever, or not.
pub(super) fn count(draft: &mut Draft<'_>, here: &Name, counts: bool) -> Spelt<()> {
    let table = draft.table()?;
    if draft
        .uncounted
        .as_ref()
        .is_some_and(|(column, _)| column == here)
    {
        draft.uncounted = None;
    }
    if !counts {
        if let Some(word) = table.autoincrement() {
            let kept = draft.text[..word.start].trim_end().len();
            draft.text = cut(&draft.text, kept, word);
        }
        return Ok(());
    }
    if table.autoincrement().is_some() {
        return Ok(());
    }
    let column = draft.column(&table, here)?;
    let inline = column.primary_key().map(|clause| clause.span.end);
    let keys = table
        .constraints()
        .find_map(|clause: &Clause| match &clause.what {
            What::PrimaryKey { keys, .. } => Some(keys),
            _ => None,
        });
    let at = match (inline, keys.map(|keys| &**keys)) {
        (Some(end), _) => end,
        (None, Some([key])) if key.column.as_ref().is_some_and(|column| column.is(here)) => {
            key.span.end
        }
        _ => {
            let why = format!(
                "`{here}` is not the primary key of `{}` by itself",
                draft.name
            );
            return Err(Why::Unsupported(why));
        }
    };
    draft.text = insert(&draft.text, at, "AUTOINCREMENT");
    convert(draft, here, &Type::Integer { unsigned: false }, None)
}
