//! Chains of a database that lies in memory while they are replayed.

#![cfg(feature = "sqlite")]

use std::fs;

use super::super::tests::{CREATE, revisions, rust, sql, told};
use super::super::{Replayed, replay};
use super::*;
use crate::schema::{Default, Table, Type};
use crate::{Backend, Product};

const SQLITE: Server = Server {
    product: Product::Sqlite,
    version: [3, 45, 0],
};

/// What `users` and one more revision come to.
fn replayed(name: &str, text: &str) -> Replayed {
    let chain = revisions(&[CREATE, (name, text)]);
    replay(&chain, &["head"], SQLITE, &[]).expect("a plan")
}

fn understood(replayed: &Replayed) {
    assert_eq!(told(&replayed.faults), Vec::<String>::new());
    assert_eq!(told(&replayed.opaque), Vec::<String>::new());
    assert!(replayed.schema.opaque.is_empty(), "{:?}", replayed.schema);
}

fn table<'s>(schema: &'s Schema, name: &str) -> &'s Table {
    schema.tables.get(&name.into()).expect("a table")
}

fn columns(schema: &Schema, name: &str) -> Vec<String> {
    let columns = table(schema, name).columns.iter();
    columns.map(|column| column.name.to_string()).collect()
}

#[test]
fn what_only_the_database_understands_is_known() {
    let done = replayed(
        "b.sql",
        &sql(
            "INSERT INTO users VALUES (1, no_such_function());\nCREATE TABLE named AS SELECT id, upper(name) AS \"big name\" FROM users;",
        ),
    );
    understood(&done);
    assert_eq!(columns(&done.schema, "named"), ["id", "big name"]);
    assert_eq!(done.statements, 3);
}

#[test]
fn the_words_of_the_revisions_stay() {
    let text = rust(
        "pub fn upgrade(op: &mut Op) {\n    op.create_enum(\"mood\", [\"sad\", \"glad\"]);\n    op.add_column(\"users\", column(\"mood\", enum_(\"mood\")));\n    op.alter_table(\"users\").comment(\"who\");\n    op.execute(\"ALTER TABLE users RENAME COLUMN mood TO feeling\");\n    op.execute(\"ALTER TABLE users RENAME TO people; ALTER TABLE people ADD COLUMN age INT DEFAULT 7\");\n    op.add_enum_value(\"mood\", \"calm\");\n    op.execute(\"CREATE INDEX ix ON people (feeling)\");\n}\n",
    );
    let done = replayed("b.rs", &text);
    understood(&done);
    let people = table(&done.schema, "people");
    assert_eq!(
        columns(&done.schema, "people"),
        ["id", "name", "feeling", "age"]
    );
    assert_eq!(people.columns[2].ty, Type::Enum("mood".into()));
    assert_eq!(people.columns[3].default, Some(Default::Value(7.into())));
    assert_eq!(people.comment.as_deref(), Some("who"));
    assert_eq!(people.indexes.len(), 1);
    assert_eq!(done.schema.enums[&"mood".into()].values.len(), 3);
}

#[test]
fn what_memory_does_not_take_is_read() {
    let done = replayed(
        "b.sql",
        &sql(
            "CREATE INDEX ix ON users (no_such_function(name));\nALTER TABLE users ADD COLUMN age;\nALTER TABLE users DROP COLUMN nick;\nALTER TABLE users FROBNICATE;",
        ),
    );
    // The index keeps the table out of memory, and what follows is read as well.
    let [fault] = &told(&done.faults)[..] else {
        panic!("{:?}", done.faults);
    };
    assert!(fault.contains("there is no column `nick` of `users`"));
    let [opaque] = &told(&done.opaque)[..] else {
        panic!("{:?}", done.opaque);
    };
    assert!(opaque.contains("to `users` is not known"), "{opaque}");
    assert!(done.schema.opaque.contains(&"users".into()));
}

#[test]
fn what_is_opaque_is_known_again_once_it_is_made_anew() {
    let done = replayed(
        "b.sql",
        &sql(
            "ALTER TABLE users FROBNICATE;\n-- schema: op.drop_table(\"users\");\nCREATE TABLE users (a);\nALTER TABLE users FROBNICATE;\nDROP TABLE users;\nCREATE TABLE users (b);",
        ),
    );
    assert_eq!(columns(&done.schema, "users"), ["b"]);
    assert!(done.schema.opaque.is_empty());
    assert_eq!(done.opaque.len(), 1);
}

#[test]
fn a_table_of_a_module_is_there_and_in_no_schema() {
    let create = "CREATE VIRTUAL TABLE docs USING fts5(title);\n";
    let trigger =
        "CREATE TRIGGER t AFTER INSERT ON users BEGIN INSERT INTO docs VALUES (new.name); END;\n";
    for change in [
        "DROP TABLE docs;",
        "ALTER TABLE docs RENAME TO papers;",
        "UPDATE docs SET title = '';",
    ] {
        let done = replayed("b.sql", &sql(&format!("{create}{trigger}{change}")));
        understood(&done);
        assert_eq!(done.schema.tables.len(), 1);
        assert_eq!(done.schema.triggers.len(), 1);
    }
    let chain = revisions(&[
        (
            "a.sql",
            &format!("-- Make\n--\n-- revision: a\n\n-- upgrade\n{create}"),
        ),
        (
            "b.rs",
            &rust("pub fn upgrade(op: &mut Op) {\n    op.drop_table(\"docs\");\n}\n"),
        ),
    ]);
    understood(&replay(&chain, &["head"], SQLITE, &[]).expect("a plan"));
}

#[test]
fn tables_are_made_anew_by_hand() {
    let done = replayed(
        "b.sql",
        &sql(
            "PRAGMA foreign_keys = OFF;\nCREATE TABLE posts (user_id bigint REFERENCES users (id));\nCREATE VIEW named AS SELECT name FROM users;\nCREATE TABLE new_users (id bigint PRIMARY KEY, name text NOT NULL);\nINSERT INTO new_users SELECT id, name FROM users;\nPRAGMA legacy_alter_table = ON;\nDROP TABLE users;\nALTER TABLE new_users RENAME TO users;",
        ),
    );
    understood(&done);
    assert_eq!(done.schema.tables.len(), 2);
    let name = table(&done.schema, "users").columns.named("name");
    assert!(name.is_some_and(|name| !name.nullable));
    let mut keys = table(&done.schema, "posts").foreign_keys.iter();
    assert!(keys.all(|key| key.references == "users".into()));
    assert_eq!(done.schema.views.len(), 1);
    // What a revision has set goes with it.
    let chain = revisions(&[
        CREATE,
        (
            "b.sql",
            &sql(
                "PRAGMA legacy_alter_table = ON;\nALTER TABLE users ADD age;\nCREATE VIEW v AS SELECT * FROM users;",
            ),
        ),
        (
            "c.sql",
            "-- Rename it\n--\n-- revision: c\n-- down_revision: b\n\n-- upgrade\nALTER TABLE users RENAME TO people;\n",
        ),
    ]);
    let done = replay(&chain, &["head"], SQLITE, &[]).expect("a plan");
    let query = &done.schema.views[&"v".into()].query;
    assert!(query.contains("people"), "{query}");
}

#[test]
fn the_schema_may_be_written_as_rows() {
    let done = replayed(
        "b.sql",
        &sql(
            "PRAGMA writable_schema = ON;\nUPDATE sqlite_master SET sql = replace(sql, 'name text', 'name text NOT NULL') WHERE name = 'users';\nPRAGMA writable_schema = OFF;",
        ),
    );
    understood(&done);
    let name = table(&done.schema, "users").columns.named("name");
    assert!(name.is_some_and(|name| !name.nullable));
}

#[test]
fn nothing_is_written_outside_of_memory() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("file");
    let file = file.display();
    let done = replayed(
        "b.sql",
        &sql(&format!(
            "CREATE TABLE a (a);\nATTACH '{file}' AS other;\nVACUUM INTO '{file}';\nCREATE TABLE other.b (a);\nPRAGMA temp_store_directory = '{file}';"
        )),
    );
    assert!(done.schema.tables.contains_key(&"a".into()));
    let entries = fs::read_dir(folder.path()).expect("a folder");
    assert_eq!(entries.count(), 0);
}

#[test]
fn rows_alone_open_no_database() {
    let mut memory = InMemory::new(Server::assumed(Backend::Sqlite));
    let (mut schema, mut unseen) = (Schema::default(), BTreeSet::new());
    for sql in ["INSERT INTO t VALUES (1)", "PRAGMA foreign_keys = ON"] {
        assert!(!memory.run(&schema, &mut unseen, sql));
    }
    assert!(memory.database.is_none());
    assert!(memory.run(&schema, &mut unseen, "CREATE TABLE t (a)"));
    assert!(memory.run(&schema, &mut unseen, "INSERT INTO t VALUES (1)"));
    assert!(schema.tables.is_empty());
    memory.take_over(&mut schema, &mut unseen);
    assert_eq!(schema.tables.len(), 1);
    assert!(!memory.run(&schema, &mut unseen, "CREATE TABLE t (a)"));
    let mut other = InMemory::new(Server::assumed(Backend::Postgres));
    assert!(!other.run(&schema, &mut unseen, "CREATE TABLE t (a int)"));
    assert!(other.database.is_none());
}
