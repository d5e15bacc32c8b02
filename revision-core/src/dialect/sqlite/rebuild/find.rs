//! The constraint that an operation means: by its name, or by the one that the naming convention gives to what has none.

use super::draft::Draft;
use crate::dialect::ansi::Spelt;
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
    let named = |one: &&Standing| one.constraint.name().is_some_and(|own| same(own, name));
    if let Some(found) = all.iter().filter(meant).find(named) {
        return Ok(Some(found.place));
    }
    let conventional = conventional(draft, name)?;
    let unnamed = all.iter().filter(meant).find(|one| {
        let alike = |other: &Constraint| without_name(&one.constraint) == without_name(other);
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

fn without_name(constraint: &Constraint) -> Constraint {
    let mut constraint = constraint.clone();
    match &mut constraint {
        Constraint::PrimaryKey(one) => one.name = None,
        Constraint::Unique(one) => one.name = None,
        Constraint::Check(one) => one.name = None,
        Constraint::ForeignKey(one) => one.name = None,
        Constraint::Exclusion(one) => one.name = None,
    }
    constraint
}
