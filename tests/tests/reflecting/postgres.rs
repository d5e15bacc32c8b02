//! PostgreSQL, from the oldest to the newest.

use revision_core::__private::sql;
use revision_core::config::Settings;
use revision_core::runtime::{Scope, reflect};
use revision_core::schema::{Default, IndexKey, Name, QualifiedName, Schema, Table, Type};
use revision_tests::{Database, Kind, servers};
use sqlx::{Connection as _, PgConnection};

use crate::{read, reflected};

const EVERYTHING: &str = include_str!("everything.postgres.sql");

#[tokio::test]
async fn everything_is_read() {
    for kind in servers::postgres() {
        let mut schema = reflected(kind, EVERYTHING).await;
        // The newest leaves the table out where there is but one.
        if kind != Kind::PostgresNewest {
            for view in schema.views.values_mut() {
                view.query = view.query.replace("users.", "");
            }
        }
        insta::assert_debug_snapshot!("everything", schema);
    }
}

#[tokio::test]
async fn some_of_it_is_read_where_no_more_is_meant() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        database.rows(EVERYTHING).await;
        let all = read(&database, Scope::Everything).await;
        let wanted = [
            "users",
            "app.orders",
            "revision_log",
            "missing",
            "':relation",
            "named",
        ];
        let some = read(&database, Scope::Tables(&wanted.map(QualifiedName::from))).await;
        let names: Vec<_> = some.tables.keys().map(ToString::to_string).collect();
        assert_eq!(names, ["users", "app.orders"]);
        for (name, table) in &some.tables {
            assert_eq!(table, &all.tables[name]);
        }
        assert_eq!(some.enums, all.enums);
        assert!(some.functions.is_empty() && some.extensions.is_empty());

        let some = read(&database, Scope::Namespaces(&["app".into()])).await;
        let names: Vec<_> = some.tables.keys().map(ToString::to_string).collect();
        assert_eq!(names, ["app.orders"]);
        assert_eq!(some.functions.len(), 1);
        let both = ["app".into(), "public".into()];
        let mut both = read(&database, Scope::Namespaces(&both)).await;
        both.namespaces.insert("We ird".into(), None);
        assert_eq!(both, all);
    }
}

#[tokio::test]
async fn the_session_and_its_transaction_stay_as_they_were() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        database.rows(EVERYTHING).await;
        let all = read(&database, Scope::Everything).await;
        let settings = "SELECT set_config('search_path', 'app', false), set_config('timezone', 'Asia/Tokyo', false)";
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        sqlx::query(settings)
            .execute(&mut connection)
            .await
            .unwrap();
        let lent = reflect(&mut connection, Scope::Everything, &Settings::DEFAULT).await;
        let lent = lent.unwrap();
        // Another namespace is the default one.
        assert!(lent.tables.contains_key(&"orders".into()));
        assert!(lent.tables.contains_key(&"public.users".into()));
        assert_eq!(lent.tables.len(), all.tables.len() + 2);
        let path = "SELECT current_setting('search_path') || ' ' || current_setting('timezone')";
        let path: String = sqlx::query_scalar(path)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(path, "app Asia/Tokyo");
    }
}

/// In a transaction that somebody has open all that it sees is read, and it goes on.
#[tokio::test]
async fn a_transaction_goes_on() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        let mut transaction = connection.begin().await.unwrap();
        let create = "CREATE TABLE seen (id integer CHECK (id > 0))";
        sqlx::query(create)
            .execute(&mut *transaction)
            .await
            .unwrap();
        let path = "SELECT set_config('search_path', 'public, pg_catalog', true)";
        sqlx::query(path).execute(&mut *transaction).await.unwrap();
        let seen = reflect(&mut *transaction, Scope::Everything, &Settings::DEFAULT).await;
        let seen = seen.unwrap();
        let names: Vec<_> = seen.tables.keys().collect();
        assert_eq!(names, [&QualifiedName::from("seen")]);
        let spelt = sql::respell(&mut *transaction, &seen).await.unwrap();
        assert_eq!(spelt, Some(seen));
        let path = "SELECT current_setting('search_path')";
        let path: String = sqlx::query_scalar(path)
            .fetch_one(&mut *transaction)
            .await
            .unwrap();
        assert_eq!(path, "public, pg_catalog");
        transaction.commit().await.unwrap();
        assert_eq!(read(&database, Scope::Everything).await.tables.len(), 1);
    }
}

/// A database's own words are the server's already.
#[tokio::test]
async fn what_the_server_says_it_says_again() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        database.rows(EVERYTHING).await;
        let schema = read(&database, Scope::Everything).await;
        let spelt = sql::respell(database.url(), &schema).await.unwrap();
        assert_eq!(spelt, Some(schema.clone()), "{kind:?}");
        assert_eq!(read(&database, Scope::Everything).await, schema);
    }
}

/// What people write becomes what the server says of a database that was made of it.
#[tokio::test]
async fn what_people_write_becomes_what_the_server_says() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        database.rows(EVERYTHING).await;
        let expected = read(&database, Scope::Everything).await;
        let written = as_written(expected.clone());
        assert_ne!(written, expected);
        let spelt = sql::respell(database.url(), &written).await.unwrap();
        assert_eq!(spelt.as_ref(), Some(&expected), "{kind:?}");

        // One thing that does not work keeps nothing else from being asked for.
        let mut written = written;
        let wrong = || Some(Default::Sql("no_such_function(1)".to_owned()));
        let mut expected = expected;
        for schema in [&mut written, &mut expected] {
            let users = schema.tables.get_mut(&"users".into()).unwrap();
            users.columns.named_mut("born").unwrap().default = wrong();
            let view = schema.views.get_mut(&"named".into()).unwrap();
            view.query = "SELECT no_such_column FROM users".into();
        }
        // A trigger on a view that cannot be made.
        let key = (QualifiedName::from("named"), "on_view".into());
        expected
            .triggers
            .insert(key.clone(), written.triggers[&key].clone());
        let spelt = sql::respell(database.url(), &written).await.unwrap();
        assert_eq!(spelt, Some(expected), "{kind:?}");
        let left = "SELECT count(*) FROM pg_class WHERE relname LIKE 'revision_respell%'";
        assert_eq!(database.rows(left).await, [["0"]]);
    }
}

/// The schema of [`EVERYTHING`] in the words that stand there.
fn as_written(mut schema: Schema) -> Schema {
    fn table<'s>(schema: &'s mut Schema, name: &str) -> &'s mut Table {
        schema.tables.get_mut(&name.into()).unwrap()
    }
    let column = |table: &mut Table, name: &str, sql: &str| {
        let column = table.columns.named_mut(name).unwrap();
        column.default = Some(Default::Sql(sql.to_owned()));
    };
    let defaults = table(&mut schema, "defaults");
    for (name, sql) in [
        ("sum", "1 + 2"),
        ("moment", "'2020-02-29 12:00:00+02'"),
        ("expression", "lower('A') || 'b'"),
        ("next", "nextval('plain')"),
        ("span", "'1 DAY'"),
        ("day", "date '2020-02-29'"),
        ("mood", "'so, so'"),
        ("document", "'{\"a\":1}'"),
        ("half", ".5"),
    ] {
        column(defaults, name, sql);
    }
    let custom = table(&mut schema, "types").columns.named_mut("bit_3");
    custom.unwrap().ty = Type::Custom("BIT (3)".to_owned());
    let users = table(&mut schema, "users");
    let generated = &mut users.columns.named_mut("full_name").unwrap().generated;
    generated.as_mut().unwrap().sql = "\"Name\" || ' (' || email || ')'".into();
    let checks = std::mem::take(&mut users.checks).into_iter();
    users.checks = checks
        .map(|mut check| {
            check.sql = match check.name.as_deref() {
                Some("users_old") => "old > 0 AND (old < 10 OR email = ')''(')",
                Some("users_alone") => "born > '1900-01-01'",
                _ => "email <> ''",
            }
            .into();
            check
        })
        .collect();
    let index = users.indexes.get_mut("users_lower").unwrap();
    index.predicate = Some("born IS NOT NULL AND old > 1".to_owned());
    index.columns[1].key = IndexKey::Sql("(id+old)".to_owned());
    let bookings = table(&mut schema, "bookings");
    let exclusions = std::mem::take(&mut bookings.exclusions).into_iter();
    bookings.exclusions = exclusions
        .map(|mut exclusion| {
            exclusion.predicate = exclusion.predicate.map(|_| "(not cancelled)".to_owned());
            exclusion
        })
        .collect();
    let events = table(&mut schema, "events");
    events.options.partition_by = Some("range(at)".to_owned());
    let mut write = |name: &str, query: &str| {
        schema.views.get_mut(&name.into()).unwrap().query = query.into();
    };
    write("named", "SELECT id, \"Name\" FROM users WHERE email <> '';");
    let view = schema.views.get_mut(&"app.counted_users".into()).unwrap();
    view.query = "SELECT team_id, count(*) FROM users GROUP BY 1".into();
    view.columns = ["team_id", "members"].map(Name::from).into();
    let functions = [
        (
            "area(integer, integer)",
            "area(int,int)",
            "CREATE FUNCTION area(width integer, height integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT width * height $$",
        ),
        (
            "app.touch()",
            "app.touch()",
            "CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        ),
        (
            "clean()",
            "clean()",
            "CREATE PROCEDURE clean() LANGUAGE sql AS 'DELETE FROM fast'",
        ),
    ];
    for (name, written, definition) in functions {
        schema.functions.remove(&name.into()).unwrap();
        schema
            .functions
            .insert(written.into(), definition.to_owned());
    }
    let users = QualifiedName::from("users");
    let trigger = schema.triggers.get_mut(&(users.clone(), "touched".into()));
    *trigger.unwrap() = "CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF email ON users FOR EACH ROW WHEN (NEW.old > 3) EXECUTE FUNCTION app.touch()".into();
    let policy = schema.policies.get_mut(&(users, "own".into()));
    *policy.unwrap() = "CREATE POLICY own ON users AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (old > 1 AND email <> '') WITH CHECK (old < 9)".into();
    schema
}

/// Where nothing may be made, nobody knows; and nothing is made.
#[tokio::test]
async fn who_may_make_nothing_cannot_tell() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        database.rows(EVERYTHING).await;
        let schema = read(&database, Scope::Everything).await;
        let name = database.name();
        database
            .rows(&format!(
                "ALTER DATABASE {name} SET default_transaction_read_only = on"
            ))
            .await;
        let spelt = sql::respell(database.url(), &schema).await.unwrap();
        assert_eq!(spelt, None);
        assert_eq!(read(&database, Scope::Everything).await, schema);
    }
}

/// Types and sequences that are still to be made are made for the question.
#[tokio::test]
async fn what_is_not_there_yet_can_be_asked_for() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        database.rows(EVERYTHING).await;
        let mut expected = read(&database, Scope::Everything).await;
        let mut written = as_written(expected.clone());
        for schema in [&mut expected, &mut written] {
            schema.tables.retain(|name, _| name.name == "defaults");
            schema.views.clear();
            schema.functions.clear();
            schema.triggers.clear();
            schema.policies.clear();
        }
        let empty = Database::fresh(kind).await;
        let spelt = sql::respell(empty.url(), &written).await.unwrap();
        assert_eq!(spelt, Some(expected), "{kind:?}");
        let left = read(&empty, Scope::Everything).await;
        assert_eq!(left, Schema::default());
    }
}
