//! Schemas are made, called otherwise and dropped; tables move.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_schema("app");
    op.create_schema("app").if_not_exists();
    op.rename_schema("old", "new");
    op.drop_schema("leaves");
    op.drop_schema("nobody").if_exists();
    op.comment_on_schema("app", "It's ours");
    op.drop_comment_on_schema("app");
    op.move_table("users", "app");
    op.create_enum("app.mood", ["sad"]);
    op.add_column("app.users", column("mood", enum_("app.mood")));
    op.create_table(
        "app.posts",
        [
            column("id", integer()).primary_key(),
            column("user_id", integer()).comment("Whose"),
        ],
    )
    .foreign_key(foreign_key(["user_id"], "app.users", ["id"]))
    .comment("Posts");
    op.create_index("ix_posts", "app.posts", ["user_id"])
        .comment("By user");
    op.rename_index("app.posts", "ix_posts", "ix_posts_user");
    op.drop_index("ix_posts_user", "app.posts");
    op.rename_table("app.posts", "letters");
    op.move_table_to_default("new.teams");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
