//! Help, and arguments that cannot be understood.

use insta::assert_snapshot;

use crate::project::Project;

const COMMANDS: [&str; 20] = [
    "init",
    "new",
    "status",
    "upgrade",
    "downgrade",
    "redo",
    "reset",
    "current",
    "history",
    "heads",
    "branches",
    "show",
    "stamp",
    "accept",
    "sql",
    "ensure-version",
    "merge",
    "rebase",
    "edit",
    "fmt",
];

#[test]
fn help_fits_and_shows_an_example() {
    assert_snapshot!(Project::empty().run("--help"));
    let all = Project::empty().run("--help");
    for command in COMMANDS {
        assert!(all.contains(&format!("\n  {command} ")), "{command}");
        let help = Project::empty().run(&format!("{command} --help"));
        assert!(help.contains("exit: 0"), "{help}");
        assert!(help.contains("Example:\n  cargo"), "{help}");
        assert!(
            help.lines().all(|line| line.chars().count() <= 100),
            "{help}"
        );
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    assert_snapshot!(Project::new().run("haeds"));
    assert_snapshot!(Project::new().run("heads --jsno"));
    assert_snapshot!(Project::new().run("show"));
    assert!(Project::new().run("").contains("exit: 2"));
    for line in [
        "upgrade -x colour=red",
        "upgrade -x url",
        "upgrade --dialect postgres",
        "upgrade --sql --dialect oracle",
        "upgrade --sql --dry-run",
        "upgrade --wait soon",
        "upgrade --resume=maybe",
        "stamp",
        "downgrade a1 b1",
    ] {
        let said = Project::tables().run(line);
        assert_snapshot!(said);
        assert!(said.contains("exit: 2"), "{said}");
    }
}

#[test]
fn wrong_usage_is_json_where_json_is_asked_for() {
    let (code, answer) = Project::new().json("show");
    assert_eq!(code, 2);
    let error = &answer["errors"][0];
    assert_eq!(error["code"], "usage");
    assert_eq!(
        error["message"],
        "the following required arguments were not provided: <REV>..."
    );
    assert!(
        error["help"]
            .as_str()
            .unwrap()
            .starts_with("Usage: cargo revision show")
    );
}

#[test]
fn the_command_answers_under_both_names() {
    let project = Project::new().sql("a", "A", &[]);
    let direct = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-revision"))
        .arg("heads")
        .current_dir(project.path(""))
        .output()
        .unwrap();
    let through_cargo = project.command("heads").output().unwrap();
    assert_eq!(direct.stdout, through_cargo.stdout);
    assert!(!direct.stdout.is_empty());
}
