use std::collections::HashMap;

use revision_core::Table;

#[derive(Table)]
struct Unreadable {
    a: HashMap<i32, i32>,
    b: (i32, i32),
    c: Option<Option<i32>>,
    #[column(flatten)]
    d: Option<Unreadable>,
}

fn main() {}
