//! The rules by which texts are compared: what changes a column keeps them, and what calls a value otherwise heeds them.

use revision_tests::{Database, TestChain, servers};

/// A chain of two revisions, of what their functions do.
fn chain(first: &str, second: &str) -> TestChain {
    let text = |id: &str, down: &str, body: &str| {
        format!(
            "//! Made up.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"{id}\",\n{down}}}\n\n\
             pub fn upgrade(op: &mut Op) {{\n{body}}}\n"
        )
    };
    let first = text("a", "", first);
    let second = text("b", "    down_revision: \"a\",\n", second);
    TestChain::of_files(&[("a.rs", &first), ("b.rs", &second)])
}

async fn upgraded(chain: &TestChain, database: &Database) {
    let done = chain.runtime().upgrade(database.url(), "head").await;
    done.unwrap_or_else(|error| panic!("{:?}: {error}", database.kind()));
}

#[tokio::test]
async fn a_column_of_another_type_keeps_its_collation() {
    let chain = chain(
        r#"    op.create_table("t", [
        column("a", varchar(10)).collate("C"),
        column("b", text()).collate("C"),
        column("c", varchar(10)).collate("C"),
        column("d", varchar(10)),
        column("e", integer()),
        column("f", text()).collate("C"),
    ]);
"#,
        r#"    op.alter_column("t", "a").type_(varchar(20));
    op.alter_column("t", "b").type_(varchar(20)).using("b || ''");
    op.alter_column("t", "c").type_(text()).drop_collation();
    op.alter_column("t", "d").type_(text());
    op.alter_column("t", "e").type_(text());
    op.alter_column("t", "f").type_(integer()).using("length(f)").drop_collation();
"#,
    );
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        upgraded(&chain, &database).await;
        let found = database
            .rows("SELECT coalesce(collation_name, '') FROM information_schema.columns WHERE table_name = 't' ORDER BY column_name")
            .await
            .concat();
        assert_eq!(found, ["C", "C", "", "", "", ""], "{kind:?}");
    }
}
