use super::*;
use crate::dialect::Connection;
use crate::operation::Run;
use crate::prelude::Result;

async fn backfill(_: &mut Connection) -> Result {
    Ok(())
}

async fn in_anothers_words(_: &mut Connection) -> Result<(), std::io::Error> {
    Ok(())
}

#[test]
fn what_is_recorded_is_plain_data_with_its_places_beside() {
    fn upgrade(op: &mut Op) {
        op.execute("SELECT 1").execute("SELECT 2");
        op.run(backfill).sql("SELECT 3");
        op.run(in_anothers_words);
    }
    let recorded = record(upgrade, Backend::Sqlite);
    let run = |name: &str, sql: Option<&str>| {
        Operation::Run(Run {
            name: name.to_owned(),
            sql: sql.map(str::to_owned),
        })
    };
    let expected = [
        Operation::Execute("SELECT 1".into()),
        Operation::Execute("SELECT 2".into()),
        run("backfill", Some("SELECT 3")),
        run("in_anothers_words", None),
    ];
    assert_eq!(recorded.operations, expected);
    let first = recorded.calls[0].place.line();
    let lines: Vec<_> = recorded
        .calls
        .iter()
        .map(|call| call.place.line())
        .collect();
    assert_eq!(lines, [first, first, first + 1, first + 2]);
    assert!(recorded.calls[0].place.file().ends_with("tests.rs"));
}

#[test]
fn the_future_of_data_work_may_cross_threads() {
    fn sent<T: Send>(_: T) {}
    fn asked(work: &Function, connection: &'static mut Connection) {
        sent(work.call(connection));
    }
    let work: Arc<Function> = Arc::new(backfill);
    let _ = (work, asked);
}

#[test]
fn a_function_that_reverses_itself_is_refused() {
    fn once(op: &mut Op) {
        op.reverse(once);
    }
    fn thrice(op: &mut Op) {
        op.reverse(thrice).reverse(thrice).reverse(thrice);
    }
    for function in [once, thrice] {
        let recorded = record(function, Backend::Sqlite);
        assert!(matches!(recorded.refused, Some(Refused::Circle(_))));
    }
}

#[test]
fn the_reverse_of_what_cannot_be_done_cannot_be_done() {
    fn downgrade(op: &mut Op) {
        op.reverse(crate::__private::defaults::downgrade);
    }
    let recorded = record(downgrade, Backend::Sqlite);
    assert!(matches!(recorded.refused, Some(Refused::NoFunction)));
}
