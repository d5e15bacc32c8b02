//! Models whose rows are written and read on each database. The file is compiled and read.

use revision_core::{SqlEnum, Table};
use sqlx::FromRow;
use sqlx::types::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use sqlx::types::{Json, JsonValue, Uuid};

/// What each database has.
#[derive(Clone, Debug, PartialEq, FromRow, Table)]
#[table(name = "everywhere", index("small", "short desc"), check("small > 0"))]
pub(crate) struct Everywhere {
    #[column(primary_key)]
    pub(crate) id: i64,
    pub(crate) truth: bool,
    pub(crate) small: i16,
    pub(crate) middle: i32,
    pub(crate) large: i64,
    pub(crate) single: f32,
    pub(crate) double: f64,
    pub(crate) text: String,
    #[column(type = varchar(40), unique)]
    pub(crate) short: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) day: NaiveDate,
    pub(crate) hour: NaiveTime,
    pub(crate) wall: NaiveDateTime,
    pub(crate) moment: DateTime<Utc>,
    pub(crate) uuid: Uuid,
    pub(crate) value: JsonValue,
    pub(crate) list: Json<Vec<i32>>,
    /// sqlx reads an enum of MySQL's only where it may be `NULL`: its issue 3750.
    pub(crate) mood: Option<Mood>,
    pub(crate) level: Level,
    #[sqlx(rename = "order")]
    pub(crate) r#type: Option<String>,
    #[sqlx(json)]
    pub(crate) kept: Vec<String>,
    #[sqlx(flatten)]
    pub(crate) address: Address,
    #[sqlx(skip)]
    pub(crate) nothing: i32,
}

#[derive(Clone, Debug, PartialEq, FromRow, Table)]
#[table(embedded)]
#[sqlx(rename_all = "camelCase")]
pub(crate) struct Address {
    pub(crate) house_number: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, sqlx::Type, SqlEnum)]
#[sqlx(type_name = "Mood", rename_all = "kebab-case")]
pub(crate) enum Mood {
    VeryGood,
}

#[derive(Clone, Copy, Debug, PartialEq, sqlx::Type, SqlEnum)]
#[repr(i16)]
pub(crate) enum Level {
    High = 3,
}
