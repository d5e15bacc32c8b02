//! What a server tells of tables: what was made, and enough of it that a column can be said anew.

use revision_core::__private::sql::{normalise, recorded, statements};
use revision_core::config::Settings;
use revision_core::operation::ColumnChange;
use revision_core::prelude::*;
use revision_core::runtime::{Scope, reflect};
use revision_core::schema::Schema;
use revision_core::{Operation, Server};
use revision_tests::Database;
use revision_tests::servers::{self, Kind};

fn rich(op: &mut Op) {
    op.create_enum("mood", ["sad", "it's \\ fine"]);
    op.create_table(
        "teams",
        [
            column("id", integer()).primary_key(),
            column("code", char(3)).not_null(),
        ],
    )
    .unique(["code"]);
    op.create_table(
        "people",
        [
            column("id", bigint().auto_increment()).primary_key(),
            column("team_id", integer()).not_null().default(1),
            column("mood", enum_("mood"))
                .not_null()
                .default("it's \\ fine"),
            column("name", varchar(50))
                .collate("utf8mb4_bin")
                .default("it's \\ so"),
            column("notes", text()).default("none \\ 'yet'"),
            column("token", uuid()),
            column("settings", json()).default("{}"),
            column("money", numeric(10, 2)).not_null().default(0),
            column("size", double()).default(1.5),
            column("is_member", boolean()).not_null().default(true),
            column("born", date()).default("1999-12-31"),
            column("at", time().precision(3)),
            column("made", timestamptz().precision(6))
                .not_null()
                .default_sql("CURRENT_TIMESTAMP"),
            column("changed", timestamp())
                .default_sql("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"),
            column("seen", timestamptz()).default_sql("NULL ON UPDATE CURRENT_TIMESTAMP"),
            column("label", varchar(60)).default_sql("concat('a', 'b')"),
            column("double_size", double()).generated("size * 2"),
            column("kept_size", double()).generated_stored("size * 3"),
            column("flags", custom("bit(3)")).default_sql("b'101'"),
            column("order", smallint()).comment("It's \\ said"),
            column("raw", binary(4)),
        ],
    )
    .comment("Who 'they' are")
    .foreign_key(foreign_key(["team_id"], "teams", ["id"]).on_delete(Cascade))
    .check(check("money >= 0").named("money_is_there"))
    .unique(unique(["name", "born"]).named("born_once"));
    op.create_index("by_size", "people", [name("size").desc(), name("order")]);
    op.create_index("by_notes", "people", [name("notes").length(10)]);
    op.create_index("of_label", "people", ["label"]).unique();
}

async fn known(database: &Database) -> Schema {
    let tables = ["people".into(), "teams".into()];
    let known = reflect(database.url(), Scope::Tables(&tables), &Settings::DEFAULT).await;
    known.expect("what it is like")
}

async fn run(database: &Database, server: Server, known: &Schema, operations: &[Operation]) {
    for (_, sql) in statements(server, known, operations).expect("statements") {
        database.rows(&sql).await;
    }
}

async fn made(database: &Database) -> String {
    let rows = database.rows("SHOW CREATE TABLE people").await;
    rows.concat().pop().unwrap_or_default()
}

#[tokio::test]
async fn what_was_made_is_told() {
    if !servers::all().contains(&Kind::MySql) {
        return;
    }
    let database = Database::fresh(Kind::MySql).await;
    let server = database.server().await;
    let operations = recorded(rich, MySql)
        .into_iter()
        .map(|(_, operation)| operation);
    let operations: Vec<_> = operations.collect();
    run(&database, server, &Schema::default(), &operations).await;
    let mut expected = Schema::default();
    expected.apply_all(&operations).expect("it makes sense");
    let expected = normalise(server, &expected);
    let told = known(&database).await;
    assert!(told.opaque.is_empty(), "{:?}", told.opaque);
    let told = normalise(server, &told);
    for (name, table) in &expected.tables {
        let told = &told.tables[name];
        for column in table.columns.iter() {
            assert_eq!(told.columns.named(&column.name), Some(column));
        }
        assert_eq!(told, table);
    }
    assert_eq!(normalise(server, &expected), expected);
}

#[tokio::test]
async fn a_column_that_is_said_anew_stays_what_it_was() {
    if !servers::all().contains(&Kind::MySql) {
        return;
    }
    let database = Database::fresh(Kind::MySql).await;
    let server = database.server().await;
    let operations = recorded(rich, MySql)
        .into_iter()
        .map(|(_, operation)| operation);
    run(
        &database,
        server,
        &Schema::default(),
        &operations.collect::<Vec<_>>(),
    )
    .await;
    let before = made(&database).await;
    let known = known(&database).await;
    for column in known.tables[&"people".into()].columns.iter() {
        let mut change = ColumnChange::default();
        change.comment = Some(Some("changed".to_owned()));
        let say = |change| Operation::AlterColumn {
            table: "people".into(),
            column: column.name.clone(),
            change: Box::new(change),
        };
        run(&database, server, &known, &[say(change)]).await;
        assert_ne!(made(&database).await, before);
        let mut back = ColumnChange::default();
        back.comment = Some(column.comment.clone());
        run(&database, server, &known, &[say(back)]).await;
        assert_eq!(made(&database).await, before, "{}", column.name);
    }
}

#[tokio::test]
async fn what_cannot_be_said_anew_is_left_alone() {
    fn alter(op: &mut Op) {
        op.alter_column("people", "a").comment("It is");
    }
    if !servers::all().contains(&Kind::MySql) {
        return;
    }
    let database = Database::fresh(Kind::MySql).await;
    let server = database.server().await;
    let hidden = if server.product == revision_core::Product::MariaDb {
        "id int INVISIBLE DEFAULT 1, a int CHECK (a > 0)"
    } else {
        "id int INVISIBLE DEFAULT 1, a int"
    };
    database
        .rows(&format!("CREATE TABLE people ({hidden})"))
        .await;
    let known = known(&database).await;
    let operations = recorded(alter, MySql)
        .into_iter()
        .map(|(_, operation)| operation);
    let refused = statements(server, &known, &operations.collect::<Vec<_>>());
    let (_, why) = refused.expect_err("a refusal");
    assert!(
        why.contains("forgets of a column what is not repeated"),
        "{why}"
    );
}
