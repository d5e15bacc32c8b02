//! The rules by which texts are compared: what changes a column keeps them, and what calls a value otherwise heeds them.

use revision_tests::{Database, Kind, TestChain, servers};

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

/// Two values that a collation takes for one are never in a column together.
#[tokio::test]
async fn a_value_is_called_what_is_the_same_to_a_collation() {
    let chain = chain(
        r#"    op.create_enum("mood", ["é", "sad", "x"]);
    op.create_table("t", [column("id", integer()), column("a", enum_("mood")).default("é")]);
    op.bulk_insert("t", ["id", "a"], [(1, "é"), (2, "sad"), (3, "x")]);
"#,
        r#"    op.rename_enum_value("mood", "é", "É");
    op.rename_enum_value("mood", "sad", "Sad");
    op.rename_enum_value("mood", "Sad", "Säd");
    op.rename_enum_value("mood", "x", "y");
"#,
    );
    for kind in servers::all() {
        if kind != Kind::MySql {
            continue;
        }
        for collation in ["utf8mb4_general_ci", "utf8mb4_bin"] {
            let database = Database::fresh(kind).await;
            let sql = format!("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE {collation}");
            database.rows(&sql).await;
            upgraded(&chain, &database).await;
            let found = database.rows("SELECT a FROM t ORDER BY id").await.concat();
            assert_eq!(found, ["É", "Säd", "y"], "{collation}");
        }
    }
}
