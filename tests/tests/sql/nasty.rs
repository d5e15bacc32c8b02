//! Names and values of any kind reach every server and are read back as they were, or are refused before.

use proptest::collection::vec;
use proptest::prelude::*;
use revision_core::__private::sql;
use revision_core::operation::BulkInsert;
use revision_core::schema::{
    Check, Column, Default as Preset, Index, IndexColumn, IndexKey, Literal, Name, QualifiedName,
    Schema, Table, Type,
};
use revision_core::{Operation, Server};
use revision_tests::Database;
use revision_tests::servers::{self, Kind, thorough};
use tokio::runtime::Runtime;

/// Texts made of what has a meaning in SQL to somebody.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,3}",
        1 => Just("'".to_owned()),
        1 => Just("\"".to_owned()),
        1 => Just("`".to_owned()),
        1 => Just("\\".to_owned()),
        1 => Just("\\'".to_owned()),
        1 => Just("$$".to_owned()),
        1 => Just("$revision$".to_owned()),
        1 => Just("--".to_owned()),
        1 => Just("/*".to_owned()),
        1 => Just(";".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("%_?:a {}".to_owned()),
        1 => Just(")".to_owned()),
        1 => Just(".".to_owned()),
        1 => Just(" ".to_owned()),
        1 => Just("SELECT".to_owned()),
        1 => Just("ü€漢".to_owned()),
        1 => Just("🦀".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

/// Whether a name may be refused: no server that refuses it could keep it.
fn may_be_refused(name: &str) -> bool {
    let beyond = |c: char| c == '\0' || u32::from(c) > 0xffff;
    name.len() > 63 || name.ends_with(char::is_whitespace) || name.chars().any(beyond)
}

fn column(name: &str, ty: Type) -> Column {
    Column::new(name, ty)
}

/// A table in which everything has a name of its own.
fn named(names: &[String; 4]) -> Vec<Operation> {
    let [table_name, first, check, index] = names;
    let mut table = Table::default();
    table.columns.push(column(first, Type::Varchar(Some(20))));
    let mut condition = Check::new("1 = 1");
    condition.name = Some(check.as_str().into());
    table.checks.insert(condition);
    let table_name = QualifiedName::new(None, table_name);
    let key = IndexKey::Column(first.as_str().into());
    vec![
        Operation::CreateTable {
            name: table_name.clone(),
            table: Box::new(table),
            if_not_exists: false,
        },
        Operation::CreateIndex {
            name: Some(index.as_str().into()),
            table: table_name,
            index: Box::new(Index::new(vec![IndexColumn::new(key)])),
            concurrently: false,
            if_not_exists: false,
        },
    ]
}

/// The names of tables, columns, checks and indexes in a database.
fn catalog(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => {
            "SELECT m.name, c.name, 'not asked', i.name FROM sqlite_schema m, pragma_table_info(m.name) c, \
             pragma_index_list(m.name) i WHERE m.type = 'table'"
        }
        Kind::MySql => {
            "SELECT c.table_name, c.column_name, k.constraint_name, s.index_name FROM information_schema.columns c \
             JOIN information_schema.table_constraints k USING (table_schema, table_name) \
             JOIN information_schema.statistics s USING (table_schema, table_name) \
             WHERE c.table_schema = DATABASE() AND k.constraint_type = 'CHECK'"
        }
        Kind::Postgres | Kind::PostgresOldest | Kind::PostgresNewest => {
            "SELECT c.relname, a.attname, k.conname, i.relname FROM pg_class c \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 \
             JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'c' \
             JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid \
             WHERE c.relnamespace = 'public'::regnamespace"
        }
    }
}

/// Rows of one text, a default that is a text, and the comments.
fn valued(values: &[String]) -> Vec<Operation> {
    let mut table = Table::default();
    table
        .columns
        .push(column("id", Type::Integer { unsigned: false }));
    table.columns.push(column("held", Type::Varchar(Some(200))));
    let mut preset = column("preset", Type::Varchar(Some(200)));
    preset.default = Some(Preset::Value(Literal::from(values[0].as_str())));
    preset.comment = Some(values[0].clone());
    table.columns.push(preset);
    let name = QualifiedName::from("plain");
    let rows = (0_i64..).zip(values);
    let rows = rows.map(|(id, value)| vec![id.into(), value.as_str().into()]);
    let columns = ["id", "held"].map(Name::from).to_vec();
    vec![
        Operation::CreateTable {
            name: name.clone(),
            table: Box::new(table),
            if_not_exists: false,
        },
        Operation::BulkInsert(BulkInsert::new(name, columns, rows.collect())),
    ]
}

/// The statements, one behind the other.
fn statements(server: Server, operations: &[Operation]) -> Result<String, (usize, String)> {
    let steps = sql::statements(server, &Schema::default(), operations)?;
    let steps: Vec<_> = steps.into_iter().map(|(_, sql)| sql).collect();
    Ok(steps.join(";\n"))
}

struct Place {
    database: Database,
    server: Server,
}

fn places(runtime: &Runtime) -> Vec<Place> {
    let places = servers::all().into_iter().map(|kind| {
        runtime.block_on(async {
            let database = Database::fresh(kind).await;
            let server = database.server().await;
            if kind == Kind::PostgresOldest {
                // As servers were before 9.1: a backslash escapes in every text. It holds for connections from now on.
                let setting = "SET standard_conforming_strings = off";
                let name = database.name();
                database
                    .rows(&format!("ALTER DATABASE {name} {setting}"))
                    .await;
            }
            Place { database, server }
        })
    });
    places.collect()
}

fn cases(ordinary: u32) -> ProptestConfig {
    ProptestConfig {
        cases: if thorough() { 10 * ordinary } else { ordinary },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Whether nothing is rendered there yet.
fn is_absent(why: &str) -> bool {
    why.contains("nothing is rendered")
}

#[test]
fn names_are_read_back() {
    let runtime = Runtime::new().expect("a runtime starts");
    let places = places(&runtime);
    let check = |names: [String; 4]| {
        for Place { database, server } in &places {
            let kind = database.kind();
            let sql = match statements(*server, &named(&names)) {
                Ok(sql) => sql,
                Err((_, why)) if is_absent(&why) => continue,
                Err((_, why)) => {
                    prop_assert!(
                        names.iter().any(|name| may_be_refused(name)),
                        "{kind:?}: {why}"
                    );
                    continue;
                }
            };
            let drop = Operation::DropTable {
                name: QualifiedName::new(None, &names[0]),
                if_exists: false,
            };
            let drop = statements(*server, &[drop]);
            let drop = drop.map_err(|(_, why)| TestCaseError::fail(why))?;
            let all = [sql.clone(), catalog(kind).to_owned(), drop];
            let read = runtime.block_on(database.rows(&all.join(";\n")));
            let mut expected = names.clone().to_vec();
            if kind == Kind::Sqlite {
                "not asked".clone_into(&mut expected[2]);
            }
            prop_assert_eq!(&read, &vec![expected], "{:?}: {:?}", kind, sql);
        }
        Ok(())
    };
    let names = [text(), text(), text(), text()];
    // Whose names differ in nothing but case, a server may take for one.
    let strategy = names.prop_filter("different names", |names| {
        let lower = names.each_ref().map(|name| name.to_lowercase());
        (0..4).all(|one| (0..one).all(|other| lower[one] != lower[other]))
    });
    proptest::test_runner::TestRunner::new(cases(24))
        .run(&strategy, check)
        .unwrap_or_else(|failed| panic!("{failed}"));
}

#[test]
fn values_are_read_back() {
    let runtime = Runtime::new().expect("a runtime starts");
    let places = places(&runtime);
    let check = |values: Vec<String>| {
        for Place { database, server } in &places {
            let kind = database.kind();
            let sql = match statements(*server, &valued(&values)) {
                Ok(sql) => sql,
                Err((_, why)) if is_absent(&why) => continue,
                Err((_, why)) => {
                    prop_assert!(
                        values.iter().any(|value| value.contains('\0')),
                        "{kind:?}: {why}"
                    );
                    continue;
                }
            };
            let all = format!(
                "{sql};\nSELECT held FROM plain ORDER BY id;\nSELECT DISTINCT preset FROM plain;\nDROP TABLE plain"
            );
            let read = runtime.block_on(database.rows(&all)).concat();
            let expected: Vec<_> = values.iter().chain(&values[..1]).cloned().collect();
            prop_assert_eq!(&read, &expected, "{:?}: {}", kind, sql);
        }
        Ok(())
    };
    proptest::test_runner::TestRunner::new(cases(24))
        .run(&vec(text(), 1..6), check)
        .unwrap_or_else(|failed| panic!("{failed}"));
}
