//! What is read of a database that was made from a schema is that schema, in normal form and in the server's words.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use revision_core::__private::sql;
use revision_core::operation::SequenceChange;
use revision_core::runtime::Scope;
use revision_core::schema::Schema;
use revision_core::{Backend, Operation, Product, Server};
use revision_tests::schemas::{Taste, schemas};
use revision_tests::{Database, Kind, servers};

use crate::read;

/// What makes all of a schema, in an order that works.
fn made(schema: &Schema) -> Vec<Operation> {
    let mut operations = Vec::new();
    for name in schema.namespaces.keys() {
        operations.push(Operation::CreateNamespace {
            name: name.clone(),
            if_not_exists: false,
        });
    }
    for (name, definition) in &schema.enums {
        operations.push(Operation::CreateEnum {
            name: name.clone(),
            definition: definition.clone(),
        });
    }
    for (name, definition) in &schema.types {
        operations.push(Operation::CreateType {
            name: name.clone(),
            definition: Box::new(definition.clone()),
        });
    }
    for (name, sequence) in &schema.sequences {
        let mut sequence = sequence.clone();
        sequence.owned_by = None;
        operations.push(Operation::CreateSequence {
            name: name.clone(),
            sequence,
            if_not_exists: false,
        });
    }
    // Foreign keys refer to tables that were there before, so there is an order.
    let mut there = Schema::default();
    there.apply_all(&operations).unwrap();
    let mut left: Vec<_> = schema.tables.iter().collect();
    while !left.is_empty() {
        let count = left.len();
        left.retain(|(name, table)| {
            let create = Operation::CreateTable {
                name: (*name).clone(),
                table: Box::new((*table).clone()),
                if_not_exists: false,
            };
            let went = there.apply(&create).is_ok();
            if went {
                operations.push(create);
            }
            !went
        });
        assert!(left.len() < count, "{left:?}");
    }
    for (name, sequence) in &schema.sequences {
        if let Some(owner) = &sequence.owned_by {
            let mut change = SequenceChange::default();
            change.owned_by = Some(Some(owner.clone()));
            operations.push(Operation::AlterSequence {
                name: name.clone(),
                change,
            });
        }
    }
    for (name, view) in &schema.views {
        operations.push(Operation::CreateView {
            name: name.clone(),
            view: Box::new(view.clone()),
            or_replace: false,
        });
    }
    operations
}

/// What is kept by the statement that creates it.
fn statements(schema: &Schema) -> Vec<String> {
    let all = schema.functions.values();
    let all = all.chain(schema.triggers.values());
    all.chain(schema.policies.values()).cloned().collect()
}

/// Whether it holds for a schema; no where the server is not made to take it.
async fn holds(database: &Database, server: Server, schema: &Schema) -> bool {
    let operations = made(schema);
    let mut expected = Schema::default();
    expected.apply_all(&operations).unwrap();
    let Ok(lowered) = sql::statements(server, &Schema::default(), &operations) else {
        return false;
    };
    expected.functions = schema.functions.clone();
    expected.triggers = schema.triggers.clone();
    expected.policies = schema.policies.clone();
    let lowered = lowered.into_iter().map(|(_, sql)| sql);
    let all: Vec<_> = lowered.chain(statements(schema)).collect();
    if all.is_empty() {
        // A file appears with the first question.
        database.rows("SELECT 1").await;
    } else {
        database.rows(&all.join("\n;\n")).await;
    }
    let normal = |schema: &Schema| sql::normalise(server, schema);
    let spelt = sql::respell(database.url(), &normal(&expected)).await;
    let expected = normal(&spelt.unwrap().unwrap());
    let mut found = normal(&read(database, Scope::Everything).await);
    if server.product == Product::MariaDb {
        // A check that stands with a column is read, and not to be written.
        found.opaque.clear();
    }
    for (name, table) in &expected.tables {
        assert_eq!(found.tables.get(name), Some(table), "{server:?} {name}");
    }
    assert_eq!(found, expected, "{server:?}");
    true
}

/// Drops all there is in a PostgreSQL database.
const EMPTY: &str = r"
DO $$ DECLARE one text; BEGIN
    FOR one IN SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE 'DROP SCHEMA ' || one || ' CASCADE';
    END LOOP;
    CREATE SCHEMA public;
END $$
";

async fn law(kind: Kind, backend: Backend) {
    let asked = match backend {
        Backend::Sqlite => "SELECT sqlite_version()",
        _ => "SELECT version()",
    };
    let said = Database::fresh(kind).await.rows(asked).await.concat();
    let server = server(backend, &said.concat());
    let config = Config::with_cases(0);
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = schemas(Taste::on(backend));
    let (wanted, mut held) = (if servers::thorough() { 1000 } else { 40 }, 0);
    let mut database = Database::fresh(kind).await;
    for _ in 0..wanted {
        let schema = strategy.new_tree(&mut runner).unwrap().current();
        // A type of the server's own goes before one of that name, and where that lies is not known to say.
        if schema.enums.contains_key(&"name".into()) {
            continue;
        }
        if backend == Backend::Postgres {
            database.rows(EMPTY).await;
        } else {
            database = Database::fresh(kind).await;
            if backend == Backend::MySql {
                database.rows("ALTER DATABASE CHARACTER SET utf8mb4").await;
            }
        }
        held += usize::from(holds(&database, server, &schema).await);
    }
    assert!(
        held * 2 > wanted,
        "{held} of {wanted} are taken by {kind:?}"
    );
}

/// `PostgreSQL 15.14 (…`, `10.11.14-MariaDB…`.
fn server(backend: Backend, said: &str) -> Server {
    let numbers = said.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut numbers = numbers.split(|c: char| !c.is_ascii_digit());
    let mut next = || {
        numbers
            .next()
            .and_then(|number| number.parse().ok())
            .unwrap_or(0)
    };
    let version = [next(), next(), next()];
    let product = match backend {
        Backend::Postgres => Product::Postgres,
        Backend::Sqlite => Product::Sqlite,
        _ if said.contains("MariaDB") => Product::MariaDb,
        Backend::MySql => Product::MySql,
    };
    Server { product, version }
}

#[tokio::test]
async fn what_is_made_is_read_on_postgres() {
    for kind in servers::postgres() {
        law(kind, Backend::Postgres).await;
    }
}

#[tokio::test]
async fn what_is_made_is_read_on_mysql() {
    if servers::all().contains(&Kind::MySql) {
        law(Kind::MySql, Backend::MySql).await;
    }
}

#[tokio::test]
async fn what_is_made_is_read_on_sqlite() {
    law(Kind::Sqlite, Backend::Sqlite).await;
}
