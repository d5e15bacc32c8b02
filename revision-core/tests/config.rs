//! `revision.toml` read as a whole: what each key means, and what each fault says and underlines.
#![cfg(feature = "build")]

use std::path::Path;
use std::slice::from_ref;
use std::time::Duration;

use revision_core::Backend;
use revision_core::config::{Ahead, Config, Format, IdScheme, Settings, TableName, Transaction};

fn read(text: &str) -> Result<Config, Vec<revision_core::Diagnostic>> {
    Config::parse(Path::new("app/revision.toml"), text.to_owned())
}

/// Each fault on a line: `line:column [what is underlined] message; help`.
fn faults(text: &str) -> String {
    let faults = read(text).expect_err("there are faults");
    let lines = faults.iter().map(|fault| {
        let place = fault.place.as_ref().expect("a fault of a file has a place");
        let (line, column) = (place.line(), place.column());
        let underlined = &place.text()[place.span()];
        let said = [from_ref(&fault.message), &fault.help[..]].concat();
        format!("{line}:{column} [{underlined}] {}\n", said.join("; "))
    });
    lines.collect()
}

#[track_caller]
fn check(text: &str, expect: &str) {
    assert_eq!(faults(text), expect, "for:\n{text}");
}

#[test]
fn nothing_said_is_the_default() {
    let config = read("").unwrap();
    let mut default = Config::at("app");
    default.file = Some("app/revision.toml".into());
    assert_eq!(config, default);
    assert_eq!(config.folders(), [Path::new("app/revisions")]);
}

#[test]
fn every_key_is_read() {
    let config = read(include_str!("config/all.toml")).unwrap();
    assert_eq!(config.folders(), [Path::new("app/a"), Path::new("app/b")]);
    assert_eq!(config.url.as_ref().unwrap().raw(), "sqlite://app.db");
    assert_eq!(config.env_file.raw(), ".env.local");
    let [first, second] = config.databases[..] else {
        panic!("{:?}", config.databases);
    };
    assert_eq!(first.backend(), Backend::Sqlite);
    assert_eq!(second.to_string(), "postgres:15.0.0");
    assert_eq!(config.models.as_ref().unwrap()[0].raw(), "src");
    assert_eq!(config.external[0].raw(), "jobs_*");
    assert_eq!(config.format, Format::Sql);
    assert_eq!(config.id, IdScheme::Sequential);
    assert_eq!(config.file_template.raw(), "{year}_{rev}_{slug}");
    assert_eq!(config.template.as_ref().unwrap().raw(), "revision.rs.jinja");
    assert_eq!(config.timezone.raw(), "Europe/Berlin");
    assert_eq!(
        config.settings,
        Settings {
            version_table: TableName::within("app", "version"),
            log_table: None,
            transaction: Transaction::All,
            lock_wait: Duration::from_mins(1),
            lock_timeout: Duration::from_millis(1500),
            statement_timeout: Duration::from_hours(1),
            strict: true,
            ahead: Ahead::Refuse,
        }
    );
    assert_eq!(
        config.scratch_url.as_ref().unwrap().raw(),
        "sqlite::memory:"
    );
    assert_eq!(config.runner.as_ref().unwrap().raw(), "migrate");
    assert_eq!(config.autogenerate.include.as_ref().unwrap()[0].raw(), "*");
    assert_eq!(config.autogenerate.exclude[0].raw(), "spatial_ref_sys");
    assert_eq!(config.autogenerate.schemas.as_ref().unwrap().len(), 1);
    assert_eq!(
        config.naming.index.as_ref().unwrap().raw(),
        "ix_{table}_{columns}"
    );
    assert_eq!(config.hooks[0].run.raw(), "rustfmt {path}");
    assert!(config.guard.models_in_sync);
    let production = config.environment("production").unwrap();
    assert!(production.protected);
    let url = production.url.as_ref().unwrap();
    let set = |name: &str| (name == "PRODUCTION_URL").then(|| "postgres://db/app".to_owned());
    assert_eq!(url.expand_with(set).unwrap(), "postgres://db/app");
    let unset = url.expand_with(|_| None).unwrap_err();
    assert_eq!(
        unset.message,
        "the environment variable `PRODUCTION_URL` is not set"
    );
    assert_eq!(unset.place.unwrap().line(), 41);
}

#[test]
fn an_unknown_key_names_the_nearest() {
    check(
        "revisons = \"a\"\n",
        "1:1 [revisons] unknown key `revisons`; did you mean `revisions`?\n",
    );
    check(
        "[autogenerate]\nexlude = []\nurl = \"a\"\n",
        "2:1 [exlude] unknown key `autogenerate.exlude`; did you mean `autogenerate.exclude`?\n\
         3:1 [url] unknown key `autogenerate.url`; `url` belongs at the top of the file, before the first `[table]`\n",
    );
    check(
        "[environment.production]\nhost = \"a\"\n",
        "2:1 [host] unknown key `environment.production.host`; known here: `url`, `protected`\n",
    );
    check(
        "[[hooks]]\nrun = \"a\"\n[[hooks]]\nrunn = \"b\"\n",
        "3:1 [[[hooks]]] `hooks.run` is missing\n\
         4:1 [runn] unknown key `hooks.runn`; did you mean `hooks.run`?\n",
    );
}

#[test]
fn a_wrong_type_is_said_with_the_right_one() {
    for (text, expect) in [
        (
            "strict = \"yes\"",
            "1:10 [\"yes\"] `strict` must be `true` or `false`, not a string\n",
        ),
        (
            "url = 5",
            "1:7 [5] `url` must be a string, not an integer\n",
        ),
        (
            "url = [\"a\"]",
            "1:7 [[\"a\"]] `url` must be a string, not a list\n",
        ),
        (
            "revisions = 1.5",
            "1:13 [1.5] `revisions` must be a string or a list of strings, not a float\n",
        ),
        (
            "revisions = [\"a\", 2]",
            "1:19 [2] `revisions` must be a string or a list of strings, not an integer\n",
        ),
        (
            "log_table = true",
            "1:13 [true] `log_table` must be a string, not a boolean\n",
        ),
        (
            "naming = \"a\"",
            "1:10 [\"a\"] `naming` must be a table, not a string\n",
        ),
        (
            "[hooks]\nrun = \"a\"",
            "1:1 [[hooks]] `hooks` must be a list of tables, not a table\n",
        ),
        (
            "[environment]\na = 1979-05-27",
            "2:5 [1979-05-27] `environment.a` must be a table, not a date\n",
        ),
        (
            "lock_wait = 10",
            "1:13 [10] `lock_wait` must be a length of time in quotes, not an integer; write `500ms`, `5s`, `10m`, `1h30m`, or `0` for none\n",
        ),
    ] {
        check(text, expect);
    }
}

#[test]
fn a_wrong_value_is_underlined() {
    for (text, expect) in [
        (
            "format = \"rst\"",
            "1:10 [\"rst\"] `format` is `rust` or `sql`, not `rst`; did you mean `rust`?\n",
        ),
        (
            "ahead = \"x\"",
            "1:9 [\"x\"] `ahead` is `allow` or `refuse`, not `x`\n",
        ),
        (
            "lock_timeout = \"5\"",
            "1:16 [\"5\"] `5` is not a length of time; write `500ms`, `5s`, `10m`, `1h30m`, or `0` for none\n",
        ),
        (
            "databases = [\"sqlite\", \"postgres:x\"]",
            "1:24 [\"postgres:x\"] `x` is not a version of postgres\n",
        ),
        (
            "version_table = \"a.b.c\"",
            "1:17 [\"a.b.c\"] `a.b.c` is not the name of a table: `table` or `schema.table`\n",
        ),
        (
            "version_table = \"revision_log\"",
            "1:17 [\"revision_log\"] `version_table` and `log_table` are the same table\n",
        ),
        ("revisions = []", "1:13 [[]] `revisions` names no folder\n"),
        (
            "revisions = [\"a\", \"./a/\"]",
            "1:19 [\"./a/\"] `./a/` is named twice\n",
        ),
        ("revisions = \"\"", "1:13 [\"\"] `revisions` is empty\n"),
        (
            "revisions = \"${DIR}\"",
            "1:13 [\"${DIR}\"] `revisions` cannot hold an environment variable; `${…}` is understood in URLs and in `env_file`\n",
        ),
        (
            "url = \"${A\"",
            "1:7 [\"${A\"] `${` is not closed by `}`; `$${` stands for `${` itself\n",
        ),
        (
            "models = \"src\"\nschema = \"a.sql\"",
            "2:10 [\"a.sql\"] `models` and `schema` both say what the schema should be: keep one\n",
        ),
    ] {
        check(text, expect);
    }
}

#[test]
fn all_faults_are_found_at_once_in_the_order_of_the_file() {
    check(
        "revisons = 1\nurl = \nstrict = 5\nid = \"hex\"\nid = \"hex\"\n[guard\nformat = \"sq\"\n",
        "1:1 [revisons] unknown key `revisons`; did you mean `revisions`?\n\
         2:7 [] string values must be quoted, expected literal string\n\
         3:10 [5] `strict` must be `true` or `false`, not an integer\n\
         5:1 [id] duplicate key\n\
         6:7 [] unclosed table, expected `]`\n",
    );
}

#[test]
fn a_file_that_cannot_be_read_is_said_so() {
    let faults = Config::read(Path::new("nowhere/revision.toml")).unwrap_err();
    assert_eq!(
        faults[0].message,
        "`nowhere/revision.toml` cannot be read: there is no such file"
    );
}
