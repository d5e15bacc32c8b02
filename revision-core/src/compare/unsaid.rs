//! What of a table no struct says: of a table that is there it stays as it is.

use std::collections::BTreeSet;
use std::mem;

use crate::schema::{Name, QualifiedName, Schema, Table};

/// Takes it over from the one side to the other.
pub(super) fn take_over(before: &Schema, after: &mut Schema) {
    for (name, table) in &mut after.tables {
        let Some(there) = before.tables.get(name) else {
            continue;
        };
        let options = &mut table.options;
        options.partition_by.clone_from(&there.options.partition_by);
        options.inherits.clone_from(&there.options.inherits);
        table.partitions.clone_from(&there.partitions);
        if !there.options.inherits.is_empty() {
            let inherited = inherited(before, name);
            let columns = table.columns.iter();
            let own = columns.filter(|column| {
                !inherited.contains(&column.name) || there.columns.named(&column.name).is_some()
            });
            table.columns = own.cloned().collect();
        }
        of_constraints(there, table);
    }
}

/// The columns that a table has from those that it inherits from.
fn inherited<'s>(schema: &'s Schema, name: &QualifiedName) -> BTreeSet<&'s Name> {
    let parents = |name: &QualifiedName| {
        let table = schema.tables.get(name);
        table.map(|table| table.options.inherits.as_slice())
    };
    let mut seen = BTreeSet::new();
    let mut open: Vec<&QualifiedName> = parents(name).unwrap_or_default().iter().collect();
    let mut found = BTreeSet::new();
    while let Some(parent) = open.pop().filter(|name| seen.insert(*name)) {
        open.extend(parents(parent).unwrap_or_default());
        let table = schema.tables.get(parent);
        let columns = table.into_iter().flat_map(|table| table.columns.iter());
        found.extend(columns.map(|column| &column.name));
    }
    found
}

/// What is said about constraints, and which columns a foreign key sets.
fn of_constraints(there: &Table, table: &mut Table) {
    macro_rules! comments {
        ($($set:ident),+) => {$(
            let all = mem::take(&mut table.$set).into_iter().map(|mut one| {
                let mut others = there.$set.iter();
                let same = others.find(|other| {
                    let mut other = (*other).clone();
                    other.comment = None;
                    if one.name.is_none() {
                        other.name = None;
                    }
                    other == one
                });
                if let Some(same) = same {
                    one.comment.clone_from(&same.comment);
                }
                one
            });
            table.$set = all.collect();
        )+};
    }
    let keys = mem::take(&mut table.foreign_keys)
        .into_iter()
        .map(|mut one| {
            let mut others = there.foreign_keys.iter();
            let same = others.find(|other| {
                other.columns == one.columns
                    && other.references == one.references
                    && other.on_delete == one.on_delete
            });
            if let Some(same) = same {
                one.set_columns.clone_from(&same.set_columns);
            }
            one
        });
    table.foreign_keys = keys.collect();
    comments!(unique, checks, foreign_keys, exclusions);
    if let (Some(one), Some(other)) = (&mut table.primary_key, &there.primary_key)
        && one.columns == other.columns
    {
        one.comment.clone_from(&other.comment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Action, Check, Column, ForeignKey, Partition, Type};

    fn columns(names: &[&str]) -> Table {
        let mut table = Table::default();
        for name in names {
            let ty = Type::Integer { unsigned: false };
            table.columns.push(Column::new(*name, ty));
        }
        table
    }

    #[test]
    fn what_no_struct_says_stays() {
        let mut before = Schema::default();
        let mut child = columns(&["b"]);
        child.options.inherits = vec!["base".into()];
        let mut check = Check::new("b > 0");
        check.name = Some("k".into());
        check.comment = Some("said".to_owned());
        child.checks.insert(check);
        let there = vec!["x".into(), "y".into()];
        let mut key = ForeignKey::new(vec!["a".into(), "b".into()], "base".into(), there);
        key.on_delete = Action::SetNull;
        key.set_columns = vec!["b".into()];
        child.foreign_keys.insert(key);
        let mut parted = columns(&["c"]);
        parted.options.partition_by = Some("LIST (c)".to_owned());
        let part = Partition::new("DEFAULT");
        parted.partitions.insert("part".into(), part);
        before.tables.insert("base".into(), columns(&["a"]));
        before.tables.insert("child".into(), child.clone());
        before.tables.insert("parted".into(), parted.clone());
        let mut said = columns(&["a", "b"]);
        said.checks.insert(Check::new("b > 0"));
        let mut key = child.foreign_keys.first().cloned().expect("a key");
        key.set_columns.clear();
        said.foreign_keys.insert(key);
        let mut after = Schema::default();
        after.tables.insert("child".into(), said);
        after.tables.insert("parted".into(), columns(&["c"]));
        take_over(&before, &mut after);
        let mut expected = child;
        let mut check = expected.checks.pop_first().expect("a check");
        check.name = None;
        expected.checks.insert(check);
        assert_eq!(after.tables.get(&"child".into()), Some(&expected));
        assert_eq!(after.tables.get(&"parted".into()), Some(&parted));
    }
}
