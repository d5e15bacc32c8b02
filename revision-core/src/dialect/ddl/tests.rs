//! Statements, and the tables that they make.

use std::fmt::Write as _;

use super::*;
use crate::Product;
use crate::schema::{Default as Usual, IndexKey, Table, Type};

/// The schema that statements make, on the oldest server.
fn made(product: Product, sql: &str) -> Schema {
    let server = Server::oldest(product);
    let mut schema = Schema::default();
    let mut temporary = BTreeSet::new();
    for statement in crate::dialect::statement::statements(server.backend(), sql) {
        let understood = understand(server, &mut schema, &mut temporary, statement.text);
        let passed = !matches!(understood, Ok(Understood::Opaque(_)) | Err(_));
        assert!(passed, "{}: {understood:?}", statement.text);
    }
    schema
}

/// A table in a few words.
fn shown(table: &Table) -> String {
    let mut text = String::new();
    for column in table.columns.iter() {
        let null = if column.nullable { "?" } else { "" };
        let _ = write!(text, "{}{null} {:?}", column.name, column.ty);
        match &column.default {
            Some(Usual::Value(value)) => _ = write!(text, " = {value:?}"),
            Some(Usual::Sql(sql)) => _ = write!(text, " = ({sql})"),
            None => {}
        }
        if let Some(generated) = &column.generated {
            let _ = write!(text, " as {} {}", generated.sql, generated.stored);
        }
        if let Some(identity) = &column.identity {
            let _ = write!(
                text,
                " counted {} {:?}",
                identity.always, identity.options.start
            );
        }
        text.push('\n');
    }
    for one in table.constraints() {
        let name = one.name().map_or("", |name| name.as_str());
        let _ = writeln!(text, "{:?} {name}", one.kind());
    }
    for (name, index) in &table.indexes {
        let keys = index.columns.iter().map(|column| match &column.key {
            IndexKey::Column(name) => name.to_string(),
            IndexKey::Sql(sql) => format!("({sql})"),
        });
        let keys: Vec<String> = keys.collect();
        let predicate = index.predicate.as_deref().unwrap_or_default();
        let _ = writeln!(text, "index {name} {} {predicate}", keys.join(", "));
    }
    text.trim_end().to_owned()
}

fn check(product: Product, sql: &str, table: &str, expected: &str) {
    let schema = made(product, sql);
    let table = schema.tables.get(&table.into()).expect("the table");
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(shown(table), expected.join("\n"), "{sql}");
}

#[test]
fn a_postgres_table_is_what_the_server_makes_of_it() {
    check(
        Product::Postgres,
        "CREATE TABLE public.Users (
            id serial PRIMARY KEY,
            \"Name\" varchar(10) DEFAULT 'it''s'::character varying NOT NULL,
            n int GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5),
            at timestamptz DEFAULT now(),
            tags text[] DEFAULT '{}',
            price numeric(8,2) DEFAULT -1 CHECK (price > 0) CHECK (price < 10),
            CHECK (n < id), UNIQUE (n, at)
        );
        CREATE INDEX ON ONLY users (lower(\"Name\")) WHERE (n IS NOT NULL);",
        "users",
        "id Integer { unsigned: false } = (nextval('users_id_seq'::regclass))
         Name Varchar(Some(10)) = Text(\"it's\")
         n Integer { unsigned: false } counted true Some(10)
         at? Timestamp { precision: None, zone: true } = (now())
         tags? Array(Text(Plain)) = Text(\"{}\")
         price? Numeric(Some((8, 2))) = Integer(-1)
         PrimaryKey users_pkey
         Unique users_n_at_key
         Check users_check
         Check users_price_check
         Check users_price_check1
         index users_expr_idx (lower(\"Name\")) n IS NOT NULL",
    );
}

#[test]
fn dropping_a_column_drops_what_stands_on_it_where_the_server_does() {
    check(
        Product::Postgres,
        "CREATE TABLE a (b int UNIQUE, c int CHECK (c > 0), d int);
         CREATE INDEX ON a (b, d);
         ALTER TABLE a DROP b, DROP COLUMN c CASCADE, RENAME d TO e;",
        "a",
        "e? Integer { unsigned: false }",
    );
}

#[test]
fn a_mysql_table_is_what_the_server_makes_of_it() {
    check(
        Product::MariaDb,
        "CREATE TABLE `users` (
            `id` int(11) NOT NULL AUTO_INCREMENT,
            `email` varchar(100) NOT NULL UNIQUE,
            `ok` tinyint(1) DEFAULT 0,
            `at` timestamp DEFAULT current_timestamp() ON UPDATE current_timestamp(),
            `kind` enum('a','b') CHARACTER SET latin1,
            `boss` int(11),
            PRIMARY KEY (`id`), KEY (`email`), KEY `k` (`email`(3)),
            FOREIGN KEY (`boss`) REFERENCES `users` (`id`),
            CHECK (`id` > 0)
        ) ENGINE=InnoDB;
        ALTER TABLE users CHANGE ok fine bigint unsigned NOT NULL, MODIFY id bigint AUTO_INCREMENT;
        ALTER TABLE users ADD (x int, y int), DROP KEY k;",
        "users",
        "id BigInt { unsigned: false } counted false None
         email Varchar(Some(100))
         fine BigInt { unsigned: true }
         at? Timestamp { precision: None, zone: true } = (current_timestamp() ON UPDATE current_timestamp())
         kind? InlineEnum([\"a\", \"b\"])
         boss? Integer { unsigned: false }
         x? Integer { unsigned: false }
         y? Integer { unsigned: false }
         PrimaryKey users_pkey
         Unique email
         Check CONSTRAINT_1
         ForeignKey users_ibfk_1
         index email_2 email",
    );
}

#[test]
fn a_sqlite_table_is_what_it_says() {
    check(
        Product::Sqlite,
        "CREATE TABLE new_a (id INTEGER PRIMARY KEY AUTOINCREMENT, [b c] TEXT DEFAULT 'x', \"d\"\"e\");
         CREATE TABLE other (a INTEGER REFERENCES a (id));
         CREATE TABLE a (id INTEGER PRIMARY KEY);
         DROP TABLE a;
         ALTER TABLE new_a RENAME TO a;",
        "a",
        "id Integer { unsigned: false } counted false None
         b c? Text(Plain) = Text(\"x\")
         d\"e? Custom(\"\")
         PrimaryKey new_a_pkey",
    );
    let schema = made(
        Product::Sqlite,
        "CREATE TABLE a (k TEXT PRIMARY KEY) WITHOUT ROWID, STRICT",
    );
    let options = &schema.tables[&"a".into()].options;
    assert!(options.strict && options.without_rowid);
}

#[test]
fn domains_and_composite_types_are_what_they_are_made_of() {
    let schema = made(
        Product::Postgres,
        "CREATE DOMAIN Pos AS numeric(5, 2) DEFAULT 1.5 NOT NULL CHECK (VALUE > (0)) CONSTRAINT k CHECK (VALUE < 9);
         CREATE DOMAIN gone text;
         CREATE TYPE addr AS (street text, \"Zip\" varchar(9), at public.gone);
         CREATE TYPE opaque AS RANGE (subtype = int4);
         CREATE TABLE t (a addr, p pos);
         ALTER DOMAIN pos SET DEFAULT 2;
         ALTER DOMAIN pos OWNER TO me;
         ALTER DOMAIN pos DROP NOT NULL;
         ALTER DOMAIN pos DROP CONSTRAINT k;
         ALTER DOMAIN pos ADD CHECK (VALUE <> 3) NOT VALID;
         ALTER TYPE addr ADD ATTRIBUTE n integer CASCADE, DROP ATTRIBUTE at, ALTER ATTRIBUTE street TYPE varchar(3);
         ALTER TYPE addr RENAME ATTRIBUTE n TO number;
         ALTER TYPE addr RENAME TO address;
         COMMENT ON DOMAIN pos IS 'some';
         DROP DOMAIN gone, nobody;",
    );
    let shown: Vec<String> = schema
        .types
        .iter()
        .map(|(name, one)| format!("{name}: {one:?}"))
        .collect();
    assert_eq!(
        shown,
        [
            "address: Composite(Composite { attributes: [(Name(\"street\"), Varchar(Some(3))), (Name(\"Zip\"), Varchar(Some(9))), \
             (Name(\"number\"), Integer { unsigned: false })], comment: None })",
            "pos: Domain(Domain { base: Numeric(Some((5, 2))), not_null: false, default: Some(Value(Integer(2))), \
             checks: {Name(\"pos_check\"): \"VALUE > (0)\", Name(\"pos_check1\"): \"VALUE <> 3\"}, comment: Some(\"some\") })",
        ]
    );
    let column = schema.tables[&"t".into()].columns.named("a").cloned();
    assert_eq!(
        column.map(|column| column.ty),
        Some(Type::Custom("address".to_owned()))
    );
}

#[test]
fn partitions_belong_to_their_table() {
    let schema = made(
        Product::Postgres,
        "CREATE TABLE m (id int, d date NOT NULL) PARTITION BY RANGE (d);
         CREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);
         CREATE TABLE app.m_1_1 PARTITION OF m_1 DEFAULT;
         CREATE TABLE m_2 PARTITION OF m DEFAULT;
         CREATE INDEX ON m_1 (id);
         DROP TABLE m_2;
         ALTER TABLE m_1 RENAME TO first;
         CREATE TABLE p (a int);
         CREATE TABLE k (b int, UNIQUE (a)) INHERITS (p);",
    );
    let names: Vec<_> = schema.tables.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["k", "m", "p"]);
    assert!(schema.opaque.is_empty(), "{:?}", schema.opaque);
    let parts = schema.tables[&"m".into()].partitions.iter();
    let parts: Vec<_> = parts
        .map(|(name, one)| {
            let of = one.of.as_ref().map(ToString::to_string);
            format!("{name} of {}: {}", of.unwrap_or_default(), one.clause)
        })
        .collect();
    assert_eq!(
        parts,
        [
            "first of : FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id)",
            "app.m_1_1 of first: DEFAULT",
        ]
    );
    let child = &schema.tables[&"k".into()];
    assert_eq!(child.options.inherits, ["p".into()]);
    assert_eq!(child.columns.len(), 1);
}

#[test]
fn functions_go_by_the_types_of_their_arguments() {
    let sql = "CREATE FUNCTION f(a int, OUT b text, IN c timestamp with time zone DEFAULT now(), variadic d text[]) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
               CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
               CREATE FUNCTION g(double precision, varchar(10)) RETURNS int LANGUAGE sql AS 'SELECT 1';
               DROP FUNCTION g;";
    let schema = made(Product::Postgres, sql);
    let names: Vec<String> = schema.functions.keys().map(ToString::to_string).collect();
    assert_eq!(
        names,
        ["f()", "f(integer, timestamp with time zone, text[])"]
    );
}

#[test]
fn what_no_parser_should_go_down_is_opaque() {
    let server = Server::oldest(Product::Postgres);
    let deep = format!(
        "CREATE TABLE a (b int DEFAULT {}1{})",
        "(".repeat(9_000),
        ")".repeat(9_000)
    );
    let long = format!("CREATE TABLE a (b int DEFAULT 1{})", " + 1".repeat(200_000));
    for sql in [deep, long] {
        let mut schema = Schema::default();
        let understood = understand(server, &mut schema, &mut BTreeSet::new(), &sql);
        assert_eq!(understood, Ok(Understood::Opaque(vec!["a".into()])));
    }
}
