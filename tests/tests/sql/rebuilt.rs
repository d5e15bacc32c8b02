//! Operations that nobody chose, in revisions of several, on SQLite: what is read of the database after each is what the
//! operations make of a schema, whichever of them made a table anew together.

use std::fmt::{self, Write as _};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use revision_core::__private::sql::{normalise, statements};
use revision_core::config::Settings;
use revision_core::runtime::{Scope, reflect};
use revision_core::schema::Schema;
use revision_core::source::functions;
use revision_core::{Backend, Operation, Server};
use revision_tests::schemas::{self, Draw, Taste};
use revision_tests::servers::thorough;
use revision_tests::{Database, Kind, TestChain};
use tokio::runtime::Runtime;

/// Revisions that go on from nothing, each with the schema after it.
#[derive(Clone)]
struct Chain(Vec<(Vec<Operation>, Schema)>);

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut texts = self.0.iter().map(|(one, _)| functions(one, Some(&[])));
        texts.try_for_each(|text| f.write_str(&text))
    }
}

fn chains() -> impl Strategy<Value = Chain> {
    vec(vec(vec(any::<u32>(), 0..60), 1..8), 1..5).prop_map(|revisions| {
        let mut schema = Schema::default();
        let taste = Taste::on(Backend::Sqlite);
        let chain = revisions.into_iter().map(|revision| {
            let mut operations = Vec::new();
            for entropy in revision {
                let operation = schemas::operation(&mut Draw::new(&entropy, taste), &schema);
                let server = Server::assumed(Backend::Sqlite);
                let alone = std::slice::from_ref(&operation);
                if statements(server, &schema, alone).is_ok() && schema.apply(&operation).is_ok() {
                    operations.push(operation);
                }
            }
            (operations, schema.clone())
        });
        Chain(chain.collect())
    })
}

fn files(chain: &Chain) -> Vec<(String, String)> {
    let files = chain.0.iter().enumerate().map(|(number, (operations, _))| {
        let mut text = format!(
            "//! Made up.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"r{number}\",\n"
        );
        if let Some(before) = number.checked_sub(1) {
            let _ = writeln!(text, "    down_revision: \"r{before}\",");
        }
        text.push_str("}\n\n");
        text.push_str(&functions(operations, Some(&[])));
        (format!("r{number}.rs"), text)
    });
    files.collect()
}

fn check(chain: &Chain) -> Result<(), TestCaseError> {
    let runtime = Runtime::new().expect("a runtime starts");
    let files = files(chain);
    let names: Vec<_> = files
        .iter()
        .map(|(name, text)| (&**name, &**text))
        .collect();
    let revisions = TestChain::of_files(&names);
    runtime.block_on(async {
        let database = Database::fresh(Kind::Sqlite).await;
        for (number, (_, schema)) in chain.0.iter().enumerate() {
            let target = format!("r{number}");
            let done = revisions.runtime().upgrade(database.url(), &*target).await;
            if let Err(error) = done {
                return Err(TestCaseError::fail(format!("r{number}: {error}")));
            }
            compare(&database, schema, &files[number].1).await?;
        }
        Ok(())
    })
}

async fn compare(database: &Database, schema: &Schema, text: &str) -> Result<(), TestCaseError> {
    let server = Server::assumed(Backend::Sqlite);
    let found = reflect(database.url(), Scope::Everything, &Settings::DEFAULT).await;
    let found = normalise(server, &found.expect("it can be read"));
    let expected = normalise(server, schema);
    for (name, table) in &expected.tables {
        prop_assert_eq!(found.tables.get(name), Some(table), "{}", text);
    }
    prop_assert_eq!(found.tables.len(), expected.tables.len(), "{}", text);
    // What speaks of a column or a table by its old name follows there.
    prop_assert!(found.views.keys().eq(expected.views.keys()), "{}", text);
    prop_assert!(
        found.triggers.keys().eq(expected.triggers.keys()),
        "{}",
        text
    );
    let rows = database.rows("PRAGMA integrity_check").await.concat();
    prop_assert_eq!(rows, ["ok"]);
    Ok(())
}

#[test]
fn the_database_is_what_the_operations_make_of_a_schema() {
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::with_cases(if thorough() { 1000 } else { 20 })
    };
    let mut runner = TestRunner::new(config);
    let ran = runner.run(&chains(), |chain| check(&chain));
    ran.unwrap_or_else(|failed| panic!("{failed}"));
}
