//! How MySQL and MariaDB spell what the runtime needs.

use std::fmt::Write as _;
use std::time::Duration;

use crate::config::TableName;
use crate::dialect::statement::{ObjectKind, Probe};
use crate::dialect::{Dialect, Facts, Locking, Restore, Tables, key};
use crate::{Backend, Product};

pub(in crate::dialect) struct MySql;

/// The longest name that `GET_LOCK` takes.
const LONGEST_LOCK: usize = 64;

/// What stands for "for ever": the longest that a lock may be waited for.
const FOR_EVER: u64 = 31_536_000;

/// What a dump sets and the connection needs as it was.
const OURS: &str = "CONCAT('time_zone = ', QUOTE(@@SESSION.time_zone), \
    ', character_set_client = ', @@SESSION.character_set_client, \
    ', character_set_results = ', COALESCE(@@SESSION.character_set_results, 'NULL'), \
    ', collation_connection = ', @@SESSION.collation_connection)";

/// What we set ourselves. Only one of the two servers understands the comment, and the variable in it.
const THEIRS: &str = "CONCAT('SET SESSION sql_mode = ', QUOTE(@@SESSION.sql_mode), \
    ', foreign_key_checks = ', @@SESSION.foreign_key_checks, ', unique_checks = ', @@SESSION.unique_checks, \
    ', lock_wait_timeout = ', @@SESSION.lock_wait_timeout, \
    ', innodb_lock_wait_timeout = ', @@SESSION.innodb_lock_wait_timeout \
    /*M! , ', max_statement_time = ', @@SESSION.max_statement_time */)";

impl Dialect for MySql {
    fn backend(&self) -> Backend {
        Backend::MySql
    }

    fn name(&self, name: &str) -> String {
        format!("`{}`", name.replace('`', "``"))
    }

    fn text(&self, text: &str) -> String {
        // A doubled quote is understood whatever `sql_mode` says; a backslash is one thing or the other.
        if text.contains('\\') {
            let mut hex = String::with_capacity(text.len() * 2);
            for byte in text.bytes() {
                let _ = write!(hex, "{byte:02x}");
            }
            return format!("CONVERT(X'{hex}' USING utf8mb4)");
        }
        format!("'{}'", text.replace('\'', "''"))
    }

    fn facts(&self, tables: &Tables) -> String {
        let namespace = |table: &TableName| match &table.namespace {
            Some(namespace) => self.text(namespace),
            None => "DATABASE()".to_owned(),
        };
        let found = |table: &TableName| {
            format!(
                "(SELECT CASE WHEN table_type LIKE '%VIEW' THEN 'view' ELSE '1' END FROM information_schema.tables \
                 WHERE table_schema = {} AND table_name = {})",
                namespace(table),
                self.text(&table.name)
            )
        };
        let log = tables.log.as_ref().unwrap_or(&tables.version);
        format!(
            "SELECT {}, {}, (SELECT character_maximum_length FROM information_schema.columns \
             WHERE table_schema = {} AND table_name = {} AND column_name = 'version_num'), {}, {}, VERSION(), CONNECTION_ID(), {OURS}, 0, {THEIRS}",
            namespace(&tables.version),
            found(&tables.version),
            namespace(&tables.version),
            self.text(&tables.version.name),
            namespace(log),
            found(log),
        )
    }

    fn locking(&self, facts: &Facts) -> Locking {
        // The locks are the whole server's, so the name says which database is meant.
        let table = facts.tables.version.to_string();
        let name = format!("revision:{table}");
        let name = if name.chars().count() > LONGEST_LOCK {
            format!("revision:{:016x}", key(&table))
        } else {
            name
        };
        let name = self.text(&name);
        Locking::Session {
            pinned: false,
            // It counts how often it was taken. Ours is taken once, also where a run that was dropped left it behind.
            attempt: format!(
                "SELECT IF(IS_USED_LOCK({name}) <=> CONNECTION_ID(), 1, GET_LOCK({name}, 0))"
            ),
            release: format!("SELECT RELEASE_LOCK({name})"),
            holder: format!(
                "SELECT id, host, COALESCE(db, ''), user, CONCAT(DATE_FORMAT(DATE_SUB(UTC_TIMESTAMP(), INTERVAL time SECOND), '%Y-%m-%d %H:%i:%s'), ' UTC') \
                 FROM information_schema.processlist WHERE id = IS_USED_LOCK({name})"
            ),
        }
    }

    fn lock_transaction(&self, _: &Facts) -> Option<String> {
        None
    }

    fn create_version_table(&self, table: &TableName) -> String {
        format!(
            "CREATE TABLE IF NOT EXISTS {} (version_num varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, \
             CONSTRAINT {} PRIMARY KEY (version_num)) ENGINE = InnoDB",
            self.table(table),
            self.name(&format!("{}_pkc", table.name))
        )
    }

    fn create_log(&self, table: &TableName) -> String {
        format!(
            "CREATE TABLE IF NOT EXISTS {} (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, chain varchar(255) NOT NULL, \
             revision varchar(255) NOT NULL, direction varchar(16) NOT NULL, outcome varchar(16) NOT NULL, \
             checksum varchar(255), statement int, statement_hash varchar(255), statements int, error text, \
             started_at datetime(6) NOT NULL, duration_ms bigint, who varchar(255), host varchar(255), tool varchar(255)) \
             ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            self.table(table)
        )
    }

    fn times(&self, took: Option<Duration>) -> [String; 2] {
        let took = took.unwrap_or_default();
        [
            format!(
                "UTC_TIMESTAMP(6) - INTERVAL {} MICROSECOND",
                took.as_micros()
            ),
            took.as_millis().to_string(),
        ]
    }

    fn times_transactions(&self) -> bool {
        false
    }

    fn time_text(&self, column: &str) -> String {
        format!("SUBSTRING(DATE_FORMAT({column}, '%Y-%m-%d %H:%i:%s.%f'), 1, 23)")
    }

    fn who(&self) -> [&'static str; 2] {
        [
            "SUBSTRING_INDEX(USER(), '@', 1)",
            "SUBSTRING_INDEX(USER(), '@', -1)",
        ]
    }

    fn guard(&self, _: &TableName, _: &[&str]) -> Option<String> {
        None
    }

    fn begin(&self) -> &'static str {
        "START TRANSACTION"
    }

    fn has_transactional_ddl(&self) -> bool {
        false
    }

    fn limits(&self, facts: &Facts, lock: Duration, statement: Duration, _: bool) -> Vec<String> {
        let seconds = match lock.as_millis() {
            0 => FOR_EVER,
            // A part of a second is none to this server, which rounds it down to no time at all.
            _ => lock.as_secs().max(1),
        };
        let mut limits = vec![format!(
            "SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"
        )];
        if facts.server.product == Product::MariaDb {
            let seconds = statement.as_secs_f64();
            limits.push(format!("SET SESSION max_statement_time = {seconds}"));
        }
        limits
    }

    fn restore(&self, facts: &Facts, _: Restore) -> Vec<String> {
        // What sqlx adds to `sql_mode` goes too: a revision means what it means to the server's own client.
        let mut restore =
            "SET SESSION sql_mode = @@GLOBAL.sql_mode, foreign_key_checks = 1, unique_checks = 1"
                .to_owned();
        if let Some(ours) = &facts.restore {
            restore.push_str(", ");
            restore.push_str(ours);
        }
        vec![restore]
    }

    fn sets_unseen(&self) -> bool {
        true
    }

    fn unhurried(&self, _: &Facts) -> Option<String> {
        None
    }

    fn is_recent(&self, _: &TableName, _: &str) -> Option<String> {
        None
    }

    fn restore_within(&self, _: &Facts) -> Option<String> {
        None
    }

    fn has_local_limits(&self) -> bool {
        false
    }

    fn has_session_locks(&self) -> bool {
        true
    }

    /// There is no proxy that would give the session to somebody else and keep its lock.
    fn session(&self) -> Option<&'static str> {
        None
    }

    fn took_effect(&self, probe: &Probe) -> Option<String> {
        let (object, wanted) = match probe {
            Probe::Exists(object) => (object, "EXISTS"),
            Probe::Gone(object) => (object, "NOT EXISTS"),
            Probe::Repeatable => return None,
        };
        let namespace = match &object.namespace {
            Some(namespace) => self.text(namespace),
            None => "DATABASE()".to_owned(),
        };
        let name = self.text(&object.name);
        let found = match &object.kind {
            ObjectKind::Table => format!(
                "tables WHERE table_type <> 'VIEW' AND table_schema = {namespace} AND table_name = {name}"
            ),
            ObjectKind::View => {
                format!("views WHERE table_schema = {namespace} AND table_name = {name}")
            }
            ObjectKind::Column { table } => format!(
                "columns WHERE table_schema = {namespace} AND table_name = {} AND column_name = {name}",
                self.text(table)
            ),
            ObjectKind::Index { table: Some(table) } => format!(
                "statistics WHERE table_schema = {namespace} AND table_name = {} AND index_name = {name}",
                self.text(table)
            ),
            ObjectKind::Index { table: None } => return None,
            ObjectKind::Trigger => {
                format!("triggers WHERE trigger_schema = {namespace} AND trigger_name = {name}")
            }
            ObjectKind::Procedure => format!(
                "routines WHERE routine_type = 'PROCEDURE' AND routine_schema = {namespace} AND routine_name = {name}"
            ),
            ObjectKind::Function => format!(
                "routines WHERE routine_type = 'FUNCTION' AND routine_schema = {namespace} AND routine_name = {name}"
            ),
            ObjectKind::Event => {
                format!("events WHERE event_schema = {namespace} AND event_name = {name}")
            }
        };
        Some(format!(
            "SELECT {wanted} (SELECT 1 FROM information_schema.{found})"
        ))
    }

    fn remnant(&self, _: &Probe) -> Option<(String, String)> {
        None
    }

    fn broken_references(&self) -> Option<&'static str> {
        None
    }

    fn before_dropping(&self) -> Option<&'static str> {
        Some("SET SESSION foreign_key_checks = 0")
    }

    fn inventory(&self) -> &'static str {
        include_str!("inventory.sql")
    }

    fn cancel(&self, session: &str) -> Option<String> {
        Some(format!("KILL QUERY {session}"))
    }

    /// The client stops at an error by itself, unless it is told `--force`.
    fn script_head(&self) -> &'static str {
        "SET SESSION group_concat_max_len = 1000000;\n"
    }

    /// There is no statement here that fails on a condition, so one is prepared that cannot be: its text is what the
    /// error then shows.
    fn script_guard(&self, table: &TableName, rows: &[&str]) -> Vec<String> {
        let table = self.table(table);
        let wanted = rows.join(",");
        let place = if rows.is_empty() { "base" } else { &*wanted };
        let refusal = format!("nothing was done: the database does not stand at {place}");
        vec![
            format!(
                "SET @revision_guard = IF((SELECT COALESCE(GROUP_CONCAT(version_num ORDER BY version_num SEPARATOR ','), '') \
                 FROM {table}) = {}, 'DO 0', {})",
                self.text(&wanted),
                self.text(&refusal)
            ),
            "PREPARE revision_guard FROM @revision_guard".to_owned(),
            "EXECUTE revision_guard".to_owned(),
            "DEALLOCATE PREPARE revision_guard".to_owned(),
        ]
    }

    fn script_limits(&self, lock: Duration, _: Duration) -> Vec<String> {
        if lock.is_zero() {
            return Vec::new();
        }
        let seconds = lock.as_secs().max(1);
        vec![format!(
            "SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"
        )]
    }

    fn script_reset(&self) -> Vec<String> {
        vec![
            "SET SESSION sql_mode = @@GLOBAL.sql_mode, foreign_key_checks = 1, unique_checks = 1"
                .to_owned(),
        ]
    }
}
