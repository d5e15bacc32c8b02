//! Reading folders of revisions: what is found, and what is said of what cannot be read.

#![cfg(feature = "build")]

use std::fs;
use std::path::Path;

use revision_core::config::Config;
use revision_core::source::{Loaded, check, load};

/// Lays files in a fresh folder and loads them; `revision.toml` may name other folders.
fn loaded(files: &[(&str, &[u8])], arrange: impl Fn(&Path)) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    arrange(folder.path());
    let file = folder.path().join("revision.toml");
    let config = if file.exists() {
        Config::read(&file).unwrap()
    } else {
        Config::at(folder.path())
    };
    load(&config)
}

fn ids(loaded: &Loaded) -> Vec<&str> {
    let files = loaded.files.iter();
    files.map(|file| file.header.id.value.as_str()).collect()
}

/// Each fault as `file:line:column code: message`.
fn faults(loaded: &Loaded) -> Vec<String> {
    let faults = loaded.faults.iter();
    faults
        .map(|fault| {
            let place = fault.place.as_ref().unwrap();
            let (line, column) = (place.line(), place.column());
            let path = place.path().display();
            format!("{path}:{line}:{column} {}: {}", fault.code, fault.message)
        })
        .collect()
}

const RUST: &[u8] = b"//! One\n\nrevision! { id: \"1\" }\n";
const SQL: &[u8] = b"-- Two\n--\n-- revision: 2\n-- down_revision: 1\n\n-- upgrade\n";

#[test]
fn both_formats_are_read_in_the_order_of_folders_and_names() {
    let files: &[(&str, &[u8])] = &[
        (
            "revision.toml",
            b"revisions = [\"b\", \"a\", \"b/../b\", \"none\"]",
        ),
        ("b/2.sql", SQL),
        ("a/1.rs", RUST),
        ("b/3.rs", b"revision! { id: \"3\" }"),
        ("b/.3.rs.swp.rs", b"not a revision"),
        ("b/README.md", b"not a revision"),
    ];
    let loaded = loaded(files, |_| {});
    assert_eq!(ids(&loaded), ["2", "3", "1"]);
    assert_eq!(faults(&loaded), [""; 0]);
    assert_eq!(loaded.files[0].path(), Path::new("b/2.sql"));
    assert_eq!(loaded.files[0].message, "Two");
}

#[test]
fn without_a_folder_there_are_no_revisions() {
    let loaded = loaded(&[], |_| {});
    assert_eq!(ids(&loaded), [""; 0]);
    assert_eq!(faults(&loaded), [""; 0]);
}

#[test]
fn every_file_that_cannot_be_read_is_named() {
    let large = [RUST, &vec![b'\n'; 10 * 1024 * 1024]].concat();
    let files: &[(&str, &[u8])] = &[
        ("revisions/1.rs", RUST),
        ("revisions/empty.rs", b""),
        ("revisions/large.rs", &large),
        ("revisions/latin.sql", b"-- one\n-- caf\xe9\n"),
        ("revisions/none.rs", b"pub fn upgrade() {}\n"),
        (
            "revisions/oracle.sql",
            b"-- revision: 9\n-- upgrade: oracle\n",
        ),
    ];
    let loaded = loaded(files, |root| {
        fs::create_dir(root.join("revisions/folder.rs")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("loop.rs", root.join("revisions/loop.rs")).unwrap();
    });
    // What has an id is there in spite of its faults, so that nothing that names it is blamed.
    assert_eq!(ids(&loaded), ["1", "9"]);
    assert_eq!(
        faults(&loaded),
        [
            "revisions/empty.rs:1:1 bad_header: the file is empty",
            "revisions/folder.rs:1:1 unreadable_file: cannot read `revisions/folder.rs`: it is no file",
            "revisions/large.rs:1:1 unreadable_file: cannot read `revisions/large.rs`: 10 MiB, of at most 8 that a revision may have",
            "revisions/latin.sql:2:7 unreadable_file: cannot read `revisions/latin.sql`: it is not UTF-8",
            "revisions/loop.rs:1:1 unreadable_file: cannot read `revisions/loop.rs`: too many levels of symbolic links",
            "revisions/none.rs:1:1 bad_header: the file has no `revision!` header",
            "revisions/oracle.sql:2:13 bad_header: unknown database `oracle`",
        ]
    );
}

#[test]
fn of_very_many_faults_in_one_file_the_first_are_told() {
    let text = format!("revision! {{\n{}}}\n", "x: 1,\n".repeat(1_000));
    let loaded = loaded(&[("revisions/1.rs", text.as_bytes())], |_| {});
    let faults = faults(&loaded);
    assert_eq!(faults.len(), 101);
    assert_eq!(
        faults[99],
        "revisions/1.rs:101:1 bad_header: unknown key `x`"
    );
    assert_eq!(
        faults[100],
        "revisions/1.rs:1003:1 bad_header: 901 more faults in the same file"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_the_compiler_cannot_be_told_of_is_named() {
    use std::os::unix::ffi::OsStrExt;
    let loaded = loaded(&[("revisions/1.rs", RUST)], |root| {
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.rs");
        fs::write(root.join("revisions").join(name), RUST).unwrap();
    });
    assert_eq!(ids(&loaded), ["1"]);
    assert_eq!(loaded.faults.len(), 1);
    assert!(
        loaded.faults[0].message.ends_with("its name is not UTF-8"),
        "{:?}",
        loaded.faults
    );
}

#[test]
fn what_stands_on_a_file_that_cannot_be_read_is_not_blamed() {
    let files: &[(&str, &[u8])] = &[
        ("revisions/2_two.rs", b""),
        (
            "revisions/3.rs",
            b"revision! { id: \"3\", down_revision: \"2\" }",
        ),
        (
            "revisions/4.rs",
            b"revision! { id: \"4\", down_revision: \"9\" }",
        ),
    ];
    let loaded = loaded(files, |_| {});
    assert_eq!(
        faults(&loaded),
        ["revisions/2_two.rs:1:1 bad_header: the file is empty"]
    );
    let found = check(&loaded).unwrap_err();
    let blamed: Vec<_> = found.iter().map(|fault| &*fault.literal.value).collect();
    assert_eq!(blamed, ["9"]);
}

#[test]
fn a_folder_that_is_a_file_is_said_to_be() {
    let loaded = loaded(&[("revisions", b"")], |_| {});
    assert_eq!(
        faults(&loaded),
        ["revisions:1:1 unreadable_file: cannot read `revisions`: not a directory"]
    );
}
