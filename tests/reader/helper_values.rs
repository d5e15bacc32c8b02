//! Functions that give values.

use revision_core::op::Column;
use revision_core::prelude::*;

revision! {
    id: "helper_values",
}

pub fn upgrade(op: &mut Op) {
    op.create_table("users", [id(), stamp("created_at"), stamp("updated_at")]);
    op.create_table("teams", [id(), stamp("created_at")]);
}

fn id() -> Column {
    column("id", bigint().auto_increment()).primary_key()
}

fn stamp(name: &str) -> Column {
    let ty = timestamptz().precision(3);
    column(name, ty).not_null().default_sql("CURRENT_TIMESTAMP")
}
