//! The next build notices what happened to the revisions, and does nothing when nothing did. Each package has a name of
//! its own, for those of one name share what they build.

use std::fs;

use revision_tests::{Package, Ran, workspace};

/// What the program says of the chain it carries.
fn chain(package: &Package) -> Vec<String> {
    let ran = package.cargo(&["run", "--quiet"]);
    assert!(ran.success, "{}", ran.stderr);
    ran.stdout.lines().map(str::to_owned).collect()
}

#[track_caller]
fn assert_good(ran: &Ran) {
    assert!(ran.success, "{}", ran.stderr);
}

fn two_revisions(name: &str) -> Package {
    let package = Package::at("app", name).printing();
    package.revision("revisions/1_one.rs", "1", None);
    package.revision("revisions/2_two.rs", "2", Some("1"));
    assert_eq!(
        chain(&package),
        ["1 revisions/1_one.rs", "2 revisions/2_two.rs"]
    );
    package
}

#[test]
fn a_build_with_no_change_does_nothing() {
    let package = two_revisions("unchanged");
    let ran = package.cargo(&["build"]);
    assert_good(&ran);
    assert!(!ran.compiled);
}

#[test]
fn a_new_file_is_noticed() {
    let package = two_revisions("grown");
    package.revision("revisions/3_three.rs", "3", Some("2"));
    assert_eq!(chain(&package).last().unwrap(), "3 revisions/3_three.rs");
    package.write(
        "revisions/4.sql",
        "-- revision: 4\n-- down_revision: 3\n\n-- upgrade\n",
    );
    assert_eq!(chain(&package).last().unwrap(), "4 revisions/4.sql");
}

#[test]
fn a_deleted_file_is_noticed() {
    let package = two_revisions("shrunk");
    fs::remove_file(package.path().join("revisions/2_two.rs")).unwrap();
    assert_eq!(chain(&package), ["1 revisions/1_one.rs"]);
}

#[test]
fn a_renamed_file_is_noticed() {
    let package = two_revisions("renamed");
    let file = |name: &str| package.path().join("revisions").join(name);
    fs::rename(file("2_two.rs"), file("2_second.rs")).unwrap();
    assert_eq!(
        chain(&package),
        ["1 revisions/1_one.rs", "2 revisions/2_second.rs"]
    );
}

#[test]
fn a_file_edited_in_place_is_noticed() {
    let package = two_revisions("edited");
    package.revision("revisions/2_two.rs", "3", Some("1"));
    assert_eq!(
        chain(&package),
        ["1 revisions/1_one.rs", "3 revisions/2_two.rs"]
    );
    package.revision("revisions/2_two.rs", "3", Some("0"));
    let ran = package.cargo(&["check"]);
    assert!(
        ran.stderr.contains("down_revision `0` is not a revision"),
        "{}",
        ran.stderr
    );
    assert!(!ran.success);
    // The fault goes away with its cause.
    package.revision("revisions/2_two.rs", "3", Some("1"));
    assert_good(&package.cargo(&["check"]));
}

#[test]
fn the_configuration_and_folders_to_come_are_watched() {
    let package = two_revisions("configured");
    package.write(
        "revision.toml",
        "revisions = [\"revisions\", \"db/more\"]\n",
    );
    assert_eq!(chain(&package).len(), 2);
    package.revision("db/more/3.rs", "3", Some("2"));
    assert_eq!(chain(&package).last().unwrap(), "3 db/more/3.rs");
    assert!(!package.cargo(&["build"]).compiled);
    package.write("revision.toml", "revisions = \"db/more\"\n");
    let ran = package.cargo(&["build"]);
    assert!(
        ran.stderr.contains("down_revision `2` is not a revision"),
        "{}",
        ran.stderr
    );
}

#[test]
fn without_a_configuration_one_that_appears_is_noticed() {
    let package = two_revisions("bare");
    fs::remove_file(package.path().join("revision.toml")).unwrap();
    assert_eq!(chain(&package).len(), 2);
    package.write("revision.toml", "revisions = \"none\"\n");
    assert_eq!(chain(&package), [""; 0]);
}

#[test]
fn a_member_of_a_workspace_reads_the_configuration_at_its_root() {
    let package = Package::at("crates/member", "member").printing();
    fs::remove_file(package.path().join("revision.toml")).unwrap();
    package.write(
        "../../Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
    );
    package.write(
        "../../revision.toml",
        "revisions = \"crates/member/db/revisions\"\n",
    );
    package.revision("db/revisions/1.rs", "1", None);
    assert_eq!(chain(&package), ["1 crates/member/db/revisions/1.rs"]);
    assert!(!package.cargo(&["build"]).compiled);
    package.revision("db/revisions/2.rs", "2", Some("1"));
    assert_eq!(chain(&package).len(), 2);
}

#[test]
fn paths_may_have_spaces_and_other_characters() {
    let package = Package::at("with space/ünï \"code\"", "spaced").printing();
    package.write("revision.toml", "revisions = \"my revisions\"\n");
    package.revision("my revisions/1 one.rs", "1", None);
    package.write(
        "my revisions/2.sql",
        "-- revision: 2\n-- down_revision: 1\n\n-- upgrade\n",
    );
    assert_eq!(
        chain(&package),
        ["1 my revisions/1 one.rs", "2 my revisions/2.sql"]
    );
    assert!(!package.cargo(&["build"]).compiled);
    // A fault still finds its file.
    package.revision("my revisions/1 one.rs", "1", Some("0"));
    let ran = package.cargo(&["check"]);
    assert!(
        ran.stderr.contains("my revisions/1 one.rs:7:20"),
        "{}",
        ran.stderr
    );
}

#[test]
fn folders_outside_the_package_are_warned_of() {
    let package = Package::at("app", "outside").printing();
    package.write("revision.toml", "revisions = \"../elsewhere\"\n");
    package.revision("../elsewhere/1.rs", "1", None);
    let ran = package.cargo(&["build"]);
    assert_good(&ran);
    assert!(
        ran.stderr.contains("lies outside the package"),
        "{}",
        ran.stderr
    );
    assert_eq!(chain(&package), ["1 ../elsewhere/1.rs"]);
}

/// A library is published with its revisions, and compiles from that copy, wherever it is unpacked.
#[test]
fn a_packaged_copy_compiles() {
    let library = Package::at("jobs", "jobs").file(
        "src/lib.rs",
        "revision_core::revisions!(pub);\n\npub use revisions::CHAIN;\n",
    );
    library.revision("revisions/1.rs", "1", None);
    library.write(
        "revisions/2.sql",
        "-- revision: 2\n-- down_revision: 1\n\n-- upgrade\n",
    );
    let listed = library.cargo(&["package", "--list", "--allow-dirty"]);
    assert_good(&listed);
    // The copy lies within another workspace, whose configuration is none of its business.
    let user = Package::at("user", "user");
    for path in listed
        .stdout
        .lines()
        .filter(|path| !path.starts_with("Cargo."))
    {
        let bytes = fs::read(library.path().join(path)).unwrap();
        user.write(&format!("vendor/jobs-0.1.0/{path}"), bytes);
    }
    let manifest = fs::read(library.path().join("Cargo.toml")).unwrap();
    user.write("vendor/jobs-0.1.0/Cargo.toml", &manifest);
    user.write("vendor/jobs-0.1.0/Cargo.toml.orig", &manifest);
    fs::remove_file(user.path().join("vendor/jobs-0.1.0/revision.toml")).unwrap();
    user.write("revision.toml", "revisions = \"nowhere\"\n");
    user.write(
        "Cargo.toml",
        format!(
            "[workspace]\n[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\njobs = {{ path = \"vendor/jobs-0.1.0\" }}\nrevision-core = {{ path = {:?} }}\n",
            workspace().join("revision-core")
        ),
    );
    fs::remove_file(user.path().join("build.rs")).unwrap();
    fs::remove_file(user.path().join("src/lib.rs")).unwrap();
    user.write(
        "src/main.rs",
        "fn main() {\n    for revision in jobs::CHAIN.revisions() {\n        println!(\"{}\", revision.id);\n    }\n}\n",
    );
    assert_eq!(chain(&user), ["1", "2"]);
}
