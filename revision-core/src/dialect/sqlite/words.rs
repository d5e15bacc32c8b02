//! What SQLite spells in its own way.

use std::collections::BTreeMap;

use super::text::{IndexText, Key};
use super::types;
use crate::Backend;
use crate::dialect::ansi::{
    Spelling, Spelt, bare, constraint, deferrable, expression, hexadecimal, literal,
};
use crate::dialect::lower::Why;
use crate::schema::{
    Check, Column, Constraint, Default, Exclusion, ForeignKey, Generated, Identity, Index,
    IndexColumn, Literal, Match, Name, OnConflict, PrimaryKey, QualifiedName, SequenceOptions,
    Table, Type, Unique, naming,
};

/// The words for a table.
pub(super) struct Words {
    /// Whether it heeds types.
    pub(super) strict: bool,
    /// What makes a column one of an enum, by the column's name.
    pub(super) enums: BTreeMap<Name, Check>,
    /// The primary key, where it stands behind a column that counts up.
    pub(super) counted: Option<PrimaryKey>,
}

/// The words that mean something else without quotes, somewhere a name may stand.
const RESERVED: &str = include_str!("reserved.txt");

/// What may stand behind `DEFAULT` without parentheses, beside literals.
const TIMES: &[&str] = &["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"];

/// Whether a name stands for itself without quotes.
pub(super) fn is_plain(name: &str) -> bool {
    bare(name) && !RESERVED.lines().any(|word| word == name)
}

/// Whether the primary key of a table has a name that the convention gives, whatever the table was called then: such a one
/// is not written.
pub(super) fn is_usual_key(name: &Name) -> bool {
    name.ends_with("_pkey") || naming::is_cut(name)
}

pub(super) fn unsupported<T>(why: &str) -> Spelt<T> {
    Err(Why::Unsupported(format!("SQLite {why}")))
}

impl Words {
    /// The words for a table that heeds types, or does not.
    pub(super) fn of(strict: bool) -> Self {
        Self {
            strict,
            enums: BTreeMap::new(),
            counted: None,
        }
    }
}

impl Spelling for Words {
    fn backend(&self) -> Backend {
        Backend::Sqlite
    }

    fn name(&self, name: &str) -> Spelt {
        if name.is_empty() {
            return Err(Why::Invalid("an empty name".to_owned()));
        }
        if name.contains('\0') {
            return unsupported("has no names with the character NUL");
        }
        if is_plain(name) {
            return Ok(name.to_owned());
        }
        Ok(format!("\"{}\"", name.replace('"', "\"\"")))
    }

    fn text(&self, text: &str) -> Spelt {
        if text.contains('\0') {
            // A statement ends where there is a NUL.
            let bytes = self.bytes(text.as_bytes())?;
            return Ok(format!("CAST({bytes} AS TEXT)"));
        }
        Ok(format!("'{}'", text.replace('\'', "''")))
    }

    fn boolean(&self, value: bool) -> &'static str {
        if value { "TRUE" } else { "FALSE" }
    }

    fn bytes(&self, bytes: &[u8]) -> Spelt {
        Ok(format!("X'{}'", hexadecimal(bytes)))
    }

    fn float(&self, value: f64) -> Spelt {
        Ok(if value.is_nan() {
            return unsupported("takes the number that is none for `NULL`");
        } else if value.is_infinite() {
            // Too large for a number, which is how it is written.
            let sign = if value < 0.0 { "-" } else { "" };
            format!("{sign}9e999")
        } else {
            format!("{value:?}")
        })
    }

    fn ty(&self, ty: &Type) -> Spelt {
        types::words(self, ty)
    }

    fn collation(&self, collation: &QualifiedName) -> Spelt {
        self.name(&collation.name)
    }

    fn default(&self, _: &Column, default: &Default) -> Spelt {
        match default {
            Default::Value(Literal::Text(text)) if text.contains('\0') => {
                Ok(expression(&self.text(text)?))
            }
            Default::Value(value) => literal(self, value),
            Default::Sql(sql) => {
                let sql = sql.trim();
                Ok(
                    if TIMES.iter().any(|time| time.eq_ignore_ascii_case(sql)) || is_constant(sql) {
                        sql.to_owned()
                    } else {
                        expression(sql)
                    },
                )
            }
        }
    }

    fn generated(&self, _: &Column, generated: &Generated) -> Spelt {
        let stored = if generated.stored {
            "STORED"
        } else {
            "VIRTUAL"
        };
        let sql = expression(&generated.sql);
        Ok(format!("GENERATED ALWAYS AS {sql} {stored}"))
    }

    fn identity(&self, _: &Column, identity: &Identity) -> Spelt {
        if identity.always {
            return unsupported("takes the value that an `INSERT` gives: leave `always` out");
        }
        if identity.options != SequenceOptions::default() {
            return unsupported("counts from one, by one");
        }
        let mut parts = Vec::new();
        if let Some(name) = self.counted.as_ref().and_then(|key| key.name.as_ref()) {
            parts.push(format!("CONSTRAINT {}", self.name(name)?));
        }
        parts.push("PRIMARY KEY".to_owned());
        parts.extend(on_conflict(
            self.counted.as_ref().and_then(|key| key.on_conflict),
        ));
        parts.push("AUTOINCREMENT".to_owned());
        Ok(parts.join(" "))
    }

    fn column_end(&self, column: &Column) -> Spelt<Vec<String>> {
        // Behind its column it goes with that.
        let check = self.enums.get(&column.name).cloned();
        let check = check.map(|check| constraint(self, &Constraint::Check(check)));
        Ok(check.transpose()?.into_iter().collect())
    }

    fn table_kind(&self, _: &Table) -> Spelt<Vec<String>> {
        Ok(Vec::new())
    }

    fn table_end(&self, table: &Table) -> Spelt<Vec<String>> {
        if table.options.partition_by.is_some() {
            return unsupported("has no tables that are divided");
        }
        if !table.options.inherits.is_empty() {
            return unsupported("has no tables that inherit");
        }
        if table.options.row_security {
            return unsupported("has no row level security");
        }
        let options = [
            table.options.strict.then_some("STRICT"),
            table.options.without_rowid.then_some("WITHOUT ROWID"),
        ];
        let options: Vec<_> = options.into_iter().flatten().collect();
        Ok(if options.is_empty() {
            Vec::new()
        } else {
            vec![options.join(", ")]
        })
    }

    fn primary_key_end(&self, key: &PrimaryKey) -> Spelt<Vec<String>> {
        key_end(
            key.deferrable.is_some(),
            key.include.is_empty(),
            key.on_conflict,
        )
    }

    fn constraint_name<'c>(&self, constraint: &'c Constraint) -> Option<&'c Name> {
        constraint.name().filter(|_| !constraint.is_unnamed())
    }

    fn unique_nulls(&self, unique: &Unique) -> Spelt<Vec<String>> {
        nulls(unique.nulls_not_distinct)
    }

    fn unique_end(&self, unique: &Unique) -> Spelt<Vec<String>> {
        key_end(
            unique.deferrable.is_some(),
            unique.include.is_empty(),
            unique.on_conflict,
        )
    }

    fn check_end(&self, _: &Check) -> Spelt<Vec<String>> {
        // Making the table anew looks at all rows, so there is none that is not known to hold to it.
        Ok(Vec::new())
    }

    fn set_columns(&self, key: &ForeignKey) -> Spelt<Vec<String>> {
        if key.set_columns.is_empty() {
            return Ok(Vec::new());
        }
        unsupported(
            "sets all columns of a foreign key, not some of them: leave `.set_columns(…)` out",
        )
    }

    fn foreign_key_end(&self, key: &ForeignKey) -> Spelt<Vec<String>> {
        if key.matching == Match::Full {
            return unsupported(
                "reads `MATCH FULL` and does nothing about it: add a check that all of the columns are null or none is",
            );
        }
        Ok(deferrable(key.deferrable).into_iter().collect())
    }

    fn exclusion(&self, _: &Exclusion) -> Spelt {
        unsupported("has no exclusion constraints")
    }

    fn index_kind(&self, index: &Index) -> Spelt<Vec<String>> {
        let unique = index.unique.then(|| "UNIQUE".to_owned());
        Ok(unique.into_iter().collect())
    }

    fn index_method(&self, index: &Index) -> Spelt<Vec<String>> {
        match index
            .method
            .as_ref()
            .filter(|method| !method.eq_ignore_ascii_case("btree"))
        {
            Some(method) => unsupported(&format!(
                "has no `{method}` indexes: its one kind is `btree`"
            )),
            None => Ok(Vec::new()),
        }
    }

    fn index_expression(&self, sql: &str, column: &IndexColumn) -> Spelt {
        let sql = sql.trim();
        Ok(if stands_alone(sql, column) {
            sql.to_owned()
        } else {
            expression(sql)
        })
    }

    fn index_column_end(&self, column: &IndexColumn) -> Spelt<Vec<String>> {
        if column.operator_class.is_some() {
            return unsupported("has no operator classes");
        }
        if column.length.is_some() {
            return unsupported("takes no part of a text into an index: index `substr(…)` of it");
        }
        if column.nulls.is_some() {
            return unsupported(
                "has nothing smaller than what is null: `NULLS FIRST`, or `NULLS LAST` where large comes before small",
            );
        }
        match &column.collation {
            Some(collation) => Ok(vec![format!("COLLATE {}", self.name(collation)?)]),
            None => Ok(Vec::new()),
        }
    }

    fn index_end(&self, index: &Index) -> Spelt<Vec<String>> {
        if !index.include.is_empty() {
            return unsupported(
                "has no indexes that carry other columns along: make them the last of its own",
            );
        }
        nulls(index.nulls_not_distinct)
    }

    fn index_predicate(&self, predicate: &str) -> Spelt<Vec<String>> {
        Ok(vec![format!("WHERE {}", expression(predicate))])
    }
}

/// Whether an expression in an index is read as itself without parentheses around it, which then stay away: SQLite keeps the
/// text as it is.
fn stands_alone(sql: &str, column: &IndexColumn) -> bool {
    let collation = column.collation.as_ref().map(|_| " COLLATE binary");
    let order = if column.descending { " DESC" } else { "" };
    let text = format!(
        "CREATE INDEX i ON t ({sql}{}{order})",
        collation.unwrap_or_default()
    );
    let Some(index) = IndexText::read(&text) else {
        return false;
    };
    // One word, or one text, is taken for a column.
    let is_one = |key: &Key| {
        key.column.is_none()
            && text[key.sql.clone()] == *sql
            && key.collation.is_some() == collation.is_some()
            && key.descending == column.descending
            && !sql.starts_with(['\'', '"'])
    };
    matches!(&*index.keys, [key] if is_one(key)) && index.predicate.is_none()
}

/// Whether an expression is a literal: a number, a truth value, a string, nothing.
pub(super) fn is_constant(sql: &str) -> bool {
    let number = sql.strip_prefix(['-', '+']).unwrap_or(sql);
    let is_number = number.bytes().any(|byte| byte.is_ascii_digit())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_word = ["null", "true", "false"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(sql));
    let inner = sql
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    let is_string = inner.is_some_and(|inner| !inner.replace("''", "").contains('\''));
    is_number || is_word || is_string
}

fn key_end(
    deferrable: bool,
    carries_nothing: bool,
    conflict: Option<OnConflict>,
) -> Spelt<Vec<String>> {
    if deferrable {
        return unsupported(
            "checks keys at once: only foreign keys can wait for the end of a transaction",
        );
    }
    if !carries_nothing {
        return unsupported("has no keys that carry other columns along");
    }
    Ok(on_conflict(conflict).into_iter().collect())
}

/// The words for what becomes of a statement that breaks a constraint.
fn on_conflict(resolution: Option<OnConflict>) -> Option<String> {
    let word = match resolution? {
        OnConflict::Rollback => "ROLLBACK",
        OnConflict::Fail => "FAIL",
        OnConflict::Ignore => "IGNORE",
        OnConflict::Replace => "REPLACE",
    };
    Some(format!("ON CONFLICT {word}"))
}

fn nulls(not_distinct: bool) -> Spelt<Vec<String>> {
    if not_distinct {
        return unsupported(
            "lets every row be null in a unique column: a unique index of `coalesce(…)` does not",
        );
    }
    Ok(Vec::new())
}
