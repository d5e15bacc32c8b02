//! The SQL of what MySQL and MariaDB have in their own way.

use crate::dialect::lower::{Step, Why, lower, needs};
use crate::op::record;
use crate::operation::Operation;
use crate::prelude::*;
use crate::schema::Schema;
use crate::{Op, Product, Server};

const MYSQL: Server = Server {
    product: Product::MySql,
    version: [8, 4, 0],
};
const MARIADB: Server = Server {
    product: Product::MariaDb,
    version: [10, 11, 0],
};

fn recorded(function: fn(&mut Op)) -> Vec<Operation> {
    record(function, MySql).operations
}

fn known(before: fn(&mut Op)) -> Schema {
    let mut schema = Schema::default();
    let made = schema.apply_all(&recorded(before));
    assert_eq!(made, Ok(()));
    schema
}

/// The statements for what is recorded, with what is there before it known.
fn lowered(server: Server, before: fn(&mut Op), function: fn(&mut Op)) -> Vec<String> {
    let steps = lower(server, &known(before), &recorded(function)).expect("statements");
    let sql = steps.into_iter().map(|step| match step.step {
        Step::Sql(sql) => sql,
        Step::Rebuild(rebuild) => panic!("{rebuild:?}"),
    });
    sql.collect()
}

fn why(server: Server, before: fn(&mut Op), function: fn(&mut Op)) -> Why {
    let refused = lower(server, &known(before), &recorded(function));
    refused.expect_err("a refusal").why
}

fn nothing(_: &mut Op) {}

fn people(op: &mut Op) {
    op.create_enum("mood", ["sad", "happy"]);
    op.create_table("teams", [column("id", integer()).primary_key()]);
    op.create_table(
        "people",
        [
            column("id", bigint().auto_increment()).primary_key(),
            column("mood", enum_("mood"))
                .not_null()
                .default("sad")
                .comment("How it is"),
            column("name", varchar(20))
                .collate("utf8mb4_bin")
                .default("it's \\"),
            column("notes", text()),
            column("team_id", integer()),
            column("made", timestamptz())
                .not_null()
                .default_sql("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"),
        ],
    )
    .foreign_key(foreign_key(["team_id"], "teams", ["id"]));
}

#[test]
fn a_table_says_all_at_once() {
    let expected = "CREATE TABLE people (\n    \
        id bigint NOT NULL AUTO_INCREMENT,\n    \
        mood enum('sad', 'happy') NOT NULL DEFAULT 'sad' COMMENT 'How it is',\n    \
        name varchar(20) COLLATE utf8mb4_bin DEFAULT _utf8mb4 X'69742773205c',\n    \
        notes text,\n    \
        team_id int,\n    \
        made timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,\n    \
        PRIMARY KEY (id),\n    \
        CONSTRAINT people_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id)\n\
        ) DEFAULT CHARSET = utf8mb4";
    for server in [MYSQL, MARIADB] {
        assert_eq!(lowered(server, nothing, people)[1], expected);
    }
}

#[test]
fn what_is_not_named_of_a_column_is_repeated() {
    fn alter(op: &mut Op) {
        op.alter_column("people", "name").type_(varchar(50));
        op.alter_column("people", "name").comment("Theirs");
        op.alter_column("people", "made").nullable();
        op.alter_column("people", "notes").default("none");
        op.alter_column("people", "team_id").default(7);
        op.alter_column("people", "team_id").drop_default();
        op.alter_column("people", "mood").drop_default();
    }
    let repeated = "COLLATE utf8mb4_bin DEFAULT _utf8mb4 X'69742773205c'";
    assert_eq!(
        lowered(MYSQL, people, alter),
        [
            format!("ALTER TABLE people MODIFY COLUMN name varchar(50) {repeated}"),
            format!(
                "ALTER TABLE people MODIFY COLUMN name varchar(50) {repeated} COMMENT 'Theirs'"
            ),
            "ALTER TABLE people MODIFY COLUMN made timestamp DEFAULT CURRENT_TIMESTAMP \
             ON UPDATE CURRENT_TIMESTAMP NULL"
                .to_owned(),
            "ALTER TABLE people MODIFY COLUMN notes text DEFAULT ('none')".to_owned(),
            "ALTER TABLE people ALTER COLUMN team_id SET DEFAULT 7".to_owned(),
            "ALTER TABLE people ALTER COLUMN team_id SET DEFAULT NULL".to_owned(),
            "ALTER TABLE people ALTER COLUMN mood DROP DEFAULT".to_owned(),
        ]
    );
    let tables = needs(MYSQL, &recorded(alter));
    assert_eq!(tables, ["people".into()]);
}

#[test]
fn only_what_has_to_be_is_known() {
    fn made_here(op: &mut Op) {
        people(op);
        op.alter_column("people", "name").not_null();
        op.alter_column("other", "count").default(1);
        op.rename_table("old", "new");
    }
    fn called_otherwise(op: &mut Op) {
        op.rename_table("old", "new");
        op.alter_column("new", "name").not_null();
    }
    fn alter(op: &mut Op) {
        op.alter_column("people", "name").not_null();
    }
    assert_eq!(needs(MYSQL, &recorded(made_here)), []);
    assert_eq!(needs(MYSQL, &recorded(called_otherwise)), ["old".into()]);
    assert_eq!(why(MYSQL, nothing, alter), Why::Unknown("people".into()));
}

#[test]
fn an_enum_is_changed_in_its_columns() {
    fn elsewhere(op: &mut Op) {
        op.create_enum("size", ["small"]);
        op.add_column("other", column("size", enum_("size")));
        op.add_enum_value("size", "large");
    }
    fn change(op: &mut Op) {
        op.add_enum_value("mood", "content").before("happy");
        op.rename_enum_value("mood", "sad", "gloomy");
        op.drop_enum_value("mood", "content");
    }
    fn unknown(op: &mut Op) {
        op.add_enum_value("size", "large");
    }
    let modify = |values: &str, default: &str| {
        format!(
            "ALTER TABLE people MODIFY COLUMN mood enum({values}) NOT NULL DEFAULT '{default}' \
             COMMENT 'How it is'"
        )
    };
    let held = "FROM people WHERE mood = 'content'";
    assert_eq!(
        lowered(MARIADB, people, change),
        [
            modify("'sad', 'content', 'happy'", "sad"),
            modify("'sad', 'content', 'happy', 'gloomy'", "sad"),
            "UPDATE people SET mood = 'gloomy' WHERE mood = 'sad'".to_owned(),
            modify("'gloomy', 'content', 'happy'", "gloomy"),
            format!(
                "DO (SELECT 1 {held} UNION ALL SELECT 2 {held}) /* fails where a row still holds the value */"
            ),
            modify("'gloomy', 'happy'", "gloomy"),
        ]
    );
    assert_eq!(why(MYSQL, people, unknown), Why::Unknown("size".into()));
    assert_eq!(why(MYSQL, people, elsewhere), Why::Unknown("other".into()));
}

#[test]
fn a_foreign_key_takes_its_index_along() {
    fn drop(op: &mut Op) {
        op.drop_foreign_key("people", "people_team_id_fkey");
    }
    fn covered(op: &mut Op) {
        people(op);
        op.create_index("by_team", "people", ["team_id", "name"]);
    }
    let alone = "ALTER TABLE people DROP FOREIGN KEY people_team_id_fkey";
    assert_eq!(
        lowered(MYSQL, people, drop),
        [
            "ALTER TABLE people\n    DROP FOREIGN KEY people_team_id_fkey,\n    DROP INDEX people_team_id_fkey"
        ]
    );
    assert_eq!(lowered(MYSQL, covered, drop), [alone]);
    assert_eq!(why(MYSQL, nothing, drop), Why::Unknown("people".into()));
    assert_eq!(
        lowered(MARIADB, nothing, drop),
        [
            "ALTER TABLE people\n    DROP FOREIGN KEY people_team_id_fkey,\n    DROP INDEX IF EXISTS people_team_id_fkey"
        ]
    );
}

#[test]
fn a_column_that_counts_comes_with_its_key() {
    fn add(op: &mut Op) {
        op.add_column("t", column("n", bigint().auto_increment()));
        op.create_unique("t", ["n"]);
        op.add_column("t", column("m", integer()));
    }
    assert_eq!(
        lowered(MYSQL, nothing, add),
        [
            "ALTER TABLE t\n    ADD COLUMN n bigint NOT NULL AUTO_INCREMENT,\n    \
             ADD CONSTRAINT t_n_key UNIQUE (n)",
            "ALTER TABLE t ADD COLUMN m int",
        ]
    );
}

#[test]
fn the_two_differ() {
    fn differ(op: &mut Op) {
        op.drop_check("people", "grown_up");
        op.drop_column("people", "name");
    }
    fn by_expression(op: &mut Op) {
        op.create_index("ix", "people", [sql("lower(name)")]);
    }
    fn sequence(op: &mut Op) {
        op.create_sequence("s");
    }
    fn if_exists(op: &mut Op) {
        op.drop_column("people", "name").if_exists();
    }
    assert_eq!(
        lowered(MYSQL, nothing, differ)[0],
        "ALTER TABLE people DROP CHECK grown_up"
    );
    assert_eq!(
        lowered(MARIADB, nothing, differ)[0],
        "ALTER TABLE people DROP CONSTRAINT grown_up"
    );
    assert_eq!(
        lowered(MYSQL, nothing, by_expression),
        ["CREATE INDEX ix ON people ((lower(name)))"]
    );
    assert!(matches!(
        why(MARIADB, nothing, by_expression),
        Why::Unsupported(_)
    ));
    assert_eq!(lowered(MARIADB, nothing, sequence), ["CREATE SEQUENCE s"]);
    assert!(matches!(why(MYSQL, nothing, sequence), Why::Unsupported(_)));
    assert_eq!(
        lowered(MARIADB, nothing, if_exists),
        ["ALTER TABLE people DROP COLUMN IF EXISTS name"]
    );
    assert_eq!(
        lowered(MYSQL, nothing, if_exists),
        [
            "SET @revision_drop = IF(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() \
             AND TABLE_NAME = 'people' AND COLUMN_NAME = 'name'), 'ALTER TABLE people DROP COLUMN name', 'DO 0')",
            "PREPARE revision_drop FROM @revision_drop",
            "EXECUTE revision_drop",
            "DEALLOCATE PREPARE revision_drop",
        ]
    );
}

#[test]
fn what_cannot_be_a_key_is_refused() {
    fn unique(op: &mut Op) {
        op.create_unique("people", ["notes"]);
    }
    let Why::Unsupported(why) = why(MYSQL, people, unique) else {
        panic!("it is unsupported");
    };
    assert!(why.contains("make `notes` a `varchar(…)`"), "{why}");
}
