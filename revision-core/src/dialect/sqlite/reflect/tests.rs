//! What SQLite keeps of literal statements, and what is read of it.

use super::{questions, read};
use crate::config::TableName;
use crate::dialect::facts::Tables;
use crate::dialect::reflect::Scope;
use crate::dialect::sqlite::real::Real;
use crate::schema::{
    Action, Check, Column, Default, Deferrable, Float, ForeignKey, Generated, Identity, Index,
    IndexColumn, IndexKey, Literal, Name, PrimaryKey, QualifiedName, Schema, Size, Table, Type,
    Unique, View,
};

const EVERYTHING: &str = r#"
CREATE TABLE parent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    "Name" VARCHAR(20) NOT NULL COLLATE NOCASE DEFAULT 'it''s' UNIQUE,
    price NUMERIC(10, 2) CHECK (price > 0), -- with a comment
    CONSTRAINT both UNIQUE (ID, name)
);
CREATE TABLE child (
    a BIGINT REFERENCES Parent ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    b,
    c MY_TYPE(3) DEFAULT -5,
    d TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    e DOUBLE DEFAULT 1.5,
    f BLOB DEFAULT x'00ff',
    g BOOLEAN DEFAULT TRUE,
    h TEXT DEFAULT (lower('X')),
    i INTEGER GENERATED ALWAYS AS (c * 2) STORED,
    j AS (b || ','),
    CONSTRAINT key PRIMARY KEY (a, c),
    CONSTRAINT ck CHECK (c <> ')'),
    CONSTRAINT fk FOREIGN KEY (A, B) REFERENCES parent (ID, NAME) ON UPDATE SET NULL
) WITHOUT ROWID;
CREATE TABLE strict (id TEXT PRIMARY KEY, any ANY) STRICT;
CREATE UNIQUE INDEX ix ON child (C DESC, lower(h), b COLLATE nocase) WHERE c > 0;
CREATE VIEW v (x, "y z") AS SELECT id, name FROM parent -- the end
;
CREATE TRIGGER tr AFTER INSERT ON Parent BEGIN SELECT 1; END;
CREATE TRIGGER tv INSTEAD OF INSERT ON V BEGIN SELECT 1; END;
CREATE VIRTUAL TABLE search USING fts5(body);
CREATE TABLE revision_version (version_num varchar(255));
CREATE INDEX ix_ours ON revision_version (version_num);
"#;

fn reflected(sql: &str, scope: Scope<'_>) -> Schema {
    let table = |name: &str| TableName {
        namespace: None,
        name: name.to_owned().into(),
    };
    let ours = Tables {
        version: table("revision_version"),
        log: Some(table("revision_log")),
    };
    let mut real = Real::new(sql);
    let asked = questions(scope, &ours);
    let answers = asked
        .iter()
        .map(|question| real.ask(question).expect("it answers"));
    read(answers.collect()).expect("the answers make sense")
}

fn names<const N: usize>(names: [&str; N]) -> Vec<Name> {
    names.map(Name::from).to_vec()
}

fn key(name: Option<&str>, columns: Vec<Name>) -> PrimaryKey {
    let mut key = PrimaryKey::new(columns);
    key.name = name.map(Name::from);
    key
}

fn unique(name: Option<&str>, columns: Vec<Name>) -> Unique {
    let mut unique = Unique::new(columns);
    unique.name = name.map(Name::from);
    unique.unnamed = name.is_none();
    unique
}

fn check(name: Option<&str>, sql: &str) -> Check {
    let mut check = Check::new(sql);
    check.name = name.map(Name::from);
    check.unnamed = name.is_none();
    check
}

fn integer() -> Type {
    Type::Integer { unsigned: false }
}

fn parent() -> Table {
    let mut table = Table::default();
    let mut id = Column::new("id", integer());
    id.nullable = false;
    id.identity = Some(Identity::default());
    let mut name = Column::new("Name", Type::Varchar(Some(20)));
    name.nullable = false;
    name.collation = Some("NOCASE".into());
    name.default = Some(Default::Value("it's".into()));
    let price = Column::new("price", Type::Numeric(Some((10, 2))));
    table.columns = [id, name, price].into_iter().collect();
    table.primary_key = Some(key(None, names(["id"])));
    table.unique = [
        unique(None, names(["Name"])),
        unique(Some("both"), names(["id", "Name"])),
    ]
    .into();
    table.checks = [check(None, "price > 0")].into();
    table
}

fn child() -> Table {
    let mut table = Table::default();
    let with = |name: &str, ty: Type, default: Default| {
        let mut column = Column::new(name, ty);
        column.default = Some(default);
        column
    };
    let mut col_a = Column::new("a", Type::BigInt { unsigned: false });
    col_a.nullable = false;
    let mut col_c = with(
        "c",
        Type::Custom("MY_TYPE(3)".to_owned()),
        Default::Value((-5).into()),
    );
    col_c.nullable = false;
    let zoned = Type::Timestamp {
        precision: None,
        zone: true,
    };
    let mut col_i = Column::new("i", integer());
    col_i.generated = Some(Generated {
        sql: "c * 2".to_owned(),
        stored: true,
    });
    let mut col_j = Column::new("j", Type::Custom(String::new()));
    col_j.generated = Some(Generated {
        sql: "b || ','".to_owned(),
        stored: false,
    });
    table.columns = [
        col_a,
        Column::new("b", Type::Custom(String::new())),
        col_c,
        with("d", zoned, Default::Sql("CURRENT_TIMESTAMP".to_owned())),
        with(
            "e",
            Type::Double,
            Default::Value(Literal::Float(Float(1.5))),
        ),
        with(
            "f",
            Type::Blob(Size::Plain),
            Default::Value(Literal::Bytes(vec![0, 255])),
        ),
        with("g", Type::Boolean, Default::Value(true.into())),
        with(
            "h",
            Type::Text(Size::Plain),
            Default::Sql("lower('X')".to_owned()),
        ),
        col_i,
        col_j,
    ]
    .into_iter()
    .collect();
    table.primary_key = Some(key(Some("key"), names(["a", "c"])));
    table.checks = [check(Some("ck"), "c <> ')'")].into();
    let mut inline = ForeignKey::new(names(["a"]), "parent".into(), names(["id"]));
    inline.unnamed = true;
    inline.on_delete = Action::Cascade;
    inline.deferrable = Some(Deferrable {
        initially_deferred: true,
    });
    let mut named = ForeignKey::new(names(["a", "b"]), "parent".into(), names(["id", "Name"]));
    named.name = Some("fk".into());
    named.on_update = Action::SetNull;
    table.foreign_keys = [inline, named].into();
    let mut first = IndexColumn::new(IndexKey::Column("c".into()));
    first.descending = true;
    let mut last = IndexColumn::new(IndexKey::Column("b".into()));
    last.collation = Some("nocase".to_owned());
    let lower = IndexColumn::new(IndexKey::Sql("lower(h)".to_owned()));
    let mut index = Index::new(vec![first, lower, last]);
    index.unique = true;
    index.predicate = Some("c > 0".to_owned());
    table.indexes.insert("ix".into(), index);
    table.options.without_rowid = true;
    table
}

#[test]
fn all_that_a_database_holds_is_read() {
    let found = reflected(EVERYTHING, Scope::Everything);
    let mut strict = Table::default();
    let mut id = Column::new("id", Type::Text(Size::Plain));
    id.nullable = false;
    let any = Column::new("any", Type::Custom("ANY".to_owned()));
    strict.columns = [id, any].into_iter().collect();
    strict.primary_key = Some(key(None, names(["id"])));
    strict.options.strict = true;
    let tables = [
        (QualifiedName::from("parent"), parent()),
        ("child".into(), child()),
        ("strict".into(), strict),
    ]
    .into();
    let view = View {
        query: "SELECT id, name FROM parent".to_owned(),
        columns: names(["x", "y z"]),
        ..View::default()
    };
    let trigger =
        |name: &str, what: &str| format!("CREATE TRIGGER {name} {what} BEGIN SELECT 1; END");
    let triggers = [
        (
            ("parent".into(), "tr".into()),
            trigger("tr", "AFTER INSERT ON Parent"),
        ),
        (
            ("v".into(), "tv".into()),
            trigger("tv", "INSTEAD OF INSERT ON V"),
        ),
    ]
    .into();
    let expected = Schema {
        tables,
        views: [("v".into(), view)].into(),
        triggers,
        ..Schema::default()
    };
    for name in ["parent", "child", "strict"] {
        let name = QualifiedName::from(name);
        assert_eq!(found.tables.get(&name), expected.tables.get(&name));
    }
    assert_eq!(found, expected);
    let source = &found.tables[&QualifiedName::from("parent")].source;
    assert!(
        source
            .0
            .as_ref()
            .is_some_and(|sql| sql.contains("-- with a comment"))
    );
}

#[test]
fn tables_that_were_not_asked_for_are_left_out() {
    let asked = [QualifiedName::from("CHILD")];
    let found = reflected(EVERYTHING, Scope::Tables(&asked));
    let expected = [(QualifiedName::from("child"), child())];
    assert_eq!(found.tables, expected.into());
    assert!(found.views.is_empty() && found.triggers.is_empty() && found.opaque.is_empty());
}

#[test]
fn a_table_made_by_a_query_is_read() {
    let found = reflected(
        "CREATE TABLE t AS SELECT 1 AS a, 'x' AS \"b c\"",
        Scope::Everything,
    );
    let columns = &found.tables[&QualifiedName::from("t")].columns;
    let found: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(found, ["a", "b c"]);
}

#[test]
fn a_column_that_was_added_is_read() {
    let sql = "CREATE TABLE t (a INTEGER -- one\n); ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT \"x\"";
    let found = reflected(sql, Scope::Everything);
    let b = found.tables[&QualifiedName::from("t")]
        .columns
        .named("b")
        .cloned();
    let mut expected = Column::new("b", Type::Text(Size::Plain));
    expected.nullable = false;
    expected.default = Some(Default::Value("x".into()));
    assert_eq!(b, Some(expected));
}
