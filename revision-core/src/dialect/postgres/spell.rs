//! How PostgreSQL spells what the runtime needs.

use std::time::Duration;

use crate::Backend;
use crate::config::TableName;
use crate::dialect::statement::{Object, ObjectKind, Probe};
use crate::dialect::{Dialect, Facts, Locking, Restore, Tables, key};

pub(in crate::dialect) struct Postgres;

/// Where the tables are, found as the session finds them, or where they would be made.
const FACTS: &str = include_str!("facts.sql");

/// Resets what was set in the session, as far as it is listed. How the open transaction was begun is none of that.
const RESET_LISTED: &str = "SELECT pg_catalog.set_config(name, reset_val, false) FROM pg_catalog.pg_settings \
    WHERE source = 'session' \
    AND name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')";

impl Dialect for Postgres {
    fn backend(&self) -> Backend {
        Backend::Postgres
    }

    fn name(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    fn text(&self, text: &str) -> String {
        let doubled = text.replace('\'', "''");
        if text.contains('\\') {
            // Whatever `standard_conforming_strings` says.
            format!("E'{}'", doubled.replace('\\', "\\\\"))
        } else {
            format!("'{doubled}'")
        }
    }

    fn facts(&self, tables: &Tables) -> String {
        let namespace = |table: &TableName| match &table.namespace {
            Some(namespace) => self.text(namespace),
            None => "NULL".to_owned(),
        };
        let table = |table: &TableName| self.text(&self.table(table));
        // Without a log the version table stands in for it, and the answer is not looked at.
        let log = tables.log.as_ref().unwrap_or(&tables.version);
        FACTS
            .replace(":version_namespace", &namespace(&tables.version))
            .replace(":version", &table(&tables.version))
            .replace(":log_namespace", &namespace(log))
            .replace(":log", &table(log))
    }

    fn locking(&self, facts: &Facts) -> Locking {
        // Advisory locks belong to the database they were taken in.
        let key = key(&facts.tables.version.to_string()).cast_signed();
        let [high, low] = [key.cast_unsigned() >> 32, key.cast_unsigned() & 0xffff_ffff];
        // A session that has not got the lock may be another's in a moment, and is left as it is.
        let attempt = match &facts.unhurried {
            Some(settings) => format!(
                "SELECT CASE WHEN ours THEN ROW({settings}) IS NOT NULL ELSE false END \
                 FROM (SELECT pg_catalog.pg_try_advisory_lock({key}) AS ours OFFSET 0) AS attempt"
            ),
            None => format!("SELECT pg_catalog.pg_try_advisory_lock({key})"),
        };
        Locking::Session {
            pinned: true,
            attempt,
            release: format!("SELECT pg_catalog.pg_advisory_unlock({key})"),
            holder: format!(
                "SELECT a.pid, coalesce(pg_catalog.host(a.client_addr), 'this host'), a.application_name, a.usename, \
                 to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC' \
                 FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
                 WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 \
                 AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) \
                 AND l.classid = {high} AND l.objid = {low}"
            ),
        }
    }

    fn lock_transaction(&self, facts: &Facts) -> Option<String> {
        let key = key(&facts.tables.version.to_string()).cast_signed();
        Some(format!(
            "SELECT pg_catalog.pg_try_advisory_xact_lock({key})"
        ))
    }

    fn create_version_table(&self, table: &TableName) -> String {
        let key = self.name(&format!("{}_pkc", table.name));
        format!(
            "CREATE TABLE IF NOT EXISTS {} (version_num varchar(255) NOT NULL, CONSTRAINT {key} PRIMARY KEY (version_num))",
            self.table(table)
        )
    }

    fn create_log(&self, table: &TableName) -> String {
        format!(
            "CREATE TABLE IF NOT EXISTS {} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, chain text NOT NULL, \
             revision varchar(255) NOT NULL, direction varchar(16) NOT NULL, outcome varchar(16) NOT NULL, \
             checksum text, statement integer, statement_hash text, statements integer, error text, \
             started_at timestamp with time zone NOT NULL, duration_ms bigint, who text, host text, tool text)",
            self.table(table)
        )
    }

    fn times(&self, took: Option<Duration>) -> [String; 2] {
        if let Some(took) = took {
            let began = format!(
                "pg_catalog.clock_timestamp() - interval '{} microseconds'",
                took.as_micros()
            );
            return [began, took.as_millis().to_string()];
        }
        [
            "pg_catalog.now()".to_owned(),
            "(extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.now()) * 1000)::bigint"
                .to_owned(),
        ]
    }

    fn times_transactions(&self) -> bool {
        true
    }

    fn time_text(&self, column: &str) -> String {
        format!("to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')")
    }

    fn who(&self) -> [&'static str; 2] {
        [
            "session_user",
            "coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local')",
        ]
    }

    fn guard(&self, table: &TableName, rows: &[&str]) -> Option<String> {
        let wanted: Vec<_> = rows.iter().map(|row| self.text(row)).collect();
        Some(format!(
            "DO $revision$ BEGIN IF (SELECT coalesce(array_agg(version_num::text ORDER BY version_num::text COLLATE \"C\"), '{{}}') \
             FROM {}) IS DISTINCT FROM ARRAY[{}]::text[] THEN RAISE EXCEPTION USING ERRCODE = 'RV001', \
             MESSAGE = 'the version rows are not those that this was planned for'; END IF; END $revision$",
            self.table(table),
            wanted.join(", ")
        ))
    }

    fn begin(&self) -> &'static str {
        "BEGIN"
    }

    fn has_transactional_ddl(&self) -> bool {
        true
    }

    fn limits(&self, _: &Facts, lock: Duration, statement: Duration, local: bool) -> Vec<String> {
        vec![format!(
            "SELECT pg_catalog.set_config('lock_timeout', '{}', {local}), \
             pg_catalog.set_config('statement_timeout', '{}', {local})",
            lock.as_millis(),
            statement.as_millis()
        )]
    }

    /// Who the session is comes first: another may not set everything. What is not listed anywhere, a setting of the
    /// application's own invention, is known to `RESET ALL` alone, which takes it from its owner too.
    fn restore(&self, facts: &Facts, place: Restore) -> Vec<String> {
        let reset = if place.lent {
            RESET_LISTED
        } else {
            "RESET ALL"
        };
        let select = |settings: &Option<String>| {
            let settings = settings.as_ref();
            settings.map(|settings| format!("SELECT {settings}"))
        };
        let who = select(&facts.restore_first);
        let settings = select(&facts.restore);
        who.into_iter()
            .chain([reset.to_owned()])
            .chain(settings)
            .collect()
    }

    fn sets_unseen(&self) -> bool {
        true
    }

    fn unhurried(&self, facts: &Facts) -> Option<String> {
        let settings = facts.unhurried.as_ref()?;
        Some(format!("SELECT {settings}"))
    }

    fn is_recent(&self, _: &TableName, _: &str) -> Option<String> {
        None
    }

    fn restore_within(&self, facts: &Facts) -> Option<String> {
        let settings = facts.restore_within.as_ref()?;
        Some(format!("SELECT {settings}"))
    }

    fn has_local_limits(&self) -> bool {
        true
    }

    fn has_session_locks(&self) -> bool {
        true
    }

    fn session(&self) -> Option<&'static str> {
        Some("SELECT pg_catalog.pg_backend_pid()")
    }

    fn took_effect(&self, probe: &Probe) -> Option<String> {
        let (object, wanted) = match probe {
            Probe::Exists(object) => (object, "EXISTS"),
            Probe::Gone(object) => (object, "NOT EXISTS"),
            Probe::Repeatable => return None,
        };
        let valid = match probe {
            Probe::Exists(_) => " AND i.indisvalid",
            _ => "",
        };
        let index = self.index(object)?;
        Some(format!("SELECT ({wanted} ({index}{valid}))::int"))
    }

    fn remnant(&self, probe: &Probe) -> Option<(String, String)> {
        let Probe::Exists(object) = probe else {
            return None;
        };
        let index = self.index(object)?;
        let name = self.table(&TableName {
            namespace: object.namespace.clone().map(Into::into),
            name: object.name.clone().into(),
        });
        Some((
            format!("SELECT (EXISTS ({index} AND NOT i.indisvalid))::int"),
            format!("DROP INDEX CONCURRENTLY IF EXISTS {name}"),
        ))
    }

    fn broken_references(&self) -> Option<&'static str> {
        None
    }

    fn before_dropping(&self) -> Option<&'static str> {
        None
    }

    fn inventory(&self) -> &'static str {
        include_str!("inventory.sql")
    }

    fn cancel(&self, session: &str) -> Option<String> {
        Some(format!("SELECT pg_catalog.pg_cancel_backend({session})"))
    }

    fn script_head(&self) -> &'static str {
        "\\set ON_ERROR_STOP on\n"
    }

    fn script_guard(&self, table: &TableName, rows: &[&str]) -> Vec<String> {
        self.guard(table, rows).into_iter().collect()
    }

    fn script_limits(&self, lock: Duration, statement: Duration) -> Vec<String> {
        let limit = |name: &str, limit: Duration| {
            (!limit.is_zero()).then(|| format!("SET LOCAL {name} = '{}ms'", limit.as_millis()))
        };
        let limits = [
            limit("lock_timeout", lock),
            limit("statement_timeout", statement),
        ];
        limits.into_iter().flatten().collect()
    }

    fn script_reset(&self) -> Vec<String> {
        ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL"]
            .map(str::to_owned)
            .into()
    }
}

impl Postgres {
    /// Looks for an index in the catalog.
    fn index(&self, object: &Object) -> Option<String> {
        if !matches!(object.kind, ObjectKind::Index { .. }) {
            return None;
        }
        let namespace = match &object.namespace {
            Some(namespace) => format!("n.nspname = {}", self.text(namespace)),
            None => "pg_catalog.pg_table_is_visible(c.oid)".to_owned(),
        };
        Some(format!(
            "SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = {} AND {namespace}",
            self.text(&object.name)
        ))
    }
}
