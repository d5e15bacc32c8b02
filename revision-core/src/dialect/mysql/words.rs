//! What MySQL and MariaDB spell in their own way.

use std::collections::BTreeMap;

use super::{defaults, types};
use crate::dialect::ansi::{Spelling, Spelt, bare, expression, hexadecimal, only_fails};
use crate::dialect::lower::Why;
use crate::schema::{
    Action, Check, Column, Default, Enum, Exclusion, ForeignKey, Generated, Identity, Index,
    IndexColumn, Match, PrimaryKey, QualifiedName, SequenceOptions, Table, Type, Unique,
};
use crate::{Backend, Product, Server};

/// The words of a server of this version.
pub(super) struct Words<'a> {
    pub(super) server: Server,
    /// The enums at that point: a column says its values itself.
    pub(super) enums: &'a BTreeMap<QualifiedName, Enum>,
}

/// The longest name, in characters.
const LONGEST: usize = 64;

/// The words that mean something else without quotes, somewhere a name may stand, to either server in any version, and
/// the functions that are none where a blank stands before the parenthesis.
const RESERVED: &str = include_str!("reserved.txt");

/// The parameters of storage that either server knows, of tables and of indexes.
const PARAMETERS: &[&str] = &[
    "autoextend_size",
    "avg_row_length",
    "checksum",
    "compression",
    "delay_key_write",
    "encrypted",
    "encryption",
    "encryption_key_id",
    "key_block_size",
    "max_rows",
    "min_rows",
    "pack_keys",
    "page_checksum",
    "page_compressed",
    "page_compression_level",
    "row_format",
    "stats_auto_recalc",
    "stats_persistent",
    "stats_sample_pages",
    "transactional",
];

impl Words<'_> {
    pub(super) fn is_mariadb(&self) -> bool {
        self.server.product == Product::MariaDb
    }

    pub(super) fn server_name(&self) -> &'static str {
        if self.is_mariadb() {
            "MariaDB"
        } else {
            "MySQL"
        }
    }

    pub(super) fn unsupported<T>(&self, why: &str) -> Spelt<T> {
        Err(Why::Unsupported(format!("{} {why}", self.server_name())))
    }

    /// What only newer servers of MySQL have, and all of MariaDB.
    pub(super) fn since(&self, version: [u32; 3], what: &str) -> Spelt<()> {
        if self.is_mariadb() || self.server.version >= version {
            return Ok(());
        }
        let [major, minor, patch] = version;
        Err(Why::Unsupported(format!(
            "MySQL has {what} from version {major}.{minor}.{patch} on, and this is {}.{}.{}",
            self.server.version[0], self.server.version[1], self.server.version[2]
        )))
    }

    /// What stands before the name of something that may be missing, or that may be there, where only MariaDB asks.
    pub(super) fn if_there(
        &self,
        asked: bool,
        words: &'static str,
        what: &str,
    ) -> Spelt<&'static str> {
        match (asked, self.is_mariadb()) {
            (false, _) => Ok(""),
            (true, true) => Ok(words),
            (true, false) => self.unsupported(&format!("has no `{}` for {what}", words.trim())),
        }
    }

    /// What stands before the name of something that may be missing; and whether it has to be asked for otherwise.
    pub(super) fn if_exists(&self, may_be_missing: bool) -> (&'static str, bool) {
        match (may_be_missing, self.is_mariadb()) {
            (false, _) => ("", false),
            (true, true) => ("IF EXISTS ", false),
            (true, false) => ("", true),
        }
    }

    /// A text where no literal of another kind may stand. Where the server's mode takes a backslash for itself, it is
    /// read as two; it never ends the text.
    pub(super) fn quoted(&self, text: &str) -> Spelt {
        if text.contains('\0') {
            return self.unsupported("takes no NUL in what is said about something");
        }
        Ok(format!(
            "'{}'",
            text.replace('\\', "\\\\").replace('\'', "''")
        ))
    }

    /// A value of an enum.
    pub(super) fn enum_value(value: &str) -> String {
        if needs_hex(value) {
            return hex(value.as_bytes());
        }
        format!("'{}'", value.replace('\'', "''"))
    }
}

/// Whether a parameter of storage is one of these servers'.
pub(in crate::dialect) fn is_parameter(key: &str) -> bool {
    PARAMETERS.iter().any(|one| one.eq_ignore_ascii_case(key))
}

/// Whether a name stands for itself without quotes.
pub(super) fn is_plain(name: &str) -> bool {
    bare(name) && !RESERVED.lines().any(|word| word == name)
}

/// Whether a text cannot stand between quotes and mean the same in every mode of the server.
fn needs_hex(text: &str) -> bool {
    text.contains(['\\', '\0'])
}

pub(super) fn hex(bytes: &[u8]) -> String {
    format!("X'{}'", hexadecimal(bytes))
}

/// A text as an expression. It may not have an introducer: MariaDB keeps expressions with the text behind one unescaped,
/// and cannot read them again.
pub(super) fn text_expression(text: &str) -> String {
    if needs_hex(text) {
        format!("CONVERT({} USING utf8mb4)", hex(text.as_bytes()))
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

impl Spelling for Words<'_> {
    fn backend(&self) -> Backend {
        Backend::MySql
    }

    fn name(&self, name: &str) -> Spelt {
        if name.is_empty() {
            return Err(Why::Invalid("an empty name".to_owned()));
        }
        if name.chars().any(|one| one == '\0' || one > '\u{ffff}') {
            return self.unsupported(&format!(
                "has no names like `{}`: of the characters up to U+FFFF, \
                without NUL, they may be made",
                name.escape_debug()
            ));
        }
        if name.ends_with(|one: char| one.is_ascii_whitespace() || one == '\u{b}') {
            return self.unsupported(&format!(
                "has no names that end with a blank, as `{name}` does"
            ));
        }
        let length = name.chars().count();
        if length > LONGEST {
            return Err(Why::Unsupported(format!(
                "the name `{name}` has {length} characters, and {} keeps {LONGEST}",
                self.server_name()
            )));
        }
        if is_plain(name) {
            return Ok(name.to_owned());
        }
        Ok(format!("`{}`", name.replace('`', "``")))
    }

    fn text(&self, text: &str) -> Spelt {
        Ok(if needs_hex(text) {
            format!("_utf8mb4 {}", hex(text.as_bytes()))
        } else {
            format!("'{}'", text.replace('\'', "''"))
        })
    }

    fn boolean(&self, value: bool) -> &'static str {
        if value { "TRUE" } else { "FALSE" }
    }

    fn bytes(&self, bytes: &[u8]) -> Spelt {
        Ok(hex(bytes))
    }

    fn float(&self, value: f64) -> Spelt {
        if !value.is_finite() {
            return self.unsupported("has no number that is infinite, or none");
        }
        if value == 0.0 && value.is_sign_negative() {
            // With a decimal point it would have no sign.
            return Ok("-0e0".to_owned());
        }
        Ok(format!("{value:?}"))
    }

    fn ty(&self, ty: &Type) -> Spelt {
        types::words(self, ty)
    }

    fn collation(&self, collation: &QualifiedName) -> Spelt {
        self.name(&collation.name)
    }

    fn default(&self, column: &Column, default: &Default) -> Spelt {
        defaults::words(self, &column.ty, default)
    }

    fn generated(&self, column: &Column, generated: &Generated) -> Spelt {
        if self.is_mariadb() && !column.nullable {
            return self.unsupported("has no generated columns that are `NOT NULL`: add a check");
        }
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
            return self.unsupported("takes the value that an `INSERT` gives: leave `always` out");
        }
        // Where it starts is said of the table.
        let options = SequenceOptions {
            start: None,
            ..identity.options.clone()
        };
        if options != SequenceOptions::default() {
            return self.unsupported("counts by one, and lets say where it starts alone");
        }
        Ok("AUTO_INCREMENT".to_owned())
    }

    fn column_end(&self, column: &Column) -> Spelt<Vec<String>> {
        let mut parts = Vec::new();
        let moment = matches!(column.ty, Type::Timestamp { zone: true, .. });
        if moment && column.nullable && column.generated.is_none() {
            // Left unsaid, it means the opposite to servers without `explicit_defaults_for_timestamp`.
            parts.push("NULL".to_owned());
        }
        if let Some(comment) = &column.comment {
            parts.push(format!("COMMENT {}", self.quoted(comment)?));
        }
        Ok(parts)
    }

    fn table_kind(&self, _: &Table) -> Spelt<Vec<String>> {
        Ok(Vec::new())
    }

    fn table_end(&self, table: &Table) -> Spelt<Vec<String>> {
        let options = &table.options;
        if !options.inherits.is_empty() {
            return self.unsupported("has no tables that inherit");
        }
        if !table.partitions.is_empty() {
            return self
                .unsupported("has no partitions that are tables: name them in `.partition_by(…)`");
        }
        let mut parts = Vec::new();
        if let Some(engine) = &options.engine {
            parts.push(format!("ENGINE = {}", self.name(engine)?));
        }
        for column in table.columns.iter() {
            let identity = column.identity.as_ref();
            let start = identity.and_then(|identity| identity.options.start);
            parts.extend(start.map(|start| format!("AUTO_INCREMENT = {start}")));
        }
        // A table is made to hold any text, whatever the database was made for.
        if options.charset.is_some() || options.collation.is_none() {
            let charset = options.charset.as_deref().unwrap_or("utf8mb4");
            parts.push(format!("DEFAULT CHARSET = {}", self.name(charset)?));
        }
        if let Some(collation) = &options.collation {
            parts.push(format!("COLLATE = {}", self.name(collation)?));
        }
        parts.extend(self.parameters(&options.storage)?);
        if let Some(comment) = &table.comment {
            parts.push(format!("COMMENT = {}", self.quoted(comment)?));
        }
        if let Some(clause) = &options.partition_by {
            let upper = clause.trim_start().to_ascii_uppercase();
            let wants = ["RANGE", "LIST"].iter().any(|kind| upper.starts_with(kind));
            if wants && !upper.contains("PARTITION ") {
                return self.unsupported(
                    "wants to know the partitions at once: name them in the clause, `… (PARTITION …)`",
                );
            }
            parts.push(format!("PARTITION BY {clause}"));
        }
        Ok(parts)
    }

    fn primary_key_end(&self, key: &PrimaryKey) -> Spelt<Vec<String>> {
        only_fails("MySQL", key.on_conflict)?;
        self.key_end(key.deferrable.is_some(), key.include.is_empty())
    }

    fn unique_nulls(&self, unique: &Unique) -> Spelt<Vec<String>> {
        self.nulls(unique.nulls_not_distinct)
    }

    fn unique_end(&self, unique: &Unique) -> Spelt<Vec<String>> {
        only_fails("MySQL", unique.on_conflict)?;
        self.key_end(unique.deferrable.is_some(), unique.include.is_empty())
    }

    fn check_end(&self, _: &Check) -> Spelt<Vec<String>> {
        // Before, they were read and forgotten.
        self.since([8, 0, 16], "checks")?;
        // That there may be rows which do not hold to it cannot be said: those are looked at, and it is valid.
        Ok(Vec::new())
    }

    fn set_columns(&self, key: &ForeignKey) -> Spelt<Vec<String>> {
        if key.set_columns.is_empty() {
            return Ok(Vec::new());
        }
        self.unsupported(
            "sets all columns of a foreign key, not some of them: leave `.set_columns(…)` out",
        )
    }

    fn foreign_key_end(&self, key: &ForeignKey) -> Spelt<Vec<String>> {
        self.key_end(key.deferrable.is_some(), true)?;
        if key.matching == Match::Full {
            return self.unsupported(
                "has no `MATCH FULL`: add a check that all of the columns are null or none is",
            );
        }
        if [key.on_delete, key.on_update].contains(&Action::SetDefault) {
            return self.unsupported("has no `SET DEFAULT` for foreign keys");
        }
        Ok(Vec::new())
    }

    fn exclusion(&self, _: &Exclusion) -> Spelt {
        self.unsupported("has no exclusion constraints")
    }

    fn index_kind(&self, index: &Index) -> Spelt<Vec<String>> {
        let mut parts = Vec::new();
        if index.unique {
            parts.push("UNIQUE".to_owned());
        }
        match index
            .method
            .as_ref()
            .map(|method| method.to_ascii_lowercase())
        {
            Some(kind) if kind == "fulltext" || kind == "spatial" => {
                parts.push(kind.to_ascii_uppercase());
            }
            _ => {}
        }
        Ok(parts)
    }

    fn index_method(&self, _: &Index) -> Spelt<Vec<String>> {
        Ok(Vec::new())
    }

    fn index_column_end(&self, column: &IndexColumn) -> Spelt<Vec<String>> {
        if column.operator_class.is_some() {
            return self.unsupported("has no operator classes");
        }
        if column.collation.is_some() {
            return self.unsupported(
                "sorts the texts of an index as those of the column: give the column the collation",
            );
        }
        if column.nulls.is_some() {
            return self.unsupported("has nothing smaller than what is null: `NULLS FIRST`, or `NULLS LAST` where large comes before small");
        }
        Ok(column
            .length
            .map(|length| format!("({length})"))
            .into_iter()
            .collect())
    }

    fn index_end(&self, index: &Index) -> Spelt<Vec<String>> {
        if !index.include.is_empty() {
            return self.unsupported(
                "has no indexes that carry other columns along: make them the last of its own",
            );
        }
        self.nulls(index.nulls_not_distinct)?;
        let mut parts = Vec::new();
        match index
            .method
            .as_ref()
            .map(|method| method.to_ascii_lowercase())
        {
            None => {}
            Some(kind) if kind == "fulltext" || kind == "spatial" => {}
            Some(kind) if kind == "btree" || kind == "hash" => {
                parts.push(format!("USING {}", kind.to_ascii_uppercase()));
            }
            Some(kind) => {
                return self.unsupported(&format!(
                    "has no `{kind}` indexes, but `btree`, `hash`, `fulltext` and `spatial`"
                ));
            }
        }
        parts.extend(self.parameters(&index.storage)?);
        if let Some(comment) = &index.comment {
            parts.push(format!("COMMENT {}", self.quoted(comment)?));
        }
        Ok(parts)
    }

    fn index_predicate(&self, _: &str) -> Spelt<Vec<String>> {
        self.unsupported("has no indexes over some of the rows: index a generated column that is null for the others")
    }
}

impl Words<'_> {
    /// Parameters of storage, those that the servers know: others say how another database stores rows.
    pub(super) fn parameters(&self, parameters: &[(String, String)]) -> Spelt<Vec<String>> {
        let known = parameters.iter().filter(|(key, _)| is_parameter(key));
        let spelt = known.map(|(key, value)| {
            let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            let value = if !value.is_empty() && value.bytes().all(word) {
                value.clone()
            } else {
                self.quoted(value)?
            };
            Ok(format!("{} = {value}", key.to_ascii_uppercase()))
        });
        spelt.collect()
    }

    fn key_end(&self, deferrable: bool, carries_nothing: bool) -> Spelt<Vec<String>> {
        if deferrable {
            return self
                .unsupported("checks constraints at once, and never at the end of a transaction");
        }
        if !carries_nothing {
            return self.unsupported("has no keys that carry other columns along");
        }
        Ok(Vec::new())
    }

    fn nulls(&self, not_distinct: bool) -> Spelt<Vec<String>> {
        if not_distinct {
            return self.unsupported(
                "lets every row be null in a unique column: `NULLS NOT DISTINCT` is not to be had",
            );
        }
        Ok(Vec::new())
    }
}
