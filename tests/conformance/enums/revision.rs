//! Enums are made, called otherwise, and given values.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_enum("size", ["small", "it's large"])
        .comment("How large");
    op.add_column("people", column("size", enum_("size")).default("small"));
    op.add_enum_value("mood", "content").before("happy");
    op.add_enum_value("mood", "glad").after("happy");
    op.add_enum_value("mood", "glad").if_not_exists();
    op.rename_enum_value("mood", "sad", "gloomy");
    op.rename_enum("mood", "feeling");
    op.comment_on_enum("feeling", "How it is");
    op.drop_enum("old");
    op.drop_enum("nobody").if_exists();
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
