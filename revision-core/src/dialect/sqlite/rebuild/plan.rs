//! The statements of a rebuild, in the one order that is safe.
//!
//! The new table is made under another name and takes the old one's name when that is gone: were the old one called otherwise
//! first, what refers to it would follow it.

use super::draft::{Change, Dependent, Draft, Value};
use super::edit::replace;
use super::over::quoted;
use super::question::{check, rowid};
use super::{Check, PLAIN, Part, Plan};
use crate::dialect::ansi::{Spelling as _, Spelt};
use crate::dialect::lower::Why;
use crate::dialect::sqlite::text::{IndexText, Named, TableText, TriggerText, same};
use crate::schema::Constraint;

/// Where rows stand whose foreign keys were broken before.
const BROKEN: &str = "temp.revision_broken";

/// The plan for a draft.
pub(super) fn plan(draft: &Draft<'_>) -> Spelt<Plan> {
    let unread = || Why::Unsupported(format!("the text of `{}` cannot be read", draft.name));
    let old = TableText::read(&draft.old).ok_or_else(unread)?;
    let mut plan = Plan::default();
    if draft.is_changed() {
        settings(draft, &mut plan);
        plan.inside.push(foreign_keys_are_off());
        plan.inside.extend(broken_before(draft));
    }
    let checks = draft.checks.iter();
    plan.inside
        .extend(checks.filter_map(|demand| check(draft, &old, demand)));
    if draft.is_changed() {
        anew(draft, &old, &mut plan.inside)?;
        for one in draft.indexes.iter().chain(&draft.triggers) {
            if one.change != Change::Gone {
                plan.inside.push(Part::Run(made(&one.sql, one.temporary)));
            }
        }
        plan.inside.extend(counted(draft)?);
        plan.inside.extend(broken_after(draft));
    } else {
        in_place(draft, &mut plan.inside)?;
    }
    rename(draft, &mut plan.inside)?;
    let later = draft.later.iter().map(|one| one.sql.clone());
    plan.inside.extend(later.map(Part::Run));
    Ok(plan)
}

/// The settings of the session, before and after.
fn settings(draft: &Draft<'_>, plan: &mut Plan) {
    if draft.live.foreign_keys {
        plan.before.push("PRAGMA foreign_keys = OFF".to_owned());
        plan.after.push("PRAGMA foreign_keys = ON".to_owned());
    }
    plan.after.push(legacy(draft.live.legacy_alter_table));
}

pub(super) fn legacy(on: bool) -> String {
    let value = if on { "ON" } else { "OFF" };
    format!("PRAGMA legacy_alter_table = {value}")
}

pub(super) fn foreign_keys_are_off() -> Part {
    Part::Check(Check {
        operation: 0,
        question: "SELECT 'on' FROM pragma_foreign_keys WHERE foreign_keys".to_owned(),
        message: "foreign keys have to be off while a table is made anew, or rows of other tables go with the old one"
            .to_owned(),
        is_framed: true,
    })
}

/// Makes the table anew, rows and all.
fn anew(draft: &Draft<'_>, old: &TableText, parts: &mut Vec<Part>) -> Spelt<()> {
    let new = draft.table()?;
    let meanwhile = draft.live.free_name(&draft.name);
    let here = format!("main.{}", quoted(&draft.name));
    let there = format!("main.{}", quoted(&meanwhile));
    let mut run = |sql: String| parts.push(Part::Run(sql));
    run(replace(&draft.text, &new.name.span, &there));
    run(copy(draft, old, &new, &here, &there)?);
    parts.push(Part::Check(Check {
        operation: 0,
        // How many the statement before has carried over is known without counting them in the table.
        question: format!(
            "SELECT rows_before, rows_after FROM \
             (SELECT (SELECT count(*) FROM {here}) AS rows_before, changes() AS rows_after) \
             WHERE rows_before <> rows_after"
        ),
        message: format!("`{}` would not have as many rows as before", draft.name),
        is_framed: true,
    }));
    let mut run = |sql: String| parts.push(Part::Framed(sql));
    if old.autoincrement().is_some() && new.autoincrement().is_some() {
        let (name, meanwhile) = (PLAIN.text(&draft.name)?, PLAIN.text(&meanwhile)?);
        run(format!(
            "DELETE FROM main.sqlite_sequence WHERE name = {meanwhile}"
        ));
        run(format!(
            "INSERT INTO main.sqlite_sequence (name, seq) SELECT {meanwhile}, seq FROM main.sqlite_sequence WHERE name = {name}"
        ));
    }
    for table in statistics(draft) {
        let (name, meanwhile) = (PLAIN.text(&draft.name)?, PLAIN.text(&meanwhile)?);
        // They would go with the old table.
        run(format!(
            "UPDATE {table} SET tbl = {meanwhile} WHERE tbl = {name}"
        ));
    }
    parts.push(Part::Run(format!("DROP TABLE {here}")));
    // Views and triggers that mention the table would be held against a database without it.
    parts.push(Part::Framed(legacy(true)));
    parts.push(Part::Run(format!(
        "ALTER TABLE {there} RENAME TO {}",
        quoted(&draft.name)
    )));
    parts.push(Part::Framed(legacy(false)));
    Ok(())
}

/// What the planner has counted, and what it knows by the names of tables.
fn statistics(draft: &Draft<'_>) -> Vec<String> {
    let tables = draft.live.objects.iter().filter(|object| {
        let known = ["sqlite_stat1", "sqlite_stat3", "sqlite_stat4"];
        !object.temporary && object.kind == "table" && known.contains(&&*object.name)
    });
    tables
        .map(|object| format!("main.{}", object.name))
        .collect()
}

/// Gives the table what was counted of the old one, but of indexes that are gone.
fn counted(draft: &Draft<'_>) -> Spelt<Vec<Part>> {
    let (name, meanwhile) = (
        PLAIN.text(&draft.name)?,
        PLAIN.text(&draft.live.free_name(&draft.name))?,
    );
    let each = statistics(draft).into_iter().flat_map(|table| {
        [
            format!("UPDATE {table} SET tbl = {name} WHERE tbl = {meanwhile}"),
            format!(
                "DELETE FROM {table} WHERE tbl = {name} AND idx NOT IN \
                 (SELECT name FROM main.sqlite_master WHERE type = 'index') AND idx <> tbl"
            ),
        ]
    });
    Ok(each.map(Part::Framed).collect())
}

/// Carries the rows over. A row that breaks something is a fault here, whatever the table itself would make of it.
fn copy(
    draft: &Draft<'_>,
    old: &TableText,
    new: &TableText,
    here: &str,
    there: &str,
) -> Spelt<String> {
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    if new.rowid(&draft.text).is_none()
        && let Some(rowid) = rowid(&[old, new])
    {
        columns.push(rowid.to_owned());
        values.push(rowid.to_owned());
    }
    for carried in &draft.carried {
        let value = match &carried.value {
            Value::Column(name) => quoted(name),
            Value::Sql(sql) => sql.clone(),
            Value::Default | Value::Generated => continue,
        };
        columns.push(quoted(&carried.name));
        values.push(value);
    }
    if columns.is_empty() {
        let why = format!("nothing of `{}` would be left", draft.name);
        return Err(Why::Unsupported(why));
    }
    Ok(format!(
        "INSERT OR ABORT INTO {there} ({}) SELECT {} FROM {here}",
        columns.join(", "),
        values.join(", ")
    ))
}

/// The statement that makes an index or a trigger as it was.
pub(super) fn made(sql: &str, temporary: bool) -> String {
    let index = IndexText::read(sql).map(|text| text.name);
    let name: Option<Named> = index.or_else(|| TriggerText::read(sql).map(|text| text.name));
    let Some(name) = name else {
        return sql.to_owned();
    };
    let namespace = if temporary { "temp" } else { "main" };
    let at = name.span.start;
    replace(sql, &(at..at), &format!("{namespace}."))
}

/// What belongs to a table that itself stays as it is.
fn in_place(draft: &Draft<'_>, parts: &mut Vec<Part>) -> Spelt<()> {
    for (kind, dependents) in [("INDEX", &draft.indexes), ("TRIGGER", &draft.triggers)] {
        let gone = |one: &&Dependent| one.change == Change::Gone;
        for one in dependents.iter().filter(gone) {
            let namespace = if one.temporary { "temp" } else { "main" };
            let name = PLAIN.name(&one.name)?;
            parts.push(Part::Run(format!("DROP {kind} {namespace}.{name}")));
        }
        let other = |one: &&Dependent| one.change == Change::Text;
        let changed = dependents.iter().filter(other);
        let changed = changed.map(|one| made(&one.sql, one.temporary));
        parts.extend(changed.map(Part::Run));
    }
    Ok(())
}

/// Calls columns and the table otherwise; SQLite has all follow that mentions them.
fn rename(draft: &Draft<'_>, parts: &mut Vec<Part>) -> Spelt<()> {
    let table = format!("main.{}", quoted(&draft.name));
    for renamed in &draft.renamed {
        let (from, to) = (PLAIN.name(&renamed.from)?, PLAIN.name(&renamed.to)?);
        parts.push(Part::Run(format!(
            "ALTER TABLE {table} RENAME COLUMN {from} TO {to}"
        )));
    }
    if let Some(to) = draft.to.as_ref().filter(|to| **to != draft.name) {
        let to = PLAIN.name(to)?;
        parts.push(Part::Run(format!("ALTER TABLE {table} RENAME TO {to}")));
    }
    Ok(())
}

/// The tables whose foreign keys may be broken now: this one, and those that refer to it.
fn referring<'d>(draft: &'d Draft<'_>) -> Vec<&'d str> {
    let itself = std::iter::once(draft.name.as_str());
    let others = draft.live.objects.iter().filter(|object| {
        object.kind == "table"
            && !object.temporary
            && !same(&object.name, &draft.name)
            && TableText::read(&object.sql).is_some_and(|text| {
                let all = super::find::constraints(&object.sql, &text).into_iter();
                let keys = all.filter_map(|one| match one {
                    Constraint::ForeignKey(key) => Some(key.references.name),
                    _ => None,
                });
                keys.into_iter().any(|name| same(&name, &draft.name))
            })
    });
    let others = others.map(|object| object.name.as_str());
    itself.chain(others).collect()
}

/// The rows that refer to nothing, as a query.
fn broken(draft: &Draft<'_>) -> String {
    let each = referring(draft).into_iter().map(|name| {
        format!(
            "SELECT \"table\", \"rowid\" AS \"row\", parent FROM pragma_foreign_key_check('{}')",
            name.replace('\'', "''")
        )
    });
    each.collect::<Vec<_>>().join(" UNION ALL ")
}

fn broken_before(draft: &Draft<'_>) -> Option<Part> {
    let create = || format!("CREATE TEMP TABLE revision_broken AS {}", broken(draft));
    draft.refers.then(|| Part::Framed(create()))
}

fn broken_after(draft: &Draft<'_>) -> Vec<Part> {
    if !draft.refers {
        return Vec::new();
    }
    let check = Check {
        operation: draft.operation,
        question: format!(
            "SELECT \"table\", \"row\", parent FROM ({}) EXCEPT SELECT \"table\", \"row\", parent FROM {BROKEN} LIMIT 5",
            broken(draft)
        ),
        message: "these rows refer to rows that are not there".to_owned(),
        is_framed: true,
    };
    vec![
        Part::Check(check),
        Part::Framed(format!("DROP TABLE {BROKEN}")),
    ]
}
