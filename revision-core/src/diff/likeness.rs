//! How much one thing is like another by what can be seen of it.

use std::collections::BTreeSet;

use crate::schema::{Constraint, IndexKey, Name, Table};

/// How many of the pairs of letters two names have in common, in hundredths.
pub(super) fn names(one: &str, other: &str) -> usize {
    let pairs = |name: &str| {
        let letters: Vec<char> = name.to_lowercase().chars().collect();
        letters.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    let common = one.iter().filter(|pair| {
        let found = other.iter().position(|it| it == *pair);
        found.map(|at| other.swap_remove(at)).is_some()
    });
    (200 * common.count()).checked_div(all).unwrap_or(0)
}

/// How many of the columns of two tables have one name and one type, in hundredths.
pub(super) fn tables(one: &Table, other: &Table) -> usize {
    let all = one.columns.len().max(other.columns.len());
    let same = one.columns.iter().filter(|column| {
        let found = other.columns.named(&column.name);
        found.is_some_and(|found| found.ty == column.ty)
    });
    (100 * same.count()).checked_div(all).unwrap_or(0)
}

/// The kinds of constraints and indexes that a column takes part in.
pub(super) fn parts(table: &Table, column: &Name) -> BTreeSet<&'static str> {
    let constraints = table.constraints();
    let of = constraints.iter().filter_map(|one| match one {
        Constraint::PrimaryKey(one) => one.columns.contains(column).then_some("primary key"),
        Constraint::Unique(one) => one.columns.contains(column).then_some("unique constraint"),
        Constraint::ForeignKey(one) => one.columns.contains(column).then_some("foreign key"),
        Constraint::Check(_) | Constraint::Exclusion(_) => None,
    });
    let mut found: BTreeSet<&'static str> = of.collect();
    let is_it = |key: &IndexKey| matches!(key, IndexKey::Column(name) if name == column);
    let mut indexes = table.indexes.values();
    if indexes.any(|index| index.columns.iter().any(|one| is_it(&one.key))) {
        found.insert("index");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_by_their_letters() {
        assert_eq!(names("name", "name"), 100);
        assert_eq!(names("a", "b"), 0);
        assert!(names("name", "full_name") > names("name", "email"));
    }
}
