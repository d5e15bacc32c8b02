//! Constants of every kind.

use revision_core::prelude::*;

revision! {
    id: "constants",
}

const TABLE: &str = "users";
const COLUMNS: [&str; 2] = ["team_id", "email"];
const LENGTH: u32 = 255;
const START: i64 = -5;
const YES: bool = !false;
const HALF: f64 = 0.5;
const RAW: &[u8] = b"\x01\x02";
const EMPTY: [&str; 0] = [];

pub fn upgrade(op: &mut Op) {
    const INNER: &str = "inner";
    op.create_unique(TABLE, COLUMNS);
    op.create_unique(TABLE, unique(COLUMNS).named(INNER).include(EMPTY));
    op.alter_column(TABLE, COLUMN)
        .type_(varchar(LENGTH))
        .default(HALF);
    op.add_column(TABLE, column("raw", blob()).default(RAW));
    op.create_sequence("s").start(START);
    op.alter_table(TABLE).strict(YES);
}

const COLUMN: &str = "email";
