//! What a database is asked, which one that is, and what is said of it.

use insta::assert_snapshot;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::project::Project;

/// A line with a fork, and a database at each of these files that holds these rows.
fn project(databases: &[(&str, &str, &[&str])]) -> Project {
    let project = Project::new()
        .rust("a1", "Create users", &[])
        .rust("b1", "Add email", &[r#"down_revision: "a1""#])
        .rust("c1", "Add age", &[r#"down_revision: "b1""#]);
    for (file, table, rows) in databases {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(project.path(file))
            .create_if_missing(true);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut connection = options.connect().await.unwrap();
            let create = format!("CREATE TABLE {table} (version_num varchar(255) PRIMARY KEY)");
            sqlx::raw_sql(sqlx::AssertSqlSafe(create))
                .execute(&mut connection)
                .await
                .unwrap();
            for row in *rows {
                let insert = format!("INSERT INTO {table} VALUES ('{row}')");
                sqlx::raw_sql(sqlx::AssertSqlSafe(insert))
                    .execute(&mut connection)
                    .await
                    .unwrap();
            }
            connection.close().await.unwrap();
        });
    }
    project
}

const TABLE: &str = "revision_version";

#[test]
fn history_marks_what_is_applied() {
    let project =
        project(&[("app.db", TABLE, &["b1"])]).file("revision.toml", "url = \"sqlite://app.db\"\n");
    assert_snapshot!(project.run("history -i"));
    assert_snapshot!(project.run("history -r current:"));
    assert_snapshot!(project.run("show current"));
    // From a folder below, the file is the same.
    let project = project.within("src");
    assert_snapshot!(project.run("history -r :current"));
}

#[test]
fn a_revision_that_the_chain_does_not_know_is_said_to_be() {
    let project = project(&[("app.db", TABLE, &["zz"])]);
    assert_snapshot!(project.run("history -i --url sqlite://app.db"));
}

/// The order in which a URL is looked for; each database stands elsewhere.
#[test]
fn the_nearest_word_on_the_database_counts() {
    let mut project = project(&[
        ("flag.db", TABLE, &["a1"]),
        ("environment.db", TABLE, &["b1"]),
        ("variable.db", TABLE, &["c1"]),
        ("file.db", TABLE, &[]),
        ("toml.db", "my_versions", &["a1"]),
    ])
    .file(
        "revision.toml",
        "url = \"sqlite://toml.db\"\n\n[environment.staging]\nurl = \"sqlite://environment.db\"\n",
    );
    let asked = |project: &Project, line: &str| {
        let said = project.run(line);
        let line = said.lines().find(|line| line.contains("Asking"));
        line.unwrap_or(&said).trim().to_owned()
    };
    let show = "show current";
    assert_eq!(
        asked(&project, show),
        "Asking sqlite://toml.db (from revision.toml)"
    );
    project = project.file(".env", "# where it is\nDATABASE_URL=\"sqlite://file.db\"\n");
    assert_eq!(asked(&project, show), "Asking sqlite://file.db (from .env)");
    project = project.environment("DATABASE_URL", "sqlite://variable.db");
    assert_eq!(
        asked(&project, show),
        "Asking sqlite://variable.db (from DATABASE_URL)"
    );
    assert_eq!(
        asked(&project, "show current -e staging"),
        "Asking sqlite://environment.db (from environment `staging`)"
    );
    for said in ["--url ", "-x url="] {
        assert_eq!(
            asked(
                &project,
                &format!("show current -e staging {said}sqlite://flag.db")
            ),
            "Asking sqlite://flag.db (from --url)"
        );
    }
    // A variable that is set to nothing says nothing.
    project = project.environment("DATABASE_URL", "");
    assert_eq!(asked(&project, show), "Asking sqlite://file.db (from .env)");
    project = project.file(".env", "OTHER=1\n");
    assert_eq!(
        asked(&project, show),
        "Asking sqlite://toml.db (from revision.toml)"
    );
    assert_snapshot!(project.run("show current -e stagin --url sqlite://flag.db"));
    assert_snapshot!(project.run("show current -e stagin"));
}

#[test]
fn the_version_table_is_the_configured_one() {
    let project = project(&[("app.db", "my_versions", &["c1"])]).file(
        "revision.toml",
        "url = \"sqlite://app.db\"\nversion_table = \"my_versions\"\n",
    );
    let (exit, answer) = project.json("show current");
    assert_eq!(
        (exit, &answer["revisions"][0]["revision"]),
        (0, &"c1".into())
    );
}

#[test]
fn looking_makes_nothing() {
    let project = project(&[]).file("revision.toml", "url = \"sqlite://none.db\"\n");
    assert_snapshot!(project.run("history -i"));
    assert!(!project.path("none.db").exists());
}

#[test]
fn a_database_that_cannot_be_asked_is_named_without_its_password() {
    let project = project(&[]);
    assert_snapshot!(project.run("show current --url postgres://me:secret@127.0.0.1:1/app"));
    assert_snapshot!(project.run("show current --url oracle://localhost/app"));
}

#[test]
fn what_is_applied_is_not_rebased() {
    let forked = |rows: &[&str]| {
        project(&[("app.db", TABLE, rows)])
            .rust("d1", "Add nick", &[r#"down_revision: "b1""#])
            .file("revision.toml", "url = \"sqlite://app.db\"\n")
    };
    let project = forked(&["d1"]);
    let before = project.read("revisions/d1.rs");
    assert_snapshot!(project.run("rebase d1"));
    assert_eq!(project.read("revisions/d1.rs"), before);
    // The other line may go on top of it; rows of other chains are none of our business.
    assert_snapshot!(forked(&["d1", "zz"]).run("rebase c1"));
    // One that does not answer is no obstacle.
    let unanswered = forked(&[]).environment("DATABASE_URL", "postgres://127.0.0.1:1/app");
    assert_snapshot!(unanswered.run("rebase d1"));
}

#[test]
fn a_password_is_shown_by_no_message() {
    let secret = "postgres://me:s3cret/x@127.0.0.1:1/app";
    let project = project(&[]);
    for line in [
        format!("current --url {secret}"),
        format!("upgrade --url {secret}?sslmode=nonsense"),
        "upgrade --url postgres://me:s3cret@127.0.0.1:nonsense/app".to_owned(),
        "upgrade --url mysql://me:s3cret@127.0.0.1:1/app?password=s3cret".to_owned(),
        format!("upgrade -x {secret}"),
        format!("upgrade {secret}"),
        format!("upgrde {secret}"),
    ] {
        let said = project.run(&line);
        let (line, said) = said.split_once('\n').unwrap();
        assert!(
            said.contains("error: ") && !said.contains("s3cret"),
            "{line}\n{said}"
        );
    }
    // A line of a file that is shown because of what is wrong in it.
    let project = project.file(".env", "DATABASE_URL=\"postgres://me:s3cret@host/app\n");
    let said = project.run("current");
    assert!(
        said.contains("error: ") && !said.contains("s3cret"),
        "{said}"
    );
    let toml = "url = \"postgres://me:s3cret@${NOT_SET_ANYWHERE}/app\"\n";
    let project = project.file(".env", "").file("revision.toml", toml);
    assert_snapshot!(project.run("current"));
}

/// A server that has no TLS answers so, before it says anything else.
#[test]
fn tls_that_is_asked_for_and_not_to_be_had() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = server.accept() {
            use std::io::{Read as _, Write as _};
            let mut request = [0; 8];
            let _ = stream.read_exact(&mut request);
            let _ = stream.write_all(b"N");
        }
    });
    let project = project(&[]);
    let url = format!("postgres://me@127.0.0.1:{port}/app?sslmode=require");
    let said = project.run(&format!("current --url {url}"));
    assert_snapshot!(said.replace(&port.to_string(), "[port]"));
}

/// Those who come from Alembic have URLs that name a driver of Python's.
#[test]
fn a_url_as_sqlalchemy_spells_it() {
    let project = project(&[("app.db", TABLE, &["b1"])]);
    let file = project.path("app.db").display().to_string();
    for url in [
        "sqlite://app.db",
        "sqlite+aiosqlite:///app.db",
        &format!("sqlite+pysqlite:///{file}"),
        &format!("sqlite://{file}"),
    ] {
        let said = project.run(&format!("current --url {url}"));
        assert!(
            said.contains("exit: 0") && said.contains("\nb1  Add email"),
            "{said}"
        );
    }
    for scheme in ["postgresql+asyncpg", "postgresql+psycopg2", "mysql+pymysql"] {
        let said = project.run(&format!("current --url {scheme}://me@127.0.0.1:1/app"));
        assert!(said.contains("Connection refused"), "{said}");
    }
}
