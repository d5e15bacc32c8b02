//! Operations on a table that was drawn, and where its text may change by them.

use std::ops::Range;

use super::super::{ColumnChange, Operation, add, integer, text_type};
use super::column::{Clause, Column};
use super::dice::Dice;
use super::table::{Drawn, Kind};
use crate::schema::{
    Check, Column as Added, Constraint, ConstraintKind, Default, ForeignKey, Generated, Name,
    QualifiedName, Type, Unique,
};

/// An operation.
pub(super) struct Meant {
    pub(super) operation: Operation,
    /// Where the text may be another: all places of one of these.
    pub(super) places: Vec<Vec<Range<usize>>>,
    /// The columns whose values may be others.
    pub(super) columns: Vec<String>,
}

pub(super) fn operation(drawn: &Drawn, dice: &mut Dice<'_>) -> Option<Meant> {
    let here = QualifiedName::from(drawn.name.as_str());
    let at = dice.below(drawn.columns.len());
    let column = &drawn.columns[at];
    let name = Name::from(column.name.as_str());
    let altered = |change: ColumnChange, kinds: &[Kind], is_other: bool| Meant {
        operation: Operation::AlterColumn {
            table: here.clone(),
            column: name.clone(),
            change: Box::new(change),
        },
        places: clause_or_nothing(drawn, column, kinds),
        columns: if is_other {
            vec![column.name.clone()]
        } else {
            Vec::new()
        },
    };
    let mut change = ColumnChange::default();
    Some(match dice.below(12) {
        0 => {
            change.nullable = Some(dice.one_in(2));
            altered(change, &[Kind::NotNull, Kind::Null], false)
        }
        1 => {
            let to = [
                None,
                Some(Default::Value(7.into())),
                Some(Default::Sql("abs(-1)".to_owned())),
            ];
            change.default = Some(to[dice.below(3)].clone());
            altered(change, &[Kind::Default], false)
        }
        2 => {
            let types = [
                integer(),
                text_type(),
                Type::Double,
                Type::Varchar(Some(9)),
                Type::Custom("Any Thing (1)".to_owned()),
            ];
            change.ty = Some(types[dice.below(5)].clone());
            let mut meant = altered(change, &[], true);
            meant.places = vec![vec![column.ty.clone()]];
            meant.columns.extend(computed(drawn));
            meant
        }
        3 => {
            change.collation = Some(dice.one_in(2).then(|| "NOCASE".into()));
            altered(change, &[Kind::Collate], false)
        }
        4 => {
            let sql = "1 + 1".to_owned();
            change.generated = Some(dice.one_in(2).then_some(Generated { sql, stored: false }));
            let mut meant = altered(change, &[Kind::Generated], true);
            meant.columns.extend(computed(drawn));
            meant
        }
        5 => {
            let mut new = Added::new("Brand \"new\"", Type::Text(crate::schema::Size::Plain));
            new.default = Some(Default::Value("it's".into()));
            new.nullable = dice.one_in(2);
            let last = drawn.columns.last()?;
            let behind = drawn
                .constraints
                .first()
                .map_or(drawn.close, |one| one.span.start);
            Meant {
                operation: Operation::AddColumn {
                    table: here,
                    column: Box::new(new),
                    if_not_exists: false,
                    place: None,
                },
                places: anywhere(drawn, last.span.end, behind),
                columns: Vec::new(),
            }
        }
        6 => Meant {
            operation: Operation::DropColumn {
                table: here,
                column: name,
                if_exists: false,
            },
            places: without(drawn, &column.span),
            columns: vec![column.name.clone()],
        },
        7 => {
            let mut check = Check::new(format!("{} IS NOT 'no'", super::quoted(&column.name)));
            check.name = Some("checked".into());
            added(drawn, &here, Constraint::Check(check))
        }
        8 => added(drawn, &here, Constraint::Unique(Unique::new(vec![name]))),
        9 => {
            let key = ForeignKey::new(vec![name], "p".into(), vec!["id".into()]);
            added(drawn, &here, Constraint::ForeignKey(key))
        }
        10 => {
            let (clause, is_inline) = named(drawn, dice)?;
            if clause.kind == Kind::Key {
                // What was never null is said not to be then, elsewhere in the text.
                return None;
            }
            let places = if is_inline {
                vec![vec![clause.span.clone()]]
            } else {
                without(drawn, &clause.span)
            };
            Meant {
                operation: Operation::DropConstraint {
                    table: here,
                    name: clause.name.as_deref().map(Name::from),
                    kind: kind(clause.kind)?,
                    if_exists: false,
                },
                places: places
                    .into_iter()
                    .chain(std::iter::once(vec![spaced(drawn, &clause.span)]))
                    .collect(),
                columns: Vec::new(),
            }
        }
        _ => {
            let (clause, _) = named(drawn, dice)?;
            kind(clause.kind)?;
            Meant {
                operation: Operation::RenameConstraint {
                    table: here,
                    from: clause.name.as_deref()?.into(),
                    to: "Other \"name".into(),
                },
                places: vec![vec![clause.span.clone()]],
                columns: Vec::new(),
            }
        }
    })
}

/// Columns that are computed, perhaps from the one that changes.
fn computed(drawn: &Drawn) -> impl Iterator<Item = String> {
    let computed = drawn.columns.iter().filter(|one| one.is_generated);
    computed.map(|one| one.name.clone())
}

fn added(drawn: &Drawn, here: &QualifiedName, constraint: Constraint) -> Meant {
    let mut operation = add(constraint);
    if let Operation::AddConstraint { table, .. } = &mut operation {
        *table = here.clone();
    }
    let last = drawn.columns.last().map_or(0, |one| one.span.end);
    let last = drawn.constraints.last().map_or(last, |one| one.span.end);
    Meant {
        operation,
        places: anywhere(drawn, last, drawn.close),
        columns: Vec::new(),
    }
}

/// A comma where something ends, and something new anywhere until that place.
fn anywhere(drawn: &Drawn, end: usize, until: usize) -> Vec<Vec<Range<usize>>> {
    let places = (end..=until).filter(|at| drawn.sql.is_char_boundary(*at));
    places.map(|at| vec![end..end, at..at]).collect()
}

/// A part with what stands between it and those beside it.
fn without(drawn: &Drawn, part: &Range<usize>) -> Vec<Vec<Range<usize>>> {
    let columns = drawn.columns.iter().map(|one| &one.span);
    let spans: Vec<_> = columns
        .chain(drawn.constraints.iter().map(|one| &one.span))
        .collect();
    let before = spans
        .iter()
        .map(|one| one.end)
        .filter(|end| *end <= part.start)
        .max();
    let behind = spans
        .iter()
        .map(|one| one.start)
        .filter(|start| *start >= part.end)
        .min();
    vec![vec![
        before.unwrap_or(drawn.open)..behind.unwrap_or(drawn.close),
    ]]
}

/// The clauses of a column, and blanks before them, and any place in the column where it lacks the first of them.
fn clause_or_nothing(drawn: &Drawn, column: &Column, kinds: &[Kind]) -> Vec<Vec<Range<usize>>> {
    let found = kinds.iter().filter_map(|kind| column.clause(*kind));
    let found: Vec<Range<usize>> = found.map(|clause| spaced(drawn, &clause.span)).collect();
    if kinds
        .first()
        .is_some_and(|kind| column.clause(*kind).is_some())
    {
        return vec![found];
    }
    let places = column.span.start..=column.span.end;
    let places = places.filter(|at| drawn.sql.is_char_boundary(*at));
    let places = places.filter(|at| !found.iter().any(|one| one.start < *at && *at < one.end));
    let beside = places.map(|at| {
        let mut all = found.clone();
        all.push(at..at);
        all.sort_by_key(|one| one.start);
        all
    });
    beside.collect()
}

/// A place and the blanks before it.
fn spaced(drawn: &Drawn, span: &Range<usize>) -> Range<usize> {
    let start = drawn.sql[..span.start].trim_end().len();
    start..span.end
}

/// A constraint that has a name, and whether it stands in a column.
fn named<'d>(drawn: &'d Drawn, dice: &mut Dice<'_>) -> Option<(&'d Clause, bool)> {
    let columns = drawn.columns.iter().flat_map(|column| &column.clauses);
    let all = columns
        .map(|one| (one, true))
        .chain(drawn.constraints.iter().map(|one| (one, false)));
    let all: Vec<_> = all
        .filter(|(one, _)| one.name.is_some() && kind(one.kind).is_some())
        .collect();
    (!all.is_empty()).then(|| all[dice.below(all.len())])
}

fn kind(kind: Kind) -> Option<ConstraintKind> {
    match kind {
        Kind::Check => Some(ConstraintKind::Check),
        Kind::Unique => Some(ConstraintKind::Unique),
        Kind::Key => Some(ConstraintKind::PrimaryKey),
        Kind::Foreign => Some(ConstraintKind::ForeignKey),
        _ => None,
    }
}
