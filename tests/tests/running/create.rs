//! Making the database that a URL names.

use std::path::PathBuf;

use revision_core::Code;
use revision_core::runner::present::named::Named;
use revision_tests::{Database, servers};
use tokio::runtime::Runtime;

/// Not in a future: the command waits by itself.
#[test]
fn a_database_is_made_once_and_only_where_there_is_none() {
    let runtime = Runtime::new().unwrap();
    for kind in servers::all() {
        let database = runtime.block_on(Database::fresh(kind));
        let named = |url: String| Named {
            url,
            from: "a test".to_owned(),
            root: PathBuf::new(),
        };
        let there = named(database.url().to_owned());
        assert!(!there.create().unwrap(), "{kind:?}");
        if kind.server_url().is_none() {
            continue;
        }
        let name = format!("{}_new-\"`one", database.name());
        let escaped = name.replace('"', "%22").replace('`', "%60");
        let new = named(database.url().replace(database.name(), &escaped));
        assert!(new.create().unwrap(), "{kind:?}");
        assert!(!new.create().unwrap(), "{kind:?}");
        let names = if kind.is_postgres() {
            "SELECT datname::text FROM pg_database"
        } else {
            "SELECT schema_name FROM information_schema.schemata"
        };
        let names = runtime.block_on(database.rows(names)).concat();
        assert!(names.contains(&name), "{kind:?}: {names:?}");
        let nobody = named(database.url().replace("secret", "wrong"));
        let refused = nobody.create().unwrap_err();
        assert_eq!(refused.0[0].code, Code::ConnectFailed, "{kind:?}");
        assert!(!refused.0[0].message.contains("wrong"), "{refused:?}");
        let drop = if kind.is_postgres() {
            format!("DROP DATABASE \"{}\"", name.replace('"', "\"\""))
        } else {
            format!("DROP DATABASE `{}`", name.replace('`', "``"))
        };
        runtime.block_on(database.rows(&drop));
    }
}
