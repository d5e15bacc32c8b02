//! Operations as the SQL of one database, for a file of SQL or for somebody to read.

use crate::dialect::{Rebuild, Refusal, Step, Why, lower};
use crate::operation::Operation;
use crate::schema::Schema;
use crate::{Code, Diagnostic, Server};

/// The statements that a server takes to carry operations out, each with its delimiter. `before` is the schema that they begin
/// with.
pub fn statements(
    server: Server,
    before: &Schema,
    operations: &[Operation],
) -> Result<String, Diagnostic> {
    let lowered = lower(server, before, operations).map_err(|refusal| refused(&refusal))?;
    let mut text = String::new();
    for lowered in lowered {
        match lowered.step {
            Step::Sql(sql) => text.push_str(&(sql + ";\n")),
            Step::Rebuild(rebuild) => return Err(rebuilt(server, &rebuild)),
        }
    }
    Ok(text)
}

fn rebuilt(server: Server, rebuild: &Rebuild) -> Diagnostic {
    let message = format!(
        "`{}` has to be made anew on {}, from the text that the database has of it",
        rebuild.table,
        server.product.name()
    );
    Diagnostic::new(Code::Unsupported, message)
        .help("write the revision in Rust, which does that when it runs: `--format rust`")
}

fn refused(refusal: &Refusal) -> Diagnostic {
    let code = match refusal.why {
        Why::Unsupported(_) => Code::Unsupported,
        Why::Invalid(_) | Why::Unknown(_) => Code::InvalidOperation,
    };
    Diagnostic::new(code, refusal.why.to_string())
}
