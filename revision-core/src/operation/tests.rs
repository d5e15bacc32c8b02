//! What is refused, what follows, and what is brought back, each in the smallest case.

use super::*;
use crate::schema::{
    Check, ForeignKey, Generated, Identity, IndexColumn, IndexKey, Partition, PrimaryKey, Schema,
    Type, Unique,
};

const INTEGER: Type = Type::Integer { unsigned: false };

fn names(names: &[&str]) -> Vec<Name> {
    names.iter().copied().map(Name::from).collect()
}

fn columns(columns: &[&str]) -> Table {
    let mut table = Table::default();
    for column in columns {
        table.columns.push(Column::new(*column, INTEGER));
    }
    table
}

fn create(name: &str, table: Table) -> Operation {
    Operation::CreateTable {
        name: name.into(),
        table: Box::new(table),
        if_not_exists: false,
    }
}

fn drop_column(table: &str, column: &str) -> Operation {
    Operation::DropColumn {
        table: table.into(),
        column: column.into(),
        if_exists: false,
    }
}

fn drop_table(name: &str) -> Operation {
    Operation::DropTable {
        name: name.into(),
        if_exists: false,
    }
}

fn add(table: &str, constraint: Constraint) -> Operation {
    Operation::AddConstraint {
        table: table.into(),
        constraint: Box::new(constraint),
    }
}

fn alter(table: &str, column: &str, change: ColumnChange) -> Operation {
    Operation::AlterColumn {
        table: table.into(),
        column: column.into(),
        change: Box::new(change),
    }
}

fn index(columns: &[&str]) -> Index {
    let key = |column: &&str| IndexColumn::new(IndexKey::Column((*column).into()));
    Index::new(columns.iter().map(key).collect())
}

/// Teams with a key and an enum, users that refer to them.
fn sample() -> Schema {
    let mut teams = columns(&["id", "size"]);
    teams.primary_key = Some(PrimaryKey::new(names(&["id"])));
    let mut users = columns(&["id", "team_id", "age", "twice"]);
    users.primary_key = Some(PrimaryKey::new(names(&["id"])));
    users.unique.insert(Unique::new(names(&["team_id", "id"])));
    users.checks.insert(Check::new("age > 0"));
    let to_teams = ForeignKey::new(names(&["team_id"]), "teams".into(), names(&["id"]));
    users.foreign_keys.insert(to_teams);
    users.indexes.insert("ix_age".into(), index(&["age"]));
    let mut mood = Column::new("mood", Type::Enum("mood".into()));
    mood.default = Some(crate::schema::Default::Value("glad".into()));
    users.columns.push(mood);
    if let Some(twice) = users.columns.named_mut("twice") {
        twice.generated = Some(Generated {
            sql: "team_id * 2".to_owned(),
            stored: true,
        });
    }
    let values = vec!["glad".to_owned(), "sad".to_owned()];
    let mut schema = Schema::default();
    let operations = [
        Operation::CreateEnum {
            name: "mood".into(),
            definition: Enum::new(values),
        },
        create("teams", teams),
        create("users", users),
        Operation::CreateTrigger {
            name: "touch".into(),
            table: "users".into(),
            sql: "CREATE TRIGGER touch BEFORE UPDATE ON users EXECUTE FUNCTION f()".to_owned(),
        },
    ];
    schema.apply_all(&operations).unwrap();
    schema
}

fn fault(operation: &Operation) -> String {
    let mut schema = sample();
    let fault = schema.apply(operation).unwrap_err();
    assert_eq!(schema, sample());
    fault.to_string()
}

#[test]
fn what_makes_no_sense_is_refused() {
    let unique = |columns| Constraint::Unique(Unique::new(names(columns)));
    let refers = |columns, table: &str, there| {
        Constraint::ForeignKey(ForeignKey::new(names(columns), table.into(), names(there)))
    };
    let change = ColumnChange::default;
    for (operation, expected) in [
        (
            drop_column("users", "nick"),
            "there is no column `nick` of `users`",
        ),
        (drop_column("user", "age"), "there is no table `user`"),
        (
            drop_column("users", "age"),
            "constraint `users_check` of `users` needs column `age` of `users`",
        ),
        (
            drop_column("users", "id"),
            "primary key of `users` needs column `id` of `users`",
        ),
        (
            drop_column("users", "team_id"),
            "constraint `users_team_id_id_key` of `users` needs column `team_id` of `users`",
        ),
        (
            drop_table("teams"),
            "constraint `users_team_id_fkey` of `users` needs table `teams`",
        ),
        (
            create("users", columns(&["a"])),
            "table `users` exists already",
        ),
        (
            create("a", columns(&["b", "b"])),
            "table `a` names `b` twice",
        ),
        (
            add(
                "users",
                Constraint::PrimaryKey(PrimaryKey::new(names(&["age"]))),
            ),
            "primary key of `users` exists already",
        ),
        (
            add("users", unique(&["team_id", "id"])),
            "constraint `users_team_id_id_key` of `users` exists already",
        ),
        (
            add("users", unique(&["age", "age"])),
            "constraint `users_age_age_key` of `users` names `age` twice",
        ),
        (
            add("users", unique(&[])),
            "constraint `users_key` of `users` has no columns",
        ),
        (
            add("users", refers(&["age"], "nothing", &["id"])),
            "there is no table `nothing`",
        ),
        (
            add("users", refers(&["age"], "teams", &["no"])),
            "there is no column `no` of `teams`",
        ),
        (
            add("users", refers(&["age"], "teams", &["id", "size"])),
            "constraint `users_age_fkey` of `users` has 1 columns and refers to 2",
        ),
        (
            add("users", refers(&["age"], "teams", &["size"])),
            "constraint `users_age_fkey` of `users` refers to columns of `teams` that have neither key nor index",
        ),
        (
            Operation::DropConstraint {
                table: "teams".into(),
                name: None,
                kind: ConstraintKind::PrimaryKey,
                if_exists: false,
            },
            "constraint `users_team_id_fkey` of `users` needs primary key of `teams`",
        ),
        (
            Operation::RenameColumn {
                table: "users".into(),
                from: "age".into(),
                to: "id".into(),
            },
            "column `id` of `users` exists already",
        ),
        (
            Operation::RenameTable {
                from: "users".into(),
                to: "teams".into(),
            },
            "table `teams` exists already",
        ),
        (
            Operation::DropEnum {
                name: "mood".into(),
                if_exists: false,
            },
            "column `mood` of `users` needs enum `mood`",
        ),
        (
            Operation::DropEnumValue {
                name: "mood".into(),
                value: "glad".to_owned(),
                columns: Vec::new(),
            },
            "column `mood` of `users` needs value `glad` of enum `mood`",
        ),
        (
            Operation::AddEnumValue {
                name: "mood".into(),
                value: "sad".to_owned(),
                place: None,
                if_not_exists: false,
            },
            "value `sad` of enum `mood` exists already",
        ),
        (
            Operation::CreateView {
                name: "users".into(),
                view: Box::default(),
                or_replace: true,
            },
            "table `users` exists already",
        ),
        (
            Operation::BulkInsert(BulkInsert::new(
                "users".into(),
                names(&["id", "age"]),
                vec![vec![1.into()]],
            )),
            "row 1 for table `users` has 1 values for 2 columns",
        ),
        (
            Operation::BulkInsert(BulkInsert::new(
                "users".into(),
                names(&["nick"]),
                Vec::new(),
            )),
            "there is no column `nick` of `users`",
        ),
        (
            alter(
                "users",
                "id",
                ColumnChange {
                    nullable: Some(true),
                    ..change()
                },
            ),
            "column `id` of `users` is part of the primary key and may hold nothing",
        ),
        (
            alter(
                "users",
                "mood",
                ColumnChange {
                    identity: Some(Some(Identity::default())),
                    ..change()
                },
            ),
            "column `mood` of `users` is counted up and has a default",
        ),
        (
            alter(
                "users",
                "age",
                ColumnChange {
                    using: Some("1".to_owned()),
                    ..change()
                },
            ),
            "column `age` of `users` is converted, and not to another type",
        ),
        (
            Operation::Reverse(vec![drop_column("users", "age")]),
            "it cannot be reversed: what was there before is not known",
        ),
    ] {
        assert_eq!(fault(&operation), expected);
    }
}

#[test]
fn a_foreign_key_may_lead_to_what_is_not_known() {
    let mut schema = sample();
    schema.opaque.insert("jobs".into());
    let key = ForeignKey::new(names(&["age"]), "jobs".into(), names(&["id"]));
    assert_eq!(
        schema.apply(&add("users", Constraint::ForeignKey(key))),
        Ok(())
    );
}

#[test]
fn what_names_something_follows_its_name() {
    let mut schema = sample();
    let rename = |table: &str, from: &str, to: &str| Operation::RenameColumn {
        table: table.into(),
        from: from.into(),
        to: to.into(),
    };
    let operations = [
        rename("users", "age", "years"),
        rename("users", "team_id", "crew id"),
        rename("teams", "id", "number"),
        Operation::RenameTable {
            from: "users".into(),
            to: "members".into(),
        },
        Operation::RenameTable {
            from: "teams".into(),
            to: "crews".into(),
        },
        Operation::RenameEnum {
            from: "mood".into(),
            to: "temper".into(),
        },
        Operation::RenameEnumValue {
            name: "temper".into(),
            from: "glad".to_owned(),
            to: "merry".to_owned(),
        },
    ];
    schema.apply_all(&operations).unwrap();
    let members = &schema.tables[&"members".into()];
    let check = members.checks.first().unwrap();
    assert_eq!(check.sql, "years > 0");
    assert_eq!(check.name, Some("users_check".into()));
    let key = members.foreign_keys.first().unwrap();
    assert_eq!(key.columns, names(&["crew id"]));
    assert_eq!(
        (&key.references, &key.referenced),
        (&"crews".into(), &names(&["number"]))
    );
    let twice = members.columns.named("twice").unwrap();
    assert_eq!(twice.generated.as_ref().unwrap().sql, "\"crew id\" * 2");
    assert_eq!(members.indexes[&Name::from("ix_age")], index(&["years"]));
    let mood = members.columns.named("mood").unwrap();
    assert_eq!(mood.ty, Type::Enum("temper".into()));
    assert_eq!(
        mood.default,
        Some(crate::schema::Default::Value("merry".into()))
    );
    let (about, sql) = schema.triggers.first_key_value().unwrap();
    assert_eq!(about, &("members".into(), "touch".into()));
    assert!(sql.contains("ON members EXECUTE"));
}

#[test]
fn a_table_comes_back_with_all_that_went_with_it() {
    let before = sample();
    let inverse = invert(Some(&before), &drop_table("users")).unwrap();
    assert!(matches!(inverse[0], Operation::CreateTable { .. }));
    assert!(matches!(inverse[1], Operation::CreateTrigger { .. }));
    let mut after = before.clone();
    after.apply(&drop_table("users")).unwrap();
    assert!(after.triggers.is_empty());
    after.apply_all(&inverse).unwrap();
    assert_eq!(after, before);
    assert_eq!(
        invert(None, &drop_table("users")),
        Err(Irreversible::NeedsSchema)
    );
}

#[test]
fn a_primary_key_leaves_its_columns_as_they_were() {
    let mut before = Schema::default();
    before.apply(&create("a", columns(&["b"]))).unwrap();
    let key = add("a", Constraint::PrimaryKey(PrimaryKey::new(names(&["b"]))));
    let mut after = before.clone();
    after.apply(&key).unwrap();
    assert!(!after.tables[&"a".into()].columns[0].nullable);
    after
        .apply_all(&invert(Some(&before), &key).unwrap())
        .unwrap();
    assert_eq!(after, before);
}

#[test]
fn what_is_inherited_from_stays() {
    let mut schema = Schema::default();
    schema.apply(&create("base", columns(&["a"]))).unwrap();
    let child = |parent: &str| {
        let mut table = columns(&["b"]);
        table.options.inherits = vec![parent.into()];
        table.unique.insert(Unique::new(names(&["a"])));
        create("child", table)
    };
    let missing = Fault::Missing(Object::Table("nobody".into()));
    assert_eq!(schema.apply(&child("nobody")), Err(missing));
    schema.apply(&child("base")).unwrap();
    let needed = Fault::needed(Object::Table("base".into()), Object::Table("child".into()));
    assert_eq!(schema.apply(&drop_table("base")), Err(needed));
    let rename = Operation::RenameTable {
        from: "base".into(),
        to: "root".into(),
    };
    schema.apply(&rename).unwrap();
    assert_eq!(
        schema.tables[&"child".into()].options.inherits,
        ["root".into()]
    );
}

#[test]
fn a_partition_comes_and_goes_with_its_table() {
    let parted = |parts: &[(&str, Option<&str>)]| {
        let mut table = columns(&["a"]);
        table.options.partition_by = Some("LIST (a)".to_owned());
        for (name, of) in parts {
            let mut part = Partition::new("DEFAULT");
            part.of = of.map(Into::into);
            table.partitions.insert((*name).into(), part);
        }
        table
    };
    let mut schema = Schema::default();
    let lost = parted(&[("p", Some("q")), ("q", Some("p"))]);
    assert!(schema.apply(&create("m", lost)).is_err());
    let mut undivided = parted(&[("p", None)]);
    undivided.options.partition_by = None;
    assert!(schema.apply(&create("m", undivided)).is_err());
    let whole = parted(&[("p", None), ("q", Some("p"))]);
    schema.apply(&create("m", whole)).unwrap();
    let exists = Fault::Exists(Object::Table("q".into()));
    assert_eq!(schema.apply(&create("q", columns(&["a"]))), Err(exists));
    assert_eq!(
        invert(Some(&schema), &drop_table("p")),
        Err(Irreversible::Partition("p".into()))
    );
    let inverse = invert(Some(&schema), &drop_table("m")).unwrap();
    let mut after = schema.clone();
    after.apply(&drop_table("m")).unwrap();
    after.apply_all(&inverse).unwrap();
    assert_eq!(after, schema);
    // What is done to it is done where nobody looks.
    after.apply(&drop_column("q", "a")).unwrap();
    assert_eq!(after, schema);
    after.apply(&drop_table("p")).unwrap();
    assert!(after.tables[&"m".into()].partitions.is_empty());
}

#[test]
fn rows_go_with_the_table_that_was_made_for_them() {
    let rows = BulkInsert::new("a".into(), names(&["b"]), vec![vec![1.into()]]);
    let list = [create("a", columns(&["b"])), Operation::BulkInsert(rows)];
    assert_eq!(invert_all(None, &list), Ok(vec![drop_table("a")]));
    let alone = invert_all(None, &list[1..]).unwrap_err();
    assert_eq!(alone.why, Irreversible::Rows("a".into()));
    let sql = [drop_column("a", "b"), Operation::Execute("SELECT 1".into())];
    let at = invert_all(None, &sql[1..]).unwrap_err();
    assert_eq!((at.operation, at.why), (0, Irreversible::Sql));
}

#[test]
fn a_reverse_is_resolved_by_the_schema_before() {
    let before = sample();
    let upgrade = vec![
        Operation::DropIndex {
            name: "ix_age".into(),
            table: "users".into(),
            concurrently: false,
            if_exists: false,
        },
        create("a", columns(&["b"])),
    ];
    let downgrade = [Operation::Reverse(upgrade.clone())];
    let resolved = resolve_reverse(&before, &downgrade).unwrap();
    assert_eq!(resolved[0], drop_table("a"));
    let mut after = before.clone();
    after.apply_all(&upgrade).unwrap();
    after.apply_all(&resolved).unwrap();
    assert_eq!(after, before);
}
