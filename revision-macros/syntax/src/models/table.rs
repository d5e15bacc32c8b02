//! `#[table(…)]`.

use proc_macro2::Span;

use super::words::{attributes, put, words};
use super::{Check, Exclude, Fault, ForeignKey, Index, PrimaryKey, Text, Unique};

/// What `#[table(…)]` says.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its name, where it is not that of the struct.
    pub name: Option<Text>,
    /// What SQL calls its schema.
    pub schema: Option<Text>,
    /// What is said about it.
    pub comment: Option<Text>,
    /// What it was called before.
    pub renamed_from: Option<Text>,
    /// The query, where it is a view.
    pub view: Option<Text>,
    /// Whether the rows of the view are stored.
    pub materialized: Option<Span>,
    /// Whether it is no table: its columns stand in those that flatten it.
    pub embedded: Option<Span>,
    /// Its primary key.
    pub primary_key: Option<PrimaryKey>,
    /// What no two rows share.
    pub uniques: Vec<Unique>,
    /// What holds for each row.
    pub checks: Vec<Check>,
    /// What refers to other tables.
    pub foreign_keys: Vec<ForeignKey>,
    /// What no two rows have in common.
    pub excludes: Vec<Exclude>,
    /// Its indexes.
    pub indexes: Vec<Index>,
}

const KNOWN: &[&str] = &[
    "name",
    "schema",
    "comment",
    "renamed_from",
    "index",
    "unique",
    "check",
    "primary_key",
    "foreign_key",
    "exclude",
    "view",
    "materialized",
    "embedded",
];

impl Table {
    pub(super) fn read(attrs: &[syn::Attribute], faults: &mut Vec<Fault>) -> Self {
        let mut table = Self::default();
        for tokens in attributes(attrs, "table", faults) {
            for word in words(tokens, faults) {
                match word.name.as_str() {
                    "name" => put(&mut table.name, word.text(faults), &word, faults),
                    "schema" => put(&mut table.schema, word.text(faults), &word, faults),
                    "comment" => put(&mut table.comment, word.text(faults), &word, faults),
                    "renamed_from" => {
                        put(&mut table.renamed_from, word.text(faults), &word, faults);
                    }
                    "view" => put(&mut table.view, word.text(faults), &word, faults),
                    "materialized" => {
                        put(&mut table.materialized, word.flag(faults), &word, faults);
                    }
                    "embedded" => put(&mut table.embedded, word.flag(faults), &word, faults),
                    "primary_key" => {
                        let key = PrimaryKey::read(&word, faults);
                        if table.primary_key.is_some() {
                            let message = "a table has one primary key";
                            faults.push(Fault::new(word.span, message));
                        }
                        table.primary_key = key;
                    }
                    "unique" => table.uniques.extend(Unique::read(&word, faults)),
                    "check" => table.checks.extend(Check::read(&word, faults)),
                    "foreign_key" => table.foreign_keys.extend(ForeignKey::read(&word, faults)),
                    "exclude" => table.excludes.extend(Exclude::read(&word, faults)),
                    "index" => table.indexes.extend(Index::read(&word, faults)),
                    _ => word.unknown("`#[table(…)]`", KNOWN, faults),
                }
            }
        }
        table
    }

    /// The names of columns that its words have, each a column's or part of an expression's.
    pub(super) fn named_columns(&self) -> impl Iterator<Item = &Text> {
        let key = self.primary_key.iter().flat_map(|key| &key.columns);
        let unique = self.uniques.iter();
        let unique = unique.flat_map(|one| one.columns.iter().chain(&one.include));
        let foreign = self.foreign_keys.iter().flat_map(|one| &one.columns);
        let included = self.indexes.iter().flat_map(|one| &one.include);
        key.chain(unique).chain(foreign).chain(included)
    }

    /// Where the first word stands that makes no sense of what is no table.
    pub(super) fn first_of_table(&self) -> Option<Span> {
        let words = [
            &self.name,
            &self.schema,
            &self.comment,
            &self.renamed_from,
            &self.view,
        ];
        let mut words = words.into_iter().flatten().map(|text| text.span);
        words.next().or_else(|| self.first_constraint(false))
    }

    /// Where the first word stands that makes no sense of a view; one whose rows are `stored` has indexes.
    pub(super) fn first_constraint(&self, stored: bool) -> Option<Span> {
        let key = self.primary_key.iter().map(|one| one.span);
        let checks = self.checks.iter().map(|one| one.sql.span);
        let foreign = self.foreign_keys.iter().map(|one| one.span);
        let uniques = self
            .uniques
            .iter()
            .filter_map(|one| Some(one.columns.first()?.span));
        let excludes = self
            .excludes
            .iter()
            .filter_map(|one| Some(one.elements.first()?.span));
        let indexes = self.indexes.iter().filter(|_| !stored).map(|one| one.span);
        let all = key.chain(checks).chain(foreign).chain(uniques);
        all.chain(excludes).chain(indexes).next()
    }
}
