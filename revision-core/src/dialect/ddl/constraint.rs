//! Constraints as statements define them.

use std::collections::BTreeSet;

use sqlparser::ast::{
    ConstraintCharacteristics, ConstraintReferenceMatchKind, DeferrableInitial,
    ExcludeConstraintOperator, ForeignKeyConstraint, IndexColumn as Parsed, KeyOrIndexDisplay,
    NullsDistinctOption, ReferentialAction, TableConstraint,
};

use super::{Context, Done, Stop, loose, parse};
use crate::Product;
use crate::operation::Operation;
use crate::schema::{
    Action, Check, Constraint, Deferrable, Exclusion, ExclusionElement, ForeignKey, Index,
    IndexKey, Match, Name, PrimaryKey, QualifiedName, Table, Unique,
};

/// What stands among the columns of a table.
pub(super) enum Part {
    Constraint(Constraint),
    Index(Option<Name>, Index),
}

impl Context<'_> {
    pub(super) fn part(&self, table: &QualifiedName, parsed: &TableConstraint) -> Done<Part> {
        let part = match parsed {
            TableConstraint::PrimaryKey(key) => {
                let mut made = PrimaryKey::new(self.plain_columns(&key.columns)?);
                // There every key goes by one name.
                made.name = key
                    .name
                    .as_ref()
                    .map(|name| self.ident(name))
                    .filter(|_| !self.is_mysql());
                made.include = self.idents(&key.include);
                made.deferrable = self.deferrable(key.characteristics.as_ref());
                Constraint::PrimaryKey(made)
            }
            TableConstraint::Unique(key) => {
                let own = key.name.as_ref().or(key.index_name.as_ref());
                let own = own.map(|name| self.ident(name));
                // A part of a text, or an expression.
                let Ok(columns) = self.plain_columns(&key.columns) else {
                    if key.index_type_display == KeyOrIndexDisplay::None && !self.is_mysql() {
                        return Err(Stop::Unknown);
                    }
                    let mut index = Index::new(self.index_columns(&key.columns)?);
                    index.unique = true;
                    return Ok(Part::Index(own, index));
                };
                let mut made = Unique::new(columns);
                made.name = own;
                made.include = self.idents(&key.include);
                made.nulls_not_distinct =
                    matches!(key.nulls_distinct, NullsDistinctOption::NotDistinct);
                made.deferrable = self.deferrable(key.characteristics.as_ref());
                Constraint::Unique(made)
            }
            TableConstraint::ForeignKey(key) => {
                Constraint::ForeignKey(self.foreign_key(table, key)?)
            }
            TableConstraint::Check(check) => {
                let mut made = Check::new(parse::text(&check.expr));
                made.name = check.name.as_ref().map(|name| self.ident(name));
                made.no_inherit = check.no_inherit;
                if check.enforced == Some(false) {
                    return Err(Stop::Unknown);
                }
                Constraint::Check(made)
            }
            TableConstraint::Index(index) => {
                let mut made = Index::new(self.index_columns(&index.columns)?);
                made.method = self.method(index.index_type.as_ref());
                let own = index.name.as_ref().map(|name| self.ident(name));
                return Ok(Part::Index(own, made));
            }
            TableConstraint::FulltextOrSpatial(index) => {
                let mut made = Index::new(self.index_columns(&index.columns)?);
                let method = if index.fulltext {
                    "fulltext"
                } else {
                    "spatial"
                };
                made.method = Some(method.into());
                let own = index.opt_index_name.as_ref();
                return Ok(Part::Index(own.map(|name| self.ident(name)), made));
            }
            TableConstraint::Exclude(exclusion) => {
                let mut elements = Vec::new();
                for element in &exclusion.elements {
                    let column = self.index_column(&element.column)?;
                    let ExcludeConstraintOperator::Token(operator) = &element.operator else {
                        return Err(Stop::Unknown);
                    };
                    let mut made = ExclusionElement::new(column.key, operator);
                    made.operator_class = column.operator_class;
                    made.descending = column.descending;
                    made.nulls = column.nulls;
                    elements.push(made);
                }
                let mut made = Exclusion::new(elements);
                made.name = exclusion.name.as_ref().map(|name| self.ident(name));
                let method = exclusion.index_method.as_ref();
                made.method = method.map(|method| self.ident(method));
                made.predicate = exclusion.where_clause.as_deref().map(parse::text);
                made.deferrable = self.deferrable(exclusion.characteristics.as_ref());
                Constraint::Exclusion(made)
            }
            TableConstraint::PrimaryKeyUsingIndex(_) | TableConstraint::UniqueUsingIndex(_) => {
                return Err(Stop::Unknown);
            }
        };
        Ok(Part::Constraint(part))
    }

    pub(super) fn foreign_key(
        &self,
        table: &QualifiedName,
        parsed: &ForeignKeyConstraint,
    ) -> Done<ForeignKey> {
        let references = self.object(&parsed.foreign_table)?;
        let mut referenced = self.idents(&parsed.referred_columns);
        if referenced.is_empty() && references != *table {
            // Its primary key is meant.
            let other = self.schema.tables.get(&references);
            let key = other.and_then(|other| other.primary_key.as_ref());
            referenced = key.ok_or(Stop::Unknown)?.columns.clone();
        }
        let own = parsed.name.as_ref().or(parsed.index_name.as_ref());
        let mut made = ForeignKey::new(self.idents(&parsed.columns), references, referenced);
        made.name = own.map(|name| self.ident(name));
        made.on_delete = action(parsed.on_delete);
        made.on_update = action(parsed.on_update);
        made.deferrable = self.deferrable(parsed.characteristics.as_ref());
        made.matching = match parsed.match_kind {
            Some(ConstraintReferenceMatchKind::Full) => Match::Full,
            _ => Match::Simple,
        };
        Ok(made)
    }

    pub(super) fn deferrable(
        &self,
        characteristics: Option<&ConstraintCharacteristics>,
    ) -> Option<Deferrable> {
        let characteristics = characteristics?;
        let deferred = matches!(characteristics.initially, Some(DeferrableInitial::Deferred));
        // Only what can be deferred can be so from the beginning.
        let deferrable = characteristics.deferrable.unwrap_or(deferred);
        deferrable.then_some(Deferrable {
            initially_deferred: deferred,
        })
    }

    fn plain_columns(&self, columns: &[Parsed]) -> Done<Vec<Name>> {
        let mut names = Vec::new();
        for column in columns {
            match self.index_column(column)? {
                one if one.length.is_some() => return Err(Stop::Unknown),
                one => match one.key {
                    IndexKey::Column(name) => names.push(name),
                    IndexKey::Sql(_) => return Err(Stop::Unknown),
                },
            }
        }
        Ok(names)
    }

    pub(super) fn add_constraint(
        &mut self,
        table: &QualifiedName,
        mut constraint: Constraint,
    ) -> Done<()> {
        if let Some(here) = self.schema.tables.get(table) {
            self.name_constraint(table, here, &mut constraint);
        }
        if let Constraint::ForeignKey(key) = &constraint {
            self.expect_referenced(&key.references.clone());
        }
        self.apply(&Operation::AddConstraint {
            table: table.clone(),
            constraint: Box::new(constraint),
        })
    }

    /// Where foreign keys may lead to what comes later, it may.
    pub(super) fn expect_referenced(&mut self, table: &QualifiedName) {
        if !self.is_postgres() {
            loose::expect(self.schema, table);
        }
    }

    /// Gives a constraint the name that the server gives it, where the naming convention says otherwise.
    pub(super) fn name_constraint(
        &self,
        name: &QualifiedName,
        table: &Table,
        constraint: &mut Constraint,
    ) {
        let all = table.constraints();
        let taken: BTreeSet<Name> = all.iter().filter_map(|one| one.name().cloned()).collect();
        let free = |plain: &str, separator: &str, first: usize| {
            let numbered = (first..10_000).map(|number| format!("{plain}{separator}{number}"));
            let mut all = std::iter::once(plain.to_owned()).chain(numbered);
            let found = all.find(|name| {
                !taken.contains(name.as_str()) && !table.indexes.contains_key(name.as_str())
            });
            found.map(Name::from)
        };
        let numbered = |word: &str| {
            let all = (1..10_000).map(|number| Name::from(format!("{}{word}{number}", name.name)));
            all.into_iter().find(|name| !taken.contains(name))
        };
        match constraint {
            Constraint::Unique(one) if one.name.is_none() && self.is_mysql() => {
                let first = one.columns.first().map_or("", |column| column.as_str());
                one.name = free(first, "_", 2);
            }
            Constraint::ForeignKey(one) if one.name.is_none() && self.is_mysql() => {
                one.name = numbered("_ibfk_");
            }
            Constraint::Check(one)
                if one.name.is_none() && self.server.product == Product::MySql =>
            {
                one.name = numbered("_chk_");
            }
            Constraint::Check(one) if one.name.is_none() && self.is_mysql() => {
                let all = (1..10_000).map(|number| Name::from(format!("CONSTRAINT_{number}")));
                one.name = all.into_iter().find(|name| !taken.contains(name));
            }
            Constraint::Check(one) if one.name.is_none() && self.is_postgres() => {
                // A check of one column goes by that.
                let mentioned = table.columns.iter().filter(|column| {
                    let text = one.sql.as_str();
                    crate::operation::mentions_column(text, &name.name, &column.name)
                });
                let mentioned: Vec<_> = mentioned.take(2).collect();
                let plain = match mentioned.as_slice() {
                    [column] => format!("{}_{}_check", name.name, column.name),
                    _ => format!("{}_check", name.name),
                };
                one.name = free(&plain, "", 1);
            }
            Constraint::Check(one) => {
                // The one beside a column may be the second there.
                if let Some(own) = one.name.clone().filter(|own| taken.contains(own)) {
                    one.name = free(&own, "", 1);
                }
            }
            Constraint::Unique(one) if one.name.is_none() && self.is_postgres() => {
                let columns: Vec<&str> = one.columns.iter().map(Name::as_str).collect();
                one.name = free(&format!("{}_{}_key", name.name, columns.join("_")), "", 1);
            }
            Constraint::ForeignKey(one) if one.name.is_none() && self.is_postgres() => {
                let columns: Vec<&str> = one.columns.iter().map(Name::as_str).collect();
                one.name = free(&format!("{}_{}_fkey", name.name, columns.join("_")), "", 1);
            }
            _ => {}
        }
    }
}

fn action(action: Option<ReferentialAction>) -> Action {
    match action {
        None | Some(ReferentialAction::NoAction) => Action::NoAction,
        Some(ReferentialAction::Restrict) => Action::Restrict,
        Some(ReferentialAction::Cascade) => Action::Cascade,
        Some(ReferentialAction::SetNull) => Action::SetNull,
        Some(ReferentialAction::SetDefault) => Action::SetDefault,
    }
}
