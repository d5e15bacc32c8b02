//! A row that was written into the table of a model is read back as it was, on each database.

#[path = "../../models/mysql.rs"]
mod mysql;
#[path = "../../models/postgres.rs"]
mod postgres;
#[path = "../../models/rows.rs"]
mod shared;
#[path = "../../models/sqlite.rs"]
mod sqlite;

use std::str::FromStr as _;

use revision_tests::{Database, Kind, servers};
use shared::{Address, Everywhere, Level, Mood};
use sqlx::postgres::types::{Oid, PgInterval, PgMoney, PgPoint, PgRange};
use sqlx::types::chrono::{DateTime, NaiveDate};
use sqlx::types::{BigDecimal, BitVec, Json, Uuid};
use sqlx::{AssertSqlSafe, Connection as _};

use super::{making, right, statements};

/// Makes the tables of a file's models.
async fn make(database: &Database, text: &str) {
    let models = right(text);
    let server = database.server().await;
    assert_eq!(models.check(server), []);
    let statements = statements(server, &making(&models.schema));
    let statements = statements.unwrap_or_else(|why| panic!("{why}"));
    for statement in statements {
        database.rows(&statement).await;
    }
}

/// An `INSERT` of these columns.
fn insert(kind: Kind, table: &str, columns: &[&str]) -> AssertSqlSafe<String> {
    let quote = if kind == Kind::MySql { '`' } else { '"' };
    let names: Vec<String> = columns
        .iter()
        .map(|name| format!("{quote}{name}{quote}"))
        .collect();
    let values = (1..=columns.len()).map(|number| {
        if kind.is_postgres() {
            format!("${number}")
        } else {
            "?".to_owned()
        }
    });
    let values = values.collect::<Vec<_>>().join(", ");
    AssertSqlSafe(format!(
        "INSERT INTO {table} ({}) VALUES ({values})",
        names.join(", ")
    ))
}

/// Writes a row, reads all rows, and gives them.
macro_rules! written_and_read {
    ($database:expr, $connection:ty, $table:literal, $row:ty, { $($column:literal: $value:expr,)+ }) => {{
        let mut connection = <$connection>::connect($database.url()).await.expect("it answers");
        let sql = insert($database.kind(), $table, &[$($column),+]);
        sqlx::query(sql)$(.bind($value))+.execute(&mut connection).await.expect("it is written");
        let select = concat!("SELECT * FROM ", $table);
        let read = sqlx::query_as::<_, $row>(select).fetch_all(&mut connection).await;
        connection.close().await.expect("it closes");
        read.expect("it is read")
    }};
}

fn everywhere() -> Everywhere {
    let day = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
    let wall = day.and_hms_opt(16, 55, 9).expect("a time");
    Everywhere {
        id: 1,
        truth: true,
        small: 2,
        middle: -70_000,
        large: i64::MAX,
        single: 0.5,
        double: 1e300,
        text: "ä\n'\"".to_owned(),
        short: "x".to_owned(),
        bytes: vec![0, 255],
        day,
        hour: wall.time(),
        wall,
        moment: DateTime::from_timestamp(1_795_280_000, 0).expect("a moment"),
        uuid: Uuid::from_u128(0x1234_5678_9abc_def0),
        value: "x".into(),
        list: Json(vec![1, 2]),
        mood: Some(Mood::VeryGood),
        level: Level::High,
        r#type: None,
        kept: vec!["a".to_owned()],
        address: Address {
            house_number: Some(7),
        },
        nothing: 0,
    }
}

macro_rules! everywhere {
    ($database:expr, $connection:ty) => {{
        let row = everywhere();
        // Without the id, which the database counts.
        let read = written_and_read!($database, $connection, "everywhere", Everywhere, {
            "truth": row.truth,
            "small": row.small,
            "middle": row.middle,
            "large": row.large,
            "single": row.single,
            "double": row.double,
            "text": &row.text,
            "short": &row.short,
            "bytes": &row.bytes,
            "day": row.day,
            "hour": row.hour,
            "wall": row.wall,
            "moment": row.moment,
            "uuid": row.uuid,
            "value": &row.value,
            "list": &row.list,
            "mood": row.mood,
            "level": row.level,
            "order": &row.r#type,
            "kept": Json(&row.kept),
            "houseNumber": row.address.house_number,
        });
        assert_eq!(read, [row], "{:?}", $database.kind());
    }};
}

#[tokio::test]
async fn what_each_database_has_is_read_back() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        make(&database, include_str!("../../models/rows.rs")).await;
        match kind {
            Kind::Sqlite => everywhere!(database, sqlx::SqliteConnection),
            Kind::MySql => everywhere!(database, sqlx::MySqlConnection),
            _ => everywhere!(database, sqlx::PgConnection),
        }
    }
}

#[tokio::test]
async fn what_postgres_has_is_read_back() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        make(&database, include_str!("../../models/postgres.rs")).await;
        let row = postgres::Special {
            byte: -7,
            number: BigDecimal::from_str("123456789012345678901234567890.5").expect("a number"),
            network: "10.0.0.0/8".parse().expect("a network"),
            host: "::1".parse().expect("an address"),
            device: "01:23:45:67:89:ab".parse().expect("a device"),
            bits: BitVec::from_bytes(&[0b1010_0000]),
            numbers: vec![1, 2],
            texts: vec![Some("a".to_owned()), None],
            blobs: vec![vec![1], vec![]],
            range: PgRange::from(1..5),
            span: PgInterval {
                months: 1,
                days: 2,
                microseconds: 3,
            },
            money: PgMoney(500),
            point: PgPoint { x: 1.0, y: 2.0 },
            oid: Oid(5),
            color: postgres::LightColor::Red,
            colors: vec![postgres::LightColor::Red],
        };
        let read = written_and_read!(database, sqlx::PgConnection, "special", postgres::Special, {
            "byte": row.byte,
            "number": &row.number,
            "network": row.network,
            "host": row.host,
            "device": row.device,
            "bits": &row.bits,
            "numbers": &row.numbers,
            "texts": &row.texts,
            "blobs": &row.blobs,
            "range": row.range,
            "span": row.span,
            "money": row.money,
            "point": row.point.clone(),
            "oid": row.oid,
            "color": row.color,
            "colors": &row.colors,
        });
        assert_eq!(read, [row], "{kind:?}");
    }
}

#[tokio::test]
async fn what_mysql_has_is_read_back() {
    if !servers::all().contains(&Kind::MySql) {
        return;
    }
    let database = Database::fresh(Kind::MySql).await;
    make(&database, include_str!("../../models/mysql.rs")).await;
    let row = mysql::Special {
        id: 1,
        byte: -7,
        tiny: 200,
        small: 60_000,
        middle: 4_000_000_000,
        number: BigDecimal::from_str("12345678.123456").expect("a number"),
    };
    let read = written_and_read!(database, sqlx::MySqlConnection, "special", mysql::Special, {
        "byte": row.byte,
        "tiny": row.tiny,
        "small": row.small,
        "middle": row.middle,
        "number": &row.number,
    });
    assert_eq!(read, [row]);
}

#[tokio::test]
async fn what_sqlite_has_is_read_back() {
    let database = Database::fresh(Kind::Sqlite).await;
    make(&database, include_str!("../../models/sqlite.rs")).await;
    let row = sqlite::Special {
        id: 1,
        byte: -7,
        tiny: 200,
        small: 60_000,
        color: sqlite::LightColor::Red,
    };
    let read = written_and_read!(database, sqlx::SqliteConnection, "special", sqlite::Special, {
        "byte": row.byte,
        "tiny": row.tiny,
        "small": row.small,
        "color": row.color,
    });
    assert_eq!(read, [row]);
}
