//! Domains and composite types are made, changed where columns are of them, called otherwise and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub(super) fn upgrade(op: &mut Op) {
    op.create_domain("app_name", varchar(20))
        .not_null()
        .default("it's")
        .check("some", "VALUE <> ''")
        .comment("what it's called");
    op.create_composite("place")
        .attribute("of", custom("address"))
        .attribute("name", custom("app_name"))
        .comment("where");
    op.alter_domain("percent")
        .default(5)
        .drop_check("in_range")
        .check("positive", "VALUE >= 0");
    op.alter_domain("percent").drop_default().not_null();
    op.alter_domain("percent").nullable();
    op.alter_composite("address")
        .attribute("city", text())
        .rename_attribute("street", "road")
        .drop_attribute("zip");
    op.alter_composite("place").alter_attribute("name", text());
    op.rename_domain("percent", "share");
    op.rename_composite("place", "spot");
    op.drop_composite("spot");
    op.drop_domain("unused");
    op.drop_domain("nothing").if_exists();
    op.drop_comment_on_domain("share");
    op.comment_on_composite("address", "where to");
}

pub(super) fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
