//! The commands that write: what they say, how they end, what is on the disk afterwards.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A folder with a `revision.toml`, in which the command is run.
struct Project(tempfile::TempDir);

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Project {
    fn new(config: &str) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        fs::write(home.path().join("revision.toml"), config).expect("written");
        Self(home)
    }

    fn run(&self, words: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-revision"))
            .args(words)
            .current_dir(self.0.path())
            .env_remove("DATABASE_URL")
            .env_remove("VISUAL")
            .env_remove("EDITOR")
            .env("NO_COLOR", "1")
            .output()
            .expect("started");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Runs what must succeed, and gives what it said.
    fn done(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!(ran.code, Some(0), "{words:?}: {}", ran.err);
        ran.out + &ran.err
    }

    /// Runs what must fail without touching a file, and gives what it said.
    fn refused(&self, code: i32, words: &[&str]) -> String {
        let before = self.files();
        let ran = self.run(words);
        assert_eq!(ran.code, Some(code), "{words:?}: {}{}", ran.out, ran.err);
        assert_eq!(self.files(), before, "{words:?}");
        ran.out + &ran.err
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).expect(path)
    }

    /// A revision as somebody else wrote it.
    fn write(&self, path: &str, created: &str, header: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let text = format!(
            "//! {}\n//!\n//! Created {created}.\n\nrevision! {{\n{header}}}\n",
            stem(&path)
        );
        fs::write(path, text).expect("written");
    }

    fn files(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        let mut folders = vec![self.0.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                let name = path
                    .strip_prefix(self.0.path())
                    .expect("inside")
                    .display()
                    .to_string();
                if path.is_dir() {
                    files.push((name, String::new()));
                    folders.push(path);
                } else {
                    files.push((name, fs::read_to_string(&path).expect("a text")));
                }
            }
        }
        files.sort();
        files
    }

    fn names(&self) -> Vec<String> {
        let folder = fs::read_dir(self.0.path().join("revisions")).expect("a folder");
        let mut names: Vec<_> = folder
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .expect("a name")
        .to_string_lossy()
        .into_owned()
}

const SEQUENTIAL: &str = "id = \"sequential\"\n";

#[test]
fn new_stands_on_the_head() {
    let project = Project::new(SEQUENTIAL);
    assert_eq!(
        project.done(&["new", "create users"]),
        "     Created revisions/0001_create_users.rs\n"
    );
    let said = project.done(&["new", "-m", "add email", "--format", "sql"]);
    assert_eq!(said, "     Created revisions/0002_add_email.sql\n");
    assert!(
        project
            .read("revisions/0002_add_email.sql")
            .contains("-- down_revision: 0001\n")
    );
    let json = project.done(&["new", "third", "--json"]);
    assert!(
        json.starts_with(r#"{"revision":{"revision":"0003","down_revisions":["0002"]"#),
        "{json}"
    );
    assert!(json.ends_with("\"operations\":[]}\n"), "{json}");
    assert_eq!(
        project.names(),
        [
            "0001_create_users.rs",
            "0002_add_email.sql",
            "0003_third.rs"
        ]
    );
}

#[test]
fn new_that_cannot_be_leaves_nothing_behind() {
    let project = Project::new(SEQUENTIAL);
    let said = project.refused(1, &["new", "x", "--head", "nope"]);
    assert!(said.contains("`nope`"), "{said}");
    project.done(&["new", "one", "--branch-label", "core"]);
    project.done(&["new", "two"]);
    for words in [
        &["new", "x", "--rev-id", "0001"] as &[_],
        &["new", "x", "--rev-id", "a@b"],
        &["new", "x", "--rev-id", "core"],
        &["new", "x", "--branch-label", "core"],
        &["new", "x", "--head", "0001"],
        &["new", "x", "--depends-on", "nope"],
        &["merge"],
        &["rebase"],
    ] {
        project.refused(1, words);
    }
    for words in [
        &["new", " \n"] as &[_],
        &["new"],
        &["new", "x", "--format", "python"],
    ] {
        project.refused(2, words);
    }
    project.refused(2, &["new", "x", "--folder", "elsewhere"]);
    let said = project.refused(0, &["new", "x", "--dry-run"]);
    assert!(said.contains("down_revision: \"0002\""), "{said}");
    fs::write(project.0.path().join("revisions/0009.rs"), "").expect("written");
    let said = project.refused(1, &["new", "x", "--json"]);
    assert!(said.contains("\"bad_header\""), "{said}");
}

#[test]
fn a_configuration_that_misleads_is_reported_at_its_line() {
    for (config, words) in [
        ("file_template = \"{rev}_{slog}\"", "did you mean `{slug}`?"),
        (
            "timezone = \"Europe/Atlantis\"",
            "no time zone `Europe/Atlantis`",
        ),
        (
            "template = \"none.jinja\"",
            "cannot read the template `none.jinja`",
        ),
        (
            "[[hooks]]\nrun = \"false {path}\"",
            "the hook `false {path}` failed",
        ),
        (
            "[[hooks]]\nrun = \"rm {path}\"",
            "does not read as the revision",
        ),
    ] {
        let project = Project::new(config);
        let ran = project.run(&["new", "x"]);
        assert_eq!(ran.code, Some(1), "{config}");
        assert!(ran.err.contains(words), "{config}: {}", ran.err);
        let left = project.0.path().join("revisions");
        assert!(!left.exists() || project.names().is_empty(), "{config}");
    }
}

#[test]
fn a_template_and_a_hook_make_the_file() {
    let project = Project::new(
        "template = \"revision.rs.jinja\"\ntimezone = \"Asia/Kathmandu\"\n[[hooks]]\nrun = \"sh -c 'echo // hooked >> \\\"$0\\\"' {path}\"\n",
    );
    let template = "{{ documentation }}\n\n{{ header }}\n// ours\n";
    fs::write(project.0.path().join("revision.rs.jinja"), template).expect("written");
    project.done(&["new", "x", "--rev-id", "a1"]);
    let text = project.read("revisions/a1_x.rs");
    assert!(
        text.contains("+05:45.") && text.ends_with("// ours\n// hooked\n"),
        "{text}"
    );
    project.done(&["new", "y", "--rev-id", "b2", "--format", "sql"]);
    assert!(project.read("revisions/b2_y.sql").contains("-- upgrade\n"));
    fs::write(project.0.path().join("revision.rs.jinja"), "{{ nope }}").expect("written");
    let said = project.refused(1, &["new", "z"]);
    assert!(said.contains("revision.rs.jinja:1:1"), "{said}");
}

#[test]
fn several_folders_need_a_word() {
    let project = Project::new("revisions = [\"a\", \"b\"]\n");
    let said = project.refused(2, &["new", "x"]);
    assert!(said.contains("`--folder`"), "{said}");
    project.done(&["new", "x", "--rev-id", "x1", "--folder", "b"]);
    // A revision follows its head.
    project.done(&["new", "y", "--rev-id", "y1"]);
    assert!(project.read("b/y1_y.rs").contains("x1"));
}

#[test]
fn merge_joins_all_heads() {
    let project = Project::new(SEQUENTIAL);
    project.done(&["new", "one"]);
    project.done(&["new", "two", "--head", "base"]);
    project.refused(2, &["merge", "0001"]);
    assert_eq!(
        project.done(&["merge"]),
        "     Created revisions/0003_merge_0001_and_0002.rs\n"
    );
    let text = project.read("revisions/0003_merge_0001_and_0002.rs");
    assert!(
        text.contains("down_revision: [\"0001\", \"0002\"]"),
        "{text}"
    );
    assert!(project.done(&["heads"]).starts_with("0003"));
}

#[test]
fn rebase_moves_the_newer_line_and_renumbers_it() {
    let project = Project::new(SEQUENTIAL);
    let at = |hour: u8| format!("2026-11-21 {hour:02}:00 UTC");
    project.write("revisions/0001_base.rs", &at(1), "    id: \"0001\",\n");
    project.write(
        "revisions/0002_mine.rs",
        &at(3),
        "    id: \"0002\", // kept\n    down_revision: \"0001\",\n",
    );
    project.write(
        "revisions/0003_mine.rs",
        &at(5),
        "    id: \"0003\",\n    down_revision: \"0002\",\n",
    );
    project.write(
        "revisions/0004_theirs.rs",
        &at(4),
        "    id: \"0004\",\n    down_revision: \"0001\",\n",
    );
    let said = project.done(&["rebase"]);
    assert!(
        said.contains("`0003` (0003_mine), the newer head"),
        "{said}"
    );
    assert!(
        said.contains("Moved 0002 to 0005 onto 0004 in revisions/0005_mine.rs"),
        "{said}"
    );
    assert_eq!(
        project.names(),
        [
            "0001_base.rs",
            "0004_theirs.rs",
            "0005_mine.rs",
            "0006_mine.rs"
        ]
    );
    let text = project.read("revisions/0005_mine.rs");
    assert!(
        text.contains("    id: \"0005\", // kept\n    down_revision: \"0004\",\n"),
        "{text}"
    );
    assert!(
        project
            .read("revisions/0006_mine.rs")
            .contains("down_revision: \"0005\"")
    );
    project.refused(1, &["rebase"]);
}

#[test]
fn rebase_puts_two_files_of_one_number_in_line() {
    let project = Project::new(SEQUENTIAL);
    project.write(
        "revisions/0001_base.rs",
        "2026-11-20 01:00 UTC",
        "    id: \"0001\",\n",
    );
    for (name, day) in [("a", 21), ("b", 22)] {
        let header = "    id: \"0002\",\n    down_revision: \"0001\",\n";
        project.write(
            &format!("revisions/0002_{name}.rs"),
            &format!("2026-11-{day} 01:00 UTC"),
            header,
        );
        let header = "    id: \"0003\",\n    down_revision: \"0002\",\n";
        project.write(
            &format!("revisions/0003_{name}.rs"),
            &format!("2026-11-{day} 02:00 UTC"),
            header,
        );
    }
    let said = project.done(&["rebase"]);
    assert!(
        said.contains("Choosing revisions/0002_b.rs, of the files with one id"),
        "{said}"
    );
    let names = [
        "0001_base.rs",
        "0002_a.rs",
        "0003_a.rs",
        "0004_b.rs",
        "0005_b.rs",
    ];
    assert_eq!(project.names(), names);
    assert!(
        project
            .read("revisions/0004_b.rs")
            .contains("down_revision: \"0003\"")
    );
    assert!(
        project
            .read("revisions/0005_b.rs")
            .contains("down_revision: \"0004\"")
    );

    // The same minute: the later by name, unless the user names the other.
    let header = "    id: \"0005\",\n    down_revision: \"0004\",\n";
    project.write("revisions/0005_c.rs", "2026-11-22 02:00 UTC", header);
    let said = project.done(&["rebase"]);
    assert!(said.contains("Choosing revisions/0005_c.rs"), "{said}");
    let moved = project.read("revisions/0006_c.rs");
    assert!(moved.contains("down_revision: \"0005\""), "{moved}");
    project.write(
        "revisions/0006_d.rs",
        "2026-11-22 02:00 UTC",
        "    id: \"0006\",\n    down_revision: \"0005\",\n",
    );
    project.done(&["rebase", "revisions/0006_c.rs"]);
    let moved = project.read("revisions/0007_c.rs");
    assert!(moved.contains("down_revision: \"0006\""), "{moved}");
}

#[test]
fn rebase_of_two_heads_made_in_one_minute_moves_the_later_by_name() {
    let project = Project::new("");
    project.done(&["new", "base", "--rev-id", "a"]);
    for id in ["b", "c"] {
        project.done(&["new", id, "--rev-id", id, "--head", "a", "--splice"]);
    }
    let said = project.done(&["rebase"]);
    assert!(said.contains("the later head by name"), "{said}");
    assert!(
        project
            .read("revisions/c_c.rs")
            .contains("down_revision: \"b\"")
    );
}

#[test]
fn rebase_refuses_what_has_no_clear_answer() {
    let project = Project::new("");
    for id in ["a", "b", "c"] {
        project.done(&["new", id, "--rev-id", id, "--head", "base"]);
    }
    let said = project.refused(1, &["rebase"]);
    assert!(said.contains("cargo revision rebase a --onto b"), "{said}");
    project.done(&["rebase", "a", "--onto", "b"]);
    assert!(
        project
            .read("revisions/a_a.rs")
            .contains("    id: \"a\",\n    down_revision: \"b\",\n")
    );
    let said = project.refused(1, &["rebase", "b", "--onto", "a", "--json"]);
    assert!(said.contains("\"cycle\""), "{said}");
    let json = project.done(&["rebase", "c", "--json"]);
    assert!(
        json.starts_with(r#"{"revision":{"revision":"c","down_revisions":["a"]"#),
        "{json}"
    );
}

#[test]
fn edit_needs_an_editor() {
    let project = Project::new("");
    project.done(&["new", "x", "--rev-id", "a1"]);
    let said = project.refused(1, &["edit", "a1"]);
    assert!(said.contains("no editor is named"), "{said}");
    project.refused(1, &["edit", "nope"]);
    let edited = Command::new(env!("CARGO_BIN_EXE_cargo-revision"))
        .args(["edit", "head"])
        .current_dir(project.0.path())
        .env("VISUAL", "sh -c 'echo // edited >> \"$0\"'")
        .status()
        .expect("started");
    assert!(edited.success());
    assert!(project.read("revisions/a1_x.rs").ends_with("// edited\n"));
}
