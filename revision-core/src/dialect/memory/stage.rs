//! A database in memory in which a script is tried out while it is written: how a table is made anew depends on the text
//! that a database has of it.

use super::{Memory, leading, shows};
use crate::Server;
use crate::dialect::driver::Answers;
use crate::dialect::lower::{Rebuild, Refusal, Why};
use crate::dialect::rebuild::{self, Frame, Framed};
use crate::schema::Schema;

/// The database.
pub(crate) struct Stage {
    memory: Memory,
    server: Server,
    /// What it did not take.
    missed: Vec<String>,
    /// Why all of it may be otherwise.
    unsure: Option<String>,
}

impl Stage {
    /// An empty one; none where no database can lie in memory.
    pub(crate) fn open(server: Server) -> Option<Self> {
        Some(Self {
            memory: Memory::open(server)?,
            server,
            missed: Vec::new(),
            unsure: None,
        })
    }

    /// One with a schema.
    pub(crate) fn of(server: Server, schema: &Schema) -> Option<Self> {
        let mut stage = Self::open(server)?;
        for sql in leading(server, &Schema::default(), schema) {
            stage.run(&sql);
        }
        let opaque = schema.opaque.iter().map(|name| name.name.to_string());
        stage.missed.extend(opaque);
        Some(stage)
    }

    /// Goes on by a statement of the script.
    pub(crate) fn run(&mut self, sql: &str) {
        if shows(self.server, sql) && !self.memory.run(sql) {
            self.missed.push(sql.to_owned());
        }
    }

    /// Notes that something was done to it that nobody knows.
    pub(crate) fn is_unsure(&mut self, why: &str) {
        self.unsure.get_or_insert_with(|| why.to_owned());
    }

    /// Gives the session the settings that a revision begins with.
    pub(crate) fn put_back(&mut self) {
        self.memory.put_back();
    }

    /// The statements that make a table anew, as it is by now.
    pub(crate) fn rebuild(&mut self, rebuild: &Rebuild) -> Result<Vec<String>, Refusal> {
        let expected = self.ask();
        let expected = expected.and_then(|said| rebuild::expected(said, &rebuild.table.name));
        let parts = self.parts(rebuild)?;
        let all = expected.iter().chain(&parts);
        Ok(all.flat_map(rebuild::Part::script).collect())
    }

    /// Those of them that a [`Frame`] around them does not do by itself.
    pub(crate) fn within_frame(&mut self, rebuild: &Rebuild) -> Result<Vec<String>, Refusal> {
        let parts = self.parts(rebuild)?;
        let own = parts.iter().filter(|part| match part {
            rebuild::Part::Run(_) => true,
            rebuild::Part::Framed(_) => false,
            rebuild::Part::Check(check) => !check.is_framed,
        });
        Ok(own.flat_map(rebuild::Part::script).collect())
    }

    /// Makes a table anew, and tells how.
    fn parts(&mut self, rebuild: &Rebuild) -> Result<Vec<rebuild::Part>, Refusal> {
        let refused = |why| Refusal { operation: 0, why };
        self.knows(&rebuild.table.name).map_err(refused)?;
        let unread = || Why::Unsupported("what the revisions lead to cannot be asked".to_owned());
        let answers = self.ask().ok_or_else(|| refused(unread()))?;
        let plan = rebuild::plan(self.server, answers, rebuild)?;
        for part in &plan.inside {
            if let rebuild::Part::Run(sql) | rebuild::Part::Framed(sql) = part
                && !self.memory.run(sql)
            {
                let why = format!("`{sql}` cannot be tried out");
                return Err(refused(Why::Unsupported(why)));
            }
        }
        Ok(plan.inside)
    }

    /// What stands around statements of somebody's own that make these tables anew. A fault has the number of the table.
    pub(crate) fn frame(
        &mut self,
        names: &[&str],
        statements: &[(usize, &str)],
    ) -> Result<Framed, (usize, Why)> {
        let unread = || Why::Unsupported("what the revisions lead to cannot be asked".to_owned());
        let mut before = Vec::new();
        for (number, name) in names.iter().enumerate() {
            self.knows(name).map_err(|why| (number, why))?;
            let answers = self.ask().ok_or_else(|| (number, unread()))?;
            let expected = rebuild::expected(answers, name);
            before.extend(expected.iter().flat_map(rebuild::Part::script));
        }
        let texts: Vec<&str> = statements.iter().map(|(_, sql)| *sql).collect();
        let answers = self.ask().ok_or_else(|| (0, unread()))?;
        let frame = Frame::new(answers, names, &texts)?;
        before.extend(frame.before().iter().flat_map(rebuild::Part::script));
        let around = frame.around();
        let mut renaming = Vec::new();
        for (number, sql) in statements {
            let renames = frame.is_renamed_by(sql);
            if renames {
                renaming.push(*number);
                self.run(&around[0]);
            }
            self.run(sql);
            if renames {
                self.run(&around[1]);
            }
        }
        for (number, name) in names.iter().enumerate() {
            self.knows(name).map_err(|why| (number, why))?;
        }
        let answers = self.ask().ok_or_else(|| (0, unread()))?;
        let after = frame.after(answers).map_err(|why| (0, why))?;
        for lost in &after.lost {
            if !self.memory.run(&lost.sql) {
                let (kind, name, table) = (lost.kind, &lost.name, &lost.table);
                let why =
                    format!("the {kind} `{name}` stood on `{table}` and cannot be made again");
                return Err((0, Why::Invalid(why)));
            }
        }
        let again = after.lost.into_iter().map(|one| one.sql);
        let rest = after.rest.iter().flat_map(rebuild::Part::script);
        Ok(Framed {
            before,
            around,
            renaming,
            after: again.chain(rest).collect(),
        })
    }

    /// What the database says of itself; the answers to [`rebuild::questions`].
    fn ask(&mut self) -> Option<Answers> {
        self.memory.ask(rebuild::questions(self.server))
    }

    /// Whether all is known of a table.
    fn knows(&self, table: &str) -> Result<(), Why> {
        if let Some(why) = &self.unsure {
            let why = format!("what `{table}` is like by then is not known: {why}");
            return Err(Why::Unsupported(why));
        }
        let small = table.to_lowercase();
        let mut missed = self.missed.iter();
        match missed.find(|sql| sql.to_lowercase().contains(&small)) {
            None => Ok(()),
            Some(sql) => Err(Why::Unsupported(format!(
                "what this does to `{table}` is not known without the database: {sql}"
            ))),
        }
    }
}
