//! Models are changed in every way, and what is written for it leads there and back.

use revision_tests::{Kind, servers};

use crate::app::App;

const BEFORE: &str = r#"
#[derive(SqlEnum)]
#[sqlx(type_name = "mood", rename_all = "lowercase")]
pub enum Mood {
    Sad,
    Happy,
}

#[derive(Table)]
#[table(name = "teams")]
pub struct Team {
    #[column(primary_key)]
    pub id: i64,
    #[column(type = varchar(50))]
    pub name: String,
    pub founded: Option<NaiveDate>,
}

#[derive(Table)]
#[table(name = "users", index("age"), check("age >= 0", name = "age_ok"))]
pub struct User {
    #[column(primary_key)]
    pub id: i64,
    #[column(type = varchar(100), unique)]
    pub email: String,
    #[column(type = varchar(100))]
    pub nick: Option<String>,
    pub age: i32,
    pub mood: Mood,
    #[column(references = "teams.id")]
    pub team_id: i64,
    #[column(default = 0)]
    pub points: i32,
    #[column(default_sql = "CURRENT_TIMESTAMP")]
    pub seen: NaiveDateTime,
    pub extra: Option<String>,
}

#[derive(Table)]
#[table(name = "tags", primary_key("user_id", "tag"))]
pub struct Tag {
    #[column(references = "users.id", on_delete = cascade)]
    pub user_id: i64,
    #[column(type = varchar(40))]
    pub tag: String,
}
"#;

/// All kinds of change: columns that come, go, are called otherwise, and have another type, default or nullability; indexes,
/// keys and checks; an enum's value; a table that comes.
const AFTER: &str = r#"
#[derive(SqlEnum)]
#[sqlx(type_name = "mood", rename_all = "lowercase")]
pub enum Mood {
    Sad,
    Calm,
    Happy,
}

#[derive(Table)]
#[table(name = "groups", renamed_from = "teams")]
pub struct Team {
    #[column(primary_key)]
    pub id: i64,
    #[column(type = varchar(80), unique)]
    pub name: String,
    pub founded: Option<NaiveDate>,
}

#[derive(Table)]
#[table(name = "users", index("age desc", "points"), check("age >= 1", name = "age_ok"), check("points > -1"))]
pub struct User {
    #[column(primary_key)]
    pub id: i64,
    #[column(type = varchar(255))]
    pub email: String,
    #[column(type = varchar(100), renamed_from = "nick", default = "it's")]
    pub nickname: String,
    pub age: i64,
    #[column(default_sql = "'happy'")]
    pub mood: Mood,
    #[column(references = "groups.id", on_delete = cascade)]
    pub team_id: Option<i64>,
    #[column(default = 7)]
    pub points: i32,
    pub seen: NaiveDateTime,
    #[column(type = varchar(20), unique)]
    pub code: Option<String>,
    pub token: Uuid,
    pub made: DateTime<Utc>,
    pub weight: Option<f64>,
    #[column(generated = "age + points", stored)]
    pub sum: Option<i64>,
}

#[derive(Table)]
#[table(name = "tags", primary_key("user_id", "tag"))]
pub struct Tag {
    #[column(references = "users.id", on_delete = restrict)]
    pub user_id: i64,
    #[column(type = varchar(40))]
    pub tag: String,
    #[column(references = "notes.id")]
    pub note: Option<i64>,
}

#[derive(Table)]
#[table(name = "notes", index("body", unique))]
pub struct Note {
    #[column(primary_key)]
    pub id: i64,
    #[column(type = varchar(60))]
    pub body: String,
}
"#;

/// What PostgreSQL alone has.
const POSTGRES_BEFORE: &str = r#"
#[derive(Table)]
#[table(name = "things", schema = "app", comment = "things")]
pub struct Thing {
    #[column(primary_key)]
    pub id: Uuid,
    pub tags: Vec<String>,
    #[column(comment = "data")]
    pub data: serde_json::Value,
    pub price: Option<BigDecimal>,
    pub place: Option<IpNetwork>,
}
"#;

const POSTGRES_AFTER: &str = r#"
#[derive(Table)]
#[table(name = "things", schema = "app", comment = "other things", index("lower(name)", name = "ix_lower"), index("tags", using = gin), index("price", where = "price > 10"))]
pub struct Thing {
    #[column(primary_key)]
    pub id: Uuid,
    pub name: Option<String>,
    pub tags: Vec<String>,
    #[column(comment = "more data")]
    pub data: Option<serde_json::Value>,
    #[column(type = numeric(12, 3))]
    pub price: Option<BigDecimal>,
    #[column(references = "users.id", deferrable)]
    pub owner: Option<i64>,
}

#[derive(Table)]
#[table(name = "cheap", schema = "app", view = "SELECT id FROM app.things WHERE price < 3")]
pub struct Cheap {
    pub id: Uuid,
}
"#;

fn models(kind: Kind) -> (String, String) {
    if kind.is_postgres() {
        (
            format!("{BEFORE}{POSTGRES_BEFORE}"),
            format!("{AFTER}{POSTGRES_AFTER}"),
        )
    } else {
        (BEFORE.to_owned(), AFTER.to_owned())
    }
}

#[tokio::test]
async fn there_and_back() {
    for kind in servers::all() {
        let app = App::new(kind, "models = [\"models.rs\"]\n").await;
        let (before, after) = models(kind);
        app.file("models.rs", &before);
        app.done("new -a first --rev-id a1");
        app.done("upgrade");
        app.done("check");
        assert!(app.done("new -a nothing").contains("do not differ"));
        app.file("models.rs", &after);
        app.refused("check");
        let said = app.done("new -a second --rev-id b1 --no-renames");
        assert!(said.contains("Renamed table teams to groups"), "{said}");
        assert!(
            said.contains("Renamed column users.nick to nickname"),
            "{said}"
        );
        app.done("upgrade");
        app.done("check");
        app.done("diff revisions database");
        assert!(app.done("new -a nothing").contains("do not differ"));
        app.done("downgrade");
        app.done("diff revisions@a1 database");
        app.done("upgrade");
        app.done("check");
        app.done("downgrade base");
        app.done("diff empty database");
    }
}

/// A database that is adopted as it is: another one made from what was written is the same.
#[tokio::test]
async fn a_database_is_adopted() {
    for kind in servers::all() {
        let app = App::new(kind, "models = [\"models.rs\"]\n").await;
        let (_, after) = models(kind);
        app.file("models.rs", &after);
        app.done("new -a first --rev-id a1");
        app.done("upgrade");
        let adopting = App::at(app.database, "");
        adopting.file("models.rs", &after);
        let sql = "DROP TABLE revision_version";
        adopting.database.rows(sql).await;
        adopting.database.rows("DROP TABLE revision_log").await;
        adopting.done("new initial --rev-id b1 --from empty --to database");
        let stamped = adopting.done("stamp head");
        assert!(!stamped.contains("warning"), "{kind:?}: {stamped}");
        adopting.done("check");
        adopting.done("diff revisions database");
        let elsewhere = App::new(kind, "").await;
        let url = elsewhere.database.url();
        adopting.done(&format!("upgrade --url {url}"));
        adopting.done(&format!("check --url {url}"));
        adopting.done(&format!("diff database {url}"));
    }
}

/// Developed on SQLite, run on PostgreSQL.
#[tokio::test]
async fn what_sqlite_does_not_see() {
    let config = "databases = [\"sqlite\", \"postgres\"]\nmodels = [\"models.rs\"]\n";
    let before = "#[derive(Table)]\n#[table(name = \"users\")]\npub struct User {\n    #[column(primary_key)]\n    id: i64,\n    \
                  age: i32,\n    #[column(type = varchar(10))]\n    name: String,\n}\n";
    let after = before
        .replace("age: i32", "age: i64")
        .replace("varchar(10)", "varchar(80)")
        .replace(
            "    name: String,\n",
            "    name: String,\n    token: Option<Uuid>,\n    made: Option<DateTime<Utc>>,\n    mood: Option<Mood>,\n",
        );
    let after = format!("#[derive(SqlEnum)]\npub enum Mood {{ Sad, Happy }}\n\n{after}");
    let app = App::new(Kind::Sqlite, config).await;
    app.file("models.rs", before);
    app.done("new -a first --rev-id a1");
    app.done("upgrade");
    app.file("models.rs", &after);
    app.done("new -a second --rev-id b1");
    app.done("upgrade");
    app.done("check");
    let text = app.read("revisions/b1_second.rs");
    for word in [
        "bigint()",
        "varchar(80)",
        "uuid()",
        "timestamptz()",
        "enum_(\"mood\")",
    ] {
        assert!(text.contains(word), "{word} in {text}");
    }
    app.done("downgrade");
    app.done("diff revisions@a1 database");
    app.done("upgrade");
    for kind in servers::postgres() {
        let other = App::new(kind, config).await;
        let url = other.database.url();
        app.done(&format!("upgrade --url {url}"));
        app.done(&format!("check --url {url}"));
        app.done(&format!("diff {url} models"));
        app.done(&format!("downgrade a1 --url {url}"));
    }
}
