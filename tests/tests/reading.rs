//! What a revision does is the same whether its file is read or compiled. Many files are made up, all are read, all are
//! compiled into one program, and the program says what it recorded. So are the files in `reader/`, which people could have
//! written: they use every construct that is read. And so is what the writer makes of made-up operations.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use revision_core::Backend;
use revision_core::config::Config;
use revision_core::source::{functions, load};
use revision_tests::schemas::lists;
use revision_tests::{Package, workspace};

/// How many files are made up.
const FILES: usize = 120;

/// A string literal in any spelling that the compiler takes.
fn literal() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[ -~\n\tä€𝄞]{0,40}",
        "(SELECT|'|\"|#|;|\\\\|\\{|//|/\\*|\r\n|\n|\u{a0}| ){0,12}",
        any::<String>(),
    ];
    (text, 0..4_u8).prop_map(|(text, spelling)| {
        // What the compiler does not take as it stands: a carriage return alone, and what turns the direction of writing.
        let plain = !text.chars().any(|c| {
            matches!(c, '\r' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\0'..='\u{8}')
        });
        match spelling {
            0 if plain => {
                let hashes = "#".repeat(13);
                format!("r{hashes}\"{text}\"{hashes}")
            }
            1 if plain => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            2 => format!("\"\\\n   \t {}\"", text.escape_default()),
            _ => format!("\"{}\"", text.escape_default()),
        }
    })
}

fn call() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => literal().prop_map(|text| format!("op.execute({text});")),
        2 => (literal(), literal()).prop_map(|(a, b)| format!("(op.execute({a},)).execute({b});")),
        1 => Just("op.run(fill);".to_owned()),
        1 => literal().prop_map(|text| format!("op.run(self::fill).sql(\"x\").sql({text});")),
        1 => Just("op.reverse(other).reverse(nothing);".to_owned()),
        1 => Just("op.reverse(upgrade);".to_owned()),
        1 => Just("op.reverse(downgrade_or_not);".to_owned()),
    ]
}

fn body() -> impl Strategy<Value = String> {
    prop::collection::vec(call(), 0..5).prop_map(|calls| calls.join("\n    "))
}

/// A revision file, with either line ending.
fn file(id: usize) -> impl Strategy<Value = String> {
    let downgrade = prop::option::of(body());
    (body(), downgrade, body(), any::<bool>()).prop_map(move |(upgrade, downgrade, other, windows)| {
        let mut text = format!(
            "//! Ä.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"r{id}\",\n}}\n\n\
             pub fn upgrade(op: &mut Op) {{\n    {upgrade}\n}}\n\n"
        );
        let name = if downgrade.is_some() { "downgrade" } else { "nothing" };
        if let Some(downgrade) = downgrade {
            let _ = writeln!(text, "pub fn downgrade(op: &mut Op) {{\n    {downgrade}\n}}\n");
        }
        let _ = writeln!(
            text,
            "/// In other words.\n#[allow(dead_code)]\nfn other(op: &mut Op) {{\n    {other}\n}}\n\n\
             #[allow(dead_code)]\nfn nothing(_: &mut Op) {{}}\n\n\
             #[allow(dead_code)]\nfn downgrade_or_not(op: &mut Op) {{\n    op.reverse({name});\n}}\n\n\
             #[allow(dead_code)]\nasync fn fill(_: &mut Connection) -> Result {{\n    Ok(())\n}}"
        );
        if windows {
            text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        text
    })
}

const MAIN: &str = r#"revision_core::revisions!(multiple_heads);

fn main() {
    for revision in revisions::CHAIN.revisions() {
        println!("{} {:?}", revision.id, revision.checksum);
        for dialect in revision_core::Backend::ALL {
            println!("{:?}", revision.upgrade(dialect));
            println!("{:?}", revision.downgrade(dialect));
        }
    }
}
"#;

/// A program with no revisions yet.
fn package(name: &str) -> Package {
    let package = Package::at("app", name).file("src/main.rs", MAIN);
    std::fs::remove_file(package.path().join("src/lib.rs")).unwrap();
    package
}

/// Reads the revisions and compiles them; how much they do.
fn compared(package: &Package, files: usize) -> usize {
    let loaded = load(&Config::for_package(package.path()).unwrap());
    assert_eq!(loaded.faults, []);
    assert_eq!(loaded.files.len(), files);
    let mut read = String::new();
    let mut done = 0;
    for file in &loaded.files {
        let checksum = Some(revision_syntax::checksum::rust(&file.source.text));
        let _ = writeln!(read, "{} {checksum:?}", file.header.id.value);
        for dialect in Backend::ALL {
            let (up, down) = (
                file.upgrade(dialect).unwrap(),
                file.downgrade(dialect).unwrap(),
            );
            done += up.iter().chain(&down).flatten().count();
            let _ = writeln!(read, "{up:?}\n{down:?}");
        }
    }
    let ran = package.cargo(&["run", "--quiet"]);
    assert!(ran.success, "{}", ran.stderr);
    for (read, compiled) in read.lines().zip(ran.stdout.lines()) {
        assert_eq!(read, compiled);
    }
    assert_eq!(ran.stdout.lines().count(), read.lines().count());
    done
}

#[test]
fn what_is_read_is_what_is_compiled() {
    let mut runner = TestRunner::deterministic();
    let package = package("reading");
    for id in 0..FILES {
        let text = file(id).new_tree(&mut runner).unwrap().current();
        package.write(&format!("revisions/r{id}.rs"), text);
    }
    let done = compared(&package, FILES);
    assert!(done > FILES, "the files do too little: {done}");
}

#[test]
fn what_people_write_is_read() {
    let package = package("written");
    let folder = workspace().join("tests/reader");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        package.write(&format!("revisions/{name}"), std::fs::read(&path).unwrap());
        files += 1;
    }
    assert!(files >= 30, "found {files} files");
    let done = compared(&package, files);
    assert!(done > 450, "the files do too little: {done}");
}

#[test]
fn what_is_written_is_compiled() {
    let mut runner = TestRunner::deterministic();
    let package = package("machine");
    for id in 0..FILES {
        let [up, down] = [(); 2].map(|()| lists().new_tree(&mut runner).unwrap().current());
        let text = format!(
            "//! Ä.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"r{id}\",\n}}\n\n{}\n\
             #[allow(dead_code)]\nasync fn backfill(_: &mut Connection) -> Result {{\n    Ok(())\n}}\n",
            functions(&up, Some(&down))
        );
        package.write(&format!("revisions/r{id}.rs"), text);
    }
    let done = compared(&package, FILES);
    assert!(done > 10 * FILES, "the files do too little: {done}");
}
