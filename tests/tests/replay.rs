//! How much of the SQL that applications and dumps are made of is understood without a database, and whether rightly so.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::Index;
use revision_core::dialect::statement::statements;
use revision_core::schema::QualifiedName;
use revision_core::source::{Replayed, replay};
use revision_core::{Product, Server};
use revision_tests::schemas::cases;
use revision_tests::{Database, Kind, Sql, TestChain, servers};

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

/// What a database says there is, and what replaying says: a line each.
struct Said {
    server: BTreeSet<String>,
    replay: BTreeSet<String>,
}

const POSTGRES: &str = "
    WITH named AS (
        SELECT c.oid, c.relkind, c.relispartition, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
    )
    SELECT name, 'column ' || attname || CASE WHEN attnotnull THEN ' not null' ELSE '' END
    FROM named JOIN pg_attribute ON attrelid = named.oid
    WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped AND (attislocal OR relispartition)
    UNION ALL
    SELECT name, 'constraint ' || conname FROM named JOIN pg_constraint ON conrelid = named.oid WHERE contype IN ('c', 'f', 'p', 'u', 'x')
    UNION ALL
    SELECT name, 'index ' || relname FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN named ON named.oid = indrelid
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
    UNION ALL
    SELECT name, CASE relkind WHEN 'S' THEN 'sequence' ELSE 'view' END FROM named
    WHERE relkind IN ('v', 'm') OR relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = named.oid AND deptype = 'i')
    UNION ALL
    SELECT name, 'trigger ' || tgname FROM pg_trigger JOIN named ON named.oid = tgrelid WHERE NOT tgisinternal";

const MYSQL: &str = "
    SELECT table_name, concat('column ', column_name, if(is_nullable = 'NO', ' not null', ''))
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = database() AND table_type = 'BASE TABLE'
    UNION ALL
    SELECT table_name, concat('constraint ', constraint_name) FROM information_schema.table_constraints
    WHERE table_schema = database() AND constraint_type IN ('UNIQUE', 'FOREIGN KEY')
    UNION ALL
    SELECT table_name, 'view' FROM information_schema.views WHERE table_schema = database()
    UNION ALL
    SELECT event_object_table, concat('trigger ', trigger_name) FROM information_schema.triggers WHERE trigger_schema = database()";

const SQLITE: &str = "
    SELECT m.name, 'column ' || c.name || iif(c.\"notnull\" OR c.pk, ' not null', '')
    FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.rootpage > 0 AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    UNION ALL
    SELECT tbl_name, type || ' ' || name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
    UNION ALL
    SELECT name, 'view' FROM sqlite_schema WHERE type = 'view'";

async fn said(file: &Path, kind: Kind) -> Said {
    let (product, question) = match kind {
        Kind::Sqlite => (Product::Sqlite, SQLITE),
        Kind::MySql => (Product::MariaDb, MYSQL),
        _ => (Product::Postgres, POSTGRES),
    };
    let text = fs::read_to_string(file).expect("a file");
    let backend = Server::oldest(product).backend();
    let statements = statements(backend, &text);
    let database = Database::fresh(kind).await;
    if kind.is_postgres() {
        for statement in statements
            .iter()
            .filter(|one| !one.text.starts_with("LOCK"))
        {
            database.rows(statement.text).await;
        }
    } else {
        let texts: Vec<&str> = statements.iter().map(|one| one.text).collect();
        database.rows(&texts.join(";\n")).await;
    }
    let replayed = replayed(file, product);
    let schema = &replayed.schema;
    let mut found = BTreeSet::new();
    for (name, table) in &schema.tables {
        let key = table.primary_key.as_ref().map(|key| &key.columns);
        for column in table.columns.iter() {
            // SQLite lets a key be null, which is neither here nor there.
            let in_key = key.is_some_and(|key| key.contains(&column.name));
            let null = if column.nullable && !in_key {
                ""
            } else {
                " not null"
            };
            found.insert(format!("{name}: column {}{null}", column.name));
        }
        let unique = table.unique.iter().map(|one| &one.name);
        let keys = table.foreign_keys.iter().map(|one| &one.name);
        let names: Vec<_> = unique.chain(keys).flatten().collect();
        if kind != Kind::Sqlite {
            found.extend(names.iter().map(|own| format!("{name}: constraint {own}")));
        }
        if kind.is_postgres() {
            let checks = table.checks.iter().map(|one| &one.name);
            let others = checks.chain(table.exclusions.iter().map(|one| &one.name));
            let others = others.chain(table.primary_key.iter().map(|one| &one.name));
            found.extend(
                others
                    .flatten()
                    .map(|own| format!("{name}: constraint {own}")),
            );
        }
        // There a unique index is a unique constraint, too.
        let unique = table
            .indexes
            .iter()
            .filter(|(_, index)| kind == Kind::MySql && index.unique);
        found.extend(unique.map(|(own, _)| format!("{name}: constraint {own}")));
        if kind != Kind::MySql {
            found.extend(
                table
                    .indexes
                    .keys()
                    .map(|own| format!("{name}: index {own}")),
            );
        }
    }
    for (name, view) in &schema.views {
        found.insert(format!("{name}: view"));
        found.extend(
            view.indexes
                .keys()
                .map(|own| format!("{name}: index {own}")),
        );
    }
    found.extend(
        schema
            .sequences
            .keys()
            .map(|name| format!("{name}: sequence")),
    );
    found.extend(
        schema
            .triggers
            .keys()
            .map(|(table, name)| format!("{table}: trigger {name}")),
    );
    let rows = database.rows(question).await.into_iter();
    let known = rows.filter(|row| {
        let name = QualifiedName::from(row[0].as_str());
        !schema.opaque.contains(&name) && !row[0].starts_with("docs_")
    });
    Said {
        server: known.map(|row| row.join(": ")).collect(),
        replay: found,
    }
}

#[tokio::test]
async fn replaying_says_what_the_server_says() {
    let mut wrong = Vec::new();
    // The oldest server does not take all of it.
    let kinds = servers::all().into_iter();
    for kind in kinds.filter(|kind| *kind != Kind::PostgresOldest) {
        let name = match kind {
            Kind::Sqlite => "sqlite",
            Kind::MySql => "mysql",
            _ => "postgres",
        };
        for file in corpus(name) {
            let Said { server, replay } = said(&file, kind).await;
            assert!(server.len() > 20, "{server:?}");
            let told = |what: &str, line: &String| {
                let file = file.file_stem().unwrap_or_default().display();
                format!("{kind:?} {file}: {what}: {line}")
            };
            // A query calls a function that makes it, and nobody reads that.
            let missing = server.difference(&replay);
            let missing = missing.filter(|line| *line != "posts: trigger set_updated_at");
            wrong.extend(missing.map(|line| told("not replayed", line)));
            let made_up = replay.difference(&server);
            wrong.extend(made_up.map(|line| told("not there", line)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// All statements of the corpus of a database.
fn all_statements(name: &str, product: Product) -> Vec<String> {
    let backend = Server::oldest(product).backend();
    let mut all = Vec::new();
    for file in corpus(name) {
        let text = fs::read_to_string(file).expect("a file");
        all.extend(
            statements(backend, &text)
                .iter()
                .map(|one| one.text.to_owned()),
        );
    }
    all
}

proptest! {
    #![proptest_config(cases())]

    /// The beginning of one statement and the end of another, some times over.
    #[test]
    fn whatever_a_statement_is_it_can_be_replayed(
        kind in 0..3_usize,
        pieces in prop::collection::vec(any::<[Index; 4]>(), 1..6),
    ) {
        let (name, product) = [
            ("postgres", Product::Postgres),
            ("mysql", Product::MySql),
            ("sqlite", Product::Sqlite),
        ][kind];
        let all = all_statements(name, product);
        let mut text = String::new();
        for [one, cut, other, from] in pieces {
            let (one, other) = (one.get(&all), other.get(&all));
            let cut = one.floor_char_boundary(cut.index(one.len() + 1));
            let from = other.floor_char_boundary(from.index(other.len() + 1));
            let _ = writeln!(text, "{}{};", &one[..cut], &other[from..]);
        }
        let chain = TestChain::new(&[Sql { id: "a", upgrade: &text, ..Sql::default() }]);
        let server = Server::oldest(product);
        let replayed = replay(chain.revisions(), &["head"], server, &[]).expect("a plan");
        // An object is known, or it is opaque.
        for name in &replayed.schema.opaque {
            prop_assert!(!replayed.schema.tables.contains_key(name), "{}", name);
        }
    }
}
