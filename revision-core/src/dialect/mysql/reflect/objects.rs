//! Tables, views, triggers, routines and sequences.

use std::collections::BTreeMap;

use super::text::within;
use crate::dialect::mysql::MySql;
use crate::dialect::reflect::{Fields, Unreadable};
use crate::dialect::{Dialect as _, Row};
use crate::schema::{Name, QualifiedName, Sequence, SequenceOptions, Table, TableOptions, View};

/// The character set of a table that says nothing of it, as we write it.
const USUAL_CHARSET: &str = "utf8mb4";

/// How many values of a sequence MariaDB keeps ready.
const USUAL_CACHE: i64 = 1000;

type Read<K, V> = Result<BTreeMap<K, V>, Unreadable>;

pub(super) fn namespaces(rows: Vec<Row>) -> Read<Name, Option<String>> {
    let read = |row| Ok((Fields::of("a namespace", row).text()?.into(), None));
    rows.into_iter().map(read).collect()
}

/// How the texts of a table are sorted, whether or not that goes without saying.
pub(super) struct Sorted {
    table: QualifiedName,
    collation: String,
    /// Whether it is what the name of its character set alone means.
    is_usual: bool,
}

/// Reads the tables. Their collation is what it is, until [`settle`].
pub(super) fn tables(
    rows: Vec<Row>,
) -> Result<(BTreeMap<QualifiedName, Table>, Vec<Sorted>), Unreadable> {
    let mut tables = BTreeMap::new();
    let mut sorted = Vec::new();
    for row in rows {
        let mut fields = Fields::of("a table", row);
        let name = fields.qualified()?;
        let comment = fields.maybe()?;
        let engine = fields.maybe()?;
        let collation = fields.maybe()?;
        let is_usual = fields.maybe()?.as_deref() == Some("Yes");
        sorted.extend(collation.clone().map(|collation| Sorted {
            table: name.clone(),
            collation,
            is_usual,
        }));
        let options = TableOptions {
            engine,
            collation,
            storage: storage(&fields.maybe()?.unwrap_or_default()),
            ..TableOptions::default()
        };
        let table = Table {
            comment,
            options,
            ..Table::default()
        };
        tables.insert(name, table);
    }
    Ok((tables, sorted))
}

/// Leaves out what goes without saying of character sets and collations.
pub(super) fn settle(tables: &mut BTreeMap<QualifiedName, Table>, sorted: Vec<Sorted>) {
    for Sorted {
        table,
        collation,
        is_usual,
    } in sorted
    {
        let Some(table) = tables.get_mut(&table) else {
            continue;
        };
        // Every collation is called after its character set.
        let charset = collation.split('_').next().unwrap_or_default();
        table.options.charset = (charset != USUAL_CHARSET).then(|| charset.to_owned());
        table.options.collation = (!is_usual).then_some(collation);
    }
}

/// What is set for a table, `name=value` each, sorted.
fn storage(options: &str) -> Vec<(String, String)> {
    let options = options.split_whitespace();
    let options = options.filter_map(|option| option.split_once('='));
    let mut options: Vec<_> = options
        .map(|(name, value)| {
            let value = value.trim_matches('\'');
            (
                name.trim_matches('`').to_ascii_lowercase(),
                value.to_owned(),
            )
        })
        .collect();
    options.sort_unstable();
    options
}

/// Reads rows, of which those of one table stand together, in their order.
pub(super) fn partitions(
    tables: &mut BTreeMap<QualifiedName, Table>,
    rows: Vec<Row>,
) -> Result<(), Unreadable> {
    let mut divided: BTreeMap<QualifiedName, (String, Vec<String>)> = BTreeMap::new();
    for row in rows {
        let mut fields = Fields::of("a partition", row);
        let table = fields.qualified()?;
        let method = fields.text()?;
        let expression = fields.maybe()?.unwrap_or_default();
        let name = MySql.name(&fields.text()?);
        let bounds = fields.maybe()?;
        let part = match bounds {
            Some(bounds) if method.starts_with("LIST") => {
                format!("PARTITION {name} VALUES IN ({bounds})")
            }
            Some(bounds) if bounds == "MAXVALUE" => {
                format!("PARTITION {name} VALUES LESS THAN MAXVALUE")
            }
            Some(bounds) => format!("PARTITION {name} VALUES LESS THAN ({bounds})"),
            None => String::new(),
        };
        let head = || (format!("{method} ({expression})"), Vec::new());
        divided.entry(table).or_insert_with(head).1.push(part);
    }
    for (table, (head, parts)) in divided {
        let Some(table) = tables.get_mut(&table) else {
            continue;
        };
        let is_counted = parts.iter().any(String::is_empty);
        table.options.partition_by = Some(if is_counted {
            format!("{head} PARTITIONS {}", parts.len())
        } else {
            format!("{head} ({})", parts.join(", "))
        });
    }
    Ok(())
}

pub(in crate::dialect::mysql) fn views(rows: Vec<Row>) -> Read<QualifiedName, View> {
    let read = |row| {
        let mut fields = Fields::of("a view", row);
        let name = fields.qualified()?;
        let query = fields.text()?;
        let view = View {
            query: within(&query, fields.maybe()?.as_deref()),
            ..View::default()
        };
        Ok((name, view))
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn triggers(rows: Vec<Row>) -> Read<(QualifiedName, Name), String> {
    let read = |row| {
        let mut fields = Fields::of("a trigger", row);
        let table = fields.qualified()?;
        let name = fields.text()?;
        let [timing, event, body] = [fields.text()?, fields.text()?, fields.text()?];
        let statement = format!(
            "CREATE TRIGGER {} {timing} {event} ON {} FOR EACH ROW {body}",
            MySql.name(&name),
            qualified(&table),
        );
        Ok(((table, name.into()), statement))
    };
    rows.into_iter().map(read).collect()
}

pub(in crate::dialect::mysql) fn qualified(name: &QualifiedName) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", MySql.name(namespace), MySql.name(&name.name)),
        None => MySql.name(&name.name),
    }
}

/// Reads rows, of which those of one routine stand together, with its arguments in their order.
pub(in crate::dialect::mysql) fn routines(rows: Vec<Row>) -> Read<QualifiedName, String> {
    let mut routines: BTreeMap<(QualifiedName, String), Routine> = BTreeMap::new();
    for row in rows {
        let mut fields = Fields::of("a routine", row);
        let name = fields.qualified()?;
        let kind = fields.text()?;
        let returns = fields.maybe()?;
        let options = options(&mut fields)?;
        let body = fields.text()?;
        let [mode, argument, ty] = [fields.maybe()?, fields.maybe()?, fields.maybe()?];
        let routine = routines.entry((name, kind)).or_insert(Routine {
            arguments: Vec::new(),
            returns,
            options,
            body,
        });
        if let (Some(argument), Some(ty)) = (argument, ty) {
            let mode = mode.filter(|mode| mode != "IN");
            let mode = mode.map(|mode| mode + " ").unwrap_or_default();
            let argument = MySql.name(&argument);
            routine.arguments.push(format!("{mode}{argument} {ty}"));
        }
    }
    let created = routines.into_iter().map(|((name, kind), routine)| {
        let statement = routine.create(&qualified(&name), &kind);
        (name, statement)
    });
    Ok(created.collect())
}

struct Routine {
    arguments: Vec<String>,
    returns: Option<String>,
    options: Vec<String>,
    body: String,
}

impl Routine {
    fn create(&self, name: &str, kind: &str) -> String {
        let arguments = self.arguments.join(", ");
        let mut parts = vec![format!("CREATE {kind} {name}({arguments})")];
        if kind == "FUNCTION" {
            parts.extend(self.returns.iter().map(|ty| format!("RETURNS {ty}")));
        }
        parts.extend_from_slice(&self.options);
        parts.push(self.body.clone());
        parts.join(" ")
    }
}

/// What is said of a routine before its body, but for what goes without saying.
fn options(fields: &mut Fields) -> Result<Vec<String>, Unreadable> {
    let is_deterministic = fields.is()?;
    let access = fields.text()?;
    let security = fields.text()?;
    let comment = fields.maybe()?;
    let mut options = Vec::new();
    if is_deterministic {
        options.push("DETERMINISTIC".to_owned());
    }
    if access != "CONTAINS SQL" {
        options.push(access);
    }
    if security != "DEFINER" {
        options.push(format!("SQL SECURITY {security}"));
    }
    options.extend(comment.map(|comment| {
        let comment = comment.replace('\\', "\\\\").replace('\'', "''");
        format!("COMMENT '{comment}'")
    }));
    Ok(options)
}

pub(super) fn sequences(rows: Vec<Row>) -> Read<QualifiedName, Sequence> {
    let read = |row| {
        let mut fields = Fields::of("a sequence", row);
        let name = fields.qualified()?;
        let comment = fields.maybe()?;
        let start: Option<i64> = fields.number()?;
        let increment: Option<i64> = fields.number()?;
        let min: Option<i64> = fields.number()?;
        let max: Option<i64> = fields.number()?;
        let cache: Option<i64> = fields.number()?;
        let climbs = increment.is_none_or(|by| by >= 0);
        // The two ends of what a number can be are kept for itself by the server.
        let [least, most] = if climbs {
            [1, i64::MAX - 1]
        } else {
            [i64::MIN + 1, -1]
        };
        let usual_start = if climbs { min } else { max };
        let sequence = Sequence {
            options: SequenceOptions {
                start: start.filter(|start| Some(*start) != usual_start),
                increment: increment.filter(|by| *by != 1),
                min: min.filter(|min| *min != least),
                max: max.filter(|max| *max != most),
                cache: cache.filter(|cache| *cache != USUAL_CACHE),
                cycle: fields.is()?,
            },
            comment,
            ..Sequence::default()
        };
        Ok((name, sequence))
    };
    rows.into_iter().map(read).collect()
}
