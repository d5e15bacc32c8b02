//! What needs a column, or a key, that a rebuild takes away: nobody else may be left with a name that means nothing.

use super::draft::{Change, Draft};
use super::find;
use crate::dialect::lower::Why;
use crate::dialect::sqlite::text::{
    Found, IndexText, Item, Key, Named, TableText, Tokens, TriggerText, What, mentions, same,
};
use crate::schema::{Constraint, ForeignKey, IndexKey, Name};

/// Refuses what leaves something behind that needs what is gone, and says which operation it is of.
pub(super) fn check(draft: &Draft<'_>) -> Result<(), (usize, Why)> {
    let last = draft.operation;
    let table = draft.table().map_err(|why| (last, why))?;
    for (column, operation) in &draft.dropped {
        if table.column(column).is_some() {
            continue;
        }
        let needing = needing(draft, &table, column);
        if !needing.is_empty() {
            let why = format!(
                "`{}.{column}` is needed by {}: drop or change that before",
                draft.name,
                needing.join(", ")
            );
            return Err((*operation, Why::Invalid(why)));
        }
    }
    if let Some((column, operation)) = &draft.uncounted
        && table.column(column).is_some()
    {
        let why = format!(
            "the primary key of `{}` counts up, which nothing else can: take that from its column too",
            draft.name
        );
        return Err((*operation, Why::Unsupported(why)));
    }
    let lost = lost_keys(draft, &table);
    if lost.is_empty() {
        return Ok(());
    }
    let why = format!(
        "rows of `{}` could no longer be found by what refers to them: {}",
        draft.name,
        lost.join(", ")
    );
    Err((last, Why::Invalid(why)))
}

/// What needs a column that is no longer there, each in words.
fn needing(draft: &Draft<'_>, table: &TableText, column: &Name) -> Vec<String> {
    let mut found = Vec::new();
    let within = |sql: &str| !mentions(sql, column).is_empty();
    for part in &table.parts {
        let sql = &draft.text[part.span.clone()];
        let needs = match &part.item {
            Item::Column(other) => other.clauses.iter().any(|clause| match &clause.what {
                What::Check(span) => within(&draft.text[span.clone()]),
                What::Generated { sql, .. } => within(&draft.text[sql.clone()]),
                _ => false,
            }),
            Item::Constraint(clause) => match &clause.what {
                What::Check(span) => within(&draft.text[span.clone()]),
                What::ForeignKey(here, _) => here.iter().any(|one| one.is(column)),
                What::PrimaryKey { keys, .. } | What::Unique(keys) => {
                    let mut columns = keys.iter().filter_map(|key| key.column.as_ref());
                    columns.any(|one| one.is(column))
                }
                _ => false,
            },
        };
        if needs {
            found.push(format!("`{}`", one_line(sql)));
        }
    }
    for index in draft
        .indexes
        .iter()
        .filter(|one| one.change != Change::Gone)
    {
        if IndexText::read(&index.sql).is_none_or(|text| index_needs(&index.sql, &text, column)) {
            found.push(format!("the index `{}`", index.name));
        }
    }
    for trigger in draft
        .triggers
        .iter()
        .filter(|one| one.change != Change::Gone)
    {
        if trigger_needs(&trigger.sql, &draft.name, column) {
            found.push(format!("the trigger `{}`", trigger.name));
        }
    }
    for object in &draft.live.objects {
        let elsewhere = !same(&object.table, &draft.name);
        let needs = match &*object.kind {
            "view" => names(&object.sql, &draft.name, column),
            "trigger" if elsewhere => names(&object.sql, &draft.name, column),
            "table" if elsewhere => refers(&object.sql, &draft.name, column),
            _ => false,
        };
        if needs {
            found.push(format!("the {} `{}`", object.kind, object.name));
        }
    }
    found
}

fn index_needs(sql: &str, text: &IndexText, column: &Name) -> bool {
    let keys = text.keys.iter().map(|key| key.sql.clone());
    let mut parts = keys.chain(text.predicate.clone());
    parts.any(|span| !mentions(&sql[span], column).is_empty())
}

/// Whether a trigger of the table needs a column of it: as that of the row it is about, or of a row that it looks for.
fn trigger_needs(sql: &str, table: &Name, column: &Name) -> bool {
    let Some(text) = TriggerText::read(sql) else {
        return true;
    };
    let rest = &sql[text.rest..];
    let of_row = |name: &str| same(name, "new") || same(name, "old");
    text.of.iter().any(|one| one.is(column))
        || qualified(rest).any(|(of, name)| of.is_some_and(|of| of_row(&of)) && same(&name, column))
        || names(rest, table, column)
}

/// Whether a query names a column of the table, as far as its words tell: the column stands there alone, or behind a name
/// that stands for the table.
fn names(sql: &str, table: &Name, column: &Name) -> bool {
    if mentions(sql, table).is_empty() {
        return false;
    }
    let aliases = aliases(sql, table);
    qualified(sql).any(|(of, name)| {
        let is_meant = of.is_none_or(|of| aliases.iter().any(|alias| same(alias, &of)));
        is_meant && same(&name, column)
    })
}

/// The names in a text, each with the one that stands before it and a point.
fn qualified(sql: &str) -> impl Iterator<Item = (Option<String>, String)> {
    let mut tokens = Tokens::new(sql);
    let mut before: Option<String> = None;
    std::iter::from_fn(move || {
        loop {
            let Found {
                name,
                after_point,
                before_point,
            } = tokens.column()?;
            let name = name.name.to_string();
            let of = before.take().filter(|_| after_point);
            if before_point {
                before = Some(name);
            } else {
                return Some((of, name));
            }
        }
    })
}

/// What a query calls the table: by its name, and by what stands right behind that.
fn aliases(sql: &str, table: &Name) -> Vec<String> {
    let mut tokens = Tokens::new(sql);
    let names = std::iter::from_fn(|| tokens.column().map(|found| found.name));
    let names: Vec<Named> = names.collect();
    let mut aliases = vec![table.to_string()];
    for (at, name) in names.iter().enumerate().filter(|(_, name)| name.is(table)) {
        let mut end = name.span.end;
        for next in names[at + 1..].iter().take(2) {
            if !sql[end..next.span.start].trim().is_empty() {
                break;
            }
            end = next.span.end;
            if !next.is("as") {
                aliases.push(next.name.to_string());
                break;
            }
        }
    }
    aliases
}

/// Whether a table has a foreign key to this column.
fn refers(sql: &str, table: &Name, column: &Name) -> bool {
    let Some(text) = TableText::read(sql) else {
        return false;
    };
    find::constraints(sql, &text).iter().any(|one| match one {
        Constraint::ForeignKey(key) => {
            same(&key.references.name, table) && key.referenced.iter().any(|one| same(one, column))
        }
        _ => false,
    })
}

/// The foreign keys of tables, this one among them, that found their rows by a key that is gone.
fn lost_keys(draft: &Draft<'_>, table: &TableText) -> Vec<String> {
    let keys_now = keys(draft, &draft.text, table, true);
    let Some(old) = TableText::read(&draft.old) else {
        return Vec::new();
    };
    let keys_before = keys(draft, &draft.old, &old, false);
    let primary_before = primary(&draft.old, &old);
    let primary_now = primary(&draft.text, table);
    let mut lost = Vec::new();
    for object in draft
        .live
        .objects
        .iter()
        .filter(|object| object.kind == "table")
    {
        let itself = same(&object.name, &draft.name);
        let sql = if itself { &draft.text } else { &object.sql };
        let Some(text) = TableText::read(sql) else {
            continue;
        };
        for one in find::constraints(sql, &text) {
            let Constraint::ForeignKey(key) = one else {
                continue;
            };
            if !same(&key.references.name, &draft.name) {
                continue;
            }
            let found = |keys: &[Vec<Name>], primary: &[Name]| finds(keys, primary, &key);
            if found(&keys_before, &primary_before) && !found(&keys_now, &primary_now) {
                lost.push(format!(
                    "the foreign key ({}) of `{}`",
                    key.columns.join(", "),
                    object.name
                ));
            }
        }
    }
    lost
}

fn finds(keys: &[Vec<Name>], primary: &[Name], key: &ForeignKey) -> bool {
    let referenced = if key.referenced.is_empty() {
        primary
    } else {
        &key.referenced
    };
    let among = |names: &[Name], name: &Name| names.iter().any(|one| same(one, name));
    referenced.len() == key.columns.len()
        && keys.iter().any(|columns| {
            columns.len() == referenced.len()
                && columns.iter().all(|column| among(referenced, column))
        })
}

fn primary(sql: &str, table: &TableText) -> Vec<Name> {
    let keys = find::constraints(sql, table);
    keys.into_iter()
        .find_map(|one| match one {
            Constraint::PrimaryKey(key) => Some(key.columns),
            _ => None,
        })
        .unwrap_or_default()
}

/// The columns by which a row can be found: of the primary key, of unique constraints, of unique indexes over all rows.
fn keys(draft: &Draft<'_>, sql: &str, table: &TableText, now: bool) -> Vec<Vec<Name>> {
    let constraints = find::constraints(sql, table).into_iter();
    let mut keys: Vec<Vec<Name>> = constraints
        .filter_map(|one| match one {
            Constraint::PrimaryKey(key) => Some(key.columns),
            Constraint::Unique(key) => Some(key.columns),
            _ => None,
        })
        .collect();
    for other in table.constraints().filter_map(|clause| match &clause.what {
        What::Unique(keys) if is_sorted_otherwise(table, keys) => Some(keys),
        _ => None,
    }) {
        let is = |names: &Vec<Name>| {
            let here = other.iter().filter_map(|key| key.column.as_ref());
            here.map(|name| &name.name).eq(names)
        };
        if let Some(at) = keys.iter().rposition(is) {
            keys.remove(at);
        }
    }
    let lasting = |change: Change| {
        if now {
            change != Change::Gone
        } else {
            change != Change::Text
        }
    };
    for index in draft.indexes.iter().filter(|one| lasting(one.change)) {
        let text = IndexText::read(&index.sql);
        let is_key = |text: &IndexText| {
            text.unique && text.predicate.is_none() && !is_sorted_otherwise(table, &text.keys)
        };
        if let Some(text) = text.filter(is_key) {
            let columns = text.keys.iter().map(|key| key.column.as_ref());
            keys.extend(
                columns
                    .map(|name| Some(name?.name.clone()))
                    .collect::<Option<Vec<_>>>(),
            );
        }
    }
    if now {
        keys.extend(draft.later.iter().filter_map(|one| one.key.clone()));
    }
    keys
}

/// Whether one of these columns is compared otherwise here than by itself: no foreign key is looked up by that.
fn is_sorted_otherwise(table: &TableText, keys: &[Key]) -> bool {
    keys.iter().any(|key| {
        let (Some(column), Some(collation)) = (&key.column, &key.collation) else {
            return false;
        };
        let clauses = table.column(&column.name).map(|column| &column.clauses);
        let mut own = clauses
            .into_iter()
            .flatten()
            .filter_map(|clause| match &clause.what {
                What::Collate(name) => Some(name.name.as_str()),
                _ => None,
            });
        !collation.is(own.next_back().unwrap_or("BINARY"))
    })
}

/// The columns of a unique index that an operation makes.
pub(super) fn key_of(draft: &Draft<'_>, index: &crate::schema::Index) -> Option<Vec<Name>> {
    if !index.unique || index.predicate.is_some() {
        return None;
    }
    let columns = index.columns.iter().map(|column| match &column.key {
        IndexKey::Column(name) => Some(draft.here(name)),
        IndexKey::Sql(_) => None,
    });
    columns.collect()
}

/// A text in one line, for a message.
fn one_line(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    words.join(" ")
}
