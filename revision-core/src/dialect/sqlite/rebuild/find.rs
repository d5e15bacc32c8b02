//! The constraint that an operation means: by its name, or by the one that the naming convention gives to what has none.
//!
//! A check that makes an enum of a column is known by that column: its name stays when the column or the table goes by
//! another one.

use super::draft::Draft;
use crate::dialect::ansi::Spelt;
use crate::dialect::lower::Why;
use crate::dialect::sqlite::reflect;
use crate::dialect::sqlite::text::{Clause, Item, TableText, same};
use crate::operation::Operation;
use crate::schema::{Constraint, ConstraintKind, Name, QualifiedName};

/// Where a constraint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the part.
    pub(super) part: usize,
    /// The number of the clause, where the part is a column.
    pub(super) clause: Option<usize>,
}

/// A constraint, where it stands and as a schema has it.
struct Standing {
    place: Place,
    constraint: Constraint,
    /// The column behind which it stands.
    column: Option<Name>,
}

/// The constraint of this name, of this kind if one is said. Of primary keys there is one, whatever it is called.
pub(super) fn find(
    draft: &Draft<'_>,
    name: Option<&Name>,
    kind: Option<ConstraintKind>,
) -> Spelt<Option<Place>> {
    let table = draft.table()?;
    let all = standing(&draft.text, &table);
    let meant = |one: &&Standing| kind.is_none_or(|kind| one.constraint.kind() == kind);
    if kind == Some(ConstraintKind::PrimaryKey) {
        return Ok(all.iter().find(meant).map(|one| one.place));
    }
    let Some(name) = name else {
        return Ok(None);
    };
    let is_of_enum = match enum_column(draft, name)? {
        Some(column) if kind.is_none_or(|kind| kind == ConstraintKind::Check) => {
            if let Some(found) = of_enum(&all, &column, name)? {
                return Ok(Some(found));
            }
            true
        }
        _ => false,
    };
    let named = |one: &&Standing| {
        let of_another = is_of_enum && one.lists(&table);
        !of_another && one.constraint.name().is_some_and(|own| same(own, name))
    };
    if let Some(found) = all.iter().filter(meant).find(named) {
        return Ok(Some(found.place));
    }
    let conventional = conventional(draft, name)?;
    let unnamed = all.iter().filter(meant).find(|one| {
        let alike = |other: &Constraint| one.constraint.without_name() == other.without_name();
        let of_column = || match (&one.constraint, &one.column) {
            (Constraint::Check(_), Some(column)) => {
                same(name, &format!("{}_{column}_check", draft.name))
            }
            _ => false,
        };
        one.constraint.name().is_none() && (conventional.iter().any(alike) || of_column())
    });
    Ok(unnamed.map(|one| one.place))
}

/// The column of which a check of this name makes an enum, by the name that it has until the end.
pub(super) fn enum_column(draft: &Draft<'_>, name: &Name) -> Spelt<Option<Name>> {
    let table = draft.table()?;
    let ours = std::iter::once(&draft.name).chain(&draft.to);
    let mut columns = ours.filter_map(|own| {
        let begin = name.get(..own.len())?;
        let column = name.get(own.len()..)?.strip_prefix('_')?;
        let column = column.strip_suffix("_enum").filter(|_| same(begin, own))?;
        let here = draft.here(&column.into());
        table.column(&here).map(|found| found.name.name.clone())
    });
    Ok(columns.next())
}

/// The check that makes an enum of a column: of the name that is meant, or the one that has another column's.
fn of_enum(all: &[Standing], column: &Name, name: &Name) -> Spelt<Option<Place>> {
    let found = all.iter().filter(|one| one.lists_values_of(column));
    let found = found.filter_map(|one| Some((one.place, one.constraint.name()?)));
    let found: Vec<_> = found
        .filter(|(_, own)| reflect::is_enum_name(own))
        .collect();
    if let Some((place, _)) = found.iter().find(|(_, own)| same(own, name)) {
        return Ok(Some(*place));
    }
    only(&found, column).map(|found| found.map(|(place, _)| *place))
}

/// The check that makes an enum of a column, whatever it is called, where there has to be one.
pub(super) fn of_enum_at_any_rate(draft: &Draft<'_>, column: &Name) -> Spelt<Place> {
    let all = standing(&draft.text, &draft.table()?);
    let found = all.iter().filter(|one| one.lists_values_of(column));
    let found: Vec<_> = found.collect();
    let missing = || {
        Why::Invalid(format!(
            "`{}.{column}` is an enum, and no check says of which values: add one, or give it another type, in SQL",
            draft.name
        ))
    };
    only(&found, column)?
        .map(|one| one.place)
        .ok_or_else(missing)
}

/// The one that there is.
fn only<'f, T>(found: &'f [T], column: &Name) -> Spelt<Option<&'f T>> {
    match found {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(Why::Invalid(format!(
            "several checks say which values `{column}` may hold: drop all of them but one"
        ))),
    }
}

impl Standing {
    /// Whether it is a check that a column holds one of some values.
    fn lists_values_of(&self, column: &Name) -> bool {
        match &self.constraint {
            Constraint::Check(check) => reflect::listed(&check.sql, column).is_some(),
            _ => false,
        }
    }

    /// Whether it is such a check of any column.
    fn lists(&self, table: &TableText) -> bool {
        let mut columns = table.columns();
        columns.any(|column| self.lists_values_of(&column.name.name))
    }
}

/// The clause at a place.
pub(super) fn clause(table: &TableText, place: Place) -> Option<&Clause> {
    match (&table.parts.get(place.part)?.item, place.clause) {
        (Item::Column(column), Some(clause)) => column.clauses.get(clause),
        (Item::Constraint(clause), None) => Some(clause),
        _ => None,
    }
}

/// The constraint at a place, as a schema has it.
pub(super) fn constraint(text: &str, table: &TableText, place: Place) -> Option<Constraint> {
    let all = standing(text, table).into_iter();
    let mut found = all.filter(|one| one.place == place);
    found.next().map(|one| one.constraint)
}

/// All constraints of the text.
pub(super) fn constraints(text: &str, table: &TableText) -> Vec<Constraint> {
    let all = standing(text, table).into_iter();
    all.map(|one| one.constraint).collect()
}

fn standing(text: &str, table: &TableText) -> Vec<Standing> {
    let names: Vec<Name> = table
        .columns()
        .map(|column| column.name.name.clone())
        .collect();
    let mut found = Vec::new();
    for (part, one) in table.parts.iter().enumerate() {
        let (clauses, column) = match &one.item {
            Item::Column(column) => (&*column.clauses, Some(&column.name.name)),
            Item::Constraint(clause) => (std::slice::from_ref(clause), None),
        };
        for (number, clause) in clauses.iter().enumerate() {
            let clause_number = column.map(|_| number);
            found.extend(
                reflect::constraint(text, clause, column, &names).map(|constraint| Standing {
                    place: Place {
                        part,
                        clause: clause_number,
                    },
                    constraint,
                    column: column.cloned(),
                }),
            );
        }
    }
    found
}

/// The constraints that the naming convention calls so.
fn conventional(draft: &Draft<'_>, name: &Name) -> Spelt<Vec<Constraint>> {
    let create = Operation::CreateTable {
        name: QualifiedName::from(draft.name.clone()),
        table: Box::new(draft.schema()?),
        if_not_exists: false,
    };
    let named = create.named();
    let Operation::CreateTable { table, .. } = &*named else {
        return Ok(Vec::new());
    };
    let all = table.constraints().into_iter();
    Ok(all
        .filter(|one| one.name().is_some_and(|own| same(own, name)))
        .collect())
}
