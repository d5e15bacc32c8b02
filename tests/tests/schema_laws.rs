//! Laws of schemas and operations: whatever is applied, and undone.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use revision_core::operation::{Irreversible, Operation, invert, invert_all};
use revision_core::schema::Schema;
use revision_tests::schemas::{Taste, cases, changes, mismatched, schemas};

/// The ways to be wrong about an inverse that are none: nobody can know it.
fn has_none(why: &Irreversible) -> bool {
    matches!(
        why,
        Irreversible::Sql | Irreversible::Rust(_) | Irreversible::Rows(_)
    )
}

/// Applies the operation and then its inverse, and says what became of it.
fn there_and_back(before: &Schema, operation: &Operation) -> Result<(), TestCaseError> {
    let mut after = before.clone();
    let went = after.apply(operation);
    prop_assert_eq!(went, Ok(()), "{:?}", operation);
    let inverse = match invert(Some(before), operation) {
        Ok(inverse) => inverse,
        Err(why) => {
            prop_assert!(has_none(&why), "{:?}: {}", operation, why);
            return Ok(());
        }
    };
    let went = after.apply_all(&inverse);
    prop_assert_eq!(went, Ok(()), "{:?} by {:?}", operation, inverse);
    prop_assert_eq!(&after, before, "{:?} by {:?}", operation, inverse);
    // What is known without the schema is the same with it.
    if let Ok(plain) = invert(None, operation) {
        prop_assert_eq!(plain, inverse);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_schema_that_was_made_can_be_made(schema in schemas(Taste::everything())) {
        let mut made = Schema::default();
        made.namespaces = schema.namespaces.clone();
        made.enums = schema.enums.clone();
        // Foreign keys refer to tables that were there before, so there is an order.
        let mut left: Vec<_> = schema.tables.clone().into_iter().collect();
        while !left.is_empty() {
            let count = left.len();
            left.retain(|(name, table)| {
                let create = Operation::CreateTable {
                    name: name.clone(),
                    table: Box::new(table.clone()),
                    if_not_exists: false,
                };
                made.apply(&create).is_err()
            });
            prop_assert!(left.len() < count, "{left:?}");
        }
        prop_assert_eq!(made.tables, schema.tables);
    }

    #[test]
    fn what_is_applied_can_be_undone((before, operations) in changes(Taste::everything())) {
        let mut now = before;
        for operation in &operations {
            there_and_back(&now, operation)?;
            prop_assert_eq!(now.apply(operation), Ok(()));
        }
    }

    #[test]
    fn a_whole_list_can_be_undone((before, operations) in changes(Taste::everything())) {
        let mut after = before.clone();
        prop_assert_eq!(after.apply_all(&operations), Ok(()));
        match invert_all(Some(&before), &operations) {
            Ok(inverse) => {
                prop_assert_eq!(after.apply_all(&inverse), Ok(()));
                prop_assert_eq!(after, before);
            }
            Err(at) => prop_assert!(has_none(&at.why), "{}", at),
        }
    }

    #[test]
    fn applying_twice_gives_the_same((before, operations) in changes(Taste::everything())) {
        let (mut one, mut other) = (before.clone(), before.clone());
        prop_assert_eq!(one.apply_all(&operations), other.apply_all(&operations));
        prop_assert_eq!(one, other);
        prop_assert_eq!(
            invert_all(Some(&before), &operations),
            invert_all(Some(&before), &operations)
        );
    }

    #[test]
    fn what_makes_no_sense_changes_nothing((before, operation) in mismatched()) {
        let mut after = before.clone();
        if after.apply(&operation).is_err() {
            prop_assert_eq!(&after, &before);
        } else {
            there_and_back(&before, &operation)?;
        }
        let _ = invert(None, &operation);
        let _ = invert(Some(&before), &operation);
    }

    #[test]
    fn what_is_opaque_takes_any_operation((before, operations) in changes(Taste::everything())) {
        let mut opaque = before.clone();
        opaque.opaque = before.tables.keys().cloned().collect();
        opaque.tables.clear();
        for operation in &operations {
            let was = opaque.clone();
            match operation {
                Operation::AddColumn { table, .. }
                | Operation::DropColumn { table, .. }
                | Operation::AlterColumn { table, .. }
                | Operation::AddConstraint { table, .. } if was.opaque.contains(table) => {
                    prop_assert_eq!(opaque.apply(operation), Ok(()));
                    prop_assert_eq!(&opaque, &was);
                    let why = Irreversible::Opaque(table.clone());
                    prop_assert_eq!(invert(Some(&was), operation), Err(why));
                }
                Operation::DropTable { name, .. } if was.opaque.contains(name) => {
                    prop_assert_eq!(opaque.apply(operation), Ok(()));
                    prop_assert!(!opaque.opaque.contains(name));
                }
                _ => {
                    if opaque.apply(operation).is_err() {
                        prop_assert_eq!(&opaque, &was);
                    }
                }
            }
        }
    }
}

/// All that there is to draw.
const KINDS: [&str; 45] = [
    "AddColumn",
    "AddConstraint",
    "AddEnumValue",
    "AlterColumn",
    "AlterSequence",
    "AlterTable",
    "BulkInsert",
    "Comment",
    "CreateEnum",
    "CreateExtension",
    "CreateFunction",
    "CreateIndex",
    "CreateNamespace",
    "CreatePolicy",
    "CreateSequence",
    "CreateTable",
    "CreateTrigger",
    "CreateView",
    "DropColumn",
    "DropConstraint",
    "DropEnum",
    "DropEnumValue",
    "DropExtension",
    "DropFunction",
    "DropIndex",
    "DropNamespace",
    "DropPolicy",
    "DropSequence",
    "DropTable",
    "DropTrigger",
    "DropView",
    "Execute",
    "MoveTable",
    "RenameColumn",
    "RenameConstraint",
    "RenameEnum",
    "RenameEnumValue",
    "RenameIndex",
    "RenameNamespace",
    "RenameSequence",
    "RenameTable",
    "RenameView",
    "Reverse",
    "Run",
    "ValidateConstraint",
];

#[test]
fn every_kind_of_operation_is_drawn() {
    let mut runner = TestRunner::deterministic();
    let mut left = BTreeSet::from(KINDS);
    for _ in 0..4_000 {
        let tree = changes(Taste::everything()).new_tree(&mut runner);
        let (_, operations) = tree.expect("nothing is rejected").current();
        for operation in operations {
            let shown = format!("{operation:?}");
            let kind = shown.split([' ', '(']).next().unwrap_or_default();
            left.remove(kind);
        }
        if left.is_empty() {
            return;
        }
    }
    panic!("never drawn: {left:?}");
}
