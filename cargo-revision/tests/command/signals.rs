//! SIGINT and SIGTERM during a run.
#![cfg(unix)]

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::project::Project;

/// What a run that takes a while says, and how it ends, when it is sent these signals.
fn signalled(signals: &[&str]) -> (Option<i32>, String, Project) {
    let slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000000)\n\
                INSERT INTO users SELECT max(i) FROM n;";
    let project = Project::tables().steps(
        "b1",
        "Count",
        &["down_revision: a1"],
        slow,
        "DELETE FROM users;",
    );
    let mut command = project.command("upgrade");
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The first revision is there, so the second is under way.
    let began = Instant::now();
    while !project.run("current").contains("\na1  Create users") {
        assert!(began.elapsed() < Duration::from_secs(20), "it never began");
        sleep(Duration::from_millis(20));
    }
    for signal in signals {
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        sleep(Duration::from_millis(100));
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), said, project)
}

#[test]
fn a_signal_ends_the_run_where_nothing_is_left_half_done() {
    for (signal, exit) in [("INT", 130), ("TERM", 143)] {
        let (code, said, project) = signalled(&[signal]);
        assert_eq!(code, Some(exit), "{said}");
        // Never past the revision that was under way, which is there as a whole or not at all.
        assert!(!project.path("revisions/none").exists());
        let current = project.run("current");
        assert!(
            current.contains("\na1  Create users") || current.contains("\nb1  Count"),
            "{current}"
        );
        assert!(!said.contains("c1"), "{said}");
        // The lock is free.
        assert!(project.run("upgrade a1 --wait 0").contains("exit: 0"));
    }
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let began = Instant::now();
    let (code, said, project) = signalled(&["INT", "INT"]);
    assert_eq!(code, Some(130), "{said}");
    assert!(began.elapsed() < Duration::from_secs(20));
    assert!(project.run("current").contains("exit: 0"));
}
