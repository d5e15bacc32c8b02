use super::*;
use crate::Backend;
use crate::op::Beside;
use crate::operation::{Operation, Run};

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source {
        path: "a.rs".into(),
        text: text.to_owned(),
    })
}

/// A file with these functions below its header.
fn file(body: &str) -> String {
    format!(
        "//! Ä test\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"a\",\n}}\n\n{body}\n"
    )
}

fn upgrade(text: &str) -> Recorded<Place> {
    match read(&source(text), "upgrade", Backend::Sqlite) {
        Ok(recorded) => recorded,
        Err(unread) => panic!("{unread:?}: {}", &text[unread.span.clone()]),
    }
}

/// What is underlined, and why it is not read.
fn unread(text: &str) -> (String, String) {
    let unread = read(&source(text), "upgrade", Backend::Sqlite).expect_err("not to be read");
    let why = match unread.why {
        Why::NeedsCompiling(why) => why,
        other => panic!("{other:?}"),
    };
    (text[unread.span].to_owned(), why)
}

fn execute(sql: &str) -> Operation {
    Operation::Execute(sql.into())
}

#[test]
fn texts_are_read_in_every_spelling_and_found_where_they_stand() {
    let text = file(
        r##"pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 'ä'").execute(r#"SELECT "b" FROM t"#);
    op.execute("SELECT\t\u{e4} \
        FROM t");
    (op).execute("
SELECT 1;
");
}"##,
    );
    for text in [&text, &text.replace('\n', "\r\n")] {
        let recorded = upgrade(text);
        let expected = [
            execute("SELECT 'ä'"),
            execute("SELECT \"b\" FROM t"),
            execute("SELECT\tä FROM t"),
            execute("\nSELECT 1;\n"),
        ];
        assert_eq!(recorded.operations, expected);
        let places = recorded.calls.iter().map(|call| &call.place);
        let places: Vec<_> = places.map(|place| &place.text()[place.span()]).collect();
        assert_eq!(places[..2], ["SELECT 'ä'", "SELECT \"b\" FROM t"]);
        assert!(places[2].starts_with("\"SELECT\\t"), "{}", places[2]);
        let lines = if text.contains('\r') {
            "\"\r\nSELECT 1;\r\n\""
        } else {
            "\nSELECT 1;\n"
        };
        assert_eq!(places[3], lines);
    }
}

#[test]
fn a_mark_of_order_and_a_line_for_the_shell_move_nothing() {
    let text = file("pub fn upgrade(op: &mut Op) { op.execute(\"A\"); }");
    for before in ["\u{feff}", "#!/usr/bin/env cargo\n", "\u{feff}#!x\n"] {
        let text = format!("{before}{text}");
        let recorded = upgrade(&text);
        let place = &recorded.calls[0].place;
        assert_eq!(&place.text()[place.span()], "A");
    }
}

#[test]
fn functions_of_the_file_are_reversed() {
    let text = file(
        "pub fn upgrade(o: &mut revision_core::Op) { o.reverse(other); }
fn other(_: &mut ::revision_core::prelude::Op) {}
pub fn downgrade(op: &mut Op) { op.reverse(upgrade).reverse(filled); }
fn filled(op: &mut Op) { op.execute(\"A\"); }",
    );
    let recorded = read(&source(&text), "downgrade", Backend::Sqlite).expect("to be read");
    let expected = [
        Operation::Reverse(vec![Operation::Reverse(Vec::new())]),
        Operation::Reverse(vec![execute("A")]),
    ];
    assert_eq!(recorded.operations, expected);
    let Beside::Reversed(calls) = &recorded.calls[1].beside else {
        panic!("{recorded:?}");
    };
    let place = &calls[0].place;
    assert_eq!(&place.text()[place.span()], "A");
}

#[test]
fn what_leads_back_to_itself_ends() {
    let text = file(
        "pub fn upgrade(op: &mut Op) { op.reverse(upgrade).reverse(upgrade).reverse(upgrade); }",
    );
    let recorded = upgrade(&text);
    assert!(matches!(recorded.refused, Some(Refused::Circle(_))));
}

#[test]
fn data_work_is_known_by_name_and_sql() {
    let text = file(
        "pub fn upgrade(op: &mut Op) { op.run(fill).sql(\"A\"); op.run(crate::fill::<u8>); }
async fn fill(connection: &mut Connection) -> Result { if true { helper!() } Ok(()) }",
    );
    let recorded = upgrade(&text);
    let run = |sql: Option<&str>| {
        Operation::Run(Run {
            name: "fill".to_owned(),
            sql: sql.map(str::to_owned),
        })
    };
    assert_eq!(recorded.operations, [run(Some("A")), run(None)]);
    assert!(matches!(recorded.calls[0].beside, Beside::Nothing));
}

#[test]
fn without_a_downgrade_there_is_no_way_back() {
    let text = file("pub fn upgrade(_: &mut Op) {}");
    let recorded = read(&source(&text), "downgrade", Backend::Sqlite).expect("to be read");
    assert!(matches!(recorded.refused, Some(Refused::NoFunction)));
    let none = read(&source(&file("")), "upgrade", Backend::Sqlite).expect_err("no upgrade");
    assert!(matches!(none.why, Why::NoUpgrade));
}

#[test]
fn what_is_more_than_calls_needs_compiling() {
    for (statement, underlined) in [
        ("helper(op);", "helper(op)"),
        ("for _ in 0..2 { op.execute(\"A\"); }", "0..2"),
        (
            "'a: for _ in [1] { break 'a; }",
            "'a: for _ in [1] { break 'a; }",
        ),
        ("while true {}", "while true {}"),
        (
            "if let Postgres = op.dialect() {}",
            "let Postgres = op.dialect()",
        ),
        (
            "if op.dialect() == \"sqlite\" {}",
            "op.dialect() == \"sqlite\"",
        ),
        ("if 1 == 1 {}", "1 == 1"),
        ("match op.dialect() { Postgress => {} }", "Postgress"),
        (
            "match op.dialect() { Postgres | Other => {}, _ => {} }",
            "Other",
        ),
        (
            "match op.dialect() { Postgres => {} }",
            "match op.dialect() { Postgres => {} }",
        ),
        (
            "match op.dialect() { #[cfg(test)] Sqlite => {}, _ => {} }",
            "#[cfg(test)]",
        ),
        ("match 1 { _ => {} }", "1"),
        (
            "let Some(x) = None else { return };",
            "let Some(x) = None else { return };",
        ),
        ("let Postgres = op.dialect();", "Postgres"),
        ("let x: Wrapped = \"a\"; op.execute(x);", "Wrapped"),
        ("let x = \"a\".to_owned();", "to_owned"),
        ("let x; x = \"a\";", "let x;"),
        ("#[cfg(test)] let x = \"a\";", "#[cfg(test)]"),
        ("op.drop_table(\"a\").if_not_exists();", "if_not_exists"),
        ("op.drop_table(1);", "1"),
        ("op.drop_table([\"a\"]);", "[\"a\"]"),
        (
            "op.add_column(\"t\", column(\"a\", integer()).default(1u8));",
            "1u8",
        ),
        (
            "op.add_column(\"t\", column(\"a\", integer()).default('x'));",
            "'x'",
        ),
        (
            "op.add_column(\"t\", column(\"a\", decimal(1, 2)));",
            "decimal(1, 2)",
        ),
        (
            "op.add_column(\"t\", column(\"a\", numeric(1, 2).auto_increment()));",
            "auto_increment",
        ),
        (
            "op.add_column(\"t\", column(\"a\", array(bigint().auto_increment())));",
            "bigint().auto_increment()",
        ),
        (
            "op.add_column(\"t\", column(\"a\", custom::text()));",
            "custom::text()",
        ),
        (
            "op.add_column(\"t\", column(\"a\", varchar(256)).default(9_223_372_036_854_775_808));",
            "9_223_372_036_854_775_808",
        ),
        (
            "op.create_table(\"t\", [column(\"a\", text()), #[cfg(test)] column(\"b\", text())]);",
            "#[cfg(test)]",
        ),
        ("op.create_unique(\"t\", COLUMNS);", "COLUMNS"),
        ("op.create_unique(\"t\", [\"a\"; 10_000_000]);", "\"a\""),
        ("let t = op.drop_table(\"a\"); op.execute(t);", "t"),
        (
            "let column = 1; op.add_column(\"t\", column(\"a\", text()));",
            "column",
        ),
        ("op.bulk_insert(\"t\", [\"a\"], [(Some(1),)]);", "Some(1)"),
        ("op.bulk_insert(\"t\", [\"a\"], [(f32::NAN,)]);", "f32::NAN"),
        ("op.execute(&format!(\"{}\", 1));", "format!(\"{}\", 1)"),
        ("let op = other();", "other()"),
        ("fn inner() {}", "fn inner() {}"),
        ("sqls!(op);", "sqls!(op);"),
        ("#[cfg(test)] op.execute(\"A\");", "#[cfg(test)]"),
        ("op.execute(#[cfg(test)] \"A\");", "#[cfg(test)]"),
        ("op.execute(SQL);", "SQL"),
        (
            "op.execute(include_str!(\"a.sql\"));",
            "include_str!(\"a.sql\")",
        ),
        ("op.execute(\"A\", \"B\");", "execute"),
        ("op.execute(b\"A\");", "b\"A\""),
        ("op.execute(c\"A\");", "c\"A\""),
        ("op.execute(\"A\")", "op.execute(\"A\")"),
        ("op.wipe(\"A\");", "wipe"),
        ("op.execute(\"A\").sql(\"B\");", "sql"),
        ("other.execute(\"A\");", "other"),
        ("op.reverse(elsewhere);", "elsewhere"),
        ("op.reverse(super::upgrade);", "super::upgrade"),
        ("op.reverse(|op| {});", "|op| {}"),
        ("op.run(async |c| Ok(()));", "async |c| Ok(())"),
        ("op.run::<Fill>(fill);", "::<Fill>"),
    ] {
        let text = file(&format!("pub fn upgrade(op: &mut Op) {{ {statement} }}"));
        assert_eq!(unread(&text).0, underlined);
    }
}

#[test]
fn what_might_mean_something_else_needs_compiling() {
    let plain = "pub fn upgrade(op: &mut Op) {}";
    for (body, underlined) in [
        ("struct Op;", "Op"),
        ("use crate::other::Op;", "Op"),
        ("use crate::other::Mine as Op;", "Op"),
        ("use other as revision_core;", "revision_core"),
        ("extern crate other as revision_core;", "revision_core"),
        ("macro_rules! revision { () => {} }", "revision"),
        ("define_ops! {}", "define_ops"),
        ("fn upgrade() {}", "upgrade"),
        ("#[cfg(test)] mod upgrade {}", "upgrade"),
    ] {
        assert_eq!(unread(&file(&format!("{plain}\n{body}"))).0, underlined);
    }
    let other = "this is not the `fn(op: &mut Op)` of the library's prelude";
    for signature in [
        "async fn upgrade(op: &mut Op)",
        "unsafe fn upgrade(op: &mut Op)",
        "extern \"C\" fn upgrade(op: &mut Op)",
        "fn upgrade<'a>(op: &'a mut Op)",
        "fn upgrade(op: &Op)",
        "fn upgrade(op: &mut other::Op)",
        "fn upgrade(op: &mut Op<u8>)",
        "fn upgrade(op: &mut Op, more: u8)",
        "fn upgrade(ref op: &mut Op)",
        "fn upgrade(op: &mut Op) -> u8",
        "fn upgrade()",
    ] {
        let (underlined, why) = unread(&file(&format!("pub {signature} {{}}")));
        assert_eq!((underlined.as_str(), why.as_str()), (signature, other));
    }
    for attribute in ["#[cfg(test)]", "#[cfg_attr(test, cfg(x))]", "#[rewritten]"] {
        assert_eq!(unread(&file(&format!("{attribute}\n{plain}"))).0, attribute);
    }
    let whole = format!("#![cfg(test)]\n{}", file(plain));
    assert_eq!(unread(&whole).0, "#![cfg(test)]");
    let unknown = "use crate::prelude::*;\npub fn upgrade(op: &mut Op) {}";
    assert_eq!(unread(unknown).1, other);
    // What only looks like it.
    let harmless = file(&format!(
        "#[doc = \"x\"]\n#[allow(unused_variables, reason = \"\")]\n{plain}\n#[cfg(test)]\nmod tests {{ struct Op; }}\nuse std::fmt::{{self, Debug}};\nmacro_rules! mine {{ () => {{}} }}"
    ));
    assert!(upgrade(&harmless).operations.is_empty());
}

#[test]
fn words_that_may_be_others_need_compiling() {
    let add = "pub fn upgrade(op: &mut Op) { op.add_column(\"t\", column(\"a\", text())); }";
    for (item, underlined) in [
        (
            "fn column(name: &str, ty: Type) -> Column { todo!() }",
            "Column",
        ),
        ("use crate::other::column;", "column"),
        ("use crate::other::{text};", "text"),
        ("use crate::other::mine as text;", "text"),
        ("#[cfg(test)] use crate::other::column;", "column"),
        ("struct r#text;", "text"),
        ("static text: fn() -> Type = mine;", "text"),
        ("#[cfg(test)] fn text() -> u8 { 1 }", "#[cfg(test)]"),
        ("const text: &str = \"\";", "text"),
    ] {
        let found = unread(&file(&format!("{add}\n{item}")));
        assert_eq!(found.0.trim_start_matches("r#"), underlined, "{item}");
    }
    let on = "pub fn upgrade(op: &mut Op) { op.execute_on(Sqlite, \"A\"); }";
    for item in [
        "use sqlx::Sqlite;",
        "struct Sqlite;",
        "enum E { Sqlite } use E::Sqlite;",
    ] {
        assert_eq!(unread(&file(&format!("{on}\n{item}"))).0, "Sqlite");
    }
    let number = "pub fn upgrade(op: &mut Op) { op.bulk_insert(\"t\", [\"a\"], [(f64::NAN,)]); }";
    for item in ["mod f64 {}", "use crate::other::*;"] {
        assert_eq!(unread(&file(&format!("{number}\n{item}"))).0, "f64::NAN");
    }
    // Without the prelude no word is the library's.
    for import in [
        "use revision_core::Op;",
        "use revision_core::*;",
        "use revision_core::Op; use revision_core::prelude::text;",
        "use revision_core::Op; #[cfg(test)] use revision_core::prelude::*;",
        "use revision_core::Op; use crate::prelude::*;",
    ] {
        assert_eq!(
            unread(&format!("{import}\n{add}")).0,
            "column(\"a\", text())"
        );
    }
    let some = "use revision_core::prelude::{Op, column, text};";
    assert_eq!(upgrade(&format!("{some}\n{add}")).operations.len(), 1);
}

#[test]
fn constants_and_functions_that_may_be_others_need_compiling() {
    for (body, underlined) in [
        (
            "pub fn upgrade(op: &mut Op) { op.execute(SQL); }\n#[cfg(test)] const SQL: &str = \"\";",
            "#[cfg(test)]",
        ),
        (
            "pub fn upgrade(op: &mut Op) { op.execute(SQL); }\nconst SQL: Wrapped = \"\";",
            "Wrapped",
        ),
        (
            "pub fn upgrade(op: &mut Op) { op.execute(SQL); }\nstatic SQL: &str = \"\";",
            "SQL",
        ),
        (
            "pub fn upgrade(op: &mut Op) { const A: &str = env!(\"A\"); op.execute(A); }",
            "env!(\"A\")",
        ),
        (
            "pub fn upgrade(op: &mut Op) { helper(op, 1); }\nfn helper<T>(op: &mut Op, _: T) {}",
            "fn helper<T>(op: &mut Op, _: T)",
        ),
        (
            "pub fn upgrade(op: &mut Op) { helper(op); }\n#[cfg(test)] fn helper(op: &mut Op) {}",
            "#[cfg(test)]",
        ),
        (
            "pub fn upgrade(op: &mut Op) { helper(\"a\"); }\nfn helper(op: &mut Op) {}",
            "helper",
        ),
        (
            "pub fn upgrade(op: &mut Op) { let helper = 1; helper(op); }\nfn helper(op: &mut Op) {}",
            "helper",
        ),
        (
            "pub fn upgrade(op: &mut Op) { helper(op); }\nfn helper(op: &mut Op) { op.execute(x); }",
            "x",
        ),
        (
            "pub fn upgrade(op: &mut Op) { let x = 1; helper(op); }\nfn helper(op: &mut Op) { op.add_column(\"t\", column(\"a\", varchar(x))); }",
            "x",
        ),
        (
            "const A: u32 = 1;\npub fn upgrade(op: &mut Op) { let A = 2; }",
            "A",
        ),
    ] {
        assert_eq!(unread(&file(body)).0, underlined, "{body}");
    }
}

#[test]
fn methods_that_a_trait_might_have_need_compiling() {
    for call in ["op.dialect()", "[\"a\"].iter()", "text().clone()"] {
        let text = file(&format!(
            "pub fn upgrade(op: &mut Op) {{ let _ = {call}; }}"
        ));
        upgrade(&format!(
            "{text}\nuse std::fmt::Write;\nstruct A;\nimpl A {{}}"
        ));
        for item in [
            "trait Mine { fn dialect(self) -> u8; }",
            "use crate::Mine;",
            "use {std::fmt, crate::Mine as _};",
            "#[cfg(test)] use crate::*;",
        ] {
            let word = unread(&format!("{text}\n{item}")).0;
            assert!(call.contains(&format!(".{word}()")), "{word} of {call}");
        }
    }
}

#[test]
fn what_does_too_much_ends() {
    let too_much = "this does too much to be read";
    let too_deep = "this leads too deep to be read";
    let loops = "for _ in [\"a\"; 1000] { ".repeat(4) + "op.execute(\"A\");" + &"}".repeat(4);
    let doubled: String = (1..64)
        .map(|n| format!("const A{n}: [u8; 2] = [A{}, A{}];", n - 1, n - 1))
        .collect::<Vec<_>>()
        .join("\n");
    let fans: Vec<String> = (1..12)
        .map(|n| {
            format!(
                "fn f{n}(op: &mut Op) {{ {} }}\n",
                format!("f{}(op);", n + 1).repeat(9)
            )
        })
        .collect();
    let fans = fans.concat();
    let reversed = fans.replace("f1(", "r1(");
    for (body, why) in [
        (
            format!("pub fn upgrade(op: &mut Op) {{ {loops} }}"),
            too_much,
        ),
        (
            format!("const A0: u8 = 1;\n{doubled}pub fn upgrade(op: &mut Op) {{ let a = A63; }}"),
            too_much,
        ),
        (
            format!("pub fn upgrade(op: &mut Op) {{ f1(op); }}\n{fans}fn f12(op: &mut Op) {{}}"),
            too_much,
        ),
        (
            format!(
                "pub fn upgrade(op: &mut Op) {{ op.reverse(r1); }}\n{reversed}fn f12(op: &mut Op) {{}}"
            ),
            too_much,
        ),
        (
            "pub fn upgrade(op: &mut Op) { a(op); }\nfn a(op: &mut Op) { a(op); }".to_owned(),
            too_deep,
        ),
        (
            "const A: u8 = B;\nconst B: u8 = A;\npub fn upgrade(op: &mut Op) { let a = A; }"
                .to_owned(),
            too_deep,
        ),
    ] {
        assert_eq!(unread(&file(&body)).1, why);
    }
}

#[test]
fn the_library_is_known_by_every_way_to_name_it() {
    for import in [
        "use revision_core::{Op, revision};",
        "use ::revision_core::prelude::{self, *};",
        "use revision_core::{prelude::{Op}};",
    ] {
        let text = format!("{import}\npub fn upgrade(op: &mut Op) {{ op.execute(\"A\"); }}");
        assert_eq!(upgrade(&text).operations, [execute("A")]);
    }
}

#[test]
fn what_is_no_rust_is_told_with_its_place() {
    for (body, underlined) in [
        ("pub fn upgrade(op: &mut Op) { op.execute(\"A\" }", ""),
        ("pub fn upgrade(op: &mut Op) { op.execute(\"A) }", ""),
        ("pub fn upgrade(op &mut Op) {}", "&"),
        ("pub fn upgrade(op: &mut Op) { op.; }", ";"),
    ] {
        let text = file(body);
        let unread = read(&source(&text), "upgrade", Backend::Sqlite).expect_err("not to be read");
        let Why::NotRust(why) = unread.why else {
            panic!("{unread:?}");
        };
        assert!(!why.is_empty());
        let found = &text[unread.span.clone()];
        assert!(underlined.is_empty() || found == underlined, "{found}");
    }
}

#[test]
fn what_nests_deep_neither_overflows_nor_is_guessed() {
    let nests: [(&str, &str, &str); 22] = [
        ("(", "other", ")"),
        ("{", "other", "}"),
        ("[", "other", "]"),
        ("f(", "other", ")"),
        ("(||", "other", ")"),
        ("!", "other", ""),
        ("|| ", "other", ""),
        ("return ", "other", ""),
        ("a = ", "other", ""),
        ("if a {", "b", "}"),
        ("match a { _ => ", "b", "}"),
        ("mod a {", "", "}"),
        ("let a: ", "u8", ""),
        ("let a: Vec<", "u8", ">"),
        ("Vec::<", "u8", ">"),
        ("let (", "a", ") = b"),
        ("if a {} else ", "{}", ""),
        ("", "op", ".execute(\"A\")"),
        ("", "other", ".a"),
        ("", "other", "?"),
        ("", "other", " + a"),
        ("", "other", " as u8"),
    ];
    let types: [(&str, &str, &str); 5] = [
        ("&", "u8", ""),
        ("Vec<", "u8", ">"),
        ("fn(", "u8", ")"),
        ("impl Fn() -> ", "u8", ""),
        ("(", "u8", ",)"),
    ];
    let read_all = |statement: String| {
        let text = file(&format!("pub fn upgrade(op: &mut Op) {{ {statement} }}"));
        // That it comes back at all is what matters.
        let _ = read(&source(&text), "upgrade", Backend::Sqlite);
    };
    for times in [100, 240, 490, 20_000] {
        for (before, inner, after) in nests {
            let (before, after) = (before.repeat(times), after.repeat(times));
            read_all(format!("{before}{inner}{after};"));
        }
        for (before, inner, after) in types {
            let (before, after) = (before.repeat(times), after.repeat(times));
            read_all(format!("let a: {before}{inner}{after};"));
        }
    }
    let deep = format!(
        "pub fn upgrade(op: &mut Op) {{ {}other; }}",
        "!".repeat(600)
    );
    assert_eq!(unread(&file(&deep)).1, "this is nested too deep to be read");
    // Width is no depth.
    let long = "op.execute(\"A\");\n".repeat(5_000);
    let text = file(&format!("pub fn upgrade(op: &mut Op) {{ {long} }}"));
    assert_eq!(upgrade(&text).operations.len(), 5_000);
    let chain = ".execute(\"A\")".repeat(80);
    let text = file(&format!("pub fn upgrade(op: &mut Op) {{ op{chain}; }}"));
    assert_eq!(upgrade(&text).operations.len(), 80);
}

#[test]
fn every_word_is_read_as_it_is_compiled() {
    let text = include_str!("../../../tests/files/every_word.rs");
    for dialect in Backend::ALL {
        for (name, function) in [
            ("upgrade", every_word::upgrade as fn(&mut crate::Op)),
            ("downgrade", every_word::downgrade),
        ] {
            let read = read(&source(text), name, dialect);
            let read = read.unwrap_or_else(|unread| {
                panic!("{unread:?}: {}", &text[unread.span.clone()]);
            });
            let compiled = crate::op::record(function, dialect);
            assert_eq!(read.operations.len(), compiled.operations.len());
            for (read, compiled) in read.operations.iter().zip(&compiled.operations) {
                assert_eq!(read, compiled);
            }
            let read = read.calls.iter().map(|call| call.place.line());
            let compiled = compiled.calls.iter().map(|call| call.place.line());
            let differ = read
                .zip(compiled)
                .find(|(read, compiled)| *read != *compiled as usize);
            assert_eq!(differ, None);
        }
    }
}

/// The words that the source of the vocabulary declares, so that none is left out above.
#[test]
fn every_word_is_among_every_word() {
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/op"
    ))];
    let used = include_str!("../../../tests/files/every_word.rs");
    let mut words = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the vocabulary") {
            let path = entry.expect("a file of it").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("its text");
            let (_, blocks) = text.split_once("#[vocabulary").unwrap_or_default();
            for line in blocks.lines() {
                let Some((_, declared)) = line.split_once("    pub fn ") else {
                    continue;
                };
                let word = declared.split(['(', '<']).next().unwrap_or_default();
                words += 1;
                // Only `new` of `Op` is no word.
                let known = used.contains(&format!("{word}(")) || word == "new";
                assert!(known, "`{word}` of {} is not tried", path.display());
            }
        }
    }
    assert!(words > 250, "found {words} words");
}

#[test]
fn a_constant_knows_what_it_knows_where_it_stands() {
    let text = file(
        "const A: &str = \"file\";\nconst FILE: &str = A;\n
pub fn upgrade(op: &mut Op) {
    const A: &str = \"outer\";
    const OUTER: &str = A;
    let held = A;
    {
        const A: &str = \"inner\";
        const INNER: &str = A;
        op.execute(FILE).execute(OUTER).execute(INNER).execute(held);
    }
    op.execute(A);
}",
    );
    let expected = ["file", "outer", "inner", "outer", "outer"].map(execute);
    assert_eq!(upgrade(&text).operations, expected);
}
