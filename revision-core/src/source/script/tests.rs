//! The files of a sample, read on the one hand and compiled on the other, run the same.

#![expect(
    unreachable_pub,
    reason = "the revisions are an application's, which may show them"
)]

use std::path::{Path, PathBuf};

use crate::config::{Config, Settings};
use crate::embedded::{Body, EmbeddedChain, EmbeddedRevision};
use crate::script::{Piece, Revisions as _};
use crate::source::{Revisions, read};

use super::*;

#[path = "../../../../tests/samples/blog/revisions/1f0c8a7e5d21_create_posts.rs"]
mod create_posts;
#[path = "../../../../tests/samples/blog/revisions/f2d83b6615ac_create_subscriptions.rs"]
mod create_subscriptions;
#[path = "../../../../tests/samples/blog/revisions/b3f64c20d9e8_lower_case_titles.rs"]
mod lower_case_titles;
#[path = "../../../../tests/samples/blog/revisions/e7c1a90d42fb_merge_heads.rs"]
mod merge_heads;

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/samples/blog")
}

fn files() -> Revisions {
    let config = Config::for_package(&sample()).expect("a configuration");
    read(&config).expect("a sound chain")
}

/// The same as the build script makes of the files.
fn embedded(files: &Revisions) -> EmbeddedChain {
    let entry = |file: &RevisionFile| {
        let id = file.header.id.value.as_str();
        let text = &file.source.text;
        let (body, checksum) = match id {
            "1f0c8a7e5d21" => (create_posts::REVISION, true),
            "b3f64c20d9e8" => (lower_case_titles::REVISION, true),
            "e7c1a90d42fb" => (merge_heads::REVISION, true),
            "f2d83b6615ac" => (create_subscriptions::REVISION, true),
            _ => (Body::Sql(leaked(text)), false),
        };
        let list = |values: Vec<&str>| {
            let values: Vec<&'static str> = values.into_iter().map(leaked).collect();
            &*Box::leak(values.into_boxed_slice())
        };
        EmbeddedRevision {
            id: leaked(id),
            down_revisions: list(file.header.down_revision.values().collect()),
            branch_labels: list(file.header.branch_labels.values().collect()),
            depends_on: list(file.header.depends_on.values().collect()),
            transaction: file.header.transaction,
            message: leaked(&file.message),
            created: None,
            path: leaked(&file.path().to_string_lossy()),
            checksum: checksum.then(|| leaked(&revision_syntax::checksum::rust(text))),
            body,
        }
    };
    let entries: Vec<_> = files.files.iter().map(entry).collect();
    EmbeddedChain::new(Box::leak(entries.into_boxed_slice()), Settings::DEFAULT)
}

fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// What a script says, with the path and the line of each statement.
fn told(script: Result<Script, Diagnostic>) -> Result<Vec<(String, PathBuf, usize)>, String> {
    let script = script.map_err(|fault| format!("{}: {}", fault.code, fault.message))?;
    let pieces = script.pieces.into_iter().map(|piece| match piece {
        Piece::Statement(statement) => {
            let place = statement.place.expect("a place");
            (statement.sql, place.path().to_owned(), place.line())
        }
        Piece::Run(work) => (work.name, work.place.path().to_owned(), work.place.line()),
        Piece::Late(late) => panic!("{late:?}"),
    });
    Ok(pieces.collect())
}

#[test]
fn files_and_the_compiled_chain_run_the_same() {
    let files = files();
    let chain = embedded(&files);
    let mut statements = 0;
    let mut refused = 0;
    for file in &files.files {
        let id = Id::from(file.header.id.value.as_str());
        for direction in [Direction::Upgrade, Direction::Downgrade, Direction::Stamp] {
            for backend in Backend::ALL {
                let read = told(files.script(Asked::new(&id, direction, Server::assumed(backend))));
                let compiled =
                    told(chain.script(Asked::new(&id, direction, Server::assumed(backend))));
                // A call begins at its method; its text may stand in a line below.
                let lines = |told: &[(String, PathBuf, usize)]| {
                    let lines = told
                        .iter()
                        .map(|(sql, path, _)| (sql.clone(), path.clone()));
                    lines.collect::<Vec<_>>()
                };
                match (&read, &compiled) {
                    (Ok(read), Ok(compiled)) => assert_eq!(lines(read), lines(compiled)),
                    _ => assert_eq!(read, compiled),
                }
                for ((_, _, read), (_, _, called)) in
                    read.iter().flatten().zip(compiled.iter().flatten())
                {
                    assert!((0..2).contains(&(read - called)), "{id}: {read}, {called}");
                    statements += 1;
                }
                refused += usize::from(read.is_err());
                let checksum = files.checksum(&id, backend).expect("a checksum");
                assert_eq!(chain.checksum(&id, backend), Some(checksum));
            }
        }
        let (read, compiled) = (files.about(&id), chain.about(&id));
        let about = |about: Option<About<'_>>| {
            about.map(|about| (about.message.to_owned(), about.transaction))
        };
        assert_eq!(about(read), about(compiled));
        assert_eq!(
            files.place(&id).map(|place| place.path().to_owned()),
            chain.place(&id).map(|place| place.path().to_owned()),
        );
    }
    assert_eq!((statements, refused), (27, 3));
}

#[test]
fn what_is_not_in_the_chain_has_no_script() {
    let files = files();
    let unknown = Id::from("0");
    let told = told(files.script(Asked::new(
        &unknown,
        Direction::Upgrade,
        Server::assumed(Backend::Sqlite),
    )));
    assert_eq!(told, Err("cant_locate: `0` is not a revision".to_owned()));
}

/// A file of one revision, `a`, below whose header this stands.
fn fault(body: &str, direction: Direction) -> Diagnostic {
    let text = format!("use revision_core::prelude::*;\nrevision! {{ id: \"a\" }}\n{body}");
    let source = std::sync::Arc::new(crate::Source {
        path: "revisions/a.rs".into(),
        text,
    });
    let (file, faults) = RevisionFile::read(&source, Format::Rust);
    assert_eq!(faults, []);
    let id = Id::from("a");
    let asked = Asked::new(&id, direction, Server::assumed(Backend::Sqlite));
    let file = file.expect("a header");
    let revisions = Revisions {
        chain: Chain::new(Vec::new()).expect("a chain"),
        files: Vec::new(),
        external: Vec::new(),
    };
    let before =
        || replayed_before(&mut Along::new(&revisions, asked.server), asked).map(Cow::Owned);
    of_rust(&file, asked, &[], &before, &|_, _| Ok(None)).expect_err("no script")
}

#[test]
fn what_cannot_be_read_says_why_and_where() {
    for (body, code, message, underlined) in [
        (
            "pub fn upgrade(op: &mut Op) {\n    helpers::add(op);\n}",
            Code::NeedsCompiling,
            "`a` needs compiling: the call of another function is not read",
            "helpers::add(op)",
        ),
        (
            "pub fn upgrade(op: &mut Op) { op.execute(\"A\" \"B\"); }",
            Code::UnreadableFile,
            "cannot read `revisions/a.rs` as Rust: expected `,`",
            "\"B\"",
        ),
        (
            "",
            Code::BadHeader,
            "`a` has no `upgrade` function",
            "\"a\"",
        ),
    ] {
        let fault = fault(body, Direction::Upgrade);
        assert_eq!((fault.code, fault.message.as_str()), (code, message));
        let place = fault.place.expect("a place");
        assert_eq!(&place.text()[place.span()], underlined);
    }
}

#[test]
fn what_cannot_be_undone_says_why_and_where() {
    let upgrade = "pub fn upgrade(op: &mut Op) {\n    op.execute(\"A\");\n}\n";
    let none = fault(upgrade, Direction::Downgrade);
    assert_eq!(none.message, "`a` is irreversible: it has no downgrade");
    let reversed = format!("{upgrade}pub fn downgrade(op: &mut Op) {{ op.reverse(upgrade); }}");
    let reversed = fault(&reversed, Direction::Downgrade);
    assert_eq!(reversed.code, Code::Irreversible);
    assert_eq!(
        reversed.message,
        "`a` is irreversible: nothing is known to undo the SQL in line 4"
    );
    let [(place, _)] = &reversed.related[..] else {
        panic!("{reversed:?}");
    };
    assert_eq!(&place.text()[place.span()], "A");
}

/// A chain of one file, read from a folder.
fn alone(name: &str, text: &str) -> Revisions {
    let folder = tempfile::TempDir::new().expect("a folder");
    std::fs::create_dir(folder.path().join("revisions")).expect("a folder");
    std::fs::write(folder.path().join("revisions").join(name), text).expect("a file");
    read(&Config::at(folder.path())).expect("a sound chain")
}

#[test]
fn what_leads_back_is_known_without_its_script_as_with_it() {
    let head = "use revision_core::prelude::*;\n\nrevision! { id: \"a\" }\n\n\
        pub fn upgrade(op: &mut Op) { op.execute(\"A\"); }\n\n";
    for (downgrade, is_irreversible) in [
        ("", true),
        ("// pub fn downgrade(op: &mut Op) {}\n", true),
        ("const NOTE: &str = \"fn downgrade\";\n", true),
        ("pub fn downgrade(_: &mut Op) {}\n", false),
        (
            "pub fn downgrade(op: &mut Op) { op.execute(\"B\"); }\n",
            false,
        ),
        (
            "pub fn downgrade(op: &mut Op) { op.reverse(upgrade); }\n",
            true,
        ),
        ("pub fn downgrade(op: &mut Op) { helper(op); }\n", false),
    ] {
        let files = alone("a.rs", &format!("{head}{downgrade}"));
        let asked = files.is_irreversible(&Id::from("a"), Server::assumed(Backend::Sqlite));
        assert_eq!(asked, is_irreversible, "{downgrade}");
        let known = script::leads_nowhere(&files, &Id::from("a"), Server::assumed(Backend::Sqlite));
        assert_eq!(asked, known, "{downgrade}");
    }
    for (downgrade, is_irreversible) in [
        ("", true),
        ("-- downgrade\n", false),
        ("-- downgrade: mysql\nB;\n", false),
        ("SELECT '\n-- not: downgrade';\n", true),
    ] {
        let text = format!("-- A\n--\n-- revision: a\n\n-- upgrade\nA;\n\n{downgrade}");
        let files = alone("a.sql", &text);
        let compiled = embedded(&files);
        for revisions in [&files as &dyn script::Revisions, &compiled] {
            let asked = revisions.is_irreversible(&Id::from("a"), Server::assumed(Backend::Sqlite));
            assert_eq!(asked, is_irreversible, "{downgrade}");
            let known =
                script::leads_nowhere(revisions, &Id::from("a"), Server::assumed(Backend::Sqlite));
            assert_eq!(asked, known, "{downgrade}");
        }
    }
}
