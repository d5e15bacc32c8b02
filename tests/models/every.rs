//! A model for everything that an attribute can say. The file is compiled and read.

use revision_core::{SqlEnum, Table};
use sqlx::FromRow;
use sqlx::types::chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::{BigDecimal, Json, Uuid};

/// A table of which nothing is said.
#[derive(FromRow, Table)]
struct Plain {
    id: i64,
}

#[derive(FromRow, Table)]
#[table(
    name = "members",
    schema = "app",
    comment = "who is it",
    renamed_from = "people"
)]
#[table(
    index("team_id", "created_at desc nulls last"),
    index(
        "lower(name)",
        name = "members_name",
        unique,
        where = "age > 0",
        using = btree,
        include("age"),
        comment = "by name"
    ),
    index("settings jsonb_path_ops", using = "gin", name = "members_settings"),
    index("name collate \"C\"", "age", unique, nulls_not_distinct),
    unique("name", "age", name = "members_name_age", nulls_not_distinct, deferrable, include("id")),
    unique("age", "team_id", initially_deferred),
    check("age >= 0", name = "age_ok"),
    check("age < 200"),
    foreign_key(
        "team_id",
        "age",
        references("app.teams", "id", "size"),
        name = "members_team",
        on_delete = set_null,
        on_update = set_default,
        deferrable
    ),
    exclude("age with =", "numrange(0, age) with &&", using = gist, where = "age > 1", name = "alone"),
    exclude("age WITH =", deferrable)
)]
struct Member {
    #[column(primary_key)]
    id: i64,
    #[column(name = "name", type = varchar(120), default = "", unique, index, check = "name <> ''", comment = "as said")]
    #[column(collate = "C", renamed_from = "nick")]
    #[sqlx(rename = "name")]
    full_name: String,
    #[column(default = -1)]
    age: i32,
    #[column(default = true)]
    active: bool,
    #[column(default = 1.5)]
    weight: f64,
    #[column(type(mysql = char(36), sqlite = text), default_sql(postgres = "gen_random_uuid()"))]
    token: Uuid,
    #[column(
        default_sql = "CURRENT_TIMESTAMP",
        default_sql(sqlite = "(unixepoch())")
    )]
    created_at: DateTime<Utc>,
    #[column(default(mysql = "x", sqlite = "y"), default = "z")]
    letter: String,
    #[column(references = "app.teams.id", on_delete = cascade, on_update = restrict, initially_deferred)]
    team_id: Option<Uuid>,
    #[column(generated = "age * 2", stored)]
    double_age: i32,
    #[column(generated = "age * 3")]
    triple_age: Option<i32>,
    settings: Json<Vec<i32>>,
    #[column(skip)]
    #[sqlx(skip)]
    nothing: i32,
    #[column(flatten)]
    #[sqlx(flatten)]
    address: Address,
    #[column(type = timestamp().precision(3))]
    seen_at: NaiveDate,
    #[column(type = text)]
    words: String,
    #[column(type = integer().unsigned())]
    count: i64,
    mood: Mood,
    moods: Vec<Option<Mood>>,
    level: Option<Level>,
    kept: Kept,
    r#type: String,
}

#[derive(FromRow, Table)]
#[table(
    name = "teams",
    schema = "app",
    primary_key("id", name = "teams_key"),
    unique("id", "size")
)]
#[sqlx(rename_all = "camelCase")]
struct Team {
    id: Uuid,
    size: i32,
    longest_name: String,
    #[sqlx(json)]
    settings: Vec<i32>,
    #[sqlx(json(nullable))]
    more: Option<Vec<i32>>,
    #[sqlx(try_from = "i64")]
    distance: Distance,
    #[sqlx(skip)]
    cached: i32,
    #[sqlx(default)]
    extra: Option<i32>,
    #[sqlx(flatten)]
    address: Address,
}

/// Columns that stand in several tables.
#[derive(FromRow, Table)]
#[table(embedded)]
struct Address {
    street: Option<String>,
    #[column(index)]
    city: String,
}

#[derive(Table)]
#[table(primary_key("team", "member"))]
struct Membership<'a> {
    team: i16,
    #[column(references = "plain_key.id")]
    member: i32,
    note: &'a str,
}

#[derive(Table)]
struct PlainKey {
    #[column(primary_key, identity = false)]
    id: i32,
    #[column(type = Type::of_text())]
    #[cfg(any())]
    left_out: Nothing,
    #[cfg_attr(all(), column(unique))]
    taken: BigDecimal,
}

#[derive(FromRow, Table)]
#[table(view = "SELECT id FROM plain", comment = "seen")]
struct PlainView {
    id: i64,
}

#[derive(FromRow, Table)]
#[table(view = "SELECT id FROM plain", materialized, index("id", unique))]
struct StoredView {
    id: i64,
}

#[derive(sqlx::Type, SqlEnum)]
#[sqlx(type_name = "mood", rename_all = "SCREAMING_SNAKE_CASE")]
enum Mood {
    VeryHappy,
    #[sqlx(rename = "so-so")]
    SoSo,
}

#[derive(sqlx::Type, SqlEnum)]
#[repr(i16)]
enum Level {
    Low = 1,
}

#[derive(sqlx::Type, SqlEnum)]
#[sqlx(type_name = "text")]
enum Kept {
    AsText,
}

mod inner {
    use revision_core::Table as Model;

    #[derive(Model)]
    #[table(name = "inner")]
    pub(super) struct Plain {
        when: Option<Box<str>>,
    }
}

struct Distance(#[expect(unused, reason = "it is never made")] i64);

impl From<i64> for Distance {
    fn from(distance: i64) -> Self {
        Self(distance)
    }
}

/// What the derives keep of each.
pub(crate) const DEFINITIONS: &[&str] = &[
    Plain::DEFINITION,
    Member::DEFINITION,
    Team::DEFINITION,
    Address::DEFINITION,
    Membership::DEFINITION,
    PlainKey::DEFINITION,
    PlainView::DEFINITION,
    StoredView::DEFINITION,
    Mood::DEFINITION,
    Level::DEFINITION,
    Kept::DEFINITION,
    <inner::Plain as Table>::DEFINITION,
];
