//! Scripts for the databases' own clients: they leave what an online run leaves, start only where they were written for,
//! and stop at their first error.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use revision_core::runtime::Offline;
use revision_core::{Backend, Server};
use revision_tests::{Database, Kind, Sql, TestChain, differences, servers};

fn backend(kind: Kind) -> Backend {
    match kind {
        Kind::Sqlite => Backend::Sqlite,
        Kind::MySql => Backend::MySql,
        _ => Backend::Postgres,
    }
}

/// Gives a script to the database's own client, as a person would.
pub(crate) fn client(database: &Database, script: &str) -> Output {
    let mut command = match database.kind() {
        Kind::Sqlite => {
            let mut command = Command::new("sqlite3");
            command.arg(database.file().expect("it is a file"));
            command
        }
        Kind::MySql => {
            let [user, password, host, port] = login(database.url());
            let mut command = Command::new("mariadb");
            command
                .arg("--no-defaults")
                .args(["--host", host, "--port", port, "--user", user])
                .arg(format!("--password={password}"))
                .arg(database.name());
            command
        }
        _ => {
            let mut command = Command::new("psql");
            command.args(["--no-psqlrc", "--quiet", "--dbname", database.url()]);
            command
        }
    };
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the client starts");
    let mut input = child.stdin.take().expect("it is piped");
    let script = script.to_owned();
    let writer = std::thread::spawn(move || {
        // A client that stops early closes its end.
        let _ = input.write_all(script.as_bytes());
    });
    let output = child.wait_with_output().expect("the client ends");
    writer.join().expect("the script was written");
    output
}

/// User, password, host and port of `scheme://user:password@host:port/name`.
fn login(url: &str) -> [&str; 4] {
    let rest = url.split_once("://").expect("it is a URL").1;
    let (login, rest) = rest.split_once('@').expect("it names a user");
    let (user, password) = login.split_once(':').expect("it has a password");
    let place = rest.split('/').next().unwrap_or(rest);
    let (host, port) = place.split_once(':').expect("it has a port");
    [user, password, host, port]
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

/// The log but for its times, which `differences` does not look at.
async fn log(database: &Database) -> Vec<Vec<String>> {
    database
        .rows("SELECT chain, revision, direction, outcome, checksum, statements FROM revision_log WHERE statement IS NULL ORDER BY id")
        .await
}

/// What one holds and the other does not.
async fn differs(one: &Database, other: &Database) -> Vec<String> {
    let mut found = differences(one, other, &["revision_log"]).await;
    if log(one).await != log(other).await {
        found.push("the logs".to_owned());
    }
    found
}

fn up(targets: &[String]) -> Offline<'_> {
    Offline::Upgrade {
        targets,
        from: None,
    }
}

fn targets(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn chain(kind: Kind) -> TestChain {
    let mut chain = TestChain::tables(4);
    let body = match kind {
        Kind::Sqlite => {
            "CREATE TABLE audit (n integer, note text DEFAULT 'a;b');\n\
             CREATE TRIGGER t AFTER INSERT ON t0001 BEGIN INSERT INTO audit VALUES (new.id, 'x;y'); END;\n\
             INSERT INTO t0001 VALUES (77);"
        }
        Kind::MySql => {
            "CREATE TABLE audit (n int, note varchar(20) DEFAULT 'a;b');\n\
             CREATE TRIGGER t AFTER INSERT ON t0001 FOR EACH ROW BEGIN INSERT INTO audit VALUES (new.id, 'x;y'); END;\n\
             INSERT INTO t0001 VALUES (77);"
        }
        _ => {
            "CREATE TABLE audit (n int, note text DEFAULT 'a;b\\c');\n\
             CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.audit VALUES (new.id, 'x;y'); RETURN new; END $$;\n\
             CREATE TRIGGER t AFTER INSERT ON t0001 FOR EACH ROW EXECUTE FUNCTION f();\n\
             SELECT set_config('search_path', '', false);\n\
             INSERT INTO public.t0001 VALUES (77);"
        }
    };
    chain.write(&Sql {
        id: "0005",
        down: "0004",
        upgrade: body,
        ..Sql::default()
    });
    chain
}

#[tokio::test]
async fn a_script_leaves_what_an_online_run_leaves() {
    for kind in servers::all() {
        let chain = chain(kind);
        let runtime = chain.runtime();
        let online = Database::fresh(kind).await;
        runtime.upgrade(online.url(), "head").await.unwrap();
        let offline = Database::fresh(kind).await;
        let head = targets(&["head"]);
        let script = runtime
            .script(Server::assumed(backend(kind)), &up(&head))
            .unwrap();
        let output = client(&offline, &script);
        assert!(
            output.status.success(),
            "{kind:?}: {}\n{script}",
            said(&output)
        );
        let differs = differs(&online, &offline).await;
        assert!(differs.is_empty(), "{kind:?}: {differs:#?}\n{script}");
        let standing = runtime.current(offline.url()).await.unwrap();
        assert!(standing.pending.is_empty() && standing.edited.is_empty());
        assert_eq!(offline.rows("SELECT n FROM audit").await, [["77"]]);
    }
}

#[tokio::test]
async fn a_script_runs_only_where_it_begins_and_only_once() {
    for kind in servers::all() {
        let chain = TestChain::tables(4);
        let runtime = chain.runtime();
        let database = Database::fresh(kind).await;
        runtime.upgrade(database.url(), "0002").await.unwrap();
        let like = Database::fresh(kind).await;
        runtime.upgrade(like.url(), "0002").await.unwrap();
        for range in ["base:head", "0001:head", "0003:head"] {
            let range = targets(&[range]);
            let script = runtime
                .script(Server::assumed(backend(kind)), &up(&range))
                .unwrap();
            let output = client(&database, &script);
            assert!(!output.status.success(), "{kind:?} {range:?}\n{script}");
            let differs = differs(&like, &database).await;
            assert!(differs.is_empty(), "{kind:?} {range:?}: {differs:#?}");
        }
        let range = targets(&["0002:head"]);
        let script = runtime
            .script(Server::assumed(backend(kind)), &up(&range))
            .unwrap();
        let output = client(&database, &script);
        assert!(output.status.success(), "{kind:?}: {}", said(&output));
        runtime.upgrade(like.url(), "head").await.unwrap();
        assert!(!client(&database, &script).status.success(), "{kind:?}");
        let differs = differs(&like, &database).await;
        assert!(differs.is_empty(), "{kind:?}: {differs:#?}");
        let down = Offline::Downgrade {
            target: "head:0001",
            from: None,
        };
        let script = runtime
            .script(Server::assumed(backend(kind)), &down)
            .unwrap();
        let output = client(&database, &script);
        assert!(output.status.success(), "{kind:?}: {}", said(&output));
        let standing = runtime.current(database.url()).await.unwrap();
        assert_eq!(standing.pending.len(), 3, "{kind:?}");
    }
}

#[tokio::test]
async fn a_script_stops_at_its_first_error() {
    for kind in servers::all() {
        let mut chain = TestChain::tables(4);
        chain.write(&Sql {
            id: "0003",
            down: "0002",
            upgrade: "CREATE TABLE t0003 (id integer);\nINSERT INTO no_such_table VALUES (1);\nCREATE TABLE never (id integer);",
            ..Sql::default()
        });
        let runtime = chain.runtime();
        let database = Database::fresh(kind).await;
        let head = targets(&["head"]);
        let script = runtime
            .script(Server::assumed(backend(kind)), &up(&head))
            .unwrap();
        let output = client(&database, &script);
        assert!(!output.status.success(), "{kind:?}");
        assert!(
            said(&output).contains("no_such_table"),
            "{kind:?}: {}",
            said(&output)
        );
        let standing = runtime.current(database.url()).await.unwrap();
        assert_eq!(standing.rows.len(), 1, "{kind:?}");
        assert_eq!(standing.rows[0].as_str(), "0002", "{kind:?}");
        // What runs in a transaction is undone; MySQL has committed what came before, and goes no further either.
        let like = Database::fresh(kind).await;
        runtime.upgrade(like.url(), "0002").await.unwrap();
        if kind == Kind::MySql {
            like.rows("CREATE TABLE t0003 (id integer)").await;
        }
        let differs = differs(&like, &database).await;
        assert!(differs.is_empty(), "{kind:?}: {differs:#?}");
    }
}
