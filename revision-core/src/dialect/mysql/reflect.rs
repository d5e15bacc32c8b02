//! What tables are like, asked of the server: all of them in one question, for what `MODIFY` has to repeat.

use std::collections::BTreeMap;

use super::lower::has_own_index;
use super::{constant, declared, words};
use crate::dialect::Row;
use crate::schema::{
    Action, Check, Column, Default, ForeignKey, Generated, Identity, Index, IndexColumn, IndexKey,
    PrimaryKey, QualifiedName, Schema, Table, Type, Unique,
};
use crate::{Product, Server};

/// Asks for these tables.
pub(in crate::dialect) fn question(tables: &[QualifiedName]) -> String {
    let text = words::text_expression;
    let asked = tables.iter().map(|table| {
        let namespace = match &table.namespace {
            Some(namespace) => text(namespace),
            None => "DATABASE()".to_owned(),
        };
        format!(
            "(t.table_schema = {namespace} AND t.table_name = {})",
            text(&table.name)
        )
    });
    let asked: Vec<_> = asked.collect();
    let asked = if asked.is_empty() {
        "FALSE".to_owned()
    } else {
        asked.join(" OR ")
    };
    include_str!("reflect.sql")
        .trim_end()
        .replace("{namespace}", "NULLIF(t.table_schema, DATABASE())")
        .replace("{asked}", &format!("({asked})"))
}

/// The schema with the tables that the rows tell of. Those of which they tell something that a table of ours does not
/// hold are opaque besides.
pub(in crate::dialect) fn read(server: Server, rows: &[Row]) -> Schema {
    let mut schema = Schema::default();
    let mut found: BTreeMap<QualifiedName, Parts<'_>> = BTreeMap::new();
    for row in rows {
        let (Some(kind), Some(table)) = (text(row, 0), text(row, 2)) else {
            continue;
        };
        let parts = found
            .entry(QualifiedName::new(text(row, 1), table))
            .or_default();
        match kind {
            "table" => parts.table = Some(row),
            "column" => parts.columns.push(row),
            "index" => parts.indexes.push(row),
            "foreign key" => parts.foreign_keys.push(row),
            "check" => parts.checks.push(row),
            _ => {}
        }
    }
    for (name, mut parts) in found {
        parts.sort();
        let mut is_whole = true;
        if let Some(table) = parts.read(server, &mut is_whole) {
            schema.tables.insert(name.clone(), table);
            if !is_whole {
                schema.opaque.insert(name);
            }
        }
    }
    schema
}

/// The rows about a table.
#[derive(Default)]
struct Parts<'r> {
    table: Option<&'r Row>,
    columns: Vec<&'r Row>,
    indexes: Vec<&'r Row>,
    foreign_keys: Vec<&'r Row>,
    checks: Vec<&'r Row>,
}

fn text(row: &Row, at: usize) -> Option<&str> {
    row.get(at)?.as_deref()
}

fn number(row: &Row, at: usize) -> Option<u32> {
    text(row, at)?.parse().ok()
}

fn said(row: &Row, at: usize) -> Option<String> {
    text(row, at)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

impl Parts<'_> {
    fn sort(&mut self) {
        self.columns.sort_by_key(|row| number(row, 3));
        for rows in [&mut self.indexes, &mut self.foreign_keys] {
            rows.sort_by_key(|row| (text(row, 4).map(str::to_owned), number(row, 3)));
        }
    }

    /// None where the rows tell of no table.
    fn read(&self, server: Server, is_whole: &mut bool) -> Option<Table> {
        let own = self.table?;
        let mut table = Table::default();
        table.options.engine = said(own, 4);
        table.options.charset = said(own, 5);
        table.options.collation = said(own, 6);
        table.comment = said(own, 7);
        for row in &self.columns {
            table.columns.push(column(server, row, is_whole)?);
        }
        for row in &self.checks {
            let (name, clause) = (text(row, 4)?, text(row, 5)?);
            let is_of_column =
                text(row, 6).is_some_and(|level| level.eq_ignore_ascii_case("column"));
            if !is_of_column {
                let mut check = Check::new(expression(server, clause));
                check.name = Some(name.into());
                table.checks.insert(check);
                continue;
            }
            // It goes by the column's name. JSON is a text that is checked; what else a column demands of itself,
            // nothing of ours would repeat.
            let json = clause.to_ascii_lowercase().starts_with("json_valid(");
            match table.columns.named_mut(name) {
                Some(column) if json && matches!(column.ty, Type::Text(_)) => {
                    column.ty = Type::Json;
                    column.collation = None;
                }
                _ => *is_whole = false,
            }
        }
        self.read_foreign_keys(&mut table);
        self.read_indexes(server, &mut table);
        Some(table)
    }

    fn read_foreign_keys(&self, table: &mut Table) {
        for rows in self
            .foreign_keys
            .chunk_by(|one, other| text(one, 4) == text(other, 4))
        {
            let Some(first) = rows.first() else {
                continue;
            };
            let columns = |at| {
                rows.iter()
                    .filter_map(|row| text(row, at).map(Into::into))
                    .collect()
            };
            let references = QualifiedName::new(text(first, 6), text(first, 7).unwrap_or_default());
            let mut key = ForeignKey::new(columns(5), references, columns(8));
            key.name = text(first, 4).map(Into::into);
            key.on_update = action(text(first, 9));
            key.on_delete = action(text(first, 10));
            table.foreign_keys.insert(key);
        }
    }

    fn read_indexes(&self, server: Server, table: &mut Table) {
        for rows in self
            .indexes
            .chunk_by(|one, other| text(one, 4) == text(other, 4))
        {
            let Some(first) = rows.first() else {
                continue;
            };
            let name = text(first, 4).unwrap_or_default();
            let columns: Vec<_> = rows.iter().map(|row| index_column(server, row)).collect();
            let mut index = Index::new(columns);
            index.unique = text(first, 6) == Some("0");
            index.comment = said(first, 11);
            index.method = said(first, 9)
                .map(|method| method.to_lowercase())
                .filter(|method| method != "btree")
                .map(Into::into);
            if name == "PRIMARY" {
                let columns = rows.iter().filter_map(|row| text(row, 5).map(Into::into));
                table.primary_key = Some(PrimaryKey::new(columns.collect()));
            } else if let Some(columns) = constraint(&index) {
                let mut unique = Unique::new(columns);
                unique.name = Some(name.into());
                table.unique.insert(unique);
            } else {
                table.indexes.insert(name.into(), index);
            }
        }
        // What was made for a foreign key belongs to that.
        let made: Vec<_> = table
            .foreign_keys
            .iter()
            .filter(|key| has_own_index(table, key))
            .filter_map(|key| key.name.clone())
            .collect();
        for name in made {
            table.indexes.remove(&name);
        }
    }
}

/// The columns of an index that is no more than a constraint.
pub(super) fn constraint(index: &Index) -> Option<Vec<crate::schema::Name>> {
    let plain = index.unique && index.method.is_none() && index.comment.is_none();
    let columns = index.columns.iter().map(|column| match &column.key {
        IndexKey::Column(name) if *column == IndexColumn::new(column.key.clone()) => {
            Some(name.clone())
        }
        _ => None,
    });
    let columns: Option<Vec<_>> = columns.collect();
    columns.filter(|_| plain && index.storage.is_empty())
}

fn index_column(server: Server, row: &Row) -> IndexColumn {
    let key = match text(row, 5) {
        Some(column) => IndexKey::Column(column.into()),
        None => IndexKey::Sql(expression(server, text(row, 10).unwrap_or_default())),
    };
    let mut column = IndexColumn::new(key);
    column.length = number(row, 7);
    column.descending = text(row, 8) == Some("D");
    column
}

fn action(word: Option<&str>) -> Action {
    match word {
        Some("CASCADE") => Action::Cascade,
        Some("SET NULL") => Action::SetNull,
        Some("SET DEFAULT") => Action::SetDefault,
        // To this server it is the same.
        _ => Action::NoAction,
    }
}

fn column(server: Server, row: &Row, is_whole: &mut bool) -> Option<Column> {
    let mut column = Column::new(text(row, 4)?, declared::read(text(row, 5)?));
    column.nullable = text(row, 6) == Some("YES");
    column.collation = said(row, 10).map(|collation| QualifiedName::new(None, &collation));
    column.comment = said(row, 11);
    let extra = text(row, 8).unwrap_or_default();
    let lower = extra.to_ascii_lowercase();
    let (lower, on_update) = match lower.find("on update ") {
        Some(at) => (lower[..at].to_owned(), Some(extra[at..].to_owned())),
        None => (lower, None),
    };
    let is_expression = lower.contains("default_generated");
    if lower.contains("auto_increment") {
        column.identity = Some(Identity::default());
    }
    let sql = said(row, 9).map(|sql| expression(server, &sql));
    if let Some(sql) = sql.filter(|_| lower.contains("generated") && !is_expression) {
        let stored = lower.contains("stored") || lower.contains("persistent");
        column.generated = Some(Generated { sql, stored });
    } else {
        column.default = text(row, 7).and_then(|said| default(server, said, is_expression));
    }
    let words = [
        "auto_increment",
        "default_generated",
        "virtual",
        "stored",
        "persistent",
        "generated",
    ];
    let is_known = |word: &str| words.contains(&word);
    *is_whole &= lower.split_whitespace().all(is_known);
    if let Some(on_update) = on_update {
        let value = match &column.default {
            Some(Default::Sql(sql)) => sql.clone(),
            Some(Default::Value(crate::schema::Literal::Text(text))) => {
                words::text_expression(text)
            }
            // A column without a default cannot say so before it.
            Some(Default::Value(_)) => {
                *is_whole = false;
                String::new()
            }
            None => {
                *is_whole &= column.nullable;
                "NULL".to_owned()
            }
        };
        column.default = Some(Default::Sql(format!(
            "{value} ON UPDATE {}",
            &on_update[10..]
        )));
    }
    Some(column)
}

/// MariaDB gives what stands behind `DEFAULT`, MySQL the value or the expression.
fn default(server: Server, said: &str, is_expression: bool) -> Option<Default> {
    if server.product == Product::MySql && !is_expression {
        return Some(match said.get(..2) {
            Some("b'" | "0x") => Default::Sql(said.to_owned()),
            _ => Default::Value(said.into()),
        });
    }
    let said = expression(server, said);
    match constant::read(&said) {
        Some(crate::schema::Literal::Null) => None,
        Some(value) => Some(Default::Value(value)),
        None => Some(Default::Sql(said)),
    }
}

/// MySQL escapes the quotes of expressions once more than it has to.
fn expression(server: Server, sql: &str) -> String {
    if server.product == Product::MySql {
        sql.replace("\\'", "'").replace("\\\\", "\\")
    } else {
        sql.to_owned()
    }
}
