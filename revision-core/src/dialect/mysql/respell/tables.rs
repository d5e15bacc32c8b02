//! The temporary tables: what of a table goes into one, and what is taken from it.

use super::shown::Shown;
use super::{PREFIX, temporary};
use crate::dialect::mysql::lower::{inline_index, lower};
use crate::dialect::mysql::reflect::{default, text};
use crate::dialect::mysql::words::Words;
use crate::dialect::mysql::{constant, declared};
use crate::dialect::respell::{Attempt, Item};
use crate::operation::Operation;
use crate::schema::{
    Check, Column, Columns, Default, Index, IndexKey, Name, Schema, Table, TableOptions, Type,
};
use crate::{Backend, Server};

/// What is made for a table, and what it is called.
pub(super) struct Made {
    pub(super) names: Vec<Name>,
    pub(super) item: Item,
}

/// Something in a table that the server may write otherwise, by its place in it.
#[derive(Clone, Copy)]
enum Part {
    Column(usize),
    Check(usize),
    Index(usize),
}

pub(super) fn items(server: Server, schema: &Schema) -> impl Iterator<Item = Made> {
    let tables = schema.tables.values().enumerate();
    tables.filter_map(move |(number, table)| {
        let making = Making {
            server,
            schema,
            table,
        };
        let parts = parts(table);
        if parts.is_empty() {
            return None;
        }
        let mut names = vec![temporary(number, None)];
        let whole = making.create(&names[0], &parts)?;
        let mut apart = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let name = temporary(number, Some(at));
            apart.extend(making.create(&name, &[*part]));
            names.push(name);
        }
        let item = Item {
            whole,
            apart,
            lasting: None,
        };
        Some(Made { names, item })
    })
}

fn parts(table: &Table) -> Vec<Part> {
    let columns = table.columns.iter().enumerate();
    let columns = columns.filter(|(_, column)| has_words(column));
    let mut parts: Vec<_> = columns.map(|(at, _)| Part::Column(at)).collect();
    parts.extend((0..table.checks.len()).map(Part::Check));
    let indexes = table.indexes.values().enumerate();
    let indexes = indexes.filter(|(_, index)| {
        let mut keys = index.columns.iter();
        keys.any(|column| matches!(column.key, IndexKey::Sql(_)))
    });
    parts.extend(indexes.map(|(at, _)| Part::Index(at)));
    parts
}

fn has_words(column: &Column) -> bool {
    let column = column.on(Backend::MySql);
    column.generated.is_some()
        || matches!(column.ty, Type::Custom(_))
        || column.default.is_some_and(|default| match default {
            // Bytes are not shown as they are.
            Default::Sql(sql) => !is_bytes(&column.ty) || constant::read(&sql).is_none(),
            // Numbers and texts are kept as they are; of what else a value means the server knows more.
            Default::Value(_) => {
                !matches!(
                    column.ty,
                    Type::Boolean
                        | Type::TinyInt { .. }
                        | Type::SmallInt { .. }
                        | Type::MediumInt { .. }
                        | Type::Integer { .. }
                        | Type::BigInt { .. }
                        | Type::Char(_)
                        | Type::Varchar(_)
                        | Type::Enum(_)
                        | Type::InlineEnum(_)
                ) && !is_bytes(&column.ty)
            }
        })
}

fn is_bytes(ty: &Type) -> bool {
    matches!(ty, Type::Binary(_) | Type::Varbinary(_) | Type::Blob(_))
}

struct Making<'s> {
    server: Server,
    schema: &'s Schema,
    table: &'s Table,
}

impl Making<'_> {
    /// Makes a temporary table with these parts of it; none where the server has no words for one of them.
    fn create(&self, name: &Name, parts: &[Part]) -> Option<Attempt> {
        let columns = self.table.columns.iter().enumerate().map(|(at, column)| {
            let has = |part: &Part| matches!(part, Part::Column(of) if *of == at);
            self.column(column, parts.iter().any(has))
        });
        let checks = self.table.checks.iter().enumerate();
        let checks = checks.filter(|(at, _)| {
            let has = |part: &Part| matches!(part, Part::Check(of) if of == at);
            parts.iter().any(has)
        });
        let table = Table {
            columns: columns.collect::<Columns>(),
            checks: checks
                .map(|(at, check)| Check {
                    name: Some(own('c', at)),
                    ..Check::new(check.sql.clone())
                })
                .collect(),
            options: TableOptions {
                charset: self.table.options.charset.clone(),
                collation: self.table.options.collation.clone(),
                ..TableOptions::default()
            },
            ..Table::default()
        };
        let create = Operation::CreateTable {
            name: name.clone().into(),
            table: Box::new(table),
            if_not_exists: false,
        };
        let enums = Schema {
            enums: self.schema.enums.clone(),
            ..Schema::default()
        };
        let lowered = lower(self.server, &enums, &[create]).ok()?;
        let create = lowered.first()?.step.to_string();
        // Some servers want every table to have a key.
        let mut inner = vec![format!("`{PREFIX}` int PRIMARY KEY")];
        for (at, index) in self.table.indexes.values().enumerate() {
            let has = |part: &Part| matches!(part, Part::Index(of) if *of == at);
            if parts.iter().any(has) {
                inner.push(self.index(at, index)?);
            }
        }
        let (head, rest) = create.strip_prefix("CREATE ")?.split_once('(')?;
        let create = format!("CREATE TEMPORARY {head}({}, {rest}", inner.join(", "));
        Some(Attempt {
            statements: vec![create],
            question: Some(format!("SHOW CREATE TABLE `{name}`")),
        })
    }

    /// A column that holds what counts: nothing that other tables, keys or the rows in it have a say in.
    fn column(&self, column: &Column, is_whole: bool) -> Column {
        let mut column = column.on(Backend::MySql);
        column.identity = None;
        column.comment = None;
        if !is_whole {
            column.default = None;
            column.generated = None;
        }
        let key = self.table.primary_key.as_ref();
        column.nullable &= !key.is_some_and(|key| key.columns.contains(&column.name));
        // With neither a value nor a default, not every type may be `NOT NULL` there.
        column.nullable |= column.default.is_none();
        column
    }

    fn index(&self, at: usize, index: &Index) -> Option<String> {
        let words = Words {
            server: self.server,
            enums: &self.schema.enums,
        };
        let index = Index {
            method: index.method.clone(),
            ..Index::new(index.columns.clone())
        };
        inline_index(&words, &own('i', at), &index, "").ok()
    }
}

/// What goes by a name in its own table.
fn own(kind: char, at: usize) -> Name {
    format!("{PREFIX}{kind}{at}").into()
}

/// Takes over what the server says of a temporary table. What it could not be asked stays.
pub(super) fn take(
    server: Server,
    schema: &mut Schema,
    made: &str,
    shown: &Shown,
    database: Option<&str>,
) {
    let number = made
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.strip_prefix('t')?.split('_').next()?.parse().ok());
    let table = number.and_then(|number| schema.tables.values_mut().nth(number));
    let Some(table) = table else { return };
    let expression = |sql: &str| text::shown(server.product, sql, database);
    for column in table.columns.iter_mut() {
        let Some(shown) = shown.columns.get(&*column.name) else {
            continue;
        };
        *column = column.on(Backend::MySql);
        if matches!(column.ty, Type::Custom(_)) {
            column.ty = declared::read(&shown.ty);
        }
        if let (Some(default), Some(spelt)) = (&mut column.default, &shown.default) {
            let on_update = shown.on_update.as_deref();
            let spelt = default::shown(server.product, &column.ty, spelt, on_update, database);
            if let Some(spelt) = spelt {
                *default = spelt;
            }
        }
        if let (Some(generated), Some(spelt)) = (&mut column.generated, &shown.generated) {
            generated.sql = expression(spelt);
        }
    }
    let checks = std::mem::take(&mut table.checks).into_iter().enumerate();
    table.checks = checks
        .map(|(at, mut check)| {
            if let Some(spelt) = shown.checks.get(&*own('c', at)) {
                check.sql = expression(spelt);
            }
            check
        })
        .collect();
    for (at, index) in table.indexes.values_mut().enumerate() {
        let Some(spelt) = shown.indexes.get(&*own('i', at)) else {
            continue;
        };
        for (column, spelt) in index.columns.iter_mut().zip(spelt) {
            if let IndexKey::Sql(sql) = &mut column.key {
                *sql = expression(spelt.trim_end_matches(" DESC"));
            }
        }
    }
}
