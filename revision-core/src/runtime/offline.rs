//! A plan as a script, for somebody who runs it with the database's own client: the same statements in the same
//! transactions, the same version rows, the same lines in the log.

use std::fmt::Write as _;

use super::ledger::{self, Line};
use super::outcome::Error;
use super::planning;
use super::prepare::{self, For, Prepared};
use super::told;
use crate::chain::{Chain, Direction, Id, Plan};
use crate::config::{Settings, Transaction};
use crate::dialect::{Dialect, Facts, Part, Tables, Why, dialect, rebuild, statement};
use crate::script::{Piece, Revisions};
use crate::{Code, Diagnostic, Server};

/// What a script is asked for. Where nothing else says so, it begins at base.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Offline<'a> {
    /// Up to targets, or over a range `a:b`.
    Upgrade {
        /// The targets, or one range.
        targets: &'a [String],
        /// Where the database stands, for one that was asked.
        from: Option<&'a [Id]>,
    },
    /// Down over a range `a:b`, or to a target from where the database stands.
    Downgrade {
        /// The target or the range.
        target: &'a str,
        /// Where the database stands, for one that was asked.
        from: Option<&'a [Id]>,
    },
    /// The rows set to targets, nothing run.
    Stamp {
        /// The targets, or one range.
        targets: &'a [String],
        /// Where the database stands, for one that was asked.
        from: Option<&'a [Id]>,
    },
}

pub(super) fn script(
    revisions: &dyn Revisions,
    settings: &Settings,
    server: Server,
    request: &Offline<'_>,
) -> Result<String, Error> {
    let dialect = dialect(server.backend());
    let plan = plan(revisions.chain(), request)?;
    let database = For {
        server,
        settings,
        facts: None,
        runs_rust: true,
        only_transactions: false,
        is_offline: true,
    };
    let prepared = prepare::prepare(&plan, revisions, &database)?;
    let facts = Facts {
        tables: Tables {
            version: settings.version_table.clone(),
            log: settings.log_table.clone(),
        },
        has_version: !plan.start.is_empty(),
        width: None,
        has_log: false,
        server,
        session: String::new(),
        restore: None,
        hand_back: None,
        restore_within: None,
        restore_first: None,
        unhurried: None,
        is_in_memory: false,
        is_inside: false,
    };
    let mut script = Script {
        dialect,
        settings,
        facts,
        text: String::new(),
    };
    script.head(&plan);
    if prepared.is_empty() {
        script.comment("Nothing to do.");
        return Ok(script.text);
    }
    let all = settings.transaction == Transaction::All;
    let mut rows = plan.start.clone();
    let any_rebuilds = prepared.iter().any(Prepared::rebuilds);
    for (index, one) in prepared.iter().enumerate() {
        let bounds = Bounds {
            begins: !all || index == 0,
            ends: !all || index + 1 == prepared.len(),
            rebuilds: if all { any_rebuilds } else { one.rebuilds() },
        };
        script.revision(one, &rows, index == 0, bounds)?;
        rows = super::run::after(&rows, one);
    }
    Ok(script.text)
}

fn plan(chain: &Chain, request: &Offline<'_>) -> Result<Plan, Error> {
    match request {
        Offline::Upgrade { targets, from } => {
            let (rows, to) = ends(chain, targets, *from, "heads")?;
            let to: Vec<&str> = to.iter().map(String::as_str).collect();
            Ok(chain.upgrade(&rows, &to)?)
        }
        Offline::Downgrade { target, from } => {
            let target = [(*target).to_owned()];
            if from.is_none() && !target[0].contains(':') {
                return Err(Diagnostic::new(
                    Code::Usage,
                    "a script that goes down has to know where it begins",
                )
                .help(format!(
                    "name a range: `head:{}`, or `current:{}`",
                    target[0], target[0]
                ))
                .into());
            }
            let (rows, to) = ends(chain, &target, *from, "base")?;
            Ok(chain.downgrade(&rows, to.first().map_or("base", String::as_str))?)
        }
        Offline::Stamp { targets, from } => {
            let (rows, to) = ends(chain, targets, *from, "heads")?;
            let to: Vec<&str> = to.iter().map(String::as_str).collect();
            Ok(chain.stamp(&rows, &to)?)
        }
    }
}

/// Where a script begins, and where it leads.
fn ends(
    chain: &Chain,
    targets: &[String],
    from: Option<&[Id]>,
    otherwise: &str,
) -> Result<(Vec<Id>, Vec<String>), Error> {
    let [range] = targets else {
        return Ok((from.unwrap_or_default().to_vec(), targets.to_vec()));
    };
    let Some((begin, end)) = range.split_once(':') else {
        return Ok((from.unwrap_or_default().to_vec(), targets.to_vec()));
    };
    let rows = match (begin, from) {
        ("current", Some(rows)) => rows.to_vec(),
        ("current", None) => {
            let message = "`current` asks where a database stands";
            return Err(Diagnostic::new(Code::Usage, message).into());
        }
        (begin, _) => planning::rows_at(chain, begin)?,
    };
    let end = if end.is_empty() { otherwise } else { end };
    Ok((rows, vec![end.to_owned()]))
}

/// What a revision is to the transaction that holds it.
#[derive(Clone, Copy)]
struct Bounds {
    begins: bool,
    ends: bool,
    /// Whether tables are made anew in the transaction.
    rebuilds: bool,
}

struct Script<'a> {
    dialect: &'static dyn Dialect,
    settings: &'a Settings,
    facts: Facts,
    text: String,
}

impl Script<'_> {
    fn head(&mut self, plan: &Plan) {
        let name = |ids: &[Id]| match ids {
            [] => "base".to_owned(),
            ids => ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", "),
        };
        let from = name(&plan.start);
        let to = name(&plan.heads());
        self.comment(&format!(
            "From {from} to {to}, for {}.",
            self.dialect.backend().name()
        ));
        self.comment(&format!(
            "Written by cargo revision {}.",
            env!("CARGO_PKG_VERSION")
        ));
        let _ = writeln!(self.text, "\n{}", self.dialect.script_head());
    }

    fn comment(&mut self, text: &str) {
        for line in text.lines() {
            let _ = writeln!(self.text, "-- {line}");
        }
    }

    /// A statement with what ends it for the client.
    fn statement(&mut self, sql: &str) {
        if statement::needs_delimiter(self.dialect.backend(), sql) {
            let mut delimiter = "//".to_owned();
            while sql.contains(&delimiter) {
                delimiter.push('/');
            }
            let _ = writeln!(
                self.text,
                "DELIMITER {delimiter}\n{sql}\n{delimiter}\nDELIMITER ;\n"
            );
        } else {
            let _ = writeln!(self.text, "{sql};\n");
        }
    }

    fn statements(&mut self, all: impl IntoIterator<Item = String>) {
        for one in all {
            self.statement(&one);
        }
    }

    fn parts(&mut self, all: impl IntoIterator<Item = rebuild::Part>) {
        for part in all {
            self.statements(part.script());
        }
    }

    /// Opens the transaction in which a revision runs, or its version rows move.
    fn begin(&mut self) {
        self.statement(self.dialect.begin());
    }

    fn guard(&mut self, rows: &[Id]) {
        let rows: Vec<&str> = rows.iter().map(Id::as_str).collect();
        let guard = self.dialect.script_guard(&self.facts.tables.version, &rows);
        self.statements(guard);
    }

    /// What has to be there before the first row moves.
    fn tables(&mut self) {
        for part in ledger::create(self.dialect, &self.facts) {
            if let Part::Execute(sql) = part {
                self.statement(&sql);
            }
        }
    }

    fn revision(
        &mut self,
        one: &Prepared,
        rows: &[Id],
        is_first: bool,
        Bounds {
            begins,
            ends,
            rebuilds,
        }: Bounds,
    ) -> Result<(), Error> {
        let word = match one.step.direction {
            Direction::Upgrade => "Upgrade to",
            Direction::Downgrade => "Undo",
            Direction::Stamp => "Stamp",
        };
        let id = &one.step.revision;
        self.comment(&format!("{word} {id}: {}", one.message));
        for passed in &one.passed_over {
            self.comment(&format!("Warning: {}.", passed.message));
        }
        self.text.push('\n');
        let limits = self
            .dialect
            .script_limits(self.settings.lock_timeout, self.settings.statement_timeout);
        if begins && one.in_transaction {
            // Within the transaction it would be passed over.
            let setting = self.dialect.before_dropping().filter(|_| rebuilds);
            self.statements(setting.map(str::to_owned));
            self.begin();
            self.statements(limits);
        }
        if is_first {
            self.tables();
        }
        if begins {
            self.guard(rows);
        }
        let framed = one.framed.as_ref();
        if let (None, Some((name, place))) = (framed, one.frame.first()) {
            let message = format!("what stands on `{name}` before it is made anew is not known");
            return Err(told::refused(&Why::Unsupported(message), place).into());
        }
        let backend = self.dialect.backend();
        let mut sets_session = false;
        // While tables are made anew no foreign key is heeded: what other statements break is found in the end.
        let anew = one.pieces.iter().filter(|piece| piece.rebuilds()).count();
        let references = (anew > 0 && anew < one.len()).then(rebuild::references);
        let (before, after) = references.map(|[before, after]| (before, after)).unzip();
        self.parts(before.into_iter().flatten());
        self.statements(framed.iter().flat_map(|one| one.before.iter().cloned()));
        for (number, piece) in one.pieces.iter().enumerate() {
            match piece {
                Piece::Statement(statement) => {
                    sets_session |= statement::sets_session(backend, &statement.sql);
                    let renaming = framed.filter(|one| one.renaming.contains(&number));
                    let around = renaming.map(|one| one.around.clone());
                    let (set, put_back) = around.map(|[set, back]| (set, back)).unzip();
                    self.statements(set);
                    self.statement(&statement.sql);
                    self.statements(put_back);
                }
                Piece::Late(late) => {
                    let Some(statements) = late.what.written() else {
                        // All is known beforehand, and nothing left for later.
                        let unknown = Why::Invalid("it depends on the database".to_owned());
                        return Err(told::refused(&unknown, &late.place).into());
                    };
                    self.statements(statements.iter().cloned());
                }
                Piece::Run(work) => {
                    let sql = work.printed()?;
                    self.comment(&format!("In place of `{}`, which is Rust.", work.name));
                    for statement in statement::statements(backend, sql) {
                        self.statement(statement.text);
                    }
                }
            }
        }
        self.parts(after.into_iter().flatten());
        self.statements(framed.iter().flat_map(|one| one.after.iter().cloned()));
        if sets_session {
            self.statements(self.dialect.script_reset());
        }
        if !one.in_transaction {
            self.begin();
            self.guard(rows);
        }
        self.statements(ledger::rows(self.dialect, &self.facts, &one.step));
        let chain = self.settings.version_table.to_string();
        let tool = format!("cargo-revision {} --sql", env!("CARGO_PKG_VERSION"));
        let line = Line {
            chain: &chain,
            revision: id,
            direction: one.step.direction.as_str(),
            outcome: "done",
            checksum: one.checksum.as_deref(),
            statement: None,
            statements: one.len(),
            error: None,
            took: None,
            tool: &tool,
        };
        self.statements(ledger::log(self.dialect, &self.facts, &line));
        if ends || !one.in_transaction {
            self.statement("COMMIT");
            if rebuilds {
                self.statements(self.dialect.script_reset());
            }
        }
        Ok(())
    }
}
