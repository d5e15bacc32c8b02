//! The cases: a folder each in `tests/conformance`, with a revision and what is there before it.

use revision_core::__private::sql::{recorded, statements};
use revision_core::operation::resolve_reverse;
use revision_core::prelude::Op;
use revision_core::schema::Schema;
use revision_core::{Backend, Operation, Server};

/// A revision, and another before it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The text of the revision.
    pub(crate) text: &'static str,
    pub(crate) before: Option<fn(&mut Op)>,
    pub(crate) upgrade: fn(&mut Op),
    pub(crate) downgrade: fn(&mut Op),
}

/// Why a case does not go on a database: a line of its revision or of what is before it, and the reason.
pub(crate) type Refused = (u32, String);

/// The statements of a case on a server.
pub(crate) struct Rendered {
    pub(crate) before: Vec<String>,
    pub(crate) up: Vec<String>,
    pub(crate) down: Vec<String>,
}

impl Case {
    /// The database that it is for, where its SQL is that of one: its name ends with that.
    pub(crate) fn only_on(&self) -> Option<Backend> {
        let (_, last) = self.name.rsplit_once('_')?;
        Backend::from_name(last)
    }

    /// What is there before the revision.
    pub(crate) fn before(&self, backend: Backend) -> Vec<(u32, Operation)> {
        self.before
            .map_or_else(Vec::new, |before| recorded(before, backend))
    }

    /// What the revision does.
    pub(crate) fn upgrade(&self, backend: Backend) -> Vec<(u32, Operation)> {
        recorded(self.upgrade, backend)
    }

    /// What undoes it, as it is written down.
    pub(crate) fn downgrade(&self, backend: Backend) -> Vec<(u32, Operation)> {
        recorded(self.downgrade, backend)
    }

    /// All that is run on a server.
    pub(crate) fn render(&self, server: Server) -> Result<Rendered, Refused> {
        let mut schema = Schema::default();
        let before = lowered(server, &mut schema, &self.before(server.backend()))?;
        let there = schema.clone();
        let up = lowered(server, &mut schema, &self.upgrade(server.backend()))?;
        let (lines, down): (Vec<_>, Vec<_>) = self.downgrade(server.backend()).into_iter().unzip();
        let down =
            resolve_reverse(&there, &down).unwrap_or_else(|fault| panic!("{}: {fault}", self.name));
        let line = lines.first().copied().unwrap_or_default();
        let down: Vec<_> = down
            .into_iter()
            .map(|operation| (line, operation))
            .collect();
        let down = lowered(server, &mut schema, &down)?;
        Ok(Rendered { before, up, down })
    }
}

/// The statements for operations, after which the schema is what they make of it.
fn lowered(
    server: Server,
    schema: &mut Schema,
    recorded: &[(u32, Operation)],
) -> Result<Vec<String>, Refused> {
    let operations: Vec<_> = recorded
        .iter()
        .map(|(_, operation)| operation.clone())
        .collect();
    let sql = statements(server, schema, &operations)
        .map_err(|(number, why)| (recorded[number].0, why))?;
    let made = schema.apply_all(&operations);
    made.unwrap_or_else(|fault| panic!("line {}: {fault}", recorded[fault.operation].0));
    Ok(sql.into_iter().map(|(_, sql)| sql).collect())
}
