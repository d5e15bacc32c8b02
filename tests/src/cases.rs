//! The cases of `../shared/vectors/autogen`: two databases each, made with their SQL, of which the one is led to the other and
//! back. What came of it is read by a program that knows nothing of ours.

use serde::Deserialize;

use crate::{Database, Kind, catalog_differences, workspace};

/// A case.
#[derive(Debug, Deserialize)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// What makes the database that there is.
    pub before_sql: Vec<String>,
    /// What makes the database that is wanted.
    pub after_sql: Vec<String>,
    /// The rows that there are.
    #[serde(default)]
    data_sql: Vec<String>,
    #[serde(default)]
    check_after: Vec<Check>,
    /// Whether the two are one to the database.
    #[serde(default)]
    pub noop: bool,
}

/// What a question has to be answered with afterwards.
#[derive(Debug, Deserialize)]
struct Check {
    sql: String,
    rows: Vec<Vec<serde_json::Value>>,
}

impl Case {
    /// The database that there is, rows and all.
    pub async fn before(&self, kind: Kind) -> Database {
        let sql: Vec<&str> = self
            .before_sql
            .iter()
            .chain(&self.data_sql)
            .map(String::as_str)
            .collect();
        made(kind, &sql).await
    }

    /// The database that is wanted.
    pub async fn after(&self, kind: Kind) -> Database {
        let sql: Vec<&str> = self.after_sql.iter().map(String::as_str).collect();
        made(kind, &sql).await
    }

    /// Whether a database is answered as it should be afterwards.
    ///
    /// # Errors
    ///
    /// What it answers otherwise.
    pub async fn answers(&self, database: &Database) -> Result<(), String> {
        for check in &self.check_after {
            let found = database.rows(&check.sql).await;
            let wanted: Vec<Vec<String>> = check
                .rows
                .iter()
                .map(|row| row.iter().map(text).collect())
                .collect();
            if found != wanted {
                return Err(format!("{}: {found:?}, not {wanted:?}", check.sql));
            }
        }
        Ok(())
    }
}

/// The cases of a file, or none if they are not there.
#[must_use]
pub fn cases(file: &str) -> Option<Vec<Case>> {
    let path = workspace().join("../shared/vectors/autogen").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            path.display()
        );
        return None;
    };
    Some(serde_json::from_str(&text).expect("cases are read"))
}

/// What the catalogs differ in, but for what is kept for revisions.
#[must_use]
pub fn schema_differences(one: &Database, other: &Database) -> Vec<String> {
    let mut found = catalog_differences(one, other, &["revision_version", "revision_log"]);
    found.retain(|line| !line.contains("revision_log_id_seq"));
    found
}

async fn made(kind: Kind, sql: &[&str]) -> Database {
    let database = Database::fresh(kind).await;
    database.rows("SELECT 1").await;
    if !sql.is_empty() {
        database.rows(&sql.join(";\n")).await;
    }
    database
}

/// A value as a client shows it.
fn text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "NULL".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Bool(true) => "t".to_owned(),
        serde_json::Value::Bool(false) => "f".to_owned(),
        other => other.to_string(),
    }
}
