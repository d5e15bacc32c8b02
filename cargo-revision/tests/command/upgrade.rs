//! `upgrade`: what it says, what it does, and what its options change.

use insta::assert_snapshot;

use crate::project::Project;

#[test]
fn to_the_head_and_then_nothing_is_left_to_do() {
    let project = Project::tables();
    assert_snapshot!(project.run("upgrade"));
    assert_snapshot!(project.run("upgrade"));
    assert_snapshot!(project.run("current"));
}

#[test]
fn to_a_target() {
    let project = Project::tables();
    assert_snapshot!(project.run("upgrade +1"));
    assert_snapshot!(project.run("upgrade b"));
    // Over a range only where it begins.
    assert_snapshot!(project.run("upgrade a1:c1"));
    assert_snapshot!(project.run("upgrade b1:c1"));
    assert_snapshot!(project.run("upgrade nowhere"));
}

#[test]
fn to_several_targets_at_once() {
    let project = Project::tables().steps(
        "d1",
        "Create logs",
        &["branch_labels: logs"],
        "CREATE TABLE logs (id integer);",
        "DROP TABLE logs;",
    );
    assert_snapshot!(project.run("upgrade"));
    assert_snapshot!(project.run("upgrade a1 logs@head"));
    assert_snapshot!(project.run("upgrade heads"));
}

#[test]
fn a_dry_run_touches_nothing() {
    let project = Project::tables();
    assert_snapshot!(project.run("upgrade b1 --dry-run"));
    assert_snapshot!(project.run("upgrade b1 --dry-run --json"));
    assert!(!project.path("app.db").exists());
}

#[test]
fn verbose_tells_each_statement_with_its_time() {
    let project = Project::tables();
    assert_snapshot!(project.run("upgrade b1 -v"));
}

#[test]
fn quiet_says_nothing() {
    let project = Project::tables();
    assert_snapshot!(project.run("upgrade -q"));
}

#[test]
fn json_has_the_steps() {
    let project = Project::tables();
    assert_snapshot!(project.run("upgrade b1 --json"));
    assert_snapshot!(project.run("upgrade b1 --json"));
}

#[test]
fn without_a_database_it_says_how_to_name_one() {
    let project = Project::tables().file("revision.toml", "");
    assert_snapshot!(project.run("upgrade"));
}

#[test]
fn without_revisions_there_is_nothing_to_do() {
    let project = Project::new().file("revision.toml", "url = \"sqlite://app.db\"\n");
    assert_snapshot!(project.run("upgrade"));
}

/// Who waits is told what for, though most runs say nothing before they have done something.
#[test]
fn a_server_that_does_not_answer_is_named() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    let line = format!("upgrade --url postgres://me@127.0.0.1:{port}/app");
    let project = Project::tables();
    let mut command = project.command(&line);
    let mut child = command
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(2));
    child.kill().unwrap();
    let said = child.wait_with_output().unwrap().stderr;
    let said = String::from_utf8_lossy(&said).replace(&port.to_string(), "[port]");
    assert_eq!(
        said,
        "   Upgrading postgres://me@127.0.0.1:[port]/app (from --url)\n"
    );
}

#[test]
fn another_runner_is_waited_for_as_long_as_is_said() {
    let project = Project::tables();
    let held = project.hold("app.db");
    let said = project.run("upgrade --wait 300ms");
    drop(held);
    assert!(said.contains("exit: 1\n"), "{said}");
    assert!(said.contains("is locked by another runner"), "{said}");
    assert!(project.run("upgrade --wait 5s").contains("exit: 0"));
}
