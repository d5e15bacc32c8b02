//! Dropping all that a database holds.

use std::time::Duration;

use revision_core::Code;
use revision_core::chain::Id;
use revision_core::config::TableName;
use revision_core::runtime::{Error, Event, Outcome};
use revision_tests::{Cut, Database, Kind, Proxy, TestChain, servers};
use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use tokio::sync::mpsc;

/// What stays: extensions, and the schemas that they lie in.
async fn extend(database: &Database) {
    if database.kind().is_postgres() {
        database
            .rows(
                "CREATE EXTENSION citext; CREATE SCHEMA tools; CREATE EXTENSION pg_trgm SCHEMA tools; CREATE EXTENSION file_fdw",
            )
            .await;
    }
}

/// One of everything, each in the way of something else.
fn everything(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => {
            "CREATE TABLE \"a b\" (id integer PRIMARY KEY AUTOINCREMENT); INSERT INTO \"a b\" DEFAULT VALUES;
             CREATE TABLE child (parent integer NOT NULL REFERENCES \"a b\" (id)); INSERT INTO child VALUES (1);
             CREATE INDEX ix ON child (parent); ANALYZE;
             CREATE VIEW seen AS SELECT * FROM child; CREATE VIEW lost AS SELECT * FROM nowhere;
             CREATE TRIGGER t AFTER INSERT ON child BEGIN SELECT 1; END;
             CREATE TRIGGER u INSTEAD OF INSERT ON seen BEGIN SELECT 1; END;
             CREATE VIRTUAL TABLE found USING fts5(body); CREATE VIRTUAL TABLE boxes USING rtree(id, low, high);"
        }
        Kind::MySql => {
            "CREATE TABLE `a b` (id int PRIMARY KEY AUTO_INCREMENT); INSERT INTO `a b` VALUES (1);
             CREATE TABLE child (parent int NOT NULL, FOREIGN KEY (parent) REFERENCES `a b` (id)); INSERT INTO child VALUES (1);
             CREATE SEQUENCE numbers; CREATE TABLE numbered (n int DEFAULT nextval(numbers));
             CREATE TABLE remembered (n int) WITH SYSTEM VERSIONING;
             CREATE VIEW seen AS SELECT * FROM child; CREATE VIEW `s``n` AS SELECT * FROM seen;
             CREATE TRIGGER t BEFORE INSERT ON child FOR EACH ROW SET NEW.parent = 1;
             CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM child;
             CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1;
             CREATE AGGREGATE FUNCTION agg(x int) RETURNS int BEGIN DECLARE EXIT HANDLER FOR NOT FOUND RETURN 0; LOOP FETCH GROUP NEXT ROW; END LOOP; END;
             CREATE PROCEDURE two() SELECT 1;
             SET sql_mode = 'ORACLE'; CREATE PACKAGE pack AS FUNCTION three RETURN int; END;
             CREATE PACKAGE BODY pack AS FUNCTION three RETURN int AS BEGIN RETURN 3; END; END;"
        }
        _ => {
            "CREATE TABLE tools.mine (id int); CREATE FUNCTION tools.mine() RETURNS int LANGUAGE sql AS 'SELECT 1';
             CREATE TYPE mood AS ENUM ('good'); CREATE DOMAIN age AS int CHECK (VALUE > 0); CREATE TYPE pair AS (a int, b int); CREATE TYPE span AS RANGE (subtype = float8);
             CREATE TABLE \"a b\" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood, age age, pair pair, span span, name citext);
             CREATE TABLE child (parent bigint NOT NULL REFERENCES \"a b\" (id), n serial);
             CREATE INDEX ix ON child (n); CREATE STATISTICS stats ON parent, n FROM child;
             CREATE VIEW seen AS SELECT * FROM child; CREATE MATERIALIZED VIEW kept AS SELECT * FROM seen;
             CREATE RULE r AS ON INSERT TO seen DO INSTEAD NOTHING;
             CREATE SEQUENCE numbers;
             CREATE FUNCTION one(pair) RETURNS int LANGUAGE sql AS 'SELECT 1';
             CREATE FUNCTION tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION tr();
             CREATE PROCEDURE two() LANGUAGE sql AS 'SELECT 1';
             CREATE AGGREGATE most(int) (SFUNC = int4larger, STYPE = int);
             CREATE FUNCTION same(int, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
             CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = same);
             CREATE OPERATOR FAMILY \"fam ily\" USING btree;
             CREATE OPERATOR CLASS back FOR TYPE int USING btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(int, int);
             CREATE COLLATION german (locale = 'C'); CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
             CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION conf (COPY = english);
             CREATE TEXT SEARCH TEMPLATE temp (LEXIZE = dsimple_lexize);
             CREATE TEXT SEARCH PARSER pars (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
             CREATE CAST (pair AS int) WITH FUNCTION one(pair); CREATE CAST (date AS int) WITHOUT FUNCTION;
             CREATE TABLE parts (n int) PARTITION BY RANGE (n); CREATE TABLE part PARTITION OF parts DEFAULT;
             CREATE SCHEMA other; CREATE TABLE other.t (id int); CREATE TABLE heir () INHERITS (other.t);
             CREATE FOREIGN DATA WRAPPER wrap; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; CREATE SERVER none FOREIGN DATA WRAPPER wrap;
             CREATE USER MAPPING FOR PUBLIC SERVER none;
             CREATE FOREIGN TABLE far (id int) SERVER none;
             CREATE PUBLICATION pub FOR TABLE child; CREATE PUBLICATION every FOR ALL TABLES;
             CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER ev ON sql_drop EXECUTE FUNCTION ev();
             SELECT lo_create(0);
             CREATE LANGUAGE mine HANDLER plpgsql_call_handler;"
        }
    }
}

/// What there is, by name.
async fn names(database: &Database) -> Vec<String> {
    let sql = match database.kind() {
        Kind::Sqlite => {
            "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'".to_owned()
        }
        Kind::MySql => {
            let all = [
                ("table", "tables", "table_schema"),
                ("routine", "routines", "routine_schema"),
                ("event", "events", "event_schema"),
                ("trigger", "triggers", "trigger_schema"),
            ];
            let all = all.map(|(one, table, schema)| {
                format!(
                    "SELECT {one}_name FROM information_schema.{table} WHERE {schema} = DATABASE()"
                )
            });
            all.join(" UNION ALL ")
        }
        _ => {
            let catalogs = [
                "class",
                "proc",
                "type",
                "operator",
                "opclass",
                "opfamily",
                "collation",
                "conversion",
                "ts_config",
                "ts_dict",
                "ts_parser",
                "ts_template",
                "statistic_ext",
                "cast",
                "event_trigger",
                "publication",
                "foreign_server",
                "foreign_data_wrapper",
                "language",
                "namespace",
                "largeobject_metadata",
                "rewrite",
                "trigger",
                "user_mapping",
            ];
            let all = catalogs.map(|one| {
                let class = one.trim_end_matches("_metadata");
                format!(
                    "SELECT pg_describe_object('pg_{class}'::regclass, oid, 0) FROM pg_{one} WHERE oid >= 16384"
                )
            });
            all.join(" UNION ALL ")
        }
    };
    let mut names = database.rows(&sql).await.concat();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn nothing_is_left_and_all_can_be_applied_again() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        extend(&database).await;
        let before = names(&database).await;
        let chain = TestChain::tables(3);
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "head").await.unwrap();
        database.rows(everything(kind)).await;
        let all = names(&database).await;
        let ran = runtime.empty(database.url()).dry_run().await.unwrap();
        assert!(ran.dry_run);
        assert_eq!(names(&database).await, all, "{kind:?}");
        let ran = runtime.empty(database.url()).await;
        let ran = ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert!(ran.heads.is_empty());
        assert_eq!(names(&database).await, before, "{kind:?}");
        if kind == Kind::Sqlite {
            let counters = database.rows("SELECT * FROM sqlite_sequence").await;
            assert!(counters.is_empty(), "{counters:?}");
        }
        // Again, with nothing there; and then as if it were new.
        runtime.empty(database.url()).await.unwrap();
        database.rows(everything(kind)).await;
        let up = runtime.upgrade(database.url(), "head").await.unwrap();
        assert_eq!(up.steps.len(), 3, "{kind:?}");
    }
}

#[tokio::test]
async fn one_that_cannot_be_dropped_keeps_them_all() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(3);
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "head").await.unwrap();
        // An extension's own, so that it stays.
        database
            .rows(
                "CREATE FUNCTION keep() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'kept'; END $$;
                 CREATE EVENT TRIGGER keep ON sql_drop EXECUTE FUNCTION keep();
                 ALTER EXTENSION plpgsql ADD FUNCTION keep(); ALTER EXTENSION plpgsql ADD EVENT TRIGGER keep",
            )
            .await;
        let before = names(&database).await;
        let error = runtime.empty(database.url()).await.unwrap_err();
        assert_eq!(error.code(), Code::StatementFailed, "{kind:?}");
        assert_eq!(error.done.heads, [Id::from("0003")]);
        let help = error.faults[0].help.last().unwrap();
        assert!(help.starts_with("nothing is dropped;"), "{help}");
        assert_eq!(names(&database).await, before, "{kind:?}");
    }
}

/// Somebody who reads a table and has not finished.
enum Reader {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
    MySql(MySqlConnection),
}

impl Reader {
    async fn of(database: &Database, table: &str) -> Self {
        let read = AssertSqlSafe(format!("SELECT * FROM {table}"));
        if database.kind() == Kind::Sqlite {
            let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
            connection.execute("BEGIN").await.unwrap();
            connection.execute(read).await.unwrap();
            return Self::Sqlite(connection);
        }
        if database.kind() == Kind::MySql {
            let mut connection = MySqlConnection::connect(database.url()).await.unwrap();
            connection.execute("START TRANSACTION").await.unwrap();
            connection.execute(read).await.unwrap();
            return Self::MySql(connection);
        }
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        connection.execute("BEGIN").await.unwrap();
        connection.execute(read).await.unwrap();
        Self::Postgres(connection)
    }

    async fn goes(self) {
        match self {
            Self::Sqlite(connection) => connection.close().await.unwrap(),
            Self::Postgres(connection) => connection.close().await.unwrap(),
            Self::MySql(connection) => connection.close().await.unwrap(),
        }
    }
}

/// Three tables, of which somebody reads the second; and what becomes of emptying it.
async fn read(kind: Kind, wait: Duration, goes: bool) -> (Database, Result<Outcome, Error>, usize) {
    let database = Database::fresh(kind).await;
    let mut chain = TestChain::tables(3);
    chain.settings.lock_timeout = Duration::from_millis(300);
    let runtime = chain.runtime();
    runtime.upgrade(database.url(), "head").await.unwrap();
    let mut reader = Some(Reader::of(&database, "t0002").await);
    let (busy, mut waits) = mpsc::unbounded_channel();
    let empty = runtime.empty(database.url()).lock_wait(wait);
    let empty = empty.observer(move |event: &Event<'_>| {
        if matches!(event, Event::Busy { .. }) {
            let _ = busy.send(());
        }
    });
    let mut empty = std::pin::pin!(empty);
    let mut retries = 0;
    loop {
        tokio::select! {
            ended = &mut empty => break (database, ended, retries),
            Some(()) = waits.recv() => {
                retries += 1;
                if let Some(reader) = reader.take_if(|_| goes) {
                    reader.goes().await;
                }
            }
        }
    }
}

fn with_servers() -> impl Iterator<Item = Kind> {
    servers::all()
        .into_iter()
        .filter(|kind| *kind != Kind::Sqlite)
}

#[tokio::test]
async fn a_table_in_use_is_waited_for_and_tried_again() {
    for kind in servers::all() {
        let (database, ended, retries) = read(kind, Duration::from_mins(1), true).await;
        ended.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert!(retries > 0, "{kind:?}");
        assert_eq!(names(&database).await, Vec::<String>::new(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_table_in_use_is_not_waited_for_without_end() {
    for kind in servers::all() {
        let (database, ended, _) = read(kind, Duration::from_secs(2), false).await;
        let error = ended.expect_err("it is in use");
        assert_eq!(error.code(), Code::Locked, "{kind:?}: {error}");
        let help = error.faults[0].help.last().unwrap();
        let left = names(&database).await;
        if kind == Kind::MySql {
            // Nothing holds it together, so it stands nowhere; and the next who empties it goes on.
            assert_eq!(
                help,
                "3 of 5 objects are dropped, our tables first, so that the database stands nowhere; \
                 to empty it: `cargo revision reset --drop`, again"
            );
            assert_eq!(left, ["t0002", "t0003"]);
            assert!(error.done.heads.is_empty());
        } else {
            assert!(help.starts_with("nothing is dropped;"), "{help}");
            let table = if kind == Kind::Sqlite {
                "t000"
            } else {
                "table t000"
            };
            let left = left.iter().filter(|name| name.starts_with(table));
            assert_eq!(left.count(), 3, "{kind:?}");
            assert_eq!(error.done.heads, [Id::from("0003")]);
        }
        let chain = TestChain::tables(3);
        chain.runtime().empty(database.url()).await.unwrap();
        assert_eq!(names(&database).await, Vec::<String>::new(), "{kind:?}");
    }
}

#[tokio::test]
async fn our_tables_go_too_wherever_they_lie() {
    for kind in with_servers() {
        let (database, other) = (Database::fresh(kind).await, Database::fresh(kind).await);
        let namespace = match kind {
            Kind::MySql => other.name().to_owned(),
            _ => "tools".to_owned(),
        };
        extend(&database).await;
        let before = names(&database).await;
        let mut chain = TestChain::tables(2);
        let table = |name: &str| TableName {
            namespace: Some(namespace.clone().into()),
            name: name.to_owned().into(),
        };
        chain.settings.version_table = table("version");
        chain.settings.log_table = Some(table("log"));
        chain
            .runtime()
            .upgrade(database.url(), "head")
            .await
            .unwrap();
        chain.runtime().empty(database.url()).await.unwrap();
        assert_eq!(names(&database).await, before, "{kind:?}");
        assert_eq!(names(&other).await, Vec::<String>::new(), "{kind:?}");
        let up = chain.runtime().upgrade(database.url(), "head").await;
        assert_eq!(up.unwrap().steps.len(), 2, "{kind:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_lost_is_told_as_lost() {
    let chain = TestChain::tables(3);
    let runtime = chain.runtime();
    for kind in with_servers() {
        let mut trips = usize::MAX;
        let mut trip = 0;
        while trip <= trips {
            let database = Database::fresh(kind).await;
            runtime.upgrade(database.url(), "head").await.unwrap();
            let proxy = Proxy::before(database.url());
            // The first is not disturbed.
            if trip > 0 {
                proxy.cut_in(trip, Cut::BeforeAnswer);
            }
            let ended = runtime.empty(proxy.url()).await;
            if trip == 0 {
                ended.unwrap();
                trips = proxy.trips();
            } else if let Err(error) = ended {
                assert_eq!(
                    error.code(),
                    Code::ConnectFailed,
                    "{kind:?}, trip {trip}: {error}"
                );
            }
            runtime.empty(database.url()).await.unwrap();
            assert_eq!(
                names(&database).await,
                Vec::<String>::new(),
                "{kind:?}, trip {trip}"
            );
            trip += 1;
        }
        assert!(trips > 3, "{kind:?}: {trips}");
    }
}
