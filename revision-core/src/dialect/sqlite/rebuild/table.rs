//! What operations do to a table as a whole, to its indexes and its triggers.

use super::PLAIN;
use super::column::heed;
use super::draft::{Change, Dependent, Draft, Kind, Later, Renamed};
use super::edit::{head, insert, replace};
use super::needs::key_of;
use super::substitute::substitute;
use crate::dialect::ansi::{self, NewIndex, Spelling as _, Spelt};
use crate::dialect::lower::Why;
use crate::dialect::sqlite::reflect;
use crate::dialect::sqlite::text::{IndexText, Span, TableText, same};
use crate::dialect::sqlite::words::Words;
use crate::operation::TableChange;
use crate::schema::{Index, Name, QualifiedName, Type};

/// The types of a table that heeds them.
const STRICT: &[&str] = &["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"];

/// Changes how a table is stored. What is said about it is not kept.
pub(super) fn alter(draft: &mut Draft<'_>, change: &TableChange) -> Spelt<()> {
    let other = TableChange {
        comment: None,
        strict: None,
        without_rowid: None,
        ..change.clone()
    };
    if other != TableChange::default() {
        let why = "SQLite stores every table alike: `strict` and `without_rowid` are all that can be said";
        return Err(Why::Unsupported(why.to_owned()));
    }
    if let Some(without) = change.without_rowid {
        let of = |table: &TableText| table.without_rowid.clone();
        if without && draft.table()?.primary_key().is_empty() {
            let why = format!("`{}` has no primary key for its rows to lie in", draft.name);
            return Err(Why::Invalid(why));
        }
        option(draft, without, of, "WITHOUT ROWID")?;
    }
    if let Some(strict) = change.strict {
        if strict {
            retype(draft)?;
        }
        option(draft, strict, |table| table.strict.clone(), "STRICT")?;
    }
    Ok(())
}

/// Gives columns the types that a table knows which heeds them.
fn retype(draft: &mut Draft<'_>) -> Spelt<()> {
    let columns = draft.table()?;
    let columns: Vec<Name> = columns.columns().map(|one| one.name.name.clone()).collect();
    for name in columns {
        let table = draft.table()?;
        let column = draft.column(&table, &name)?;
        let declared = column.ty.clone().map_or("", |span| &draft.text[span]);
        let ty = reflect::declared(declared);
        if !STRICT
            .iter()
            .any(|known| known.eq_ignore_ascii_case(declared))
        {
            let words = match &ty {
                Type::Custom(words) if words.is_empty() => "ANY".to_owned(),
                ty => Words::of(true).ty(ty)?,
            };
            draft.text = match &column.ty {
                Some(span) => replace(&draft.text, span, &words),
                None => insert(&draft.text, head(column), &words),
            };
        }
        heed(draft, &name, &ty)?;
    }
    Ok(())
}

/// Has an option behind the bracket, or not.
fn option(
    draft: &mut Draft<'_>,
    wanted: bool,
    of: impl Fn(&TableText) -> Option<Span>,
    words: &str,
) -> Spelt<()> {
    let table = draft.table()?;
    match (of(&table), wanted) {
        (None, true) => {
            let others = [&table.strict, &table.without_rowid];
            let comma = if others.into_iter().any(Option::is_some) {
                ","
            } else {
                ""
            };
            draft.text = insert(&draft.text, table.close.end, &format!("{words}{comma}"));
        }
        (Some(span), false) => {
            let (before, behind) = (&draft.text[..span.start], &draft.text[span.end..]);
            let (before, behind) = (before.trim_end(), behind.trim_start());
            let before = match behind.strip_prefix(',') {
                Some(behind) => format!("{before} {}", behind.trim_start()),
                None => format!("{} {behind}", before.strip_suffix(',').unwrap_or(before)),
            };
            before.trim_end().clone_into(&mut draft.text);
        }
        _ => {}
    }
    Ok(())
}

/// Calls a column otherwise, in the end.
pub(super) fn rename_column(draft: &mut Draft<'_>, from: &Name, to: &Name) -> Spelt<()> {
    let here = draft.here(from);
    draft.column(&draft.table()?, &here)?;
    draft.renamed.push(Renamed {
        from: from.clone(),
        to: to.clone(),
    });
    // What is made in the end is made when the column is called so already.
    let words = PLAIN.name(to)?;
    for later in &mut draft.later {
        let Some(text) = IndexText::read(&later.sql) else {
            continue;
        };
        let keys = text.keys.iter().map(|key| key.sql.clone());
        let places: Vec<Span> = keys.chain(text.predicate.clone()).collect();
        for place in places.iter().rev() {
            let followed = substitute(&later.sql[place.clone()], |name| {
                same(name, from).then(|| words.clone())
            });
            later.sql = replace(&later.sql, place, &followed);
        }
    }
    Ok(())
}

/// Makes an index, in the end.
pub(super) fn create_index(
    draft: &mut Draft<'_>,
    name: &Name,
    index: &Index,
    if_not_exists: bool,
) -> Spelt<()> {
    let mut there = draft.indexes.iter();
    let is_new = draft.later.iter().any(|one| one.is(Kind::Index, name));
    if is_new || there.any(|one| one.change != Change::Gone && same(&one.name, name)) {
        if if_not_exists {
            return Ok(());
        }
        return Err(Why::Invalid(format!("there is an index `{name}` already")));
    }
    let how: &[&str] = if if_not_exists {
        &["IF NOT EXISTS"]
    } else {
        &[]
    };
    let table = QualifiedName::from(draft.to.as_ref().unwrap_or(&draft.name).clone());
    let new = NewIndex {
        name,
        table: &table,
        index,
        how,
    };
    let sql = ansi::create_index(&PLAIN, &new)?;
    draft.later.push(Later {
        kind: Kind::Index,
        name: name.clone(),
        sql,
        key: key_of(draft, index),
    });
    Ok(())
}

/// Makes a trigger, in the end.
pub(super) fn create_trigger(draft: &mut Draft<'_>, name: &Name, sql: &str) {
    draft.later.push(Later {
        kind: Kind::Trigger,
        name: name.clone(),
        sql: sql.to_owned(),
        key: None,
    });
}

/// Takes an index or a trigger away.
pub(super) fn drop(draft: &mut Draft<'_>, kind: Kind, name: &Name, if_exists: bool) -> Spelt<()> {
    let found = match kind {
        Kind::Index => &mut draft.indexes,
        Kind::Trigger => &mut draft.triggers,
    };
    let mut found = found.iter_mut();
    let found = found.find(|one| one.change != Change::Gone && same(&one.name, name));
    let new = draft.later.iter().position(|one| one.is(kind, name));
    match (found, new) {
        (Some(one), _) => one.change = Change::Gone,
        (None, Some(at)) => _ = draft.later.remove(at),
        (None, None) if if_exists => {}
        (None, None) => return Err(Why::Invalid(format!("there is no `{name}`"))),
    }
    Ok(())
}

impl Later {
    fn is(&self, kind: Kind, name: &Name) -> bool {
        self.kind == kind && same(&self.name, name)
    }
}

/// Calls an index otherwise: it is made anew, which SQLite has no other way for.
pub(super) fn rename_index(draft: &mut Draft<'_>, from: &Name, to: &Name) -> Spelt<()> {
    let words = PLAIN.name(to)?;
    let unread = || Why::Unsupported(format!("the text of `{from}` cannot be read"));
    let renamed = |sql: &str| {
        let text = IndexText::read(sql).ok_or_else(unread)?;
        Ok(replace(sql, &text.name.span, &words))
    };
    let mut indexes = draft.indexes.iter_mut();
    let found = indexes.find(|one| one.change != Change::Gone && same(&one.name, from));
    let Some(found) = found else {
        let mut new = draft.later.iter_mut();
        let missing = || Why::Invalid(format!("there is no index `{from}`"));
        let new = new
            .find(|one| one.is(Kind::Index, from))
            .ok_or_else(missing)?;
        new.sql = renamed(&new.sql)?;
        new.name = to.clone();
        return Ok(());
    };
    let renamed = Dependent {
        temporary: found.temporary,
        name: to.clone(),
        sql: renamed(&found.sql)?,
        change: Change::Text,
    };
    found.change = Change::Gone;
    draft.indexes.push(renamed);
    Ok(())
}
