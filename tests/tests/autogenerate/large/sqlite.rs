//! A large SQLite database that no revision made, with every kind of object: it is adopted, and another one made from what was
//! written is the same.

use revision_tests::cases::schema_differences;
use revision_tests::{Database, Kind};

use crate::app::App;

/// What the parts of the company are called. Each has the same tables in a slightly other way.
const PARTS: [&str; 10] = [
    "sales", "billing", "catalog", "support", "staff", "fleet", "media", "forum", "lab", "travel",
];

/// Ten tables, with `{}` for the part. What is there is as we write it, where two ways come to the same: a foreign key names
/// the columns there, `NOT NULL` stands with every key but one integer's, and no plus before a number.
const TABLES: &str = r#"
CREATE TABLE {}_accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL COLLATE NOCASE UNIQUE,
    name VARCHAR(80) NOT NULL, -- as it stands on the bill
    balance NUMERIC(12, 2) NOT NULL DEFAULT 0 CHECK (balance >= 0),
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'open', 'it''s closed')),
    active BOOLEAN NOT NULL DEFAULT TRUE,
    created TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    seen INTEGER DEFAULT (strftime('%s', 'now'))
);
CREATE TABLE {}_products (
    id INTEGER PRIMARY KEY,
    sku CHAR(12) NOT NULL,
    title TEXT NOT NULL,
    price DECIMAL(10, 4) NOT NULL,
    tax REAL NOT NULL DEFAULT 0.19,
    weight DOUBLE PRECISION DEFAULT -1.5,
    with_tax AS (price * (1 + tax)),
    label TEXT GENERATED ALWAYS AS (sku || ': ' || title) STORED,
    data JSON DEFAULT '{}',
    picture BLOB DEFAULT x'00ff',
    CONSTRAINT uq_{}_products_sku UNIQUE (sku),
    CONSTRAINT ck_{}_products_price CHECK (price > 0 AND (weight IS NULL OR weight <> 0)),
    CHECK (length(title) > 1)
);
CREATE TABLE {}_orders (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES {}_accounts (id) ON DELETE CASCADE,
    placed DATE NOT NULL,
    "Order" VARCHAR(20) DEFAULT 'a "quoted" word',
    "group by" INTEGER,
    note,
    FOREIGN KEY (account_id, note) REFERENCES {}_notes (account_id, title)
        ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE {}_notes (
    account_id INTEGER NOT NULL,
    title NVARCHAR(100) NOT NULL,
    body TEXT,
    PRIMARY KEY (account_id, title)
);
CREATE TABLE {}_lines (
    order_id INTEGER NOT NULL,
    place SMALLINT NOT NULL,
    product_id INTEGER,
    amount INTEGER NOT NULL DEFAULT 1 CONSTRAINT ck_{}_amount CHECK (amount > 0),
    CONSTRAINT pk_{}_lines PRIMARY KEY (order_id, place),
    CONSTRAINT fk_{}_lines_order FOREIGN KEY (order_id) REFERENCES {}_orders (id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT fk_{}_lines_product FOREIGN KEY (product_id) REFERENCES {}_products (id) ON DELETE SET NULL
) WITHOUT ROWID;
CREATE TABLE {}_nodes (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES {}_nodes (id) ON DELETE RESTRICT,
    name TEXT NOT NULL,
    UNIQUE (parent_id, name) ON CONFLICT IGNORE
);
CREATE TABLE {}_settings (
    key TEXT PRIMARY KEY ON CONFLICT REPLACE NOT NULL,
    value ANY,
    changed INT NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE {}_links (
    one INTEGER NOT NULL REFERENCES {}_nodes (id),
    other INTEGER NOT NULL REFERENCES {}_nodes (id) ON DELETE SET DEFAULT,
    kind VARCHAR(10) NOT NULL DEFAULT '',
    CONSTRAINT "{}_links_one_other_key" UNIQUE (one, other),
    CHECK (one <> other),
    CHECK (kind <> 'none')
);
CREATE TABLE {}_teams (id INTEGER PRIMARY KEY, leader INTEGER REFERENCES {}_people (id), name TEXT UNIQUE ON CONFLICT FAIL);
CREATE TABLE {}_people (
    id UUID NOT NULL PRIMARY KEY,
    team INTEGER CONSTRAINT fk_{}_team REFERENCES {}_teams (id),
    born DATETIME,
    big BIGINT,
    odd UNSIGNED BIG INT,
    stars TINYINT DEFAULT 5,
    at TIME
);
CREATE INDEX ix_{}_orders_account ON {}_orders (account_id, placed DESC);
CREATE INDEX ix_{}_accounts_lower ON {}_accounts (lower(name));
CREATE UNIQUE INDEX ux_{}_accounts_open ON {}_accounts (name) WHERE state = 'open';
CREATE INDEX ix_{}_products_title ON {}_products (title COLLATE NOCASE, price * 2);
CREATE VIEW {}_open AS SELECT id, email FROM {}_accounts WHERE state <> 'it''s closed';
CREATE VIEW {}_sums (order_id, total) AS
    SELECT order_id, sum(amount) FROM {}_lines GROUP BY order_id;
"#;

/// Triggers, each a statement with semicolons in it.
const TRIGGERS: [&str; 3] = [
    "CREATE TRIGGER {}_placed AFTER INSERT ON {}_orders WHEN NEW.note IS NOT NULL BEGIN
    UPDATE {}_accounts SET seen = 0 WHERE id = NEW.account_id;
    INSERT OR IGNORE INTO {}_settings (key, value) VALUES ('last', NEW.id);
END",
    "CREATE TRIGGER {}_priced BEFORE UPDATE OF price, tax ON {}_products BEGIN
    SELECT RAISE(ABORT, 'too cheap') WHERE NEW.price < OLD.price / 2;
END",
    "CREATE TRIGGER {}_opened INSTEAD OF INSERT ON {}_open BEGIN
    INSERT INTO {}_accounts (email, name, state) VALUES (NEW.email, '', 'open');
END",
];

async fn made() -> Database {
    let database = Database::fresh(Kind::Sqlite).await;
    for part in PARTS {
        // The JSON of a default has brackets of its own.
        let tables = TABLES.replace("'{}'", "'{ }'").replace("{}", part);
        database.rows(&tables).await;
        for trigger in TRIGGERS {
            database.rows(&trigger.replace("{}", part)).await;
        }
    }
    database
}

#[tokio::test]
async fn a_large_database_is_adopted() {
    let app = App::at(made().await, "");
    app.done("new initial --rev-id a1 --from empty --to database");
    app.done("stamp head");
    app.done("check");
    app.done("diff revisions database");
    let other = Database::fresh(Kind::Sqlite).await;
    let url = other.url();
    app.done(&format!("upgrade --url {url}"));
    let found = schema_differences(&app.database, &other);
    assert!(found.is_empty(), "{found:#?}");
    app.done(&format!("check --url {url}"));
    app.done(&format!("diff database {url}"));
    app.done(&format!("downgrade base --url {url}"));
    app.done(&format!("diff empty {url}"));
}
