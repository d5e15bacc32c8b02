//! The cases of `../shared/vectors/autogen`, through the command: what is wanted stands in `schema.sql`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use revision_tests::cases::{Case, cases, schema_differences};
use revision_tests::servers::{self, Kind};

use crate::app::{Answer, App};

/// How a case went.
#[derive(Clone)]
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

/// Takes some of the cases, two at a time, and gives the names of those that SQL cannot say.
fn all(kind: Kind, file: &str, how: How, takes: impl Fn(usize) -> bool) -> Vec<String> {
    let cases = cases(file).unwrap_or_default();
    let mut taken: Vec<_> = cases.iter().enumerate().collect();
    taken.retain(|(number, _)| takes(*number));
    let next = AtomicUsize::new(0);
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().unwrap();
        let mut went = Vec::new();
        while let Some((number, case)) = taken.get(next.fetch_add(1, Ordering::Relaxed)) {
            went.push((*number, runtime.block_on(check(kind, case, how))));
        }
        went
    };
    let mut went = thread::scope(|scope| {
        let both = [scope.spawn(work), scope.spawn(work)];
        both.map(|one| one.join().unwrap()).concat()
    });
    went.sort_by_key(|(number, _)| *number);
    let (mut failed, mut rebuilds) = (Vec::new(), Vec::new());
    for (number, went) in went {
        let name = &cases[number].name;
        match went {
            Err(why) => failed.push(format!("{name}: {why}")),
            Ok(Went::Rebuilds) => rebuilds.push(name.clone()),
            Ok(Went::Well) => {}
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {}:\n{}",
        failed.len(),
        taken.len(),
        failed.join("\n\n")
    );
    rebuilds
}

fn every(_: usize) -> bool {
    true
}

#[test]
fn the_cases_go_on_sqlite() {
    assert!(all(Kind::Sqlite, "sqlite.json", How::Rust, every).is_empty());
}

#[test]
fn the_cases_go_on_sqlite_that_is_adopted() {
    assert!(all(Kind::Sqlite, "sqlite.json", How::Adopted, every).is_empty());
}

#[test]
fn the_cases_go_on_sqlite_in_sql() {
    let rebuilds = all(Kind::Sqlite, "sqlite.json", How::Sql, every);
    insta::assert_snapshot!("rebuilds", rebuilds.join("\n"));
}

/// A server takes seconds for a case: ordinarily each goes one of the three ways, in a thorough run all.
#[test]
fn the_cases_go_on_postgres() {
    if servers::all().contains(&Kind::Postgres) {
        for (at, how) in [How::Rust, How::Sql, How::Adopted].into_iter().enumerate() {
            let takes = |number: usize| servers::thorough() || number % 3 == at;
            let rebuilds = all(Kind::Postgres, "postgresql.json", how, takes);
            assert!(rebuilds.is_empty(), "{rebuilds:?}");
        }
    }
}
