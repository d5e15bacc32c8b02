//! Enums, changed.

use revision_core::prelude::*;

revision! {
    id: "enums",
}

pub fn upgrade(op: &mut Op) {
    op.create_enum("mood", ["sad", "happy"])
        .comment("how they feel");
    op.add_enum_value("mood", "content")
        .before("happy")
        .if_not_exists();
    op.add_enum_value("mood", "angry").after("sad");
    op.rename_enum_value("mood", "content", "fine");
    op.drop_enum_value("mood", "angry").column("users", "mood");
    op.rename_enum("mood", "feeling");
}

pub fn downgrade(op: &mut Op) {
    op.drop_enum("feeling");
}
