//! Chains of revisions, and the schema that they make.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::chain::Direction;
use crate::schema::Type;
use crate::source::check;
use crate::source::load::Loaded;
use crate::{Product, Source};

const POSTGRES: Server = Server {
    product: Product::Postgres,
    version: [16, 0, 0],
};

pub(super) fn revisions(files: &[(&str, &str)]) -> Revisions {
    let mut loaded = Loaded::default();
    for (name, text) in files {
        let format = match Path::new(name).extension() {
            Some(end) if end == "rs" => Format::Rust,
            _ => Format::Sql,
        };
        let source = Arc::new(Source {
            path: name.into(),
            text: (*text).to_owned(),
        });
        let (file, faults) = RevisionFile::read(&source, format);
        assert_eq!(faults, []);
        loaded.files.extend(file);
    }
    let chain = check(&loaded).expect("a sound chain");
    Revisions {
        external: Vec::new(),
        chain,
        files: loaded.files,
    }
}

pub(super) const CREATE: (&str, &str) = (
    "a.sql",
    "-- Make users\n--\n-- revision: a\n\n-- upgrade\nCREATE TABLE users (id bigint PRIMARY KEY, name text);\n\n-- downgrade\n",
);

pub(super) fn rust(body: &str) -> String {
    format!(
        "//! Change it.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"b\",\n    down_revision: \"a\",\n}}\n\n{body}"
    )
}

pub(super) fn sql(upgrade: &str) -> String {
    format!(
        "-- Change it\n--\n-- revision: b\n-- down_revision: a\n\n-- upgrade\n{upgrade}\n\n-- downgrade\n"
    )
}

/// What a revision stands on.
fn before(chain: &Revisions, id: &Id) -> Replayed {
    let mut along = Along::new(chain, POSTGRES);
    let before = along.before(id, Direction::Upgrade);
    before.expect("a plan").clone()
}

pub(super) fn told(diagnostics: &[Diagnostic]) -> Vec<String> {
    let line = |one: &Diagnostic| {
        let place = one.place.as_ref().expect("a place");
        format!(
            "{}:{}: {} [{}]",
            place.path().display(),
            place.line(),
            one.message,
            one.code.as_str()
        )
    };
    diagnostics.iter().map(line).collect()
}

#[test]
fn sql_and_rust_make_one_schema() {
    let text = rust(
        "pub fn upgrade(op: &mut Op) {\n    op.add_column(\"users\", column(\"age\", integer()));\n    op.execute(\"ALTER TABLE users RENAME name TO nick\");\n}\n",
    );
    let chain = revisions(&[CREATE, ("b.rs", &text)]);
    let replayed = replay(&chain, &["head"], POSTGRES, &[]).expect("a plan");
    assert_eq!(told(&replayed.faults), Vec::<String>::new());
    let users = &replayed.schema.tables[&"users".into()];
    let names: Vec<&str> = users.columns.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["id", "nick", "age"]);
    assert_eq!(users.columns[0].ty, Type::BigInt { unsigned: false });
    assert_eq!(replayed.statements, 2);
    let before = before(&chain, &Id::from("b"));
    assert_eq!(before.schema.tables[&"users".into()].columns.len(), 2);
}

#[test]
fn what_makes_no_sense_is_said_with_its_line() {
    let text = rust("pub fn upgrade(op: &mut Op) {\n    op.drop_column(\"users\", \"nick\");\n}\n");
    let chain = revisions(&[CREATE, ("b.rs", &text)]);
    let replayed = replay(&chain, &["head"], POSTGRES, &[]).expect("a plan");
    let expected =
        "b.rs:11: `b` cannot be applied: there is no column `nick` of `users` [invalid_operation]";
    assert_eq!(told(&replayed.faults), [expected]);
    let text = sql("SELECT 1;\nALTER TABLE users DROP COLUMN nick;");
    let chain = revisions(&[CREATE, ("b.sql", &text)]);
    let replayed = replay(&chain, &["head"], POSTGRES, &[]).expect("a plan");
    let expected =
        "b.sql:8: `b` cannot be applied: there is no column `nick` of `users` [invalid_operation]";
    assert_eq!(told(&replayed.faults), [expected]);
}

#[test]
fn what_is_not_understood_makes_opaque_what_it_names() {
    let text = sql(
        "ALTER TABLE users FROBNICATE;\nCREATE TABLE b (id int);\nALTER TABLE users DROP COLUMN x;",
    );
    let chain = revisions(&[CREATE, ("b.sql", &text)]);
    let replayed = replay(&chain, &["head"], POSTGRES, &[]).expect("a plan");
    let expected =
        "b.sql:7: what this statement of `b` does to `users` is not known [opaque_statement]";
    assert_eq!(told(&replayed.opaque), [expected]);
    assert_eq!(told(&replayed.faults), Vec::<String>::new());
    assert!(replayed.schema.opaque.contains(&"users".into()));
    assert!(replayed.schema.tables.contains_key(&"b".into()));
    assert!(!replayed.unsure);
}

#[test]
fn a_line_below_says_what_a_statement_did() {
    let text = sql(
        "ALTER TABLE users FROBNICATE;\n-- a word\n-- schema: op.add_column(\"users\", column(\"age\", integer()));\n-- schema: op.drop_column(\"users\", \"nick\");\n",
    );
    let chain = revisions(&[CREATE, ("b.sql", &text)]);
    let replayed = replay(&chain, &["head"], POSTGRES, &[]).expect("a plan");
    assert_eq!(told(&replayed.opaque), Vec::<String>::new());
    let expected =
        "b.sql:10: `b` cannot be applied: there is no column `nick` of `users` [invalid_operation]";
    assert_eq!(told(&replayed.faults), [expected]);
    assert_eq!(replayed.schema.tables[&"users".into()].columns.len(), 3);
    let text = sql("ALTER TABLE users FROBNICATE;\n-- schema: frob(op);");
    let chain = revisions(&[CREATE, ("b.sql", &text)]);
    let replayed = replay(&chain, &["head"], POSTGRES, &[]).expect("a plan");
    let fault = &replayed.faults[0];
    let place = fault.place.as_ref().expect("a place");
    assert_eq!((fault.code, place.line()), (Code::NeedsCompiling, 8));
    assert!("frob(op);".contains(&place.text()[place.span()]));
}

#[test]
fn after_what_names_nothing_a_missing_table_is_no_fault() {
    let text = sql(
        "DO $$ BEGIN EXECUTE 'CREATE TABLE jobs (id int)'; END $$;\nALTER TABLE jobs ADD a int;\nCREATE TABLE b (id int REFERENCES jobs(id));",
    );
    let chain = revisions(&[CREATE, ("b.sql", &text)]);
    let replayed = replay(&chain, &["head"], POSTGRES, &[]).expect("a plan");
    assert_eq!(told(&replayed.faults), Vec::<String>::new());
    assert!(replayed.unsure);
    assert!(replayed.schema.opaque.contains(&"jobs".into()));
    assert!(replayed.schema.tables.contains_key(&"b".into()));
    // What needs compiling may have done anything, too.
    let text = rust(
        "pub fn upgrade(op: &mut Op) {\n    op.drop_table(\"nothing\");\n    frob(op);\n}\n\nfn frob<T>(op: T) {}\n",
    );
    let chain = revisions(&[CREATE, ("b.rs", &text)]);
    let replayed = replay(&chain, &["head"], POSTGRES, &[]).expect("a plan");
    assert_eq!(replayed.opaque[0].code, Code::NeedsCompiling);
    assert!(replayed.unsure);
}

#[test]
fn an_enum_is_not_changed_in_a_table_of_which_nothing_is_known() {
    use crate::script::{Asked, Revisions as _};
    let text = rust("pub fn upgrade(op: &mut Op) {\n    op.create_enum(\"mood\", [\"sad\"]);\n}\n");
    let frob = sql("ALTER TABLE users FROBNICATE;").replace("revision: b", "revision: c");
    let frob = frob.replace("down_revision: a", "down_revision: b");
    let add = rust(
        "pub fn upgrade(op: &mut Op) {\n    op.add_enum_value(\"mood\", \"glad\");\n    op.drop_table(\"users\");\n}\n",
    );
    let add = add.replace("down_revision: \"a\"", "down_revision: \"c\"");
    let add = add.replace(" id: \"b\"", " id: \"d\"");
    let mut chain = revisions(&[CREATE, ("b.rs", &text), ("c.sql", &frob), ("d.rs", &add)]);
    let expected = "d.rs:11: `d` changes the values of `mood`, and whether `users` holds them is not known: it stays as it is [opaque_statement]";
    let mysql = Server {
        product: Product::MariaDb,
        version: [10, 11, 0],
    };
    let of = |chain: &Revisions, server, external: &[&str]| {
        let replayed = replay(chain, &["head"], server, external).expect("a plan");
        assert_eq!(told(&replayed.faults), Vec::<String>::new());
        told(&replayed.opaque)
    };
    let found = of(&chain, mysql, &[]);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1], expected);
    assert_eq!(of(&chain, mysql, &["users"]).len(), 1);
    // There an enum is a type of its own.
    assert_eq!(of(&chain, POSTGRES, &[]).len(), 1);
    // Whoever runs it is told, too.
    let id = Id::from("d");
    let script = |chain: &Revisions, server| {
        let script = chain.script(Asked::new(&id, Direction::Upgrade, server));
        script.expect("a script").passed_over
    };
    let warned = script(&chain, mysql);
    assert_eq!(told(&warned), [expected]);
    let (statement, _) = &warned[0].related[0];
    assert_eq!(
        (statement.line(), statement.path()),
        (7, Path::new("c.sql"))
    );
    assert!(script(&chain, POSTGRES).is_empty());
    chain.external = vec!["us*".to_owned()];
    assert!(script(&chain, mysql).is_empty());
}

#[test]
fn what_others_make_may_be_referred_to() {
    let text = rust(
        "pub fn upgrade(op: &mut Op) {\n    op.create_foreign_key(\"users\", foreign_key([\"id\"], \"jobs_queue\", [\"id\"]));\n}\n",
    );
    let chain = revisions(&[CREATE, ("b.rs", &text)]);
    let of = |external: &[&str]| replay(&chain, &["head"], POSTGRES, external).expect("a plan");
    let expected =
        "b.rs:11: `b` cannot be applied: there is no table `jobs_queue` [invalid_operation]";
    assert_eq!(told(&of(&[]).faults), [expected]);
    assert_eq!(told(&of(&["jobs_*"]).faults), Vec::<String>::new());
}

#[test]
fn a_reverse_is_resolved_by_what_stood_before() {
    let text = rust(
        "pub fn upgrade(op: &mut Op) {\n    op.drop_column(\"users\", \"name\");\n    op.rename_table(\"users\", \"members\");\n}\n\npub fn downgrade(op: &mut Op) {\n    op.reverse(upgrade);\n}\n",
    );
    let chain = revisions(&[CREATE, ("b.rs", &text)]);
    let id = Id::from("b");
    let file = chain.file(&id).expect("a file");
    let read = || recorded(file, Direction::Downgrade, POSTGRES.backend()).expect("readable");
    let stood = before(&chain, &id);
    let resolved = resolve(&stood, &id, read()).expect("an inverse");
    let mut schema = replay(&chain, &["head"], POSTGRES, &[])
        .expect("a plan")
        .schema;
    schema.apply_all(&resolved.operations).expect("it applies");
    assert_eq!(schema, stood.schema);
    assert_eq!(resolved.calls.len(), resolved.operations.len());
    assert_eq!(resolved.calls[0].place.line(), 16);
    // Without knowing what was there, there is no way back.
    let mut unknown = stood.clone();
    unknown.schema.forget(&"users".into());
    let fault = resolve(&unknown, &id, read()).expect_err("no inverse");
    assert_eq!(fault.code, Code::OpaqueStatement);
    assert!(
        fault
            .message
            .starts_with("`b` cannot be reversed in line 11"),
        "{}",
        fault.message
    );
}

#[test]
fn patterns_stand_for_names() {
    assert!(matches("jobs_*", "jobs_queue") && matches("*", "") && matches("a*b*c", "aXbYbc"));
    assert!(!matches("jobs_*", "job") && !matches("a*b", "abc") && !matches("a", "ab"));
}
