//! What the macros' and the build script's code calls. No part of the public interface.

pub use crate::embedded::{Body, EmbeddedChain, EmbeddedRevision, Found, Inverses};

/// What a revision file has if it does not say otherwise: a module's own function takes precedence over one that a glob
/// brings in.
pub mod defaults {
    use crate::op::Op;

    /// There is no way back.
    pub fn downgrade(op: &mut Op) {
        op.irreversible();
    }

    /// There is no such function: to name it is an error, whose words are those of [`HasUpgrade`].
    ///
    /// The bound never holds. It ranges over a lifetime so that the compiler looks only where the function is used.
    pub fn upgrade(_: &mut Op)
    where
        for<'a> ThisFile<'a>: HasUpgrade,
    {
    }

    pub struct ThisFile<'a>(std::marker::PhantomData<&'a ()>);

    #[diagnostic::on_unimplemented(
        message = "this revision has no `upgrade` function",
        label = "needs `pub fn upgrade(op: &mut Op)`",
        note = "write `pub fn upgrade(op: &mut Op) {{ … }}` below the header"
    )]
    pub trait HasUpgrade {}
}

/// What a derived model asks the compiler. Nothing of it is ever called.
pub mod models {
    pub use crate::op::words;

    use crate::op::ColumnType;
    use crate::schema::Literal;
    use crate::{SqlEnum, Table};

    pub fn column_type(_: impl Into<ColumnType>) {}

    pub fn literal(_: impl Into<Literal>) {}

    pub fn sql_enum<T: SqlEnum>() {}

    pub fn embedded<T: Table>() {}
}

/// What the project's own tests see of the SQL that operations become.
pub mod sql {
    use crate::dialect;
    use crate::op::{Op, record};
    use crate::schema::{QualifiedName, Schema};
    use crate::{Backend, Operation, Server};

    /// What a function records on a database, each operation with the line that recorded it.
    #[must_use]
    pub fn recorded(function: fn(&mut Op), backend: Backend) -> Vec<(u32, Operation)> {
        let recorded = record(function, backend);
        let lines = recorded.calls.iter().map(|call| call.place.line());
        lines.zip(recorded.operations).collect()
    }

    /// The statements for operations, each with the number of its operation; a table that is made anew is one line about
    /// it. Where there are none: the number of the operation and why.
    pub fn statements(
        server: Server,
        known: &Schema,
        operations: &[Operation],
    ) -> Result<Vec<(usize, String)>, (usize, String)> {
        let steps = dialect::lower(server, known, operations)
            .map_err(|refusal| (refusal.operation, refusal.why.to_string()))?;
        let steps = steps.iter();
        Ok(steps
            .map(|step| (step.operation, step.step.to_string()))
            .collect())
    }

    /// The tables that have to be known for it.
    #[must_use]
    pub fn needs(server: Server, operations: &[Operation]) -> Vec<QualifiedName> {
        dialect::needs(server, operations)
    }

    /// The normal form of a schema.
    #[must_use]
    pub fn normalise(server: Server, schema: &Schema) -> Schema {
        dialect::normalise(server, schema)
    }

    /// The schema in a database's own words; none where it cannot be asked.
    #[cfg(feature = "runtime")]
    pub async fn respell<'c>(
        database: impl Into<crate::Database<'c>>,
        schema: &Schema,
    ) -> Result<Option<Schema>, crate::runtime::Error> {
        respell_beside(database, schema, None).await
    }

    /// The same, as far as it differs from what the database holds.
    #[cfg(feature = "runtime")]
    pub async fn respell_beside<'c>(
        database: impl Into<crate::Database<'c>>,
        schema: &Schema,
        held: Option<&Schema>,
    ) -> Result<Option<Schema>, crate::runtime::Error> {
        let settings = crate::config::Settings::DEFAULT;
        let asked = crate::runtime::respelt(database, &settings, schema, held).await;
        Ok(match asked? {
            crate::runtime::Respelt::Schema(schema) => Some(*schema),
            crate::runtime::Respelt::InPart(..) | crate::runtime::Respelt::CannotTell(_) => None,
        })
    }
}
