use std::fs;

use tempfile::TempDir;

use super::match_in;
use crate::config::Settings;
use crate::embedded::Body;
use crate::prelude::*;
use crate::{EmbeddedChain, EmbeddedRevision};

const MODELS: &str = "use revision_core::Table;

#[derive(Table)]
#[table(name = \"users\")]
pub struct User {
    #[column(primary_key)]
    id: i64,
}
";

/// The text calls something that is not in it, so only the compiled function tells.
const REVISION: &str = "use revision_core::prelude::*;

revision! { id: \"a1\" }

pub fn upgrade(op: &mut Op) {
    crate::helpers::users(op);
}
";

fn upgrade(op: &mut Op) {
    let id = column("id", bigint().auto_increment());
    op.create_table("users", [id.not_null().primary_key()]);
}

fn downgrade(op: &mut Op) {
    op.drop_table("users");
}

const fn revision(id: &'static str) -> EmbeddedRevision {
    EmbeddedRevision {
        id,
        down_revisions: &[],
        branch_labels: &[],
        depends_on: &[],
        transaction: true,
        message: "",
        created: None,
        path: "revisions/a1.rs",
        checksum: None,
        body: Body::Rust { upgrade, downgrade },
    }
}

fn package(models: &str) -> TempDir {
    let package = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("Cargo.toml", "[package]\nname = \"app\"\n"),
        ("revision.toml", "databases = [\"sqlite\", \"mysql\"]\n"),
        ("src/models.rs", models),
        ("revisions/a1.rs", REVISION),
    ] {
        let path = package.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    package
}

#[test]
fn what_the_compiled_revisions_make_is_compared() {
    static REVISIONS: [EmbeddedRevision; 1] = [revision("a1")];
    let chain = EmbeddedChain::new(&REVISIONS, Settings::DEFAULT);
    match_in(&chain, package(MODELS).path()).unwrap();
    let more = MODELS.replace("id: i64,", "id: i64,\n    email: Option<i32>,");
    let error = match_in(&chain, package(&more).path()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no revision does what this model asks for\n --> src/models.rs:8:5\n  Added column users.email integer\n  \
         write it down: `cargo revision new -a --offline MESSAGE`"
    );
    // What a test prints is that, too.
    assert_eq!(format!("{error:?}"), error.to_string());
}

#[test]
fn another_package_has_another_chain() {
    static REVISIONS: [EmbeddedRevision; 1] = [revision("b1")];
    let chain = EmbeddedChain::new(&REVISIONS, Settings::DEFAULT);
    let package = package(MODELS);
    let error = match_in(&chain, package.path()).unwrap_err().to_string();
    assert!(
        error.starts_with("the chain is not made of the revisions"),
        "{error}"
    );
}
