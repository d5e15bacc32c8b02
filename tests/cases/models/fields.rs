use revision_core::{SqlEnum, Table};

struct Money(i64);

type Id = i64;

#[derive(SqlEnum)]
enum Mood {
    Good,
}

#[derive(Table)]
struct Fields {
    a: Money,
    b: Id,
    c: Vec<Money>,
    d: Option<Mood>,
    #[column(flatten)]
    e: Money,
}

fn main() {}
