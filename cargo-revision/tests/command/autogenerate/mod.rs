//! `new -a`, `check` and their likes: models in, a revision out.

mod decided;
mod found;
mod refused;
mod sources;
mod sql;
mod unmanaged;

use crate::project::Project;

const USERS: &str = "#[derive(Table)]
#[table(name = \"users\")]
pub struct User {
    #[column(primary_key)]
    pub id: i64,
    pub name: String,
    pub age: i32,
}
";

const CONFIG: &str = "url = \"sqlite://app.db\"\nmodels = [\"src\"]\n";

/// A project with these models and nothing else.
fn models(text: &str) -> Project {
    Project::new()
        .file("revision.toml", CONFIG)
        .file("src/models.rs", text)
}

/// One whose first revision made this, in its database too.
fn made(text: &str) -> Project {
    let project = models(text);
    project.done("new -a first --rev-id a1");
    project.done("upgrade");
    project
}

/// One whose models are changed since.
fn users(change: &[(&str, &str)]) -> Project {
    edited(made(USERS), change)
}

/// The same with other models.
fn edited(project: Project, change: &[(&str, &str)]) -> Project {
    let mut text = project.read("src/models.rs");
    for (from, to) in change {
        assert!(text.contains(from), "{from} in {text}");
        text = text.replace(from, to);
    }
    project.file("src/models.rs", text)
}

/// What a file does, without its header.
fn functions(project: &Project, path: &str) -> String {
    let text = project.read(path);
    let at = text.find("pub fn upgrade").expect("it has functions");
    text[at..].to_owned()
}

/// What an answer says, without the file that it shows.
fn talk(answer: &str) -> String {
    let at = answer.find("----- stderr").expect("it says something");
    answer[at..].to_owned()
}

/// How many revisions there are.
fn count(project: &Project) -> usize {
    std::fs::read_dir(project.path("revisions")).map_or(0, Iterator::count)
}

/// Applies the new revision, finds nothing more to do, goes back, and finds what there was.
fn round(project: &Project) {
    project.done("upgrade");
    project.done("check");
    project.done("diff revisions database");
    project.done("downgrade");
    project.done("diff revisions@head-1 database");
    project.done("upgrade");
}
