//! How much of the SQL that applications and dumps are made of is understood without a database, and whether rightly so.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use revision_core::source::{Replayed, replay};
use revision_core::{Product, Server};
use revision_tests::{Sql, TestChain};

/// The files of a database.
fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(name);
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

fn replayed(file: &Path, product: Product) -> Replayed {
    let text = fs::read_to_string(file).expect("a file");
    let chain = TestChain::new(&[Sql {
        id: "a",
        upgrade: &text,
        ..Sql::default()
    }]);
    replay(chain.revisions(), &["head"], Server::oldest(product), &[]).expect("a plan")
}

/// What is not understood, a line each, and the share that is.
fn share(name: &str, product: Product) -> String {
    let (mut all, mut not, mut told) = (0, 0, String::new());
    for file in corpus(name) {
        let replayed = replayed(&file, product);
        all += replayed.statements;
        not += replayed.opaque.len() + replayed.faults.len();
        for one in replayed.opaque.iter().chain(&replayed.faults) {
            let place = one.place.as_ref().expect("a place");
            let line = place.text()[place.span()]
                .lines()
                .next()
                .unwrap_or_default();
            let line: String = line.chars().take(70).collect();
            let what = one.message.split_once(": ").map_or("", |(_, what)| what);
            let _ = writeln!(
                told,
                "{}: {line} {what}",
                file.file_stem().unwrap_or_default().display()
            );
        }
    }
    assert!(all >= 150, "{all} statements");
    format!(
        "{told}{} of {all} statements of {name} are understood\n",
        all - not
    )
}

#[test]
fn most_of_real_sql_is_understood() {
    let shares = [
        share("postgres", Product::Postgres),
        share("mysql", Product::MariaDb),
        share("sqlite", Product::Sqlite),
    ];
    insta::assert_snapshot!(shares.join("\n"));
}
