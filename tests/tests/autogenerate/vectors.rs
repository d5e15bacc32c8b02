//! The cases of `../shared/vectors/autogen`, through the command: what is wanted stands in `schema.sql`.

use revision_tests::cases::{Case, cases, schema_differences};
use revision_tests::servers::{self, Kind};

use crate::app::{Answer, App};

/// How a case went.
enum Went {
    Well,
    /// SQL cannot say what makes a table anew.
    Rebuilds,
}

/// What is done with a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Written in Rust, on a database that no revision made.
    Rust,
    /// The same in SQL.
    Sql,
    /// In Rust, after the database was adopted: then revisions know all of it.
    Adopted,
}

async fn check(kind: Kind, case: &Case, how: How) -> Result<Went, String> {
    let (before, after) = (case.before(kind).await, case.after(kind).await);
    let app = App::at(case.before(kind).await, "schema = \"schema.sql\"\n");
    let mut schema = case.after_sql.join(";\n");
    schema.push_str(";\n");
    app.file("schema.sql", &schema);
    let well = |answer: Answer| {
        if answer.exit == 0 {
            Ok(())
        } else {
            Err(answer.said)
        }
    };
    let mut made = 0;
    if how == How::Adopted {
        well(app.run("new initial --rev-id a0 --from empty --to database --format rust"))?;
        made = app.count();
        well(app.run("stamp head"))?;
    }
    let (format, extension) = match how {
        How::Rust | How::Adopted => ("rust", "rs"),
        How::Sql => ("sql", "sql"),
    };
    let line = format!("new -a --no-renames --drop * --rev-id a1 --format {format} changed");
    let written = app.run(&line);
    if case.noop {
        let nothing = written.exit == 0 && app.count() == made;
        return if nothing {
            Ok(Went::Well)
        } else {
            Err(written.said)
        };
    }
    if how == How::Sql && written.exit == 1 && written.said.contains("has to be made anew") {
        let nothing = app.count() == made;
        return if nothing {
            Ok(Went::Rebuilds)
        } else {
            Err(written.said)
        };
    }
    let shown = |what: &str| {
        let text = app.read(&format!("revisions/a1_changed.{extension}"));
        format!("{what}\n{text}")
    };
    if app.count() == made {
        return Err(written.said);
    }
    well(written)?;
    well(app.run("upgrade")).map_err(|why| shown(&why))?;
    let found = schema_differences(&app.database, &after);
    if !found.is_empty() {
        return Err(shown(&format!("there: {found:#?}")));
    }
    case.answers(&app.database)
        .await
        .map_err(|why| shown(&why))?;
    let down = if how == How::Adopted {
        well(app.run("check")).map_err(|why| shown(&why))?;
        if made > 0 { "-1" } else { "base" }
    } else {
        // No revision made the tables, so replaying them from nothing is no use to `check`.
        let url = app.database.url();
        well(app.run(&format!("diff {url} file:schema.sql"))).map_err(|why| shown(&why))?;
        "base"
    };
    well(app.run(&format!("downgrade {down}"))).map_err(|why| shown(&why))?;
    let found = schema_differences(&app.database, &before);
    if !found.is_empty() {
        return Err(shown(&format!("back: {found:#?}")));
    }
    Ok(Went::Well)
}

/// The names of those that SQL cannot say.
async fn all(kind: Kind, file: &str, how: How) -> Vec<String> {
    let (mut failed, mut rebuilds) = (Vec::new(), Vec::new());
    let cases = cases(file).unwrap_or_default();
    for case in &cases {
        match check(kind, case, how).await {
            Err(why) => failed.push(format!("{}: {why}", case.name)),
            Ok(Went::Rebuilds) => rebuilds.push(case.name.clone()),
            Ok(Went::Well) => {}
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {}:\n{}",
        failed.len(),
        cases.len(),
        failed.join("\n\n")
    );
    rebuilds
}

#[tokio::test]
async fn the_cases_go_on_sqlite() {
    assert!(all(Kind::Sqlite, "sqlite.json", How::Rust).await.is_empty());
}

#[tokio::test]
async fn the_cases_go_on_sqlite_that_is_adopted() {
    assert!(
        all(Kind::Sqlite, "sqlite.json", How::Adopted)
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn the_cases_go_on_sqlite_in_sql() {
    let rebuilds = all(Kind::Sqlite, "sqlite.json", How::Sql).await;
    insta::assert_snapshot!("rebuilds", rebuilds.join("\n"));
}

#[tokio::test]
#[ignore = "half an hour on a busy machine, and not yet seen through"]
async fn the_cases_go_on_postgres() {
    if servers::all().contains(&Kind::Postgres) {
        for how in [How::Rust, How::Sql] {
            let rebuilds = all(Kind::Postgres, "postgresql.json", how).await;
            assert!(rebuilds.is_empty(), "{rebuilds:?}");
        }
    }
}

#[tokio::test]
#[ignore = "half an hour on a busy machine, and not yet seen through"]
async fn the_cases_go_on_postgres_that_is_adopted() {
    if servers::all().contains(&Kind::Postgres) {
        all(Kind::Postgres, "postgresql.json", How::Adopted).await;
    }
}
