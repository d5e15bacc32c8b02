//! What people write for MariaDB, and what it makes of that.

use revision_core::__private::sql;
use revision_core::config::Settings;
use revision_core::diff::{Pair, diff};
use revision_core::runtime::{Respelt, Scope, respelt};
use revision_core::schema::{
    Check, Column, Default, Generated, QualifiedName, Schema, Size, Table, Type, View,
};
use revision_tests::{Database, Kind, servers};
use sqlx::{Connection as _, MySqlConnection};

use crate::read;

const EVERYTHING: &str = include_str!("everything.mysql.sql");
const MARIADB: &str = include_str!("everything.mariadb.sql");

const INT: Type = Type::Integer { unsigned: false };
const MOMENT: Type = Type::Timestamp {
    precision: None,
    zone: false,
};

/// Defaults, in words that no server repeats.
const DEFAULTS: &[(Type, &str)] = &[
    (INT, "1+1"),
    (INT, "( 7 )"),
    (INT, "CHAR_LENGTH('abc') * 2"),
    (INT, "CASE WHEN 1 = 1 THEN 2 ELSE 3 END"),
    (INT, "IF(1 > 2, 3, 4)"),
    (INT, "0x10"),
    (INT, "TRUE"),
    (Type::Varchar(Some(40)), "CONCAT('a', \"b\")"),
    (Type::Varchar(Some(40)), "LOWER( 'It''s' )"),
    (Type::Varchar(Some(40)), "_utf8mb4'x'"),
    (Type::Varchar(Some(40)), "N'x'"),
    (Type::Varchar(Some(40)), "CAST(5 AS CHAR)"),
    (Type::Varchar(Some(40)), "(UUID())"),
    (Type::Varchar(Some(40)), "'back\\\\slash'"),
    (Type::Text(Size::Plain), "'long'"),
    (Type::Double, "1e3"),
    (Type::Double, "0.10"),
    (Type::Numeric(Some((10, 2))), "1.5"),
    (Type::Date, "'2020-1-1'"),
    (Type::Date, "CURRENT_DATE"),
    (Type::Date, "(CURDATE() + INTERVAL 1 DAY)"),
    (MOMENT, "'2020-01-01'"),
    (MOMENT, "NOW()"),
    (MOMENT, "CURRENT_TIMESTAMP ON UPDATE NOW()"),
    (MOMENT, "DATE_ADD(NOW(), INTERVAL 2 HOUR)"),
    (Type::Json, "'[]'"),
    (Type::Json, "JSON_OBJECT('a', 1)"),
    (Type::Varbinary(4), "X'0aFF'"),
    (Type::Varbinary(4), "x'C3BC'"),
    (Type::Varbinary(4), "'abc'"),
    (Type::Binary(3), "X'FF41'"),
    (Type::Blob(Size::Plain), "X'FF00'"),
    (Type::Boolean, "NOT FALSE"),
];

const CHECKS: &[&str] = &[
    "a!=b",
    "a <> 1 AND (b > 2 OR (b IS NOT NULL))",
    "NOT (a > 5)",
    "a BETWEEN 1 AND 5",
    "a NOT IN (1,2, 3)",
    "a = 1 && b = 2 || a is null",
    "LENGTH(t) > 0 and t LIKE 'x%' ESCAPE '!'",
    "t REGEXP '^[a-z]+$'",
    "t IN (\"it's\", 'a\\\\b', 'ü')",
    "COALESCE(a, 0) % 2 = 0",
    "a DIV 2 < 10 ^ 3",
    "CAST(t AS UNSIGNED) >= -1",
    "d > DATE '2020-01-01'",
    "d >= '2020-01-01' + INTERVAL 1 MONTH",
    "(a IS TRUE) = (b IS UNKNOWN)",
    "STRCMP(t COLLATE utf8mb4_bin, 'A') <> 0",
    "JSON_VALID(t)",
    "EXTRACT(YEAR FROM d) > 1999",
    "SUBSTRING(t FROM 1 FOR 2) = TRIM(BOTH 'x' FROM t)",
    "`order by` > 0 AND `Ünï` IS NULL",
];

const GENERATED: &[&str] = &[
    "a+b",
    "(a + b) * 2",
    "IFNULL(a, b) << 1",
    "CASE a WHEN 1 THEN b ELSE - a END",
    "char_length(UPPER(t))",
    "YEAR(d)",
    "a > 1 XOR b",
];

const VIEWS: &[&str] = &[
    "SELECT * FROM t0",
    "select a, b as c, upper(t) from t0 x where x.a in (select max(y.a) from t0 y) order by 1 desc limit 3;",
    "SELECT x.a, count(*) n FROM t0 x LEFT JOIN t0 y ON x.a = y.b GROUP BY x.a HAVING count(*) > 1",
    "WITH c AS (SELECT a FROM t0) SELECT a FROM c UNION ALL SELECT 1",
];

fn written() -> Schema {
    let mut schema = Schema::default();
    let mut table = Table::default();
    for (name, ty) in [
        ("a", INT),
        ("b", INT),
        ("t", Type::Varchar(Some(40))),
        ("d", Type::Date),
        ("order by", INT),
        ("Ünï", INT),
    ] {
        table.columns.push(Column::new(name, ty));
    }
    for (number, (ty, sql)) in DEFAULTS.iter().enumerate() {
        let mut column = Column::new(format!("default_{number}"), ty.clone());
        column.default = Some(Default::Sql((*sql).to_owned()));
        table.columns.push(column);
    }
    for (number, sql) in GENERATED.iter().enumerate() {
        let mut column = Column::new(format!("generated_{number}"), INT);
        column.generated = Some(Generated {
            sql: (*sql).to_owned(),
            stored: number % 2 == 0,
        });
        table.columns.push(column);
    }
    for (number, sql) in CHECKS.iter().enumerate() {
        let mut check = Check::new(*sql);
        check.name = Some(format!("check_{number}").into());
        table.checks.insert(check);
    }
    schema.tables.insert("t0".into(), table);
    for (number, query) in VIEWS.iter().enumerate() {
        let mut view = View::default();
        (*query).clone_into(&mut view.query);
        schema
            .views
            .insert((&*format!("view_{number}")).into(), view);
    }
    let function = "create function f0(A INTEGER, `b` Char(4), c BOOL) returns NUMERIC(5) NOT DETERMINISTIC  CONTAINS SQL\n RETURN  A + 1";
    schema.functions.insert("f0".into(), function.to_owned());
    let trigger = "CREATE OR REPLACE DEFINER = CURRENT_USER TRIGGER g0 before update ON t0 FOR EACH ROW BEGIN SET NEW.a = 1; END";
    let key = (QualifiedName::from("t0"), "g0".into());
    schema.triggers.insert(key, trigger.to_owned());
    schema
}

/// A database that was made from a schema differs from it in nothing.
#[tokio::test]
async fn what_people_write_is_what_the_server_says() {
    if !servers::all().contains(&Kind::MySql) {
        return;
    }
    let database = Database::fresh(Kind::MySql).await;
    let server = database.server().await;
    database.rows("ALTER DATABASE CHARACTER SET utf8mb4").await;
    let written = written();
    let made = diff(Pair::new(&Schema::default(), &written));
    let statements = sql::statements(server, &Schema::default(), &made).unwrap();
    for (_, statement) in statements {
        database.rows(&statement).await;
    }
    let mut found = read(&database, Scope::Everything).await;
    // The check of a column of JSON that has a default stands with it.
    found.opaque.clear();
    let spelt = sql::respell(database.url(), &written).await.unwrap();
    let spelt = spelt.unwrap();
    let [normal, expected] = [&spelt, &found].map(|schema| sql::normalise(server, schema));
    for column in normal.tables[&"t0".into()].columns.iter() {
        let expected = expected.tables[&"t0".into()].columns.named(&column.name);
        assert_eq!(Some(column), expected);
    }
    assert_eq!(normal, expected);
    let again = sql::respell(database.url(), &spelt).await.unwrap();
    assert_eq!(again.as_ref(), Some(&spelt));
    nothing_is_left(&database).await;

    // One thing that does not work keeps nothing else from being asked for.
    let mut wrong = written;
    let mut column = Column::new("wrong", INT);
    column.default = Some(Default::Sql("no_such_function(1)".to_owned()));
    wrong
        .tables
        .get_mut(&"t0".into())
        .unwrap()
        .columns
        .push(column.clone());
    let view = wrong.views.get_mut(&"view_0".into()).unwrap();
    view.query = "SELECT no_such_column FROM t0".to_owned();
    let kept = view.clone();
    let mut expected = spelt;
    expected
        .tables
        .get_mut(&"t0".into())
        .unwrap()
        .columns
        .push(column);
    expected.views.insert("view_0".into(), kept);
    let spelt = sql::respell(database.url(), &wrong).await.unwrap();
    assert_eq!(spelt, Some(expected));
    nothing_is_left(&database).await;
}

async fn nothing_is_left(database: &Database) {
    let left = "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'revision\\_respell%' \
                UNION SELECT routine_name FROM information_schema.routines WHERE routine_name LIKE 'revision\\_respell%'";
    assert_eq!(database.rows(left).await, Vec::<Vec<String>>::new());
}

/// A database's own words are the server's already.
#[tokio::test]
async fn what_the_server_says_it_says_again() {
    if !servers::all().contains(&Kind::MySql) {
        return;
    }
    let database = Database::fresh(Kind::MySql).await;
    database.rows(&format!("{EVERYTHING}{MARIADB}")).await;
    let schema = read(&database, Scope::Everything).await;
    let spelt = sql::respell(database.url(), &schema).await.unwrap();
    let spelt = spelt.unwrap();
    for (name, table) in &schema.tables {
        assert_eq!(spelt.tables.get(name), Some(table), "{name}");
    }
    assert_eq!(spelt, schema);
    assert_eq!(read(&database, Scope::Everything).await, schema);
}

/// Where something may not be made, nobody can tell; and a transaction that is open stays open.
#[tokio::test]
async fn where_it_may_not_be_asked_nobody_can_tell() {
    if !servers::all().contains(&Kind::MySql) {
        return;
    }
    let database = Database::fresh(Kind::MySql).await;
    database.rows("CREATE TABLE t0 (a int)").await;
    let mut schema = Schema::default();
    let mut table = Table::default();
    let mut column = Column::new("a", INT);
    column.default = Some(Default::Sql("1+1".to_owned()));
    table.columns.push(column.clone());
    schema.tables.insert("t0".into(), table);
    let mut view = View::default();
    view.query = "SELECT a FROM t0".to_owned();
    schema.views.insert("v0".into(), view);

    let name = database.name();
    let user = format!("w_{}", &name[name.len().saturating_sub(12)..]);
    let (scheme, rest) = database.url().split_once("://").unwrap();
    let (_, place) = rest.split_once('@').unwrap();
    let url = format!("{scheme}://{user}:secret@{place}");
    database
        .rows(&format!(
            "CREATE USER {user}@'%' IDENTIFIED BY 'secret'; GRANT SELECT ON {name}.* TO {user}@'%'"
        ))
        .await;
    let asked = async || {
        respelt(url.as_str(), &Settings::DEFAULT, &schema, None)
            .await
            .unwrap()
    };
    let denied = asked().await;
    assert!(matches!(denied, Respelt::CannotTell(_)), "{denied:?}");
    database
        .rows(&format!(
            "GRANT CREATE TEMPORARY TABLES ON {name}.* TO {user}@'%'"
        ))
        .await;
    let in_part = asked().await;
    assert_in_part(in_part, &schema);
    database.rows(&format!("DROP USER {user}@'%'")).await;

    let mut connection = MySqlConnection::connect(database.url()).await.unwrap();
    let mut transaction = connection.begin().await.unwrap();
    sqlx::query("INSERT INTO t0 VALUES (7)")
        .execute(&mut *transaction)
        .await
        .unwrap();
    let in_part = respelt(&mut *transaction, &Settings::DEFAULT, &schema, None).await;
    assert_in_part(in_part.unwrap(), &schema);
    transaction.rollback().await.unwrap();
    assert_eq!(database.rows("SELECT count(*) FROM t0").await, [["0"]]);
    nothing_is_left(&database).await;
}

/// All but the view is in the server's words.
fn assert_in_part(asked: Respelt, schema: &Schema) {
    let Respelt::InPart(spelt, _) = asked else {
        panic!("{asked:?}");
    };
    assert_eq!(spelt.views, schema.views);
    let default = &spelt.tables[&"t0".into()].columns[0].default;
    assert_eq!(*default, Some(Default::Sql("1 + 1".to_owned())));
}
