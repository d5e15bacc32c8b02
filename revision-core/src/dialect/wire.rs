//! Statements through sqlx, with the rows as text: the same for every database.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use sqlx::{AssertSqlSafe, ColumnIndex, Database, Decode, Either, Executor, Row as _, raw_sql};

use super::driver::{Answers, Row};

/// What came of statements that were sent in one text.
pub(super) struct Outcome {
    /// How many of them ended well.
    pub(super) completed: usize,
    pub(super) error: Option<sqlx::Error>,
}

/// Sends a text of one or more statements. `wanted` says of each whether its rows are kept; they are added to `answers`.
pub(super) async fn send<DB>(
    connection: &mut DB::Connection,
    sql: String,
    wanted: &[bool],
    answers: &mut Answers,
) -> Outcome
where
    DB: Database,
    for<'e> &'e mut DB::Connection: Executor<'e, Database = DB>,
    for<'r> Option<String>: Decode<'r, DB>,
    usize: ColumnIndex<DB::Row>,
{
    let mut completed = 0;
    let mut rows = Vec::new();
    let mut stream = raw_sql(AssertSqlSafe(sql)).fetch_many(connection);
    let mut error = None;
    while let Some(next) = Next(&mut stream).await {
        match next {
            Ok(Either::Left(_)) => {
                if wanted.get(completed) == Some(&true) {
                    answers.push(std::mem::take(&mut rows));
                }
                completed += 1;
            }
            Ok(Either::Right(row)) => {
                if wanted.get(completed) == Some(&true) {
                    match texts::<DB>(&row) {
                        Ok(row) => rows.push(row),
                        // The stream goes on, so that the connection is left in order.
                        Err(wrong) => error = error.or(Some(wrong)),
                    }
                }
            }
            Err(failed) => {
                error = Some(failed);
                break;
            }
        }
    }
    Outcome { completed, error }
}

fn texts<DB>(row: &DB::Row) -> Result<Row, sqlx::Error>
where
    DB: Database,
    for<'r> Option<String>: Decode<'r, DB>,
    usize: ColumnIndex<DB::Row>,
{
    (0..row.len())
        .map(|index| row.try_get_unchecked::<Option<String>, usize>(index))
        .collect()
}

/// The next item of a stream.
struct Next<'a, S>(&'a mut S);

impl<S: Stream + Unpin> Future for Next<'_, S> {
    type Output = Option<S::Item>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut *self.0).poll_next(context)
    }
}
