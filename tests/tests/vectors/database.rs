//! The same queries gone on real databases. Each revision makes or drops a table, and notes before that which version rows
//! it finds, so that what the database held after each step is known from itself.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use revision_core::chain::Id;
use revision_core::config::{Config, Settings};
use revision_core::runtime::{Error, Outcome, Runtime, Sending};
use revision_core::source::{self, Revisions};
use revision_tests::{Database, Kind};
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Row as _};
use tempfile::TempDir;

use super::case::{Case, Query};
use super::graph::Graph;

/// A database that stands wherever it is put.
pub(crate) struct Place {
    kind: Kind,
    /// In memory, for its speed, unless it is a server's.
    memory: Option<SqlitePool>,
    server: Option<Database>,
}

impl Place {
    pub(crate) async fn new(kind: Kind) -> Self {
        let (memory, server) = if kind == Kind::Sqlite {
            let options = SqlitePoolOptions::new().max_connections(1);
            (
                Some(options.connect("sqlite::memory:").await.unwrap()),
                None,
            )
        } else {
            (None, Some(Database::fresh(kind).await))
        };
        let place = Self {
            kind,
            memory,
            server,
        };
        place
            .rows("CREATE TABLE seen (n integer, id varchar(99), found varchar(999))")
            .await;
        place
            .rows("CREATE TABLE revision_version (version_num varchar(255) PRIMARY KEY)")
            .await;
        place
    }

    fn database(&self) -> revision_core::Database<'_> {
        match (&self.memory, &self.server) {
            (Some(pool), _) => pool.into(),
            (None, Some(server)) => server.url().into(),
            (None, None) => unreachable!("one of them was made"),
        }
    }

    async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        match (&self.memory, &self.server) {
            (Some(pool), _) => {
                let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(pool);
                let rows = rows.await.unwrap_or_else(|error| panic!("{error}: {sql}"));
                let text = |row: &sqlx::sqlite::SqliteRow| {
                    (0..row.len())
                        .map(|at| row.try_get_unchecked::<Option<String>, _>(at).unwrap())
                        .map(Option::unwrap_or_default)
                        .collect()
                };
                rows.iter().map(text).collect()
            }
            (None, Some(server)) => server.rows(sql).await,
            (None, None) => Vec::new(),
        }
    }

    /// The revisions whose tables are there.
    async fn tables(&self) -> BTreeSet<String> {
        let question = match self.kind {
            Kind::Sqlite => {
                "SELECT substr(name, 3) FROM sqlite_master WHERE name LIKE 'r\\_%' ESCAPE '\\'"
            }
            Kind::MySql => {
                "SELECT substr(table_name, 3) FROM information_schema.tables WHERE table_schema = DATABASE() AND LEFT(table_name, 2) = 'r_'"
            }
            _ => {
                "SELECT substr(relname, 3) FROM pg_class WHERE relkind = 'r' AND left(relname, 2) = 'r_'"
            }
        };
        self.rows(question).await.concat().into_iter().collect()
    }

    async fn versions(&self) -> Vec<String> {
        let rows = self.rows("SELECT version_num FROM revision_version").await;
        let mut rows = rows.concat();
        rows.sort();
        rows
    }

    /// Has it stand at these rows, with the tables of all revisions below.
    async fn stand(&self, rows: &[String], applied: &BTreeSet<&str>) {
        let there = self.tables().await;
        let mut sql = "DELETE FROM seen; DELETE FROM revision_version;".to_owned();
        for id in there.iter().filter(|id| !applied.contains(id.as_str())) {
            let _ = write!(sql, "DROP TABLE r_{id};");
        }
        for id in applied.iter().filter(|id| !there.contains(**id)) {
            let _ = write!(sql, "CREATE TABLE r_{id} (id integer);");
        }
        for row in rows {
            let _ = write!(sql, "INSERT INTO revision_version VALUES ('{row}');");
        }
        self.rows(&sql).await;
    }
}

/// A case's revisions as files that do something.
pub(crate) struct Laid<'a> {
    case: &'a Case,
    graph: Graph<'a>,
    revisions: Revisions,
    settings: Settings,
    _folder: TempDir,
}

impl<'a> Laid<'a> {
    /// None where the chain does not load.
    pub(crate) fn new(case: &'a Case, kind: Kind) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("revisions")).unwrap();
        let joined = match kind {
            Kind::Sqlite | Kind::MySql => "group_concat(version_num)",
            _ => "string_agg(version_num, ',')",
        };
        for (number, header) in case.revisions.iter().enumerate() {
            let id = &header.id;
            let mut text = format!("-- revision: {id}\n");
            for (key, values) in [
                ("down_revision", &header.down),
                ("branch_labels", &header.labels),
                ("depends_on", &header.depends_on),
            ] {
                if !values.is_empty() {
                    let _ = writeln!(text, "-- {key}: {}", values.join(", "));
                }
            }
            let seen = format!(
                "INSERT INTO seen SELECT (SELECT count(*) FROM seen), '{id}', (SELECT {joined} FROM revision_version);"
            );
            let _ = write!(
                text,
                "\n-- upgrade\n{seen}\nCREATE TABLE r_{id} (id integer);\n\n-- downgrade\n{seen}\nDROP TABLE r_{id};\n"
            );
            // The order of the names is the order of loading.
            fs::write(
                folder.path().join(format!("revisions/{number:04}.sql")),
                text,
            )
            .unwrap();
        }
        let settings = Settings {
            // What the last query left there would be taken for this one's.
            log_table: None,
            ..Settings::DEFAULT
        };
        let has_load_error = case
            .queries
            .iter()
            .any(|query| query.kind == "load" && (query.error.is_some() || query.meant.is_some()));
        let read = source::read(&Config::at(folder.path()));
        assert!(
            read.is_ok() || has_load_error,
            "{}: {:?}",
            case.name,
            read.err()
        );
        let revisions = read.ok()?;
        Some(Self {
            case,
            graph: Graph::of(case),
            revisions,
            settings,
            _folder: folder,
        })
    }

    /// Goes where a query leads; what is wrong, if anything is. None for queries of other kinds.
    pub(crate) async fn go(
        &self,
        place: &Place,
        query: &Query,
        sending: Sending,
        deviates: bool,
    ) -> Option<Result<(), String>> {
        let from = query.from.clone().unwrap_or_default();
        let known: Vec<String> = from
            .iter()
            .filter(|id| self.graph.knows(id))
            .cloned()
            .collect();
        let applied = self.graph.closure(&known);
        let target = query.target.as_deref().unwrap_or_default();
        let runtime = Runtime::of_files(&self.revisions, &self.settings);
        let running = match query.kind.as_str() {
            "upgrade" => runtime.upgrade(place.database(), target),
            "downgrade" => runtime.downgrade(place.database(), target),
            "stamp" => runtime.stamp(place.database(), query.targets.clone()),
            _ => return None,
        };
        place.stand(&from, &applied).await;
        let ran = running.sending(sending).await;
        Some(self.judge(place, query, ran, &applied, deviates).await)
    }

    async fn judge(
        &self,
        place: &Place,
        query: &Query,
        ran: Result<Outcome, Error>,
        applied: &BTreeSet<&str>,
        deviates: bool,
    ) -> Result<(), String> {
        let mut from = query.from.clone().unwrap_or_default();
        from.sort();
        let rows = place.versions().await;
        let tables = place.tables().await;
        let seen = place
            .rows("SELECT id, coalesce(found, '') FROM seen ORDER BY n")
            .await;
        let outcome = match ran {
            Err(error) => {
                let untouched = rows == from
                    && seen.is_empty()
                    && tables
                        .iter()
                        .map(String::as_str)
                        .eq(applied.iter().copied());
                let is_expected = deviates
                    || query.lenient.is_some()
                    || query.order_sensitive.as_deref() == Some("result")
                    || query.error.as_deref() == Some("crash") && query.ideal.is_none()
                    || query.error.as_deref() == Some(error.code().as_str());
                return match (untouched, is_expected) {
                    (true, true) => Ok(()),
                    (false, _) => Err(format!(
                        "refused, and rows {rows:?}, seen {seen:?}: {error}"
                    )),
                    (true, false) => Err(format!("{}: {error}", error.code())),
                };
            }
            Ok(outcome) => outcome,
        };
        // What the database held before each step, and at the end; what the runtime said; what the vectors say.
        let found: Vec<(String, Vec<String>)> = seen
            .iter()
            .enumerate()
            .map(|(place, row)| {
                let after = match seen.get(place + 1) {
                    Some(next) => sorted(next[1].split(',').filter(|id| !id.is_empty())),
                    None => rows.clone(),
                };
                (row[0].clone(), after)
            })
            .collect();
        let told: Vec<(String, Vec<String>)> = outcome
            .steps
            .iter()
            .map(|step| {
                let heads = step.heads_after.iter().map(Id::as_str);
                (step.revision.to_string(), sorted(heads))
            })
            .collect();
        let is_stamp = query.kind == "stamp";
        if !is_stamp && found != told {
            return Err(format!(
                "the database saw {found:?}, the runtime told {told:?}"
            ));
        }
        if sorted(outcome.heads.iter().map(Id::as_str)) != rows {
            return Err(format!("rows {rows:?}, told {:?}", outcome.heads));
        }
        let wanted = if is_stamp {
            applied.clone()
        } else {
            self.graph.closure(&rows)
        };
        let is_ahead = from.iter().any(|id| !self.graph.knows(id));
        if !is_ahead && !tables.iter().map(String::as_str).eq(wanted) {
            return Err(format!("rows {rows:?} and tables {tables:?}"));
        }
        if deviates || query.error.is_some() && query.ideal.is_none() {
            return Ok(());
        }
        if is_stamp {
            let wanted = sorted(query.heads_after.iter().map(String::as_str));
            return if rows == wanted {
                Ok(())
            } else {
                Err(format!("rows {rows:?}, expected {wanted:?}"))
            };
        }
        let wanted = steps(query);
        let ids = |steps: &[(String, Vec<String>)]| {
            steps
                .iter()
                .map(|step| step.0.clone())
                .collect::<BTreeSet<_>>()
        };
        let another_order = query.order_sensitive.is_some()
            && ids(&wanted) == ids(&found)
            && wanted.last().map(|step| &step.1) == found.last().map(|step| &step.1);
        if wanted == found || another_order || query.order_sensitive.as_deref() == Some("result") {
            Ok(())
        } else {
            Err(format!(
                "{found:?}, expected {wanted:?} ({})",
                self.case.name
            ))
        }
    }
}

/// The steps with the rows after each, as the vectors have them.
fn steps(query: &Query) -> Vec<(String, Vec<String>)> {
    let steps = query.steps.as_deref().unwrap_or_default();
    let ids = match &query.plan {
        Some(plan) => plan.clone(),
        None => steps.iter().map(|step| step.id.clone()).collect(),
    };
    let rows = match &query.ideal {
        Some(ideal) => ideal.clone(),
        None => steps.iter().map(|step| step.heads_after.clone()).collect(),
    };
    let rows = rows
        .iter()
        .map(|rows| sorted(rows.iter().map(String::as_str)));
    ids.into_iter().zip(rows).collect()
}

fn sorted<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut texts: Vec<String> = texts.map(str::to_owned).collect();
    texts.sort();
    texts
}
