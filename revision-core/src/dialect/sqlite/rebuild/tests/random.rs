//! Any operations: the table that comes out is the one that the operations make of the schema, and no row is lost.

use proptest::prelude::*;

use super::super::over::quoted;
use super::{Real, carry_out, rebuild};
use crate::Backend;
use crate::dialect::reflect::Scope;
use crate::dialect::sqlite::normalise::normalise;
use crate::dialect::sqlite::reflect;
use crate::operation::{ColumnChange, Operation};
use crate::schema::{
    Check, Column, Constraint, Default, ForeignKey, Generated, Index, IndexColumn, IndexKey, Name,
    QualifiedName, Schema, Size, Table, Type, Unique,
};

const BASE: &str = r#"
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c'), (5, 'd'), (9, 'e');
CREATE TABLE t (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- number
    a TEXT NOT NULL DEFAULT 'x', /* text */ "B c" INTEGER,
    d DOUBLE CONSTRAINT dd CHECK (d > 0),
    e INTEGER CONSTRAINT ee REFERENCES p (id), -- reference
    g TEXT GENERATED ALWAYS AS (a || e) VIRTUAL,
    CONSTRAINT u UNIQUE (a, "B c"), CONSTRAINT c CHECK ("B c" < 100)
);
CREATE INDEX i ON t ("B c" DESC, lower(a)) WHERE e > 0;
INSERT INTO t (id, a, "B c", d, e) VALUES (1, 'one', 1, 1.5, 1), (5, '2', 2, 2, 2), (9, '3', 3, NULL, 1);
CREATE TABLE k (r INTEGER REFERENCES t (id) ON DELETE CASCADE);
INSERT INTO k VALUES (1), (9);
CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO k VALUES (old.id); END;
"#;

/// Numbers that choose one thing or another.
type Dice = (u8, u8, u8);

fn pick<T: Clone>(from: &[T], dice: u8) -> Option<T> {
    let at = usize::from(dice).checked_rem(from.len())?;
    from.get(at).cloned()
}

fn any_type(dice: u8) -> Type {
    let types = [
        Type::Integer { unsigned: false },
        Type::Text(Size::Plain),
        Type::Double,
        Type::Varchar(Some(20)),
        Type::Boolean,
        Type::Custom("ODD (1)".to_owned()),
    ];
    pick(&types, dice).unwrap_or(Type::Double)
}

fn any_name(dice: u8) -> Name {
    let names = ["x", "Y z", "a", "order", "w\"q", "B c"];
    pick(&names, dice).unwrap_or("x").into()
}

fn any_default(dice: u8) -> Option<Default> {
    let defaults = [
        None,
        Some(Default::Value(7.into())),
        Some(Default::Value("it's".into())),
        Some(Default::Sql("abs(-3)".to_owned())),
    ];
    pick(&defaults, dice).flatten()
}

/// An operation on the table as it is.
fn any_operation(table: &Table, (kind, one, other): Dice) -> Option<Operation> {
    let here = QualifiedName::from("t");
    let names: Vec<Name> = table
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let column = pick(&names, one)?;
    let own = quoted(&column);
    let constraints: Vec<Constraint> = table.constraints();
    let indexes: Vec<Name> = table.indexes.keys().cloned().collect();
    let named = |constraint: Constraint| Operation::AddConstraint {
        table: here.clone(),
        constraint: Box::new(constraint),
    };
    let altered = |change: &dyn Fn(&mut ColumnChange)| {
        let mut made = ColumnChange::default();
        change(&mut made);
        Operation::AlterColumn {
            table: here.clone(),
            column: column.clone(),
            change: Box::new(made),
        }
    };
    Some(match kind % 14 {
        0 => {
            let mut new = Column::new(any_name(one), any_type(other));
            new.default = any_default(one);
            new.nullable = new.default.is_none() || other % 2 == 0;
            Operation::AddColumn {
                table: here,
                column: Box::new(new),
                if_not_exists: false,
                place: None,
            }
        }
        1 => {
            let mut new = Column::new(any_name(other), Type::Text(Size::Plain));
            new.generated = Some(Generated {
                sql: format!("{own} || ','"),
                stored: other % 2 == 0,
            });
            Operation::AddColumn {
                table: here,
                column: Box::new(new),
                if_not_exists: false,
                place: None,
            }
        }
        2 | 3 => Operation::DropColumn {
            table: here,
            column,
            if_exists: false,
        },
        4 => altered(&|change| change.nullable = Some(other % 2 == 0)),
        5 => altered(&|change| change.default = Some(any_default(other))),
        6 => altered(&|change| change.ty = Some(any_type(other))),
        7 => {
            let collation = (other % 2 == 0).then(|| QualifiedName::from("NOCASE"));
            altered(&|change| change.collation = Some(collation.clone()))
        }
        8 => Operation::RenameColumn {
            table: here,
            from: column,
            to: any_name(other),
        },
        9 => {
            let mut unique = Unique::new(vec![column, pick(&names, other)?]);
            unique.columns.dedup();
            named(Constraint::Unique(unique))
        }
        10 => {
            let mut check = Check::new(format!("{own} IS NOT 'never'"));
            check.name = Some(format!("ck{other}").into());
            named(Constraint::Check(check))
        }
        11 => {
            let constraint = pick(&constraints, one)?;
            Operation::DropConstraint {
                table: here,
                name: constraint.name().cloned(),
                kind: constraint.kind(),
                if_exists: false,
            }
        }
        12 => named(Constraint::ForeignKey(ForeignKey::new(
            vec![column],
            "p".into(),
            vec!["id".into()],
        ))),
        _ => match pick(&indexes, one) {
            Some(from) if other % 2 == 0 => Operation::RenameIndex {
                table: here,
                from,
                to: format!("i{other}").into(),
            },
            _ => Operation::CreateIndex {
                name: Some(format!("n{one}").into()),
                table: here,
                index: Box::new(Index::new(vec![IndexColumn::new(IndexKey::Column(column))])),
                concurrently: false,
                if_not_exists: false,
            },
        },
    })
}

fn reflected(real: &mut Real) -> Schema {
    let asked = reflect::questions(Scope::Everything, &super::ours());
    let answers = asked
        .iter()
        .map(|question| real.ask(question).expect("it answers"));
    reflect::read(answers.collect()).expect("they make sense")
}

/// What the two have different.
fn compare(found: &Schema, expected: &Schema, operations: &[Operation]) {
    let (found, expected) = (normalise(found), normalise(expected));
    let t = QualifiedName::from("t");
    let told = || format!("{operations:#?}");
    let (here, there) = (&found.tables[&t], &expected.tables[&t]);
    assert_eq!(here.columns, there.columns, "{}", told());
    assert_eq!(here.constraints(), there.constraints(), "{}", told());
    assert_eq!(here.indexes, there.indexes, "{}", told());
    assert_eq!(
        found.tables[&"k".into()],
        expected.tables[&"k".into()],
        "{}",
        told()
    );
    assert_eq!(found.triggers.len(), expected.triggers.len(), "{}", told());
}

fn runs(steps: &[Vec<Dice>], lowered: bool) {
    let mut real = Real::new(BASE);
    let mut schema = reflected(&mut real);
    for step in steps {
        let before = schema.clone();
        let mut operations = Vec::new();
        for dice in step {
            let Some(operation) = any_operation(&schema.tables[&"t".into()], *dice) else {
                continue;
            };
            let mut after = schema.clone();
            if after.apply(&operation).is_ok() {
                schema = after;
                operations.push(operation);
            }
        }
        let key = |column: &Column| column.on(Backend::Sqlite).identity.is_some();
        let id = schema.tables[&"t".into()]
            .columns
            .iter()
            .find(|column| key(column));
        let id = id.map_or("rowid".to_owned(), |column| quoted(&column.name));
        let outcome = if lowered {
            carry_out(&mut real, &before, &operations)
        } else {
            rebuild(&mut real, "t", operations.clone())
        };
        match outcome {
            Ok(()) => {
                compare(&reflected(&mut real), &schema, &operations);
                assert_eq!(
                    real.rows(&format!("SELECT {id} FROM t ORDER BY 1")),
                    ["1", "5", "9"]
                );
            }
            Err(_) => {
                schema = before;
                compare(&reflected(&mut real), &schema, &operations);
            }
        }
        assert_eq!(real.rows("SELECT r FROM k"), ["1", "9"]);
        assert_eq!(real.rows("PRAGMA integrity_check"), ["ok"]);
        assert!(real.rows("PRAGMA foreign_key_check").is_empty());
        let left = real.rows("SELECT name FROM sqlite_master WHERE name LIKE 'revision%'");
        assert!(left.is_empty(), "{left:?}");
    }
}

fn step() -> impl Strategy<Value = Vec<Dice>> {
    prop::collection::vec(any::<Dice>(), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_table_is_what_the_operations_make_of_it(steps in prop::collection::vec(step(), 1..6)) {
        runs(&steps, false);
    }

    #[test]
    fn so_it_is_in_steps(steps in prop::collection::vec(step(), 1..6)) {
        runs(&steps, true);
    }
}
