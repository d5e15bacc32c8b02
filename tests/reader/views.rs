//! Views.

use revision_core::prelude::*;

revision! {
    id: "views",
}

pub fn upgrade(op: &mut Op) {
    op.create_view("adults", "SELECT * FROM users WHERE age >= 18")
        .or_replace();
    op.create_materialized_view("ages", "SELECT age, count(*) FROM users GROUP BY age")
        .index(index("ix_ages", ["age"]).unique());
    op.rename_view("adults", "grown_ups");
    op.comment_on_view("grown_ups", "who may");
}

pub fn downgrade(op: &mut Op) {
    op.drop_view("grown_ups");
    op.drop_materialized_view("ages").if_exists();
}
