//! What PostgreSQL spells in its own way.

use super::types;
use crate::dialect::ansi::{
    Spelling, Spelt, bare, deferrable, expression, hexadecimal, index_columns, is_plain_expression,
    literal, names, only_fails, qualified,
};
use crate::dialect::lower::Why;
use crate::schema::{
    Check, Column, Default, Deferrable, Exclusion, ForeignKey, Generated, Identity, Index,
    IndexColumn, Name, PrimaryKey, QualifiedName, SequenceOptions, Table, Type, Unique,
};
use crate::{Backend, Server};

/// The words of a server of this version.
pub(super) struct Words {
    pub(super) server: Server,
}

/// The longest name, in bytes.
const LONGEST: usize = 63;

/// The words that mean something else without quotes, somewhere a name may stand, in any version: all that
/// `pg_get_keywords()` does not call unreserved.
const RESERVED: &str = include_str!("reserved.txt");

/// The server's own types, in any version, but for lists of them and for the rows of its tables.
const OWN_TYPES: &str = include_str!("own_types.txt");

/// The name of a type. One of the server's own goes before another of the same name, unless that says where it lies.
pub(super) fn type_name(words: &Words, name: &QualifiedName) -> Spelt {
    let own = name.name.strip_prefix('_').unwrap_or(&name.name);
    if name.namespace.is_none() && OWN_TYPES.lines().any(|word| word == own) {
        return Err(Why::Unsupported(format!(
            "PostgreSQL has a type `{}` of its own, which is meant by that name: give yours a schema or another name",
            name.name
        )));
    }
    qualified(words, name)
}

/// Whether a name stands for itself without quotes.
pub(super) fn is_plain(name: &str) -> bool {
    bare(name) && !RESERVED.lines().any(|word| word == name)
}

/// A name, quoted where it has to be.
pub(super) fn quoted(name: &str) -> String {
    if is_plain(name) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

impl Words {
    /// What only newer servers have.
    pub(super) fn since(&self, major: u32, what: &str) -> Spelt<()> {
        if self.server.is_at_least(major, 0) {
            return Ok(());
        }
        Err(Why::Unsupported(format!(
            "PostgreSQL has {what} from version {major} on, and this is {}",
            self.server.version[0]
        )))
    }

    /// How a counter counts, behind its name or in the parentheses of an identity.
    pub(super) fn counting(options: &SequenceOptions) -> Vec<String> {
        let one = |words: &str, value: Option<i64>| value.map(|value| format!("{words} {value}"));
        let parts = [
            one("INCREMENT BY", options.increment),
            one("MINVALUE", options.min),
            one("MAXVALUE", options.max),
            one("START WITH", options.start),
            one("CACHE", options.cache),
            options.cycle.then(|| "CYCLE".to_owned()),
        ];
        parts.into_iter().flatten().collect()
    }

    /// The same where nothing of what was said before is to stay.
    pub(super) fn counting_all(options: &SequenceOptions) -> Vec<String> {
        let increment = options.increment.unwrap_or(1);
        let bound = |words: &str, value: Option<i64>| match value {
            Some(value) => format!("{words} {value}"),
            None => format!("NO {words}"),
        };
        // Where it starts by itself.
        let start = if increment < 0 {
            options.max.unwrap_or(-1)
        } else {
            options.min.unwrap_or(1)
        };
        vec![
            format!("INCREMENT BY {increment}"),
            bound("MINVALUE", options.min),
            bound("MAXVALUE", options.max),
            format!("START WITH {}", options.start.unwrap_or(start)),
            format!("CACHE {}", options.cache.unwrap_or(1)),
            if options.cycle { "CYCLE" } else { "NO CYCLE" }.to_owned(),
        ]
    }

    /// A statement that runs this code in the server.
    pub(super) fn block(body: &str) -> String {
        let tags = (1..).map(|number| format!("$revision{number}$"));
        let mut tags = std::iter::once("$revision$".to_owned()).chain(tags);
        let free = tags.find(|tag| !body.contains(tag.as_str()));
        let tag = free.unwrap_or_default();
        format!("DO {tag}\n{}\n{tag}", body.trim())
    }

    /// The name of a parameter of storage. `toast.` stands before one that is for another table.
    pub(super) fn parameter(&self, name: &str) -> Spelt {
        let parts: Vec<_> = name
            .split('.')
            .map(|part| self.name(part))
            .collect::<Spelt<_>>()?;
        Ok(parts.join("."))
    }

    /// Parameters of storage, in parentheses.
    pub(super) fn parameters(&self, parameters: &[(String, String)]) -> Spelt {
        let parameters: Vec<_> = parameters
            .iter()
            .map(|(name, value)| Ok(format!("{} = {}", self.parameter(name)?, self.text(value)?)))
            .collect::<Spelt<_>>()?;
        Ok(format!("({})", parameters.join(", ")))
    }

    fn key_end(&self, include: &[Name], when: Option<Deferrable>) -> Spelt<Vec<String>> {
        let mut parts = Vec::new();
        if !include.is_empty() {
            parts.push(format!("INCLUDE ({})", names(self, include)?));
        }
        parts.extend(deferrable(when));
        Ok(parts)
    }

    fn nulls(&self, not_distinct: bool) -> Spelt<Vec<String>> {
        if !not_distinct {
            return Ok(Vec::new());
        }
        self.since(15, "`NULLS NOT DISTINCT`")?;
        Ok(vec!["NULLS NOT DISTINCT".to_owned()])
    }
}

impl Spelling for Words {
    fn backend(&self) -> Backend {
        Backend::Postgres
    }

    fn name(&self, name: &str) -> Spelt {
        if name.is_empty() {
            return Err(Why::Invalid("an empty name".to_owned()));
        }
        if name.contains('\0') {
            return Err(Why::Unsupported(
                "a name with the character NUL, which PostgreSQL does not have".to_owned(),
            ));
        }
        if name.len() > LONGEST {
            return Err(Why::Unsupported(format!(
                "the name `{name}` has {} bytes, and PostgreSQL keeps {LONGEST}",
                name.len()
            )));
        }
        Ok(quoted(name))
    }

    fn text(&self, text: &str) -> Spelt {
        if text.contains('\0') {
            return Err(Why::Unsupported(
                "a text with the character NUL, which PostgreSQL does not have".to_owned(),
            ));
        }
        let doubled = text.replace('\'', "''");
        // Whatever `standard_conforming_strings` says.
        Ok(if text.contains('\\') {
            format!("E'{}'", doubled.replace('\\', "\\\\"))
        } else {
            format!("'{doubled}'")
        })
    }

    fn boolean(&self, value: bool) -> &'static str {
        if value { "true" } else { "false" }
    }

    fn bytes(&self, bytes: &[u8]) -> Spelt {
        Ok(format!("E'\\\\x{}'", hexadecimal(bytes)))
    }

    fn float(&self, value: f64) -> Spelt {
        Ok(if value.is_nan() {
            "'NaN'".to_owned()
        } else if value.is_infinite() {
            let sign = if value < 0.0 { "-" } else { "" };
            format!("'{sign}Infinity'")
        } else if value == 0.0 && value.is_sign_negative() {
            // As a number it would have a decimal point, and no sign.
            "'-0'".to_owned()
        } else {
            format!("{value:?}")
        })
    }

    fn ty(&self, ty: &Type) -> Spelt {
        types::words(self, ty)
    }

    fn collation(&self, collation: &QualifiedName) -> Spelt {
        qualified(self, collation)
    }

    fn default(&self, _: &Column, default: &Default) -> Spelt {
        match default {
            Default::Value(value) => literal(self, value),
            Default::Sql(sql) if is_plain_expression(sql.trim()) => Ok(sql.trim().to_owned()),
            Default::Sql(sql) => Ok(expression(sql)),
        }
    }

    fn generated(&self, _: &Column, generated: &Generated) -> Spelt {
        if !generated.stored {
            self.since(18, "generated columns that are not stored")?;
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
        let when = if identity.always {
            "ALWAYS"
        } else {
            "BY DEFAULT"
        };
        let options = Self::counting(&identity.options);
        Ok(if options.is_empty() {
            format!("GENERATED {when} AS IDENTITY")
        } else {
            format!("GENERATED {when} AS IDENTITY ({})", options.join(" "))
        })
    }

    fn column_end(&self, _: &Column) -> Spelt<Vec<String>> {
        Ok(Vec::new())
    }

    fn table_kind(&self, table: &Table) -> Spelt<Vec<String>> {
        let unlogged = table.options.unlogged.then(|| "UNLOGGED".to_owned());
        Ok(unlogged.into_iter().collect())
    }

    fn table_end(&self, table: &Table) -> Spelt<Vec<String>> {
        let mut parts = Vec::new();
        if !table.options.inherits.is_empty() {
            let parents = table.options.inherits.iter();
            let parents: Vec<_> = parents
                .map(|one| qualified(self, one))
                .collect::<Spelt<_>>()?;
            parts.push(format!("INHERITS ({})", parents.join(", ")));
        }
        if let Some(clause) = &table.options.partition_by {
            parts.push(format!("PARTITION BY {clause}"));
        }
        if !table.options.storage.is_empty() {
            let parameters = self.parameters(&table.options.storage)?;
            parts.push(format!("WITH {parameters}"));
        }
        Ok(parts)
    }

    fn primary_key_end(&self, key: &PrimaryKey) -> Spelt<Vec<String>> {
        only_fails("PostgreSQL", key.on_conflict)?;
        self.key_end(&key.include, key.deferrable)
    }

    fn unique_nulls(&self, unique: &Unique) -> Spelt<Vec<String>> {
        self.nulls(unique.nulls_not_distinct)
    }

    fn unique_end(&self, unique: &Unique) -> Spelt<Vec<String>> {
        only_fails("PostgreSQL", unique.on_conflict)?;
        self.key_end(&unique.include, unique.deferrable)
    }

    fn check_end(&self, check: &Check) -> Spelt<Vec<String>> {
        let parts = [
            check.no_inherit.then_some("NO INHERIT"),
            check.not_valid.then_some("NOT VALID"),
        ];
        Ok(parts.into_iter().flatten().map(str::to_owned).collect())
    }

    fn set_columns(&self, key: &ForeignKey) -> Spelt<Vec<String>> {
        if key.set_columns.is_empty() {
            return Ok(Vec::new());
        }
        self.since(15, "the columns that `ON DELETE` sets")?;
        Ok(vec![format!("({})", names(self, &key.set_columns)?)])
    }

    fn foreign_key_end(&self, key: &ForeignKey) -> Spelt<Vec<String>> {
        let mut parts: Vec<_> = deferrable(key.deferrable).into_iter().collect();
        if key.not_valid {
            parts.push("NOT VALID".to_owned());
        }
        Ok(parts)
    }

    fn exclusion(&self, exclusion: &Exclusion) -> Spelt {
        let mut parts = vec!["EXCLUDE".to_owned()];
        if let Some(method) = &exclusion.method {
            parts.push(format!("USING {}", self.name(method)?));
        }
        let mut elements = Vec::new();
        for element in &exclusion.elements {
            let mut column = IndexColumn::new(element.key.clone());
            column.operator_class.clone_from(&element.operator_class);
            column.descending = element.descending;
            column.nulls = element.nulls;
            let column = index_columns(self, &[column])?;
            elements.push(format!("{column} WITH {}", element.operator));
        }
        parts.push(format!("({})", elements.join(", ")));
        if let Some(predicate) = &exclusion.predicate {
            parts.push(format!("WHERE {}", expression(predicate)));
        }
        parts.extend(deferrable(exclusion.deferrable));
        Ok(parts.join(" "))
    }

    fn index_kind(&self, index: &Index) -> Spelt<Vec<String>> {
        let unique = index.unique.then(|| "UNIQUE".to_owned());
        Ok(unique.into_iter().collect())
    }

    fn index_method(&self, index: &Index) -> Spelt<Vec<String>> {
        match &index.method {
            Some(method) => Ok(vec![format!("USING {}", self.name(method)?)]),
            None => Ok(Vec::new()),
        }
    }

    fn index_column_end(&self, column: &IndexColumn) -> Spelt<Vec<String>> {
        let mut parts = Vec::new();
        if column.length.is_some() {
            return Err(Why::Unsupported(
                "PostgreSQL takes no part of a text into an index: index `left(…)` of it"
                    .to_owned(),
            ));
        }
        if let Some(collation) = &column.collation {
            let collation = qualified(self, &QualifiedName::from(collation.as_str()))?;
            parts.push(format!("COLLATE {collation}"));
        }
        parts.extend(column.operator_class.clone());
        Ok(parts)
    }

    fn index_end(&self, index: &Index) -> Spelt<Vec<String>> {
        let mut parts = Vec::new();
        if !index.include.is_empty() {
            parts.push(format!("INCLUDE ({})", names(self, &index.include)?));
        }
        parts.extend(self.nulls(index.nulls_not_distinct)?);
        if !index.storage.is_empty() {
            parts.push(format!("WITH {}", self.parameters(&index.storage)?));
        }
        Ok(parts)
    }

    fn index_predicate(&self, predicate: &str) -> Spelt<Vec<String>> {
        Ok(vec![format!("WHERE {}", expression(predicate))])
    }
}
