//! Views whose rows are stored, and what is said about views.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_view("old", "SELECT id, name FROM users")
        .or_replace()
        .comment("More of it");
    op.rename_view("old", "new");
    op.create_materialized_view("counts", "SELECT count(*) AS n FROM users")
        .comment("How many");
    op.create_index("ix_counts", "counts", ["n"]);
    op.rename_index("counts", "ix_counts", "ix_n");
    op.drop_materialized_view("stored");
    op.drop_materialized_view("nobody").if_exists();
    op.rename_materialized_view("kept", "held");
    op.comment_on_view("new", "A view");
    op.comment_on_materialized_view("held", "Held");
    op.drop_comment_on_materialized_view("held");
    op.drop_comment_on_view("new");
}

pub(super) fn downgrade(op: &mut Op) {
    op.rename_materialized_view("held", "kept");
    op.create_materialized_view("stored", "SELECT id, name FROM users")
        .index(index("ix_stored", ["id"]).unique());
    op.drop_materialized_view("counts");
    op.drop_view("new");
    op.create_view("old", "SELECT id FROM users");
}
