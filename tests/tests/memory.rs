//! SQL revisions of SQLite are replayed in a database in memory: the law that this comes to what operations come to, and the
//! SQL that Alembic writes for SQLite.

use std::fmt::Write as _;
use std::fs;

use proptest::collection::vec;
use proptest::prelude::*;
use revision_core::__private::sql;
use revision_core::diff::{Pair, diff};
use revision_core::schema::{Column, Schema, Type};
use revision_core::source::{functions, replay, statements};
use revision_core::{Backend, Operation, Product, Server};
use revision_tests::schemas::{Taste, cases, changes};
use revision_tests::{Sql, TestChain, workspace};
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn server() -> Server {
    Server::oldest(Product::Sqlite)
}

/// A revision of these operations: as SQL, where that can be written and is wanted, or as Rust.
fn revision(
    number: usize,
    now: &Schema,
    operations: &[Operation],
    as_sql: bool,
) -> (String, String) {
    let as_sql = as_sql && !operations.iter().any(says_more);
    // The text of a table that is made anew does not have the name that its primary key goes by, either.
    if as_sql
        && let Ok(upgrade) = statements(server(), now, operations)
        && !upgrade.starts_with("-- rebuild:")
    {
        return in_sql(number, &upgrade);
    }
    let (id, down) = ids(number);
    let mut text = "//! Made up.\n\nuse revision_core::prelude::*;\n\nrevision! {\n".to_owned();
    let _ = writeln!(text, "    id: \"{id}\",");
    if !down.is_empty() {
        let _ = writeln!(text, "    down_revision: \"{down}\",");
    }
    let _ = write!(text, "}}\n\n{}", functions(operations, None));
    (format!("{id}.rs"), text)
}

/// A revision of SQL.
fn in_sql(number: usize, upgrade: &str) -> (String, String) {
    let (id, down) = ids(number);
    let revision = Sql {
        id: &id,
        down: &down,
        upgrade,
        ..Sql::default()
    };
    (format!("{id}.sql"), revision.text())
}

/// What a revision is called, and the one below it.
fn ids(number: usize) -> (String, String) {
    let down = number.checked_sub(1).map(|above| format!("{above:04}"));
    (format!("{number:04}"), down.unwrap_or_default())
}

/// Whether an operation says something of which SQL says nothing there, and that later ones may speak of: enums by their
/// names, the name of a primary key.
fn says_more(operation: &Operation) -> bool {
    let is_enum = |column: &Column| matches!(column.ty, Type::Enum(_));
    match operation {
        Operation::CreateEnum { .. }
        | Operation::DropEnum { .. }
        | Operation::RenameEnum { .. }
        | Operation::AddEnumValue { .. }
        | Operation::RenameEnumValue { .. }
        | Operation::DropEnumValue { .. } => true,
        Operation::AddColumn { column, .. } => is_enum(column),
        Operation::CreateTable { table, .. } => {
            let key = table.primary_key.as_ref();
            key.is_some_and(|key| key.name.is_some()) || table.columns.iter().any(is_enum)
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(cases())]

    /// All of them are SQL, as far as that can be written.
    #[test]
    fn running_nothing_but_sql_comes_to_the_same((before, operations) in changes(Taste::on(Backend::Sqlite))) {
        let mut now = Schema::default();
        let mut files = Vec::new();
        let made = diff(Pair::new(&now, &before));
        let steps = std::iter::once(&made[..]).chain(operations.chunks(1));
        for (number, step) in steps.enumerate() {
            let Ok(upgrade) = statements(server(), &now, step) else {
                break;
            };
            files.push(in_sql(number, &upgrade));
            now.apply_all(step).expect("it makes sense");
        }
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (&**name, &**text)).collect();
        let chain = TestChain::of_files(&files);
        let replayed = replay(chain.revisions(), &["head"], server(), &[]).expect("a plan");
        prop_assert_eq!(&replayed.faults, &[], "{:#?}", files);
        prop_assert_eq!(&replayed.opaque, &[], "{:#?}", files);
        prop_assert_eq!(
            sql::normalise(server(), &replayed.schema),
            sql::normalise(server(), &now),
            "{:#?}", files
        );
    }

    /// Whichever of the revisions are SQL.
    #[test]
    fn running_sql_comes_to_what_the_operations_come_to(
        (before, operations) in changes(Taste::on(Backend::Sqlite)),
        as_sql in vec(any::<bool>(), 9),
    ) {
        let mut now = Schema::default();
        let mut files = Vec::new();
        let made = diff(Pair::new(&now, &before));
        let steps = std::iter::once(&made[..]).chain(operations.chunks(1));
        for (number, (step, as_sql)) in steps.zip(as_sql).enumerate() {
            files.push(revision(number, &now, step, as_sql));
            now.apply_all(step).expect("it makes sense");
        }
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (&**name, &**text)).collect();
        let chain = TestChain::of_files(&files);
        let replayed = replay(chain.revisions(), &["head"], server(), &[]).expect("a plan");
        prop_assert_eq!(&replayed.faults, &[], "{:#?}", files);
        prop_assert_eq!(&replayed.opaque, &[], "{:#?}", files);
        prop_assert_eq!(
            sql::normalise(server(), &replayed.schema),
            sql::normalise(server(), &now),
            "{:#?}", files
        );
    }
}

/// What Alembic writes.
#[derive(Deserialize)]
struct Vector<T> {
    name: String,
    output: Output<T>,
}

#[derive(Deserialize)]
struct Output<T> {
    sqlite: T,
}

#[derive(Deserialize)]
struct Answer {
    sql: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Script {
    script: String,
}

/// All vectors of a file; none where it is not there, which continuous integration does not take.
fn vectors<T: DeserializeOwned>(name: &str) -> Vec<Vector<T>> {
    let file = workspace().join("../shared/vectors/sql").join(name);
    let Ok(text) = fs::read_to_string(&file) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            file.display()
        );
        return Vec::new();
    };
    serde_json::from_str(&text).expect("the vectors are as their README says")
}

/// What the statements of the vectors are about.
const THERE: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b VARCHAR(20));
CREATE INDEX ix_a ON t (a);
";

/// What is not understood of SQL, and what makes no sense in it.
fn wrong(upgrade: &str) -> usize {
    let chain = TestChain::new(&[Sql {
        id: "a",
        upgrade,
        ..Sql::default()
    }]);
    let replayed = replay(chain.revisions(), &["head"], server(), &[]).expect("a plan");
    replayed.opaque.len() + replayed.faults.len()
}

#[test]
fn what_alembic_writes_is_understood() {
    let mut refused = Vec::new();
    for Vector { name, output } in vectors::<Answer>("ops.json") {
        let Some(sql) = output.sqlite.sql else {
            continue;
        };
        let makes = sql.iter().any(|one| one.starts_with("CREATE TABLE t "));
        let there = match &*name {
            _ if makes => "",
            "drop-column" => &format!("{THERE}ALTER TABLE t ADD c INTEGER;\n"),
            _ => THERE,
        };
        let wrong = wrong(&format!("{there}{};", sql.join(";\n")));
        if wrong > 0 {
            refused.push(name);
        }
    }
    // SQLite does not take them either.
    let known = [
        "add-column-schema",
        "add-column-if-not-exists",
        "alter-schema",
    ];
    assert_eq!(refused, known);
    for Vector { name, output } in vectors::<Script>("scripts.json") {
        if name.contains("upgrade head") {
            assert_eq!(wrong(&output.sqlite.script), 0, "{name}");
        }
    }
}
