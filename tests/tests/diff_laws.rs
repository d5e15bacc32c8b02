//! Laws of the diff: what it gives leads from one schema to the other, and its inverse leads back.

use proptest::prelude::*;
use revision_core::__private::sql::normalise;
use revision_core::diff::{Dropped, Pair, Sides, beside, diff, managed, spare};
use revision_core::operation::invert_all;
use revision_core::schema::{QualifiedName, Schema, Table};
use revision_core::{Backend, Operation, Product, Server};
use revision_tests::schemas::{Taste, cases, pairs};

/// What no operation says.
fn without_beside(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    for extension in schema.extensions.values_mut() {
        extension.version = None;
    }
    schema
}

/// What two schemas differ in, without all that they do not.
fn unlike(one: &Schema, other: &Schema) -> String {
    let (mut one, mut other) = (one.clone(), other.clone());
    let same = |name: &QualifiedName, table: &Table, there: &Schema| {
        there.tables.get(name).is_some_and(|it| it == table)
    };
    let copy = one.clone();
    one.tables.retain(|name, table| !same(name, table, &other));
    other.tables.retain(|name, table| !same(name, table, &copy));
    format!("made {one:?}\nwanted {other:?}")
}

fn leads_there_and_back(before: &Schema, after: &Schema) -> Result<(), TestCaseError> {
    let (before, after) = (without_beside(before), without_beside(after));
    let operations = diff(Pair::new(&before, &after));
    let mut made = before.clone();
    let went = made.apply_all(&operations);
    prop_assert_eq!(went, Ok(()), "{:?}", operations);
    prop_assert!(made == after, "{}\n{:?}", unlike(&made, &after), operations);
    let inverse = invert_all(Some(&before), &operations);
    let inverse = inverse.map_err(|at| TestCaseError::fail(format!("{at}: {operations:#?}")))?;
    let went = made.apply_all(&inverse);
    prop_assert_eq!(went, Ok(()), "{:?} by {:?}", operations, inverse);
    let why = unlike(&made, &before);
    prop_assert!(
        made == before,
        "{}\n{:?}\nby {:?}",
        why,
        operations,
        inverse
    );
    Ok(())
}

/// A primary key is the same one with its name and without, where only some have one: that is no difference.
fn keep_unnamed(made: &mut Schema, wanted: &Schema) {
    for (name, table) in &mut made.tables {
        let wanted = wanted.tables.get(name);
        if let (Some(key), Some(wanted)) = (
            &mut table.primary_key,
            wanted.and_then(|wanted| wanted.primary_key.as_ref()),
        ) && (key.name.is_none() || wanted.name.is_none())
        {
            key.name.clone_from(&wanted.name);
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_diff_leads_to_the_other_and_back((before, after) in pairs(Taste::everything())) {
        leads_there_and_back(&before, &after)?;
        leads_there_and_back(&after, &before)?;
    }

    #[test]
    fn what_one_database_takes_leads_there_and_back((before, after) in any_taste()) {
        leads_there_and_back(&before, &after)?;
    }

    #[test]
    fn what_is_equal_has_no_difference((one, other) in pairs(Taste::everything())) {
        prop_assert_eq!(diff(Pair::new(&one, &one)), []);
        let pair = Pair::new(&one, &other);
        prop_assert_eq!(diff(pair), diff(pair));
        prop_assert_eq!(beside(pair), []);
    }

    #[test]
    fn normal_forms_differ_by_what_leads_from_one_to_the_other((one, other) in pairs(Taste::everything())) {
        for product in [Product::Postgres, Product::MySql, Product::MariaDb, Product::Sqlite] {
            let server = Server::oldest(product);
            let normal = |schema: &Schema| normalise(server, schema);
            let (before, after) = (normal(&one), normal(&other));
            let operations = diff(Pair::new(&before, &after));
            let mut made = before.clone();
            prop_assert_eq!(made.apply_all(&operations), Ok(()), "{:?} {:?}", product, operations);
            let mut made = normal(&made);
            keep_unnamed(&mut made, &after);
            prop_assert!(made == after, "{:?}: {}\n{:?}", product, unlike(&made, &after), operations);
            prop_assert_eq!(diff(Pair::new(&made, &normal(&other))), []);
        }
    }

    #[test]
    fn what_is_not_known_is_left_alone((one, other) in pairs(Taste::everything())) {
        let mut before = one.clone();
        before.opaque = one.tables.keys().cloned().collect();
        before.tables.clear();
        before.triggers.retain(|(table, _), _| !before.opaque.contains(table));
        for pair in [Pair::new(&before, &other), Pair::new(&other, &before)] {
            let about: Vec<String> = diff(pair).iter().map(|one| format!("{one:?}")).collect();
            let unknown = before.opaque.iter();
            for name in unknown.filter(|name| !other.views.contains_key(*name)) {
                for word in ["DropTable", "CreateTable"] {
                    let start = format!("{word} {{ name: {name:?}");
                    prop_assert!(!about.iter().any(|one| one.starts_with(&start)), "{:?}", about);
                }
            }
            prop_assert_eq!(beside(pair).len(), before.opaque.len());
        }
    }

    /// What stays keeps what it is made of, whoever made it.
    #[test]
    fn nothing_goes_that_is_needed_by_what_is_left_alone((database, models) in pairs(Taste::everything())) {
        for revisions in [&Schema::default(), &database] {
            let sides = Sides { models: &models, revisions, database: &database };
            let found = managed(sides, &Dropped::default());
            let mut operations = diff(Pair::new(&found.database, &models));
            spare(&mut operations, &database, &found.database);
            let done = database.clone().apply_all(&operations);
            // A key that a foreign key elsewhere needs, or a value of an enum, is for the server to refuse: models ask for it.
            let needed = done.err().filter(|at| {
                let one = &operations[at.operation];
                matches!(one, Operation::DropEnum { .. } | Operation::DropType { .. } | Operation::DropNamespace { .. })
            });
            prop_assert!(needed.is_none(), "{:?}\n{:?}", needed, operations);
        }
    }

    #[test]
    fn what_nobody_speaks_of_is_never_dropped((database, models) in pairs(Taste::everything())) {
        let nothing = Schema::default();
        let sides = Sides { models: &models, revisions: &nothing, database: &database };
        let found = managed(sides, &Dropped::default());
        for operation in diff(Pair::new(&found.database, &models)) {
            let gone = match &operation {
                Operation::DropTable { name, .. } => !models.tables.contains_key(name),
                Operation::DropView { name, .. } => !models.views.contains_key(name),
                Operation::DropIndex { table, name, .. } => {
                    let model = models.tables.get(table);
                    let there = database.tables.get(table).and_then(|one| one.indexes.get(name));
                    // One that is called otherwise is made anew where its name is not free yet.
                    let is_model = |model: &Table| {
                        model.indexes.contains_key(name) || model.indexes.values().any(|one| Some(one) == there)
                    };
                    model.is_some_and(|model| !is_model(model))
                }
                Operation::DropColumn { table, column, .. } => {
                    let model = models.tables.get(table);
                    model.is_some_and(|model| model.columns.named(column).is_none())
                }
                _ => false,
            };
            prop_assert!(!gone, "{:?}", operation);
        }
        // Named, all of it goes.
        let all = managed(sides, &Dropped::of(["*"]));
        prop_assert_eq!(&all.database, &database);
        prop_assert!(all.unmanaged.is_empty() && all.unnamed.is_empty());
        // What the models speak of is ours.
        let ours = managed(Sides { database: &models, ..sides }, &Dropped::default());
        prop_assert_eq!(&ours.database, &models);
        // So is what a revision made, but for tables, whose rows are at stake.
        let made = managed(Sides { revisions: &database, ..sides }, &Dropped::default());
        prop_assert_eq!(&made.unmanaged, &[]);
        let gone = database.tables.keys().filter(|name| !models.tables.contains_key(*name));
        prop_assert!(made.unnamed.iter().eq(gone));
    }
}

fn any_taste() -> impl Strategy<Value = (Schema, Schema)> {
    prop_oneof![
        pairs(Taste::on(Backend::Postgres)),
        pairs(Taste::on(Backend::MySql)),
        pairs(Taste::on(Backend::Sqlite)),
    ]
}
