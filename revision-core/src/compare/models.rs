//! What stands beside comparing where one side is structs: what they do not say, and what they say of old names.

use std::slice;

use super::{View, compare, unsaid};
use crate::diff::{Pair, Renames, renaming};
use crate::operation::invert_all;
use crate::schema::{Name, QualifiedName, Schema};

/// Takes over what no struct says: what of it there is stays as it is, unless it `goes` by its name. Views stay as far as
/// `is_ours` says so.
pub fn fill_in(
    pair: &mut Pair<Schema>,
    goes: impl Fn(&str) -> bool,
    is_ours: impl Fn(&QualifiedName) -> bool,
) {
    let Pair { before, after } = pair;
    unsaid::take_over(before, after);
    let tables = &after.tables;
    macro_rules! keep {
        ($($field:ident where |$key:ident| $is_kept:expr),+ $(,)?) => {$(
            for ($key, one) in &before.$field {
                if $is_kept {
                    after.$field.entry($key.clone()).or_insert_with(|| one.clone());
                }
            }
        )+};
    }
    let of_table = |(table, name): &(QualifiedName, Name)| {
        tables.contains_key(table) && !goes(name) && !goes(&format!("{table}.{name}"))
    };
    keep!(
        namespaces where |name| !goes(name),
        extensions where |name| !goes(name),
        types where |name| !goes(&name.to_string()),
        sequences where |name| !goes(&name.to_string()),
        functions where |name| !goes(&name.to_string()),
        triggers where |key| of_table(key),
        policies where |key| of_table(key),
        views where |name| is_ours(name),
    );
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
