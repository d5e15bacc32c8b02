//! The tour: a new crate gets revisions, the compiler refuses those that do not fit together, and a database gets the
//! others.
//!
//! Each command is shown as a user would type it, then run for real. A step that ends otherwise than it should ends the
//! tour, so that it is a smoke test as well. The crate lies in a temporary folder, outside any workspace, as a user's does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Failed, cargo, root, say};

pub(crate) fn demo() -> Result<(), Failed> {
    cargo(&[
        "build",
        "--quiet",
        "--package",
        "cargo-revision",
        "--bin",
        "cargo-revision",
    ])?;
    let tour = Tour::new()?;
    prepare(&tour)?;
    broken_link(&tour)?;
    on_a_database(&tour)?;
    failing(&tour)?;
    two_heads(&tour)?;
    say("\nEvery step went as it should.");
    Ok(())
}

/// A crate, and two revisions of it.
fn prepare(tour: &Tour) -> Result<(), Failed> {
    tell("A crate gets revisions.");
    cargo_in(&tour.folder, "new --quiet --lib --vcs none blog")?.done()?;
    let core = root().join("revision-core");
    tour.run_revision(&["init", "--core", &core.to_string_lossy()], "init")?
        .done()?;
    // With the workspace's own versions, nothing has to be looked for in the network.
    let lock = tour.package.join("Cargo.lock");
    fs::copy(root().join("Cargo.lock"), &lock).map_err(|error| failed(&lock, &error))?;
    tour.revision(&["new", "create posts"])?.done()?;
    tour.revision(&["new", "add authors"])?.done()?;
    tour.revision(&["history"])?
        .done()?
        .says("add authors")?
        .says("create posts")?;
    tour.check()?.done().map(drop)
}

/// A `down_revision` that names nothing.
fn broken_link(tour: &Tour) -> Result<(), Failed> {
    tell("Someone mistypes a `down_revision`: the compiler points at it.");
    let file = tour.file("add_authors")?;
    let id = tour.id("create_posts")?;
    let good = fs::read_to_string(&file).map_err(|error| failed(&file, &error))?;
    let wrong = format!("{}x", &id[..id.len() - 1]);
    let bad = good.replace(&id, &wrong);
    if bad == good {
        return Err(Failed(format!("`{}` does not name {id}", file.display())));
    }
    fs::write(&file, bad).map_err(|error| failed(&file, &error))?;
    tour.check()?
        .refused()?
        .says(&format!("down_revision `{wrong}` is not a revision"))?
        .says(&format!("did you mean `{id}`"))?
        .says("_add_authors.rs:9:20")?;
    tell("The command finds the same without compiling.");
    tour.revision(&["history"])?
        .refused()?
        .says(&format!("did you mean `{id}`"))?;
    tell("Mended:");
    fs::write(&file, good).map_err(|error| failed(&file, &error))?;
    tour.check()?.done().map(drop)
}

/// Two lines of revisions, as two people make them.
fn two_heads(tour: &Tour) -> Result<(), Failed> {
    tell(
        "A second branch begins at the base. Now there are two heads, which the compiler refuses too.",
    );
    let billing = ["new", "billing", "--head", "base"];
    tour.revision(&[&billing[..], &["--branch-label", "billing"]].concat())?
        .done()?;
    tour.revision(&["heads"])?
        .done()?
        .says("(billing, head)")?
        .says("add title")?;
    tour.check()?
        .refused()?
        .says("the chain has 2 heads")?
        .says("cargo revision merge")?;
    tell("A merge joins them.");
    tour.revision(&["merge", "-m", "merge billing"])?.done()?;
    tour.revision(&["upgrade"])?.done()?.says("merge billing")?;
    tour.revision(&["history"])?.done()?.says("mergepoint")?;
    tour.revision(&["show", "head"])?
        .done()?
        .says("merge billing")?;
    tour.revision(&["heads", "--json"])?
        .done()?
        .says("\"is_merge_point\":true")?;
    tour.check()?.done().map(drop)
}

/// Up, down, and what the database says of it.
fn on_a_database(tour: &Tour) -> Result<(), Failed> {
    tell("The revisions are given something to do, and a database is named.");
    tour.fill(
        "create_posts",
        "CREATE TABLE posts (id integer PRIMARY KEY)",
        "DROP TABLE posts",
    )?;
    tour.fill(
        "add_authors",
        "CREATE TABLE authors (id integer PRIMARY KEY, name text NOT NULL)",
        "DROP TABLE authors",
    )?;
    tour.check()?.done()?;
    let file = tour.package.join(".env");
    let text = "DATABASE_URL=sqlite://blog.db\n";
    fs::write(&file, text).map_err(|error| failed(&file, &error))?;
    say(&format!("\n$ cat .env\n{}", text.trim_end()));
    tour.revision(&["upgrade"])?
        .done()?
        .says("sqlite://blog.db (from .env)")?
        .says("add authors (1 statement")?
        .says("(head)")?;
    tour.revision(&["upgrade"])?.done()?.says("Unchanged")?;
    tour.revision(&["current"])?.done()?.says("add authors")?;
    tour.revision(&["downgrade"])?
        .done()?
        .says("Undone")?
        .says("add authors")?;
    tour.revision(&["history", "-i"])?
        .done()?
        .says("(current)")?;
    tell("For somebody who runs SQL by hand, there is a script.");
    tour.revision(&["upgrade", "current:head", "--sql"])?
        .done()?
        .says("BEGIN IMMEDIATE")?
        .says("COMMIT")?;
    tour.revision(&["status"])?.done()?.says("pending")?;
    tour.revision(&["upgrade"])?.done().map(drop)
}

/// A statement that the database refuses.
fn failing(tour: &Tour) -> Result<(), Failed> {
    tell("A statement fails: it is shown where it stands, and nothing of its revision remains.");
    tour.revision(&["new", "add title"])?.done()?;
    tour.fill(
        "add_title",
        "ALTER TABLE post ADD COLUMN title text",
        "ALTER TABLE posts DROP COLUMN title",
    )?;
    tour.revision(&["upgrade"])?
        .refused()?
        .says("no such table: post")?
        .says("_add_title.rs:")?
        .says("nothing of it remains")?;
    tell("Now `downgrade` would undo another one, and says so first.");
    tour.revision(&["downgrade"])?
        .refused()?
        .says("would undo")?;
    tell("Mended:");
    let file = tour.file("add_title")?;
    let text = fs::read_to_string(&file).map_err(|error| failed(&file, &error))?;
    let text = text.replace("ALTER TABLE post ", "ALTER TABLE posts ");
    fs::write(&file, text).map_err(|error| failed(&file, &error))?;
    tour.revision(&["upgrade"])?
        .done()?
        .says("add title (1 statement")
        .map(drop)
}

/// Where the tour takes place.
struct Tour {
    folder: PathBuf,
    package: PathBuf,
    /// The command, built.
    command: PathBuf,
}

impl Tour {
    fn new() -> Result<Self, Failed> {
        let folder = std::env::temp_dir().join(format!("revision-demo-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
        // Cargo puts all binaries of a workspace in one folder, wherever that may be.
        let own = std::env::current_exe().map_err(|error| Failed(error.to_string()))?;
        Ok(Self {
            package: folder.join("blog"),
            folder,
            command: own.with_file_name(format!("cargo-revision{}", std::env::consts::EXE_SUFFIX)),
        })
    }

    fn revision(&self, arguments: &[&str]) -> Result<Ended, Failed> {
        let quoted = arguments.iter().map(|word| {
            if word.contains(' ') {
                format!("\"{word}\"")
            } else {
                (*word).to_owned()
            }
        });
        self.run_revision(arguments, &quoted.collect::<Vec<_>>().join(" "))
    }

    /// Runs the command as cargo does; a `cargo-revision` that is installed is another one.
    fn run_revision(&self, arguments: &[&str], shown: &str) -> Result<Ended, Failed> {
        let mut command = Command::new(&self.command);
        command.arg("revision").args(arguments);
        run(command, &self.package, &format!("cargo revision {shown}"))
    }

    fn check(&self) -> Result<Ended, Failed> {
        cargo_in(&self.package, "check --quiet --offline")
    }

    /// The revision file whose name ends so.
    fn file(&self, slug: &str) -> Result<PathBuf, Failed> {
        let folder = self.package.join("revisions");
        let entries = fs::read_dir(&folder).map_err(|error| failed(&folder, &error))?;
        let ending = format!("_{slug}.rs");
        let mut paths = entries.flatten().map(|entry| entry.path());
        paths
            .find(|path| path.to_string_lossy().ends_with(&ending))
            .ok_or_else(|| Failed(format!("no revision file ends with `{ending}`")))
    }

    /// Gives a revision one statement in each direction.
    fn fill(&self, slug: &str, upgrade: &str, downgrade: &str) -> Result<(), Failed> {
        let file = self.file(slug)?;
        let text = fs::read_to_string(&file).map_err(|error| failed(&file, &error))?;
        let head = text.split("pub fn upgrade").next().unwrap_or_default();
        let text = format!(
            "{head}pub fn upgrade(op: &mut Op) {{\n    op.execute(\"{upgrade}\");\n}}\n\n\
             pub fn downgrade(op: &mut Op) {{\n    op.execute(\"{downgrade}\");\n}}\n"
        );
        fs::write(&file, text).map_err(|error| failed(&file, &error))
    }

    /// The id that stands in the name of that file.
    fn id(&self, slug: &str) -> Result<String, Failed> {
        let file = self.file(slug)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let id = name.split('_').next().unwrap_or_default();
        Ok(id.to_owned())
    }
}

fn cargo_in(folder: &Path, arguments: &str) -> Result<Ended, Failed> {
    let mut command = Command::new("cargo");
    command.args(arguments.split(' '));
    run(command, folder, &format!("cargo {arguments}"))
}

/// Shows a command, runs it, and shows what it says.
fn run(mut command: Command, folder: &Path, line: &str) -> Result<Ended, Failed> {
    say(&format!("\n$ {line}"));
    // What the user has set for projects of their own is not meant here.
    for variable in ["REVISION_CONFIG", "REVISION_ENVIRONMENT", "DATABASE_URL"] {
        command.env_remove(variable);
    }
    let output = command
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", root().join("target/demo"))
        .output()
        .map_err(|error| Failed(format!("`{line}` does not start: {error}")))?;
    let text = [output.stderr, output.stdout].concat();
    let text = String::from_utf8_lossy(&text).trim_end().to_owned();
    if !text.is_empty() {
        say(&text);
    }
    Ok(Ended {
        line: line.to_owned(),
        code: output.status.code(),
        text,
    })
}

impl Drop for Tour {
    fn drop(&mut self) {
        // What the crate's dependencies were built to is for the next run; the crate itself lies elsewhere by then.
        let _ = Command::new("cargo")
            .args(["clean", "--quiet", "--offline", "--package", "blog"])
            .current_dir(&self.package)
            .env("CARGO_TARGET_DIR", root().join("target/demo"))
            .output();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// How a command ended, and what it said.
struct Ended {
    line: String,
    code: Option<i32>,
    text: String,
}

impl Ended {
    /// It succeeded, as it should.
    fn done(self) -> Result<Self, Failed> {
        match self.code {
            Some(0) => Ok(self),
            _ => Err(Failed(format!("`{}` should succeed and fails", self.line))),
        }
    }

    /// It failed, as it should: cargo says that with 101, the command with 1.
    fn refused(self) -> Result<Self, Failed> {
        match self.code {
            Some(1 | 101) => Ok(self),
            code => Err(Failed(format!(
                "`{}` should refuse and ends with {code:?}",
                self.line
            ))),
        }
    }

    /// It said so.
    fn says(self, words: &str) -> Result<Self, Failed> {
        if self.text.contains(words) {
            return Ok(self);
        }
        Err(Failed(format!("`{}` does not say `{words}`", self.line)))
    }
}

fn tell(what: &str) {
    say(&format!("\n# {what}"));
}

fn failed(path: &Path, error: &std::io::Error) -> Failed {
    Failed(format!("{}: {error}", path.display()))
}
