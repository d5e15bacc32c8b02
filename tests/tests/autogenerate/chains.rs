//! An application and a library that brings tables of its own, each with a chain, in one database.

use revision_tests::servers;

use crate::app::App;

const APPLICATION: &str = "#[derive(Table)]
#[table(name = \"users\")]
pub struct User {
    #[column(primary_key)]
    pub id: i64,
    #[column(references = \"jobs_queue.id\", on_delete = cascade)]
    pub job: Option<i64>,
}
";

const LIBRARY: &str = "#[derive(Table)]
#[table(name = \"jobs_queue\")]
pub struct Queue {
    #[column(primary_key)]
    pub id: i64,
    pub started: Option<i64>,
}
";

#[tokio::test]
async fn neither_drops_what_the_other_made() {
    for kind in servers::all() {
        let config =
            "models = [\"application.rs\"]\nrevisions = \"application\"\nexternal = [\"jobs_*\"]\n";
        let app = App::new(kind, config).await;
        app.file("application.rs", APPLICATION);
        app.file("library.rs", LIBRARY);
        let url = app.database.url();
        app.file(
            "library.toml",
            &format!(
                "url = {url:?}\nmodels = [\"library.rs\"]\nrevisions = \"library\"\nversion_table = \"jobs_version\"\n\
                 log_table = \"jobs_log\"\nexternal = [\"users\"]\n"
            ),
        );
        let library = "--config library.toml";
        app.done(&format!("new -a jobs --rev-id a1 {library}"));
        app.done(&format!("upgrade {library}"));
        app.done("new -a users --rev-id a1");
        app.done("upgrade");
        for config in ["", library] {
            app.done(&format!("check {config}"));
            app.done(&format!("check --offline {config}"));
            let said = app.done(&format!("new -a nothing {config} --drop *"));
            assert!(said.contains("do not differ"), "{said}");
        }
        // Each is changed beside the other.
        app.file(
            "application.rs",
            &APPLICATION.replace("pub id: i64,", "pub id: i64,\n    pub age: Option<i32>,"),
        );
        app.file("library.rs", &LIBRARY.replace("Option<i64>", "Option<i32>"));
        app.done("new -a age --rev-id b1 --drop *");
        app.done("upgrade");
        app.done("check");
        app.done("downgrade");
        app.done("diff revisions@a1 database");
    }
}

/// Nobody said that the table is another's: the tool's own tables of the other chain are unmanaged at most.
#[tokio::test]
async fn what_was_not_said_to_be_external_is_left_alone_too() {
    for kind in servers::all() {
        let app = App::new(kind, "models = [\"application.rs\"]\n").await;
        app.file("application.rs", LIBRARY);
        app.done("new -a jobs --rev-id a1");
        app.done("upgrade");
        app.database.rows("CREATE TABLE other (id integer)").await;
        let said = app.done("new -a nothing");
        assert!(said.contains("Unmanaged table other"), "{said}");
        app.done("new -a drop --rev-id b1 --drop other");
        app.done("upgrade");
        app.done("check");
        assert_eq!(app.count(), 2);
    }
}
