//! Operations that nobody chose: what they become runs on PostgreSQL, and their inverse takes all of it away again. And
//! the normal form of a normal form is that itself.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use revision_core::__private::sql::{normalise, statements};
use revision_core::operation::invert_all;
use revision_core::schema::{Name, Schema};
use revision_core::{Backend, Operation, Product, Server};
use revision_tests::schemas::{self, Draw, Taste, cases};
use revision_tests::servers::{Kind, postgres, thorough};
use revision_tests::{Database, differences};
use tokio::runtime::Runtime;

/// Operations that go on from nothing, one after the other.
fn operations() -> impl Strategy<Value = Vec<Operation>> {
    vec(vec(any::<u32>(), 0..60), 1..10).prop_map(|steps| {
        let mut schema = Schema::default();
        let mut operations = Vec::new();
        for entropy in steps {
            let taste = Taste::on(Backend::Postgres);
            let operation = schemas::operation(&mut Draw::new(&entropy, taste), &schema);
            let mut after = schema.clone();
            let works = is_for_any_server(&operation) && after.apply(&operation).is_ok();
            if works && is_apart(&after) {
                schema = after;
                operations.push(operation);
            }
        }
        operations
    })
}

/// Whether it goes whatever else there is. What rows a table has decides what else can be done to it, and without the types
/// of its arguments a function may be one of the server's own. What is changed into another type may have no way back that
/// the server knows by itself. A table that goes by another name leaves the names of its keys behind, where another's may
/// come to stand.
fn is_for_any_server(operation: &Operation) -> bool {
    match operation {
        Operation::BulkInsert(_) | Operation::RenameTable { .. } | Operation::MoveTable { .. } => {
            false
        }
        Operation::CreateFunction { name, .. } => name.name.contains('('),
        // A type of the server's own goes before one of its name.
        Operation::CreateEnum { name, .. } => name.name != *"name",
        Operation::RenameEnum { to, .. } => *to != *"name",
        Operation::AlterColumn { change, .. } => change.ty.is_none(),
        _ => true,
    }
}

/// Whether no sequence is called as the index of a constraint is, which is made with it and lies beside it.
fn is_apart(schema: &Schema) -> bool {
    let is_sequence = |name: &Option<Name>| {
        let mut sequences = schema.sequences.keys();
        sequences.any(|sequence| name.as_ref() == Some(&sequence.name))
    };
    schema.tables.values().all(|table| {
        !table.unique.iter().any(|one| is_sequence(&one.name))
            && !table.exclusions.iter().any(|one| is_sequence(&one.name))
            && !table.primary_key.iter().any(|one| is_sequence(&one.name))
    })
}

fn lowered(server: Server, schema: &mut Schema, all: &[Operation]) -> Result<Vec<String>, String> {
    let sql = statements(server, schema, all).map_err(|(_, why)| why)?;
    schema.apply_all(all).map_err(|fault| fault.to_string())?;
    Ok(sql.into_iter().map(|(_, sql)| sql).collect())
}

/// Some statements go in no transaction with others.
async fn run(database: &Database, statements: &[String]) {
    let alone = |sql: &String| sql.contains("CONCURRENTLY") || sql.contains("ADD VALUE");
    if statements.iter().any(alone) {
        for statement in statements {
            database.rows(statement).await;
        }
    } else if !statements.is_empty() {
        database.rows(&statements.join(";\n")).await;
    }
}

fn check(kind: Kind, nothing: &Database, operations: &[Operation]) -> Result<(), TestCaseError> {
    let runtime = Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let one = Database::fresh(kind).await;
        let server = one.server().await;
        let mut schema = Schema::default();
        let up = match lowered(server, &mut schema, operations) {
            Ok(up) => up,
            Err(why) => {
                prop_assert!(
                    why.contains("from version") || why.contains("PostgreSQL"),
                    "{why}"
                );
                return Ok(());
            }
        };
        run(&one, &up).await;
        let Ok(inverse) = invert_all(Some(&Schema::default()), operations) else {
            return Ok(());
        };
        let down = lowered(server, &mut schema, &inverse).map_err(TestCaseError::fail)?;
        run(&one, &down).await;
        let found = differences(&one, nothing, &[]).await;
        prop_assert!(found.is_empty(), "{kind:?}: {found:#?}\n{up:#?}\n{down:#?}");
        Ok(())
    })
}

#[test]
fn what_is_drawn_runs_on_postgres() {
    let number = if thorough() { 100 } else { 5 };
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: 20,
        ..Config::with_cases(number)
    };
    for kind in postgres() {
        let runtime = Runtime::new().expect("a runtime starts");
        let nothing = runtime.block_on(Database::fresh(kind));
        let mut runner = TestRunner::new(config.clone());
        let ran = runner.run(&operations(), |all| check(kind, &nothing, &all));
        ran.unwrap_or_else(|failed| panic!("{failed}"));
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_normal_form_of_a_normal_form_is_itself(schema in schemas::schemas(Taste::everything())) {
        for product in [Product::Postgres, Product::MySql, Product::MariaDb, Product::Sqlite] {
            let server = Server::oldest(product);
            let normal = normalise(server, &schema);
            prop_assert_eq!(normalise(server, &normal), normal, "{:?}", product);
        }
    }
}
