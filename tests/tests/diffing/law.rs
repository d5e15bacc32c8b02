//! The law of lowering, over pairs of schemas that nobody chose: the database is as the schema says, there and back.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use revision_core::__private::sql::{normalise, respell_beside};
use revision_core::compare::in_words_of;
use revision_core::diff::{Pair, diff, seen};
use revision_core::operation::invert_all;
use revision_core::schema::{Name, Schema, Table, Type};
use revision_core::{Backend, Product, Server};
use revision_tests::cases::schema_differences;
use revision_tests::schemas::{Taste, pairs};
use revision_tests::{Database, Kind, servers};

use crate::project::{Project, read};

/// Drops all there is in a PostgreSQL database.
const EMPTY: &str = r"
DO $$ DECLARE one text; BEGIN
    FOR one IN SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE 'DROP SCHEMA ' || one || ' CASCADE';
    END LOOP;
    CREATE SCHEMA public;
END $$
";

/// What came of a pair.
enum Outcome {
    Held,
    /// The server is not made to take it.
    Refused(String),
}

/// Goes there and back in the first database. What comes of it there is compared with what is made at once in the second, if
/// there is one, by somebody else's reading of catalogs.
async fn check(
    (database, beside): (&Database, Option<&Database>),
    server: Server,
    pair: Pair<&Schema>,
) -> Result<Outcome, String> {
    let normal = |schema: &Schema| normalise(server, schema);
    let nothing = Schema::default();
    let (before, after) = (normal(pair.before), normal(pair.after));
    let made = diff(Pair::new(&nothing, pair.before));
    let mut project = Project::new();
    project.add(&made, &[]);
    if let Err(why) = project.go(database, None).await {
        return refused(format!("making it: {why}\n{made:?}"));
    }
    let is = is_there(database, server, &before).await?;
    let said = in_words_of(pair.before, &is, server);
    let wanted = respelt(database, server, &after, Some(&is)).await?;
    let now = without_opaque(server, normal(&is));
    let words = seen(Pair::new(&said, pair.after), &[Pair::new(&now, &wanted)]);
    let there = diff(words.as_ref());
    let back = invert_all(Some(&words.before), &there).map_err(|at| format!("{at}\n{there:?}"))?;
    project.add(&there, &back);
    if let Err(why) = project.go(database, None).await {
        return refused(format!("going there: {why}\n{there:?}"));
    }
    is_there(database, server, &after)
        .await
        .map_err(|why| format!("there: {why}\n{there:?}"))?;
    if let Some(beside) = beside {
        let mut at_once = Project::new();
        at_once.add(&diff(Pair::new(&nothing, pair.after)), &[]);
        if let Err(why) = at_once.go(beside, None).await {
            return refused(format!("making it at once: {why}"));
        }
        let found = schema_differences(database, beside);
        if !found.is_empty() {
            return Err(format!("its catalog: {found:#?}\n{there:?}"));
        }
    }
    if let Err(why) = project.go(database, Some("0001")).await {
        return refused(format!("going back: {why}\n{back:?}"));
    }
    let was = is_there(database, server, &before)
        .await
        .map_err(|why| format!("back: {why}\n{back:?}\nof {there:?}"))?;
    if normal(&was) != normal(&is) {
        return Err(format!("back again: {was:?}\nis not {is:?}"));
    }
    Ok(Outcome::Held)
}

/// What is refused by this library is said to be; what the server refuses is a mistake.
fn refused(why: String) -> Result<Outcome, String> {
    let known = [
        "has no ",
        "takes no",
        "takes 63",
        "from version",
        "cannot be",
        "another database",
        "does not",
        "is of another",
    ];
    if why.contains("unsupported")
        || known.iter().any(|known| why.contains(known)) && !why.contains("statement")
    {
        return Ok(Outcome::Refused(why));
    }
    Err(why)
}

/// The schema in the server's own words, in normal form; as far as it differs from what is held, if that is given.
async fn respelt(
    database: &Database,
    server: Server,
    schema: &Schema,
    held: Option<&Schema>,
) -> Result<Schema, String> {
    let spelt = respell_beside(database.url(), schema, held).await;
    let spelt = spelt
        .map_err(|error| error.to_string())?
        .ok_or("nobody can tell")?;
    Ok(normalise(server, &spelt))
}

/// Whether the database holds what is expected, and what that is, in its own words.
async fn is_there(
    database: &Database,
    server: Server,
    expected: &Schema,
) -> Result<Schema, String> {
    let expected = respelt(database, server, expected, None).await?;
    let found = read(database).await;
    let compared = without_opaque(server, normalise(server, &found));
    let left = diff(Pair::new(&compared, &expected));
    if left.is_empty() && compared == expected {
        return Ok(found);
    }
    Err(format!(
        "differs by {left:?}\nfound {compared:?}\nwanted {expected:?}"
    ))
}

/// A check that stands with a column is read from MariaDB, where we write none, but for that of a column of JSON.
fn without_opaque(server: Server, mut schema: Schema) -> Schema {
    if server.product == Product::MariaDb {
        schema.opaque.clear();
    }
    schema
}

async fn law(kind: Kind, backend: Backend) {
    let mut database = Database::fresh(kind).await;
    let mut beside = Database::fresh(kind).await;
    let server = database.server().await;
    // Others, and more of them, where somebody looks for a fault: `SEED=7 PAIRS=1000`.
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse::<u8>().ok());
    let rng = match seed {
        None => TestRng::deterministic_rng(RngAlgorithm::ChaCha),
        Some(seed) => TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]),
    };
    let mut runner = TestRunner::new_with_rng(Config::with_cases(0), rng);
    let strategy = pairs(Taste::on(backend));
    let wanted = std::env::var("PAIRS")
        .ok()
        .and_then(|count| count.parse().ok());
    let wanted = wanted.unwrap_or(match (servers::thorough(), backend) {
        (true, _) => 3000,
        (false, Backend::Sqlite) => 300,
        // A database a pair takes its time.
        (false, _) => 40,
    });
    let (mut held, mut refused, mut failed) = (0, Vec::new(), Vec::new());
    // From one on that was found to fail: `FROM=84`.
    let from = std::env::var("FROM").ok();
    let from = from.and_then(|from| from.parse().ok()).unwrap_or(0);
    for number in 0..wanted {
        let (before, after) = strategy.new_tree(&mut runner).unwrap().current();
        if number < from {
            continue;
        }
        let mut both = [&before, &after].into_iter();
        let counts = backend == Backend::Sqlite && begins_to_count(&before, &after);
        if counts || both.any(|schema| is_left_out(backend, schema)) {
            continue;
        }
        empty(&mut database, backend).await;
        // The other catalogs are not read by that, and each reading is a process.
        let is_read = backend != Backend::MySql && (number % 10 == 0 || servers::thorough());
        if is_read {
            empty(&mut beside, backend).await;
        }
        let databases = (&database, is_read.then_some(&beside));
        match check(databases, server, Pair::new(&before, &after)).await {
            Ok(Outcome::Held) => held += 1,
            Ok(Outcome::Refused(why)) => refused.push(why),
            Err(why) => failed.push(format!("{number}: {why}")),
        }
    }
    let shown: Vec<&str> = refused
        .iter()
        .filter_map(|why| why.lines().next())
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {wanted} fail on {server:?}, {held} hold:\n{}\nrefused: {shown:#?}",
        failed.len(),
        failed.join("\n\n")
    );
    assert!(
        held * 2 > wanted,
        "{held} of {wanted} hold on {server:?}: {shown:#?}"
    );
}

/// Takes out all that a database holds, or takes another.
async fn empty(database: &mut Database, backend: Backend) {
    if backend == Backend::Postgres {
        database.rows(EMPTY).await;
        return;
    }
    *database = Database::fresh(database.kind()).await;
    database.rows("SELECT 1").await;
    if backend == Backend::MySql {
        database.rows("ALTER DATABASE CHARACTER SET utf8mb4").await;
    }
}

/// What is known not to be read as it was made.
fn is_left_out(backend: Backend, schema: &Schema) -> bool {
    // A type of the server's own goes before one of that name, and where that lies is not known to say.
    if schema.enums.contains_key(&"name".into()) {
        return true;
    }
    // A text with a check is not told to be one of a list of values again.
    let mut columns = schema
        .tables
        .values()
        .flat_map(|table| table.columns.iter());
    backend == Backend::Sqlite
        && columns.any(|column| matches!(column.ty, Type::Enum(_) | Type::InlineEnum(_)))
}

/// Whether a table that is there gets a column that counts, or loses one. Where columns go, SQLite is asked whether they can go
/// by themselves, so taking the key away comes before that by itself: what counts has to be said to count no longer.
fn begins_to_count(before: &Schema, after: &Schema) -> bool {
    let counts = |table: &Table| -> Option<Name> {
        let mut columns = table.columns.iter();
        columns
            .find(|column| column.identity.is_some())
            .map(|column| column.name.clone())
    };
    before.tables.iter().any(|(name, table)| {
        let there = after.tables.get(name);
        there.is_some_and(|there| counts(table) != counts(there))
    })
}

#[tokio::test]
async fn a_diff_leads_there_and_back_on_postgres() {
    for kind in servers::postgres() {
        law(kind, Backend::Postgres).await;
    }
}

#[tokio::test]
async fn a_diff_leads_there_and_back_on_mysql() {
    if servers::all().contains(&Kind::MySql) {
        law(Kind::MySql, Backend::MySql).await;
    }
}

#[tokio::test]
async fn a_diff_leads_there_and_back_on_sqlite() {
    law(Kind::Sqlite, Backend::Sqlite).await;
}
