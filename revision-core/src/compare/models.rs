//! What stands beside comparing where one side is structs: what they do not say, and what they say of old names.

use std::slice;

use super::{View, compare};
use crate::diff::{Pair, Renames, renaming};
use crate::operation::invert_all;
use crate::schema::{QualifiedName, Schema};

/// Takes over what no struct says: what of it there is stays as it is, views as far as `is_kept` says so.
pub fn fill_in(pair: &mut Pair<Schema>, is_kept: impl Fn(&QualifiedName) -> bool) {
    let Pair { before, after } = pair;
    macro_rules! take {
        ($($field:ident),+) => {$( after.$field.clone_from(&before.$field); )+};
    }
    take!(extensions, sequences, functions, policies);
    for (name, comment) in &before.namespaces {
        after.namespaces.insert(name.clone(), comment.clone());
    }
    let tables = &after.tables;
    let triggers = before.triggers.iter();
    let triggers = triggers.filter(|((table, _), _)| tables.contains_key(table));
    after.triggers = triggers
        .map(|(key, sql)| (key.clone(), sql.clone()))
        .collect();
    after
        .policies
        .retain(|(table, _), _| tables.contains_key(table));
    for (name, view) in before.views.iter().filter(|(name, _)| is_kept(name)) {
        after
            .views
            .entry(name.clone())
            .or_insert_with(|| view.clone());
    }
}

/// The same as [`compare`], where what is called otherwise is the same thing.
#[must_use]
pub fn alike(own: &Pair<Schema>, views: &[View], renames: &Renames) -> Pair<Schema> {
    let renaming = renaming(own.as_ref(), &renames.decided);
    let back = invert_all(Some(&own.before), &renaming);
    let (false, Ok(back)) = (renaming.is_empty(), back) else {
        return compare(own.as_ref(), views);
    };
    let renamed = |schema: &Schema| {
        let mut schema = schema.clone();
        for one in &renaming {
            // Not every database has all of it.
            let _ = schema.apply_all(slice::from_ref(one));
        }
        schema
    };
    let views: Vec<_> = views
        .iter()
        .map(|view| {
            let mut view = view.clone();
            view.schemas.before = renamed(&view.schemas.before);
            view
        })
        .collect();
    let mut schemas = compare(Pair::new(&renamed(&own.before), &own.after), &views);
    match schemas.before.apply_all(&back) {
        Ok(()) => schemas,
        Err(_) => compare(own.as_ref(), &views),
    }
}
