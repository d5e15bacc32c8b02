//! Extensions, functions, procedures.

use revision_core::prelude::*;

revision! {
    id: "extensions",
}

pub fn upgrade(op: &mut Op) {
    op.create_extension("vector")
        .schema("app")
        .version("0.8")
        .if_not_exists();
    op.create_function(
        "area(integer, app.shape)",
        "CREATE FUNCTION area(integer, app.shape) …",
    );
    op.create_procedure("app.tidy", "CREATE PROCEDURE app.tidy() …");
    op.drop_function("area(integer, app.shape)").if_exists();
    op.drop_procedure("app.tidy");
    op.drop_extension("vector");
    op.drop_trigger("t", "users").if_exists();
}
