//! What SQL in a frame comes to, whether it is run in memory or read.

use super::super::tests::{revisions, told};
use super::super::{Replayed, replay};
use crate::schema::Schema;
use crate::{Product, Server};

const SQLITE: Server = Server {
    product: Product::Sqlite,
    version: [3, 45, 0],
};

const BASE: &str = "-- Make\n--\n-- revision: a\n\n-- upgrade\nCREATE TABLE t (id integer PRIMARY KEY, v text);\n\
    CREATE INDEX ix ON t (v);\nCREATE INDEX gone ON t (v);\nCREATE VIEW w AS SELECT v FROM t;\n\
    CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t WHERE v IS NULL; END;\n";

const ANEW: &str = "DROP INDEX gone;\nCREATE TABLE t2 (id integer PRIMARY KEY, v text NOT NULL);\n\
    INSERT INTO t2 SELECT * FROM t;\nDROP TABLE t;\nALTER TABLE t2 RENAME TO t;\n";

fn replayed(head: &str, upgrade: &str) -> Replayed {
    let text = format!(
        "-- Again\n--\n-- revision: b\n-- down_revision: a\n\n-- upgrade\n{head}\n{upgrade}"
    );
    let chain = revisions(&[("a.sql", BASE), ("b.sql", &text)]);
    replay(&chain, &["head"], SQLITE, &[]).expect("a plan")
}

fn standing(schema: &Schema) -> Vec<String> {
    let table = &schema.tables[&"t".into()];
    let indexes = table.indexes.keys().map(ToString::to_string);
    let triggers = schema.triggers.keys().map(|(_, name)| name.to_string());
    let views = schema.views.keys().map(ToString::to_string);
    indexes.chain(triggers).chain(views).collect()
}

#[test]
fn what_stood_on_a_table_stands_on_it_again() {
    let done = replayed("-- rebuild: T", ANEW);
    assert_eq!(told(&done.faults), Vec::<String>::new());
    assert_eq!(standing(&done.schema), ["ix", "tr", "w"]);
    let column = done.schema.tables[&"t".into()].columns.named("v");
    assert!(column.is_some_and(|column| !column.nullable));
    // Without the line it does not.
    let bare = replayed("", ANEW);
    assert_eq!(standing(&bare.schema), ["w"]);
}

#[test]
fn a_table_that_is_not_there_is_a_fault() {
    let done = replayed("-- rebuild: t, users", ANEW);
    let faults = told(&done.faults);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].contains("`b` makes `users` anew, and there is no such table"),
        "{faults:?}"
    );
    let place = done.faults[0].place.as_ref().expect("a place");
    assert_eq!(&place.text()[place.span()], "users");
}
