//! Each constraint has the words that make sense of it.

use revision_core::prelude::*;

pub fn upgrade(op: &mut Op) {
    op.create_check("users", check("age > 0").on_delete(Cascade));
    op.create_unique("users", unique(["email"]).not_valid());
    op.create_unique("users", check("age > 0"));
    op.create_foreign_key("users", foreign_key(["a"], "teams", ["id"]).on_delete("cascade"));
    op.create_foreign_key("users", foreign_key(["a"], "teams"));
    op.create_primary_key("users", primary_key(["id"]).nulls_not_distinct());
}

fn main() {}
