//! What is asked of the log says all that the whole of it says.
#![cfg(feature = "sqlite")]

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::dialect::{Database, Part, Purpose, dialect};
use crate::runtime::state;

/// A line that a run may write: revision, direction, outcome, statement.
fn line() -> impl Strategy<Value = (u8, &'static str, &'static str, Option<u8>)> {
    let direction = prop::sample::select(&["upgrade", "downgrade", "stamp"][..]);
    let outcome = prop::sample::select(&["done", "done", "failed", "started"][..]);
    let statement = prop::option::weighted(0.3, 1..4_u8);
    let own = (0..3_u8, direction, outcome, statement);
    let accepted = (0..4_u8).prop_map(|revision| (revision, ACCEPT, "done", None));
    prop_oneof![8 => own, 1 => accepted]
}

/// What is read of a log that holds these lines: all of it, and what is asked for.
async fn both(lines: &[(u8, &str, &str, Option<u8>)]) -> [Vec<Row>; 2] {
    let database = Database::url("sqlite::memory:", Path::new(""));
    let mut driver = database.open(Purpose::Run).await.expect("it opens");
    let dialect = dialect(driver.backend());
    let settings = crate::config::Settings::DEFAULT;
    let facts = state::facts(&mut *driver, dialect, &settings).await;
    let mut facts = facts.expect("it answers");
    facts.has_log = true;
    let table = facts.tables.log.clone().expect("there is one");
    let mut parts = vec![Part::execute(dialect.create_log(&table))];
    for (at, (revision, direction, outcome, statement)) in lines.iter().enumerate() {
        let statement = statement.map_or("NULL".to_owned(), |number| number.to_string());
        for chain in ["ours", "theirs"] {
            parts.push(Part::execute(format!(
                "INSERT INTO revision_log (chain, revision, direction, outcome, checksum, statement, started_at) \
                 VALUES ('{chain}', 'r{revision}', '{direction}', '{outcome}', '1:{at}', {statement}, 'at {at}')"
            )));
        }
    }
    let all = format!(
        "SELECT {} FROM revision_log AS l WHERE chain = 'ours' ORDER BY id",
        columns(dialect)
    );
    parts.push(Part::ask(all));
    parts.push(Part::ask(select(dialect, &facts, "ours").expect("a log")));
    let answers = driver.send(&parts, false).await.expect("it is SQL");
    answers.try_into().expect("two answers")
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(future)
}

proptest! {
    #[test]
    fn what_is_asked_for_says_what_all_of_it_says(lines in prop::collection::vec(line(), 0..24)) {
        let [all, asked] = wait(both(&lines));
        prop_assert_eq!(Log::read(asked), Log::read(all));
    }
}

#[test]
fn a_log_that_has_grown_is_not_read_whole() {
    let mut lines = Vec::new();
    for _ in 0..100 {
        for revision in 0..4 {
            lines.extend((1..4).map(|number| (revision, "upgrade", "done", Some(number))));
            lines.push((revision, "upgrade", "done", None));
            lines.push((revision, "downgrade", "done", None));
        }
    }
    lines.extend([
        (0, "upgrade", "done", Some(1)),
        (0, "upgrade", "failed", Some(2)),
    ]);
    let [all, asked] = wait(both(&lines));
    assert_eq!((all.len(), asked.len()), (2_002, 4 + 2));
    assert_eq!(Log::read(asked), Log::read(all));
}
