//! A table with every feature at once on SQLite, which fifty revisions in turn make anew, in ways that nobody chose: after each the
//! database is one in which the table was made at once as it should be, rows and all.

use std::fmt::Write as _;

use revision_tests::cases::schema_differences;
use revision_tests::servers::thorough;
use revision_tests::{Database, Kind, Random, TestChain};

/// Something about the table that is one way or the other.
struct Switch {
    /// What has it in the table: nothing where it cannot be said in a word or two.
    off: &'static str,
    on: &'static str,
    /// What is written in a revision for the one and for the other; `$t` is the table and `$n` one of its columns.
    switched_on: &'static str,
    switched_off: &'static str,
}

const SWITCHES: &[Switch] = &[
    Switch {
        off: "DEFAULT -5",
        on: "DEFAULT 3",
        switched_on: "op.alter_column(\"$t\", \"$n\").default(3);",
        switched_off: "op.alter_column(\"$t\", \"$n\").default(-5);",
    },
    Switch {
        off: "",
        on: ", flag INTEGER DEFAULT TRUE NOT NULL",
        switched_on: "op.add_column(\"$t\", column(\"flag\", integer()).not_null().default_sql(\"TRUE\"));",
        switched_off: "op.drop_column(\"$t\", \"flag\");",
    },
    Switch {
        off: "",
        on: ", CONSTRAINT twice UNIQUE ($n, id)",
        switched_on: "op.create_unique(\"$t\", unique([\"$n\", \"id\"]).named(\"twice\"));",
        switched_off: "op.drop_unique(\"$t\", \"twice\");",
    },
    Switch {
        off: "",
        on: ", CONSTRAINT more FOREIGN KEY (pid) REFERENCES p (id) ON DELETE CASCADE",
        switched_on: "op.create_foreign_key(\"$t\", foreign_key([\"pid\"], \"p\", [\"id\"]).named(\"more\").on_delete(Cascade));",
        switched_off: "op.drop_foreign_key(\"$t\", \"more\");",
    },
    Switch {
        off: "ck",
        on: "\"other \"\"ck\"",
        switched_on: "op.rename_constraint(\"$t\", \"ck\", \"other \\\"ck\");",
        switched_off: "op.rename_constraint(\"$t\", \"other \\\"ck\", \"ck\");",
    },
    Switch {
        off: "",
        on: ", CONSTRAINT short CHECK (length(code) < 1000)",
        switched_on: "op.create_check(\"$t\", check(\"length(code) < 1000\").named(\"short\"));",
        switched_off: "op.drop_check(\"$t\", \"short\");",
    },
    Switch {
        off: "INTEGER",
        on: "TEXT",
        switched_on: "op.alter_column(\"$t\", \"pid\").type_(text());",
        switched_off: "op.alter_column(\"$t\", \"pid\").type_(integer());",
    },
    Switch {
        off: "",
        on: "DEFAULT (x'01' || 'a')",
        switched_on: "op.alter_column(\"$t\", \"bare\").default_sql(\"x'01' || 'a'\");",
        switched_off: "op.alter_column(\"$t\", \"bare\").drop_default();",
    },
    Switch {
        off: "",
        on: "NOT NULL",
        switched_on: "op.alter_column(\"$t\", \"bare\").not_null();",
        switched_off: "op.alter_column(\"$t\", \"bare\").nullable();",
    },
    Switch {
        off: "",
        on: "COLLATE NOCASE",
        switched_on: "op.alter_column(\"$t\", \"odd \\\"name\").collate(\"NOCASE\");",
        switched_off: "op.alter_column(\"$t\", \"odd \\\"name\").drop_collation();",
    },
    // From here on SQLite may do without making the table anew.
    Switch {
        off: "n",
        on: "number",
        switched_on: "op.rename_column(\"$t\", \"n\", \"number\");",
        switched_off: "op.rename_column(\"$t\", \"number\", \"n\");",
    },
    Switch {
        off: "t",
        on: "\"u v\"",
        switched_on: "op.rename_table(\"t\", \"u v\");",
        switched_off: "op.rename_table(\"u v\", \"t\");",
    },
    Switch {
        off: "ix_n",
        on: "ix_m",
        switched_on: "op.rename_index(\"$t\", \"ix_n\", \"ix_m\");",
        switched_off: "op.rename_index(\"$t\", \"ix_m\", \"ix_n\");",
    },
    Switch {
        off: "",
        on: "CREATE INDEX by_pid ON $t (pid);",
        switched_on: "op.create_index(\"by_pid\", \"$t\", [\"pid\"]);",
        switched_off: "op.drop_index(\"by_pid\", \"$t\");",
    },
];

/// How many of them make the table anew for sure.
const ANEW: u64 = 10;
const COLUMN: usize = 10;
const TABLE: usize = 11;

/// How everything stands, and a table of one kind.
#[derive(Clone)]
struct State {
    on: Vec<bool>,
    /// What stands at the end of the table, of those that are on, in the order in which they were switched on.
    added: Vec<usize>,
    text: &'static str,
}

const ROWID: &str = r#"
CREATE TABLE $t ( -- the table
    id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT, -- counted
    code TEXT NOT NULL ON CONFLICT FAIL COLLATE NOCASE CONSTRAINT uq UNIQUE ON CONFLICT ABORT,
    $n INTEGER $0 CHECK ($n <> 13), /* a number */
    "odd ""name" [odd type](3) $9 DEFAULT 'it''s', bare $7 $8,
    pid $6 REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    made TEXT GENERATED ALWAYS AS (code || ',' || $n) STORED,
    seen AS ($n * 2)$1,
    CONSTRAINT $4 CHECK (code <> ')') CHECK ($n IS NULL OR $n < 1000000),
    FOREIGN KEY (pid) REFERENCES p DEFERRABLE$+
);
INSERT INTO $t (id, code, $n, "odd ""name", bare, pid) VALUES
    (3, 'c', 7, 1.5, x'00ff', 1), (7, 'g', NULL, NULL, 9223372036854775807, NULL), (40, 'zoë', -1, 'x', 0.1, 2);
DELETE FROM $t WHERE id = 40;
"#;

const WITHOUT: &str = r#"
CREATE TABLE $t (id INTEGER NOT NULL, code TEXT CONSTRAINT uq UNIQUE, $n INTEGER $0, "odd ""name" ANY $9, bare BLOB $7 $8, pid $6,
    made TEXT AS (code || $n), seen ANY AS ($n)$1, CONSTRAINT pk PRIMARY KEY (id DESC), CONSTRAINT $4 CHECK ($n < 100), CHECK ($n <> 13),
    FOREIGN KEY (pid) REFERENCES p$+) STRICT, WITHOUT ROWID;
INSERT INTO $t (id, code, $n, "odd ""name", bare, pid) VALUES (3, 'c', 7, 1.5, x'00ff', 1), (7, 'g', 8, NULL, x'', NULL);
"#;

const BEFORE: &str = "
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
INSERT INTO p VALUES (1, 'one'), (2, 'two');
";

const AROUND: &str = r"
CREATE TABLE log (what TEXT, at TEXT DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE child (id INTEGER PRIMARY KEY, r INTEGER REFERENCES $t (id) ON DELETE CASCADE, k TEXT REFERENCES $t (code) ON DELETE SET NULL);
CREATE VIEW v AS SELECT id, code, $n + 1 AS more FROM $t AS x WHERE x.$n > 0;
CREATE VIEW vv AS SELECT * FROM v JOIN p ON p.id = v.id;
CREATE TRIGGER on_t AFTER UPDATE OF $n ON $t WHEN new.$n <> old.$n BEGIN INSERT INTO log (what) VALUES ('n;' || new.$n); END;
CREATE TRIGGER on_v INSTEAD OF INSERT ON v BEGIN INSERT INTO $t (id, code) VALUES (new.id, new.code); END;
CREATE TRIGGER on_p AFTER DELETE ON p BEGIN UPDATE $t SET pid = NULL WHERE pid = old.id; END;
CREATE INDEX $12 ON $t ($n DESC, lower(code)) WHERE $n IS NOT NULL;
CREATE UNIQUE INDEX ix_code ON $t (code COLLATE NOCASE, id);
CREATE VIRTUAL TABLE search USING fts5(body);
INSERT INTO search VALUES ('some words');
INSERT INTO child VALUES (1, 3, 'c'), (2, 7, NULL);
$13";

impl State {
    fn first(text: &'static str) -> Self {
        Self {
            on: vec![false; SWITCHES.len()],
            added: Vec::new(),
            text,
        }
    }

    fn word(&self, number: usize) -> &'static str {
        let switch = &SWITCHES[number];
        if self.on[number] {
            switch.on
        } else {
            switch.off
        }
    }

    /// The SQL that makes the database so at once.
    fn sql(&self) -> String {
        let added: String = self.added.iter().map(|number| self.word(*number)).collect();
        let mut sql = format!("{BEFORE}{}{AROUND}", self.text).replace("$+", &added);
        // The longer numbers first.
        for number in (0..SWITCHES.len()).rev() {
            sql = sql.replace(&format!("${number}"), self.word(number));
        }
        sql.replace("$t", self.word(TABLE))
            .replace("$n", self.word(COLUMN))
    }

    /// Has it the other way, and says what is written for that.
    fn switch(&mut self, number: usize) -> String {
        let table = self.word(TABLE).replace('"', "");
        let column = self.word(COLUMN);
        let on = &mut self.on[number];
        *on = !*on;
        let switch = &SWITCHES[number];
        let line = if *on {
            switch.switched_on
        } else {
            switch.switched_off
        };
        if switch.on.starts_with(", CONSTRAINT") {
            self.added.retain(|one| *one != number);
            if *on {
                self.added.push(number);
            }
        }
        line.replace("$t", &table).replace("$n", column)
    }
}

/// A revision that switches some of it.
fn revision(state: &mut State, random: &mut Random, number: usize) -> String {
    let mut chosen = Vec::new();
    for _ in 0..=random.below(3) {
        chosen.push(random.below(ANEW));
    }
    for _ in 0..random.below(3) {
        chosen.push(random.below(SWITCHES.len() as u64));
    }
    let mut text = format!(
        "//! Made up.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"r{number}\",\n"
    );
    if let Some(before) = number.checked_sub(1) {
        let _ = writeln!(text, "    down_revision: \"r{before}\",");
    }
    text.push_str("}\n\npub fn upgrade(op: &mut Op) {\n");
    let mut seen = Vec::new();
    for one in chosen {
        if !seen.contains(&one) {
            seen.push(one);
            let number = usize::try_from(one).expect("it is small");
            let _ = writeln!(text, "    {}", state.switch(number));
        }
    }
    text + "}\n"
}

/// All rows, with their numbers and kinds.
async fn rows(database: &Database, state: &State) -> Vec<Vec<String>> {
    let table = state.word(TABLE);
    let named = table.replace('"', "");
    let question = format!("SELECT name FROM pragma_table_xinfo('{named}') ORDER BY name");
    let columns = database.rows(&question).await.concat();
    let columns: Vec<String> = columns
        .iter()
        .map(|name| format!("quote(\"{}\")", name.replace('"', "\"\"")))
        .collect();
    let sequence = if state.text == ROWID {
        "SELECT name, seq FROM sqlite_sequence WHERE name <> 'revision_log';"
    } else {
        ""
    };
    let questions = format!(
        "SELECT id, {} FROM {table} ORDER BY 1; SELECT * FROM child; SELECT * FROM p; SELECT * FROM log; SELECT * FROM vv; \
         SELECT * FROM search; {sequence} PRAGMA integrity_check; PRAGMA foreign_key_check",
        columns.join(", ")
    );
    database.rows(&questions).await
}

async fn fifty(text: &'static str, seed: u64) {
    let mut random = Random(seed);
    let mut state = State::first(text);
    let (mut states, mut files) = (Vec::new(), Vec::new());
    for number in 0..50 {
        let file = revision(&mut state, &mut random, number);
        files.push((format!("r{number}.rs"), file));
        states.push(state.clone());
    }
    let names: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (&**name, &**text))
        .collect();
    let chain = TestChain::of_files(&names);
    let database = Database::fresh(Kind::Sqlite).await;
    database.rows(&State::first(text).sql()).await;
    for (number, state) in states.iter().enumerate() {
        let told = format!("seed {seed}, r{number}: {}", files[number].1);
        let target = format!("r{number}");
        let done = chain.runtime().upgrade(database.url(), &*target).await;
        done.unwrap_or_else(|error| panic!("{error}\n{:?}\n{told}", error.faults));
        let direct = Database::fresh(Kind::Sqlite).await;
        direct.rows(&state.sql()).await;
        let found = schema_differences(&database, &direct);
        assert!(found.is_empty(), "{found:#?}\n{told}");
        let (here, there) = (rows(&database, state).await, rows(&direct, state).await);
        assert_eq!(here, there, "{told}");
    }
}

#[tokio::test]
async fn fifty_rebuilds_come_to_what_is_made_at_once() {
    let first = u64::from(std::process::id());
    let seeds = first..first + if thorough() { 20 } else { 1 };
    for seed in seeds {
        let text = if seed % 2 == 0 { ROWID } else { WITHOUT };
        fifty(text, seed).await;
    }
}
