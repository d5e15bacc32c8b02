use std::fs;

use super::{Models, models};
use crate::config::Config;
use crate::schema::{
    Action, Default, ForeignKey, IndexKey, Nulls, QualifiedName, Size, Table, Type,
};
use crate::source::Renamed;
use crate::{Backend, Diagnostic};

fn read(files: &[(&str, &str)]) -> Result<Models, Vec<Diagnostic>> {
    read_with("", files)
}

fn read_with(config: &str, files: &[(&str, &str)]) -> Result<Models, Vec<Diagnostic>> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let path = folder.path().join(Config::FILE_NAME);
    models(&Config::parse(&path, config.to_owned()).unwrap())
}

fn table(text: &str) -> Table {
    let models = read(&[("src/models.rs", text)]).unwrap_or_else(|faults| panic!("{faults:#?}"));
    models.schema.tables.into_values().next().unwrap()
}

/// The faults of a file, each as `line:column message` with its help behind it.
fn faults(text: &str) -> Vec<String> {
    let Err(faults) = read(&[("src/models.rs", text)]) else {
        return Vec::new();
    };
    let told = faults.iter().map(|fault| {
        let place = fault.place.as_ref().unwrap();
        let mut told = format!("{}:{} {}", place.line(), place.column(), fault.message);
        for help in &fault.help {
            told.push_str(" | ");
            told.push_str(help);
        }
        told
    });
    told.collect()
}

#[test]
fn a_struct_is_a_table() {
    let text = r#"
        use revision_core::{SqlEnum, Table};

        #[derive(sqlx::FromRow, Table)]
        #[table(index("team_id", "created_at desc nulls last"), check("age >= 0", name = "age_ok"))]
        pub struct UserAccount {
            #[column(primary_key)]
            id: i64,
            #[column(type = varchar(255), default = "", unique)]
            email: String,
            #[column(default_sql = "CURRENT_TIMESTAMP", default_sql(sqlite = "(unixepoch())"))]
            created_at: jiff::Timestamp,
            #[column(references = "user_account.id", on_delete = set_null)]
            team_id: Option<i64>,
            r#type: Option<Status>,
            age: i32,
        }

        #[derive(SqlEnum)]
        #[sqlx(type_name = "status", rename_all = "lowercase")]
        enum Status { Active, #[sqlx(rename = "gone")] Left }
    "#;
    let models = read(&[("src/a/models.rs", text)]).unwrap();
    assert_eq!(models.files, [std::path::Path::new("src/a/models.rs")]);
    let table = &models.schema.tables[&"user_account".into()];
    let columns: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(
        columns,
        ["id", "email", "created_at", "team_id", "type", "age"]
    );
    let column = |name: &str| table.columns.named(name).unwrap();
    assert!(column("id").identity.is_some());
    assert!(!column("id").nullable && column("team_id").nullable);
    assert_eq!(column("email").ty, Type::Varchar(Some(255)));
    assert_eq!(column("email").default, Some(Default::Value("".into())));
    assert_eq!(column("type").ty, Type::Enum("status".into()));
    assert_eq!(
        models.schema.enums[&"status".into()].values,
        ["active", "gone"]
    );
    let on = &column("created_at").on[&Backend::Sqlite];
    assert_eq!(on.default, Some(Default::Sql("(unixepoch())".to_owned())));
    let index = &table.indexes["ix_user_account_team_id_created_at"];
    assert_eq!(index.columns[1].nulls, Some(Nulls::Last));
    assert!(index.columns[1].descending);
    let key = ForeignKey {
        name: Some("user_account_team_id_fkey".into()),
        on_delete: Action::SetNull,
        ..ForeignKey::new(
            vec!["team_id".into()],
            "user_account".into(),
            vec!["id".into()],
        )
    };
    assert_eq!(table.foreign_keys.iter().collect::<Vec<_>>(), [&key]);
    let names = table.constraints();
    let names: Vec<&str> = names
        .iter()
        .map(|one| one.name().unwrap().as_str())
        .collect();
    let expected = [
        "user_account_pkey",
        "user_account_email_key",
        "age_ok",
        "user_account_team_id_fkey",
    ];
    assert_eq!(names, expected);
    let place = crate::operation::Object::Column("user_account".into(), "age".into());
    assert_eq!(models.place(&place).unwrap().line(), 16);
}

#[test]
fn sqlx_says_what_columns_are_called_and_hold() {
    let table = table(
        r#"
        #[derive(Table)]
        #[sqlx(rename_all = "camelCase")]
        struct A {
            first_name: String,
            #[sqlx(rename = "last")]
            last_name: Box<str>,
            #[sqlx(skip)]
            greeting: Nothing,
            #[sqlx(json)]
            settings: Settings,
            #[sqlx(json(nullable))]
            more: Option<Settings>,
            #[sqlx(try_from = "i64")]
            age: Age,
            #[sqlx(flatten)]
            address: Address,
            #[column(skip)]
            other: Nothing,
        }

        #[derive(Table)]
        #[table(embedded)]
        struct Address {
            street: Option<String>,
            #[column(index)]
            city: String,
        }
        "#,
    );
    let columns = table.columns.iter();
    let columns: Vec<_> = columns
        .map(|column| (column.name.as_str(), column.ty.clone(), column.nullable))
        .collect();
    let text = || Type::Text(Size::Plain);
    let expected = [
        ("firstName", text(), false),
        ("last", text(), false),
        ("settings", Type::Jsonb, false),
        ("more", Type::Jsonb, true),
        ("age", Type::BigInt { unsigned: false }, false),
        ("street", text(), true),
        ("city", text(), false),
    ];
    assert_eq!(columns, expected);
    assert!(table.indexes.contains_key("ix_a_city"));
}

#[test]
fn a_key_is_counted_up_if_it_is_one_integer_of_its_own() {
    for (field, counted) in [
        ("#[column(primary_key)] id: i32", true),
        ("#[column(primary_key)] id: u64", true),
        ("#[column(primary_key, type = smallint)] id: Id", true),
        ("#[column(primary_key, identity = false)] id: i32", false),
        ("#[column(primary_key)] id: Uuid", false),
        ("#[column(primary_key, default = 1)] id: i32", false),
        (
            "#[column(primary_key, references = \"a.id\")] id: i32",
            false,
        ),
        (
            "#[column(primary_key)] id: i32, #[column(primary_key)] b: i32",
            false,
        ),
    ] {
        let table = table(&format!("#[derive(Table)] struct A {{ {field} }}"));
        let column = table.columns.named("id").unwrap();
        assert_eq!(column.identity.is_some(), counted, "{field}");
        assert!(!column.nullable, "{field}");
    }
}

#[test]
fn parts_of_indexes_are_columns_or_expressions() {
    let table = table(
        r#"
        #[derive(Table)]
        #[table(
            index("lower(name)", "(a || name)", name = "i", unique, using = gin, where = "a > 'x'", include("a")),
            index("name(20)", "\"a\"", name = "j"),
        )]
        struct T { name: String, a: String }
        "#,
    );
    let index = &table.indexes["i"];
    let keys: Vec<_> = index
        .columns
        .iter()
        .map(|column| column.key.clone())
        .collect();
    let sql = |text: &str| IndexKey::Sql(text.to_owned());
    assert_eq!(keys, [sql("lower(name)"), sql("a || name")]);
    assert!(index.unique && index.method.as_deref() == Some("gin"));
    assert_eq!(index.predicate.as_deref(), Some("a > 'x'"));
    let index = &table.indexes["j"];
    assert_eq!(index.columns[0].key, IndexKey::Column("name".into()));
    assert_eq!(index.columns[0].length, Some(20));
    assert_eq!(index.columns[1].key, IndexKey::Column("a".into()));
}

#[test]
fn views_schemas_and_renames_are_read() {
    let text = r#"
        #[derive(Table)]
        #[table(schema = "app", renamed_from = "b", exclude("room with =", "during with &&", using = gist))]
        struct A { #[column(renamed_from = "r")] room: i32, during: PgRange<i32> }
        #[derive(Table)]
        #[table(view = "SELECT 1 AS one", materialized, index("one", unique))]
        struct V { one: Whatever<i32> }
    "#;
    let models = read(&[("src/models.rs", text)]).unwrap();
    assert!(models.schema.namespaces.contains_key("app"));
    let name = QualifiedName::from("app.a");
    let exclusion = models.schema.tables[&name].exclusions.first().unwrap();
    assert_eq!(exclusion.elements[1].operator, "&&");
    assert!(models.schema.views[&"v".into()].indexes["ix_v_one"].unique);
    let table = Renamed::Table {
        from: "app.b".into(),
        to: name.clone(),
    };
    let column = Renamed::Column {
        table: name,
        from: "r".into(),
        to: "room".into(),
    };
    assert_eq!(models.renamed, [table, column]);
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    let of_field = |field: &str| faults(&format!("#[derive(Table)]\nstruct A {{\n{field}\n}}"));
    for (field, expected) in [
        (
            "#[column(primary_kye)] id: i32,",
            "3:10 `#[column(…)]` has no word `primary_kye` | did you mean `primary_key`?",
        ),
        (
            "#[column(type = varchr(1))] a: S,",
            "3:17 there is no type `varchr` | did you mean `varchar`?",
        ),
        (
            "#[column(type = varchar(\"x\"))] a: S,",
            "3:25 `varchar` does not take this, as far as is read",
        ),
        (
            "#[column(default = Some(1))] a: i32,",
            "3:20 the call of another function is not read",
        ),
        (
            "#[column(on_delete = cascade)] a: i32,",
            "3:22 this is said of a reference: `references = \"table.column\"` is missing",
        ),
        (
            "#[column(references = \"a.a\", on_delete = cascad)] a: i32,",
            "3:42 `on_delete` is never `cascad` | did you mean `cascade`?",
        ),
        (
            "#[column(unique, unique)] a: i32,",
            "3:18 `unique` is said twice",
        ),
        (
            "#[column(unique = true)] a: i32,",
            "3:10 `unique` is written by itself, without a value",
        ),
        (
            "#[column(name = 5)] a: i32,",
            "3:10 `name` is written `name = \"…\"`",
        ),
        (
            "#[column(name = \"b\")] #[sqlx(rename = \"c\")] a: i32,",
            "3:17 the column is `b` here and `c` to sqlx | sqlx reads the column by its own word, `#[sqlx(rename = \"…\")]`, which is enough",
        ),
        (
            "#[column(default_sql(postgre = \"1\"))] a: i32,",
            "3:22 `default_sql(…)` has no word `postgre` | did you mean `postgres`?",
        ),
        (
            "#[column(generated = \"1\", default = 1)] a: i32,",
            "3:22 what is computed has no default",
        ),
        (
            "#[column(primary_key)] a: Option<i32>,",
            "3:10 a column of a primary key holds something, and this is an `Option`",
        ),
        (
            "a: Money,",
            "3:4 nobody knows which column `Money` means | say which column it is: `#[column(type = varchar(120))]` | an enum of the database derives `revision_core::SqlEnum`",
        ),
        (
            "a: HashMap<i32, i32>,",
            "3:4 only the compiler knows which column this type means | say which column it is: `#[column(type = varchar(120))]`",
        ),
        (
            "#[column(flatten)] a: B,",
            "3:23 no struct `B` is known to have columns | it derives `revision_core::Table`, with `#[table(embedded)]` if it is no table of its own",
        ),
        ("#[column(flatten)] a: A,", "3:23 `A` stands in itself"),
        (
            "#[column(references = \"teams.id\")] a: i32,",
            "3:23 there is no table `teams` | if another chain has it, say so in `revision.toml`: `external = [\"teams\"]`",
        ),
        (
            "#[column(references = \"a.b\")] a: i32,",
            "3:23 there is no column `b` in `a` | did you mean `a`?",
        ),
        (
            "#[column(references = \"a\")] a: i32,",
            "3:23 a reference names a table and its column: `references = \"teams.id\"`",
        ),
        ("", "2:8 `A` has no column"),
    ] {
        let expected: &[&str] = &[expected];
        assert_eq!(of_field(field), expected, "{field}");
    }
}

#[test]
fn what_contradicts_itself_is_said() {
    for (text, expected) in [
        (
            "#[derive(Table)] struct A { a: i32 }\n#[derive(Table)] #[table(name = \"a\")] struct B { a: i32 }",
            "2:46 two structs are the table `a` | `#[table(name = \"…\")]` gives one of them another name",
        ),
        (
            "#[derive(Table)] #[table(primary_key(\"a\"))] struct A { #[column(primary_key)] a: i32 }",
            "1:26 a table has one primary key, and a column is marked as one too",
        ),
        (
            "#[derive(Table)] #[table(unique(\"b\"))] struct A { a: i32 }",
            "1:33 there is no column `b` | did you mean `a`?",
        ),
        (
            "#[derive(Table)] #[table(index(\"a\", \"emial\"))] struct A { a: i32, email: i32 }",
            "1:37 there is no column `emial` | did you mean `email`?",
        ),
        (
            "#[derive(Table)] struct A<T> { a: T }",
            "1:27 a struct with type parameters is several types, and a table is one",
        ),
        (
            "#[derive(Table)] struct A(i32);",
            "1:25 a table's columns have the names of fields, which this struct has not",
        ),
        (
            "#[derive(Table)] enum A { B }",
            "1:23 `Table` is for structs; an enum's variants are values of a `SqlEnum`",
        ),
        (
            "#[derive(SqlEnum)] enum A { B(i32) }",
            "1:29 a value of a database's enum holds nothing more",
        ),
        (
            "type Id = i64; #[derive(Table)] struct A { id: Id }",
            "1:48 `Id` is another name for a type, which only the compiler follows | say which column it is: `#[column(type = varchar(120))]`",
        ),
        (
            "#[derive(Table)] struct A { a: S } mod x { #[derive(SqlEnum)] enum S { A } } mod y { #[derive(SqlEnum)] #[sqlx(type_name = \"t\")] enum S { B } }",
            "1:32 several are called `S`, and this may be any of them | give one of them another name",
        ),
        (
            "mod x { #[derive(SqlEnum)] enum S { A } } mod y { #[derive(SqlEnum)] enum S { B } }",
            "1:75 the enum `s` has other values elsewhere",
        ),
        (
            "macro_rules! m { () => { #[derive(Table)] struct A { a: i32 } } }",
            "1:35 a model that a macro makes cannot be read | write the struct out, with its derive and its fields",
        ),
        (
            "m! { #[derive(Debug, revision_core::Table)] struct A { a: i32 } }",
            "1:22 a model that a macro makes cannot be read | write the struct out, with its derive and its fields",
        ),
        (
            "fn f() { #[derive(Table)] struct A { a: i32 } }",
            "1:19 a model inside of other code cannot be read | move it out, to the file or a module",
        ),
        (
            "#[derive(Table)] struct A {",
            "1:27 the models of this file cannot be read: a bracket or a quote is left open, or closes nothing",
        ),
    ] {
        let expected: &[&str] = &[expected];
        assert_eq!(faults(text), expected, "{text}");
    }
}

#[test]
fn one_mistake_is_one_fault() {
    let text = r#"
        #[derive(Table)] struct A { #[column(references = "b.id")] a: i32, s: S }
        #[derive(Table)] struct B { #[column(primry_key)] id: i32 }
        #[derive(SqlEnum)] enum S { A(i32) }
    "#;
    let faults = faults(text);
    assert_eq!(faults.len(), 2, "{faults:#?}");
}

#[test]
fn what_is_left_out_is_no_model() {
    let text = r#"
        #[derive(Table)]
        struct A {
            a: i32,
            #[cfg(test)]
            b: i32,
            #[cfg(feature = "x")]
            c: i32,
            #[cfg_attr(feature = "x", column(type = text))]
            d: i32,
            #[cfg_attr(test, column(type = text))]
            e: i32,
        }
        #[cfg(test)]
        #[derive(Table)]
        struct B { a: i32 }
        #[cfg(all(test, feature = "x"))]
        mod tests { #[derive(Table)] struct C { a: i32 } }
        #[cfg(not(test))]
        mod inner { #[cfg_attr(not(test), derive(Table))] struct D { a: i32 } }
        #[test]
        fn f() { #[derive(Table)] struct E { a: i32 } }
        mod other { use cli_table::Table; #[derive(Table)] struct F { a: i32 } }
        mod renamed { use revision_core::Table as Model; #[derive(Model)] struct G { a: i32 } }
    "#;
    let models = read(&[("src/models.rs", text)]).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let tables: Vec<String> = models
        .schema
        .tables
        .keys()
        .map(ToString::to_string)
        .collect();
    assert_eq!(tables, ["a", "d", "g"]);
    let columns = &models.schema.tables[&"a".into()].columns;
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["a", "c", "d", "e"]);
    assert_eq!(columns.named("d").unwrap().ty, Type::Text(Size::Plain));
    assert_eq!(
        columns.named("e").unwrap().ty,
        Type::Integer { unsigned: false }
    );
}

#[test]
fn a_type_of_the_applications_own_goes_before_one_of_that_name() {
    let text = r"
        #[derive(Table)] struct A { a: Date }
        #[derive(SqlEnum)] enum Date { First }
    ";
    assert_eq!(table(text).columns[0].ty, Type::Enum("date".into()));
    let text = "use crate::money::Decimal;\n#[derive(Table)] struct A { a: Decimal }";
    assert!(faults(text)[0].contains("nobody knows which column `Decimal` means"));
}

#[test]
fn enums_may_be_kept_as_texts_and_numbers() {
    let text = r#"
        #[derive(Table)] struct A { a: B, b: Vec<C>, c: D }
        #[derive(SqlEnum)] #[repr(i16)] enum B { X = 1 }
        #[derive(SqlEnum)] enum C { X }
        #[derive(SqlEnum)] #[sqlx(type_name = "TEXT")] enum D { X }
    "#;
    let table = table(text);
    let types: Vec<&Type> = table.columns.iter().map(|column| &column.ty).collect();
    let expected = [
        &Type::SmallInt { unsigned: false },
        &Type::Array(Box::new(Type::Enum("c".into()))),
        &Type::Text(Size::Plain),
    ];
    assert_eq!(types, expected);
}

#[test]
fn models_are_found_in_several_crates() {
    let config = r#"
        models = ["crates/*/src", "more.rs"]
        external = ["jobs_*"]
        [naming]
        index = "{columns}_idx"
    "#;
    let model = |name: &str| {
        format!(
            "#[derive(Table)] struct {name} {{ #[column(index, references = \"jobs_x.id\")] a: i32 }}"
        )
    };
    let files = [
        ("crates/a/src/deep/er.rs", model("A")),
        ("crates/b/src/lib.rs", model("B")),
        ("crates/b/tests/lib.rs", model("C")),
        ("crates/b/src/.hidden.rs", model("D")),
        ("more.rs", model("E")),
        ("src/lib.rs", model("F")),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let models = read_with(config, &files).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let tables: Vec<String> = models
        .schema
        .tables
        .keys()
        .map(ToString::to_string)
        .collect();
    assert_eq!(tables, ["a", "b", "e"]);
    assert!(
        models.schema.tables[&"a".into()]
            .indexes
            .contains_key("a_idx")
    );
}

#[test]
fn no_model_is_said_with_where_it_looked() {
    let files = [(
        "src/lib.rs",
        "#[derive(sqlx::FromRow)]\npub struct User { id: i64 }",
    )];
    let fault = read(&files).unwrap_err().remove(0);
    assert_eq!(fault.code.as_str(), "no_models");
    assert_eq!(
        fault.message,
        "no model was found in `src`: one Rust file is there"
    );
    assert_eq!(fault.help[2], "it may be missing on `User`");
    let fault = read(&[]).unwrap_err().remove(0);
    assert_eq!(
        fault.message,
        "no model was found in `src`: no Rust file is there"
    );
}

#[test]
fn what_a_server_does_not_take_is_said_at_the_field() {
    let text = "#[derive(Table)]\nstruct A {\n#[column(unique)] name: String, b: Vec<i32> }";
    let models = read(&[("src/models.rs", text)]).unwrap();
    let server = |name: &str| crate::Server::parse(name).unwrap();
    assert_eq!(models.check(server("postgres")), []);
    let faults = models.check(server("mysql"));
    let place = faults[0].place.as_ref().unwrap();
    assert!(faults[0].message.contains("no arrays"), "{faults:#?}");
    assert_eq!((place.line(), place.column()), (3, 33));
    let text = "#[derive(Table)]\nstruct A {\n#[column(unique)] name: String }";
    let models = read(&[("src/models.rs", text)]).unwrap();
    let faults = models.check(server("mysql"));
    let place = faults[0].place.as_ref().unwrap();
    assert!(faults[0].message.contains("varchar"), "{faults:#?}");
    assert_eq!((place.line(), place.column()), (3, 19));
    let long = "a".repeat(64);
    let text = format!("#[derive(Table)] struct A {{ {long}: i32 }}");
    let models = read(&[("src/models.rs", &text)]).unwrap();
    assert_eq!(models.check(server("mysql")), []);
    let faults = models.check(server("postgres"));
    let [fault] = &*faults else {
        panic!("{faults:#?}");
    };
    let expected =
        format!("the name of the column `{long}` is too long: PostgreSQL takes 63 bytes");
    assert_eq!(fault.message, expected);
    let text = format!(
        "#[derive(Table)] #[table(name = \"{long}\")] struct A {{ #[column(primary_key)] id: i64, a: i32, b: Vec<i32> }}"
    );
    let models = read(&[("src/models.rs", &text)]).unwrap();
    let long_table =
        |server: &str, long: &str| format!("the name of the table `{long}` is too long: {server}");
    let messages = |name: &str| {
        let faults = models.check(server(name)).into_iter();
        faults.map(|fault| fault.message).collect::<Vec<_>>()
    };
    assert_eq!(
        messages("postgres"),
        [long_table("PostgreSQL takes 63 bytes", &long)]
    );
    let text = text.replace(&long, &long.repeat(2));
    let models = read(&[("src/models.rs", &text)]).unwrap();
    let faults = models.check(server("mysql"));
    // And what is wrong with a column is still said.
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(faults[1].message.contains("no arrays"), "{faults:#?}");
}
