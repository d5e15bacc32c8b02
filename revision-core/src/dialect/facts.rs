//! What there is to know of a database before anything runs on it: one question, one row.

use super::Row;
use crate::backend::{Backend, Server};
use crate::config::TableName;

/// The tables that we keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tables {
    pub(crate) version: TableName,
    pub(crate) log: Option<TableName>,
}

/// What a database said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an answer of the database's"
)]
pub(crate) struct Facts {
    /// The tables with the namespaces that they lie in, or would.
    pub(crate) tables: Tables,
    pub(crate) has_version: bool,
    /// How many characters a row of the version table holds; none where nothing says so.
    pub(crate) width: Option<usize>,
    pub(crate) has_log: bool,
    /// The server by its own account.
    pub(crate) server: Server,
    /// What the server calls this connection.
    pub(crate) session: String,
    /// How to put the session's settings back, in the dialect's own words.
    pub(crate) restore: Option<String>,
    /// The same for one transaction.
    pub(crate) restore_within: Option<String>,
    /// What of it comes before all else, or only where no transaction is open.
    pub(crate) restore_first: Option<String>,
    /// How to keep the server from ending a session of ours that does nothing for a while.
    pub(crate) unhurried: Option<String>,
    /// Whether the database lies in the memory, and ends with its last connection.
    pub(crate) is_in_memory: bool,
    /// Whether a transaction is open, as far as the server tells.
    pub(crate) is_inside: bool,
    /// What makes the session again what it was for whoever lent it, where restoring it does not.
    pub(crate) hand_back: Option<String>,
}

impl Facts {
    /// Reads the row that `Dialect::facts` asks for: the version table's namespace, whether it is there, its width; the
    /// log's namespace, whether it is there and may be read (`view` where a view stands in the place of either); the
    /// server; the session; what restores it; whether a transaction is open; what hands the session back; what restores
    /// it for one transaction; what restores it first; what keeps the server from ending it; whether the database
    /// lies in the memory.
    ///
    /// None where the database has no namespace to put a table in.
    pub(crate) fn read(backend: Backend, tables: &Tables, row: &Row) -> Option<Self> {
        let text = |index: usize| row.get(index).cloned().flatten();
        let is = |index: usize| matches!(text(index).as_deref(), Some("1" | "t" | "true"));
        let within = |table: &TableName, index: usize| {
            let namespace = text(index).filter(|namespace| !namespace.is_empty())?;
            Some(TableName {
                namespace: Some(namespace.into()),
                name: table.name.clone(),
            })
        };
        let log = match &tables.log {
            Some(log) => Some(within(log, 3)?),
            None => None,
        };
        Some(Self {
            tables: Tables {
                version: within(&tables.version, 0)?,
                log,
            },
            has_version: is(1),
            width: text(2).and_then(|width| width.parse().ok()),
            has_log: is(4),
            server: Server::read(backend, &text(5).unwrap_or_default()),
            session: text(6).unwrap_or_default(),
            restore: text(7),
            is_inside: is(8),
            hand_back: text(9),
            restore_within: text(10),
            restore_first: text(11),
            unhurried: text(12),
            is_in_memory: is(13),
        })
    }

    /// Which of the tables is a view, in a row that [`Facts::read`] understands.
    pub(crate) fn view<'t>(tables: &'t Tables, row: &Row) -> Option<&'t TableName> {
        let is_view = |index: usize| {
            row.get(index)
                .is_some_and(|one| one.as_deref() == Some("view"))
        };
        if is_view(1) {
            return Some(&tables.version);
        }
        tables.log.as_ref().filter(|_| is_view(4))
    }
}
