//! A table or a view of a struct.

use std::collections::BTreeMap;

use revision_syntax::models::{self as grammar, Model, Text, check_columns};

use super::assemble::{Context, Reference};
use super::column::Leaf;
use super::file::In;
use super::part::{deferrable, exclusion, index, name_of, names, value, with_actions};
use super::{TablePlaces, told};
use crate::Diagnostic;
use crate::operation::{Operation, index_name, name_all};
use crate::schema::naming::named;
use crate::schema::{
    Check, Column, ForeignKey, Identity, Index, IndexColumn, IndexKey, Name, PrimaryKey,
    QualifiedName, Table, Type, Unique, View,
};

/// What a struct comes to.
pub(super) struct Made {
    pub(super) name: QualifiedName,
    /// What makes it, without its foreign keys.
    pub(super) operation: Operation,
    pub(super) places: TablePlaces,
    /// The foreign keys, each with its place.
    pub(super) references: Vec<Reference>,
    /// What columns were called before.
    pub(super) renamed: Vec<(Name, Name)>,
}

impl<'a> Context<'a> {
    /// The table or the view of a struct.
    pub(super) fn made(&self, model: &'a In<Model>) -> Result<Made, Vec<Diagnostic>> {
        let said = &model.is.table;
        let schema = said.schema.as_ref().map(|schema| schema.value.as_str());
        let name = match schema {
            Some(schema) => QualifiedName::new(Some(schema), &model.is.name.value),
            None => model.is.name.value.as_str().into(),
        };
        let leaves = self
            .leaves(model, &mut Vec::new())
            .map_err(|fault| vec![fault])?;
        let mut places = TablePlaces {
            table: self.found.place(model, model.is.ident.span()),
            columns: BTreeMap::new(),
        };
        let mut renamed = Vec::new();
        for leaf in &leaves {
            let column = Name::from(leaf.name.value.as_str());
            places
                .columns
                .insert(column.clone(), self.found.place(leaf.model, leaf.name.span));
            let before = leaf.said.renamed_from.as_ref();
            renamed.extend(before.map(|from| (from.value.as_str().into(), column)));
        }
        let (operation, references) = if let Some(query) = &said.view {
            let create = Operation::CreateView {
                name: name.clone(),
                view: Box::new(self.view(model, &name, query)?),
                or_replace: false,
            };
            (create, Vec::new())
        } else {
            let (table, references) = self.table(model, &name, &leaves)?;
            let create = Operation::CreateTable {
                name: name.clone(),
                table: Box::new(table),
                if_not_exists: false,
            };
            (create, references)
        };
        Ok(Made {
            name,
            operation,
            places,
            references,
            renamed,
        })
    }

    fn view(
        &self,
        model: &'a In<Model>,
        name: &QualifiedName,
        query: &Text,
    ) -> Result<View, Vec<Diagnostic>> {
        let said = &model.is.table;
        let mut view = View {
            query: query.value.clone(),
            materialized: said.materialized.is_some(),
            comment: value(said.comment.as_ref()),
            ..View::default()
        };
        for one in &said.indexes {
            // What a view shows, its query says.
            let made = index(one, |_| true);
            self.add_index(&mut view.indexes, model, name, one, made)
                .map_err(|fault| vec![fault])?;
        }
        Ok(view)
    }

    fn table(
        &self,
        model: &'a In<Model>,
        name: &QualifiedName,
        leaves: &[Leaf<'a>],
    ) -> Result<(Table, Vec<Reference>), Vec<Diagnostic>> {
        let said = &model.is.table;
        let mut faults = Vec::new();
        let mut table = Table {
            comment: value(said.comment.as_ref()),
            ..Table::default()
        };
        for leaf in leaves {
            match self.column(leaf) {
                Ok(column) if table.columns.named(&column.name).is_some() => {
                    let message = format!("two columns are called `{}`", column.name);
                    faults.push(self.fault(leaf.model, leaf.name.span, message));
                }
                Ok(column) => table.columns.push(column),
                Err(fault) => faults.push(fault),
            }
        }
        if model.is.columns().is_none() {
            let columns: Vec<&str> = leaves.iter().map(|leaf| leaf.name.value.as_str()).collect();
            let mut wrong = Vec::new();
            check_columns(said, &columns, &mut wrong);
            let source = self.found.source(model);
            faults.extend(wrong.into_iter().map(|fault| told(source, fault)));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        self.key(model, leaves, &mut table)
            .map_err(|fault| vec![fault])?;
        let one = |fault| vec![fault];
        for leaf in leaves {
            self.of_column(name, leaf, &mut table).map_err(one)?;
        }
        for one in &said.uniques {
            table.unique.insert(Unique {
                name: name_of(one.name.as_ref()),
                nulls_not_distinct: one.nulls_not_distinct,
                deferrable: deferrable(&one.actions),
                include: names(&one.include),
                ..Unique::new(names(&one.columns))
            });
        }
        for one in &said.checks {
            table.checks.insert(Check {
                name: name_of(one.name.as_ref()),
                ..Check::new(&one.sql.value)
            });
        }
        for one in &said.excludes {
            table.exclusions.insert(exclusion(one, &table.columns));
        }
        for one in &said.indexes {
            let made = index(one, |name| table.columns.named(name).is_some());
            self.add_index(&mut table.indexes, model, name, one, made)
                .map_err(|fault| vec![fault])?;
        }
        let references = self.references(model, name, leaves, &mut table);
        Ok((table, references?))
    }

    /// The primary key; one integer by itself the database counts up.
    fn key(
        &self,
        model: &In<Model>,
        leaves: &[Leaf<'a>],
        table: &mut Table,
    ) -> Result<(), Diagnostic> {
        let said = &model.is.table;
        let marked = leaves.iter().filter(|leaf| leaf.said.primary_key.is_some());
        let columns: Vec<Name> = match &said.primary_key {
            Some(key) => names(&key.columns),
            None => marked.map(|leaf| leaf.name.value.as_str().into()).collect(),
        };
        if columns.is_empty() {
            return Ok(());
        }
        if let [only] = columns.as_slice()
            && let Some(leaf) = leaves.iter().find(|leaf| *only == leaf.name.value.as_str())
            && let Some(column) = table.columns.named_mut(only)
        {
            let refers = leaf.said.references.is_some()
                || said
                    .foreign_keys
                    .iter()
                    .any(|key| names(&key.columns).contains(only));
            let counts = match leaf.said.identity {
                Some((counts, span)) if counts && !is_integer(&column.ty) => {
                    let message = "only a whole number is counted up";
                    return Err(self.fault(leaf.model, span, message));
                }
                Some((counts, _)) => counts,
                None => is_integer(&column.ty) && !refers && !gives_itself(column),
            };
            if counts && column.identity.is_none() {
                column.identity = Some(Identity::default());
            }
        } else {
            let counted = leaves
                .iter()
                .find_map(|leaf| Some((leaf, leaf.said.identity?)));
            if let Some((leaf, (_, span))) = counted {
                let message = "`identity` is said of a primary key of one column";
                return Err(self.fault(leaf.model, span, message));
            }
        }
        table.primary_key = Some(PrimaryKey {
            name: said
                .primary_key
                .as_ref()
                .and_then(|key| name_of(key.name.as_ref())),
            ..PrimaryKey::new(columns)
        });
        Ok(())
    }

    /// What a column brings along: whether it is unique, its index, its checks.
    fn of_column(
        &self,
        name: &QualifiedName,
        leaf: &Leaf<'a>,
        table: &mut Table,
    ) -> Result<(), Diagnostic> {
        let column = Name::from(leaf.name.value.as_str());
        if leaf.said.unique.is_some() {
            table.unique.insert(Unique::new(vec![column.clone()]));
        }
        for (number, sql) in leaf.said.checks.iter().enumerate() {
            let made = named(&self.naming.check, name, &[&column]);
            table.checks.insert(Check {
                name: Some(match number {
                    0 => made,
                    number => format!("{made}{number}").into(),
                }),
                ..Check::new(&sql.value)
            });
        }
        if let Some(span) = leaf.said.index {
            let index = Index::new(vec![IndexColumn::new(IndexKey::Column(column))]);
            let made = index_name(name, &index, &self.naming);
            if table.indexes.insert(made.clone(), index).is_some() {
                return Err(self.fault(
                    leaf.model,
                    span,
                    format!("two indexes are called `{made}`"),
                ));
            }
        }
        Ok(())
    }

    fn add_index(
        &self,
        indexes: &mut BTreeMap<Name, Index>,
        model: &In<Model>,
        table: &QualifiedName,
        said: &grammar::Index,
        index: Index,
    ) -> Result<(), Diagnostic> {
        let given = name_of(said.name.as_ref());
        let name = given.unwrap_or_else(|| index_name(table, &index, &self.naming));
        let message = format!("two indexes are called `{name}`");
        if indexes.insert(name, index).is_some() {
            let help = "give one of them another: `name = \"…\"`";
            return Err(self.fault(model, said.span, message).help(help));
        }
        Ok(())
    }

    /// Names all constraints, and gives the foreign keys, each with its place.
    fn references(
        &self,
        model: &In<Model>,
        name: &QualifiedName,
        leaves: &[Leaf<'a>],
        table: &mut Table,
    ) -> Result<Vec<Reference>, Vec<Diagnostic>> {
        let mut places = Vec::new();
        for leaf in leaves {
            let Some(text) = &leaf.said.references else {
                continue;
            };
            let Some((other, column)) = text.value.rsplit_once('.') else {
                let message =
                    "a reference names a table and its column: `references = \"teams.id\"`";
                return Err(vec![self.fault(leaf.model, text.span, message)]);
            };
            let columns = vec![leaf.name.value.as_str().into()];
            let key = ForeignKey::new(columns, other.into(), vec![column.into()]);
            places.push((with_actions(key, &leaf.said.actions), leaf.model, text.span));
        }
        for one in &model.is.table.foreign_keys {
            let Some((other, there)) = one.references.split_first() else {
                continue;
            };
            let key = ForeignKey::new(
                names(&one.columns),
                other.value.as_str().into(),
                names(there),
            );
            let key = ForeignKey {
                name: name_of(one.name.as_ref()),
                ..with_actions(key, &one.actions)
            };
            places.push((key, model, other.span));
        }
        table.foreign_keys = places.iter().map(|(key, ..)| key.clone()).collect();
        name_all(name, table, &self.naming);
        let named = std::mem::take(&mut table.foreign_keys);
        let references = named.into_iter().map(|key| {
            let unnamed = |other: &ForeignKey| ForeignKey {
                name: None,
                ..other.clone()
            };
            let found = places
                .iter()
                .find(|(other, ..)| unnamed(other) == unnamed(&key));
            let place = found.map(|(_, model, span)| self.found.place(model, *span));
            Reference { key, place }
        });
        Ok(references.collect())
    }
}

fn gives_itself(column: &Column) -> bool {
    column.generated.is_some()
        || column.default.is_some()
        || column.on.values().any(|on| on.default.is_some())
}

fn is_integer(ty: &Type) -> bool {
    matches!(
        ty,
        Type::TinyInt { .. }
            | Type::SmallInt { .. }
            | Type::MediumInt { .. }
            | Type::Integer { .. }
            | Type::BigInt { .. }
    )
}
