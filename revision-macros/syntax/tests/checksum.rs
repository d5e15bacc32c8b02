//! A checksum stays the same whatever a formatter, version control or a comment does to a file, and changes with what the
//! file does.

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use revision_syntax::checksum::{self, Digest};

/// Everything that rustfmt has been seen to add, remove or move.
const UGLY: &str = r#"//! Add email.
use revision_core::prelude::*; use std::fmt; pub(crate) use b::{c,a};
use a::b as d;
extern crate core; mod z; mod a;
revision! { id: "a1", down_revision: "9f", }
/// Doc.
#[derive(Clone,)] struct S<T,> where T: Copy, { a: T, b: (u8, (u8),), }
impl<T: Copy,> S<T> where T: Sized { fn f(&self,) -> T { return self.a } }
pub fn upgrade(op: &mut Op,) {
    use std::collections::{HashMap, BTreeMap};
    op.create_table("users", [column("id", bigint().auto_increment()).primary_key(), column("team_id", uuid()).not_null(),],).unique(["team_id", "a very long name that takes this line over the edge"],);
    op.execute("UPDATE users
        SET a = 'b'");
    op.execute(r"raw
    text");
    let double = |x: i64| { x * 2 };
    let longer = |first_argument: i64, second_argument: i64| first_argument + second_argument + double(first_argument) + double(second_argument);
    let both = ((1 + 2)) * 3; let a = [1, 2, 3,]; let one = (1,);
    match op.dialect() { Postgres => { op.execute("a") }, Sqlite => { op.execute("b"); op.execute("c"); } MySql if both == 9 => op.execute("d"), Other { .. } | Another(_,) => { op.execute("a statement that is long enough to be put on another line than its pattern is, by rustfmt"); },
      Third => op.execute_with_a_long_name("a statement that is long enough to be put on", "another line, by rustfmt"), _ => {} }
    for name in ["a", "b",] { if name == "a" { continue } else { op.drop_column("t", name,) } }
    loop { break }
    let _: HashMap<u8, BTreeMap<u8, u8,>,> = HashMap::new();
}
"#;

/// The same for Rust that a revision hardly has.
const ODD: &str = r#"fn a() -> () { let v = vec!(1, 2); let w = vec!{1}; }
fn b<T>() where { if x {}; ;; let c = |x| -> () { y }; }
struct A {}
extern fn c() {}
#[derive(A)] #[derive(B)] struct D;
fn d() { let a = || { { 1 } }; let b = || { unsafe { f() } }; let c = || { if a { 1 } else { 2 } }; let e = || { m! { x } }; let f = move || { return }; let g = || { match x { _ => {{ 1 }} } };
 match x { A => { if a { 1 } else { 2 } } B => { m!{x} } C => { return } D => {{ 1 }} E => { match y { _ => 1 } } F => { unsafe { 1 } } G => { (|| { 1 })() } H => { x = 1 } I => { loop {} } J => (), K => if a { b } else { c }, L => match z { _ => { } } M => { /* c */ 1 } | N | O => { #[a] 1 } P if { true } => 1, Q => { 'a: loop {} } R => { let _ = 1; } S => { async { 1 } } T => { async move { 1; } } U => unsafe { f(); }, V => { || 1 } W => { f(|x| { 1 }) } }
 f(|a| { g(a) }).h(|b| { { c } }); let x = (((1))); let y = &(1); f((1)); return ((1)); if (a) {} let _ = (a.b)(); }
pub(in crate) struct X; pub(in self) struct Y; impl ::std::fmt::Debug for Z {} fn e(x: impl Fn() -> ()) {} fn g(mut self: Self) { a..=b; x.await?; }
type F = fn(a: u8,) -> (); trait T: A + B {} trait U: {} struct E(u8,); enum V { A(u8,), B { c: u8, }, } static X: &'static [u8] = &[1,]; const fn h() where T: A, {} impl<'a> A<'a,> for B<'a> where {} macro_rules! x { ($a:expr,) => { $a }; }
#[cfg(b)] use b::c; #[cfg(a)] use a::{d, c};
fn j() { match x { A => Map::<B, C>::new(), D => { return Err(Configuration("a text that is long enough to be put on another line")) } E => { Punctuated::<Field, (Ident, Ident)>::new().into_iter().another_name().again() } }; self.0.1; }
fn i() { let Some(x) = y else { return }; let A { b, .. } = c; let [a, ..] = b; let (a, ..,) = c; while let Some(x) = y { break } if let A = b && c { 1 } else if d { 2 } else { 3 } }
"#;

const TAME: &str = "use revision_core::prelude::*;\n\nrevision! {\n    id: \"a\",\n}\n\npub fn upgrade(op: &mut Op) {\n    \
                    op.execute(\"SELECT 1\");\n    op.execute(\"SELECT 2\");\n}\n";

fn rustfmt(text: &str, options: &str) -> String {
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024", "--config", options]);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.expect("rustfmt is installed");
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(text.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "rustfmt takes the file");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn rustfmt_changes_nothing() {
    for text in [UGLY, ODD, TAME] {
        let checksum = checksum::rust(text);
        for options in [
            "max_width=100",
            "max_width=60,use_small_heuristics=Max",
            "max_width=200,use_small_heuristics=Off",
            "hard_tabs=true,newline_style=Windows",
            "match_block_trailing_comma=true,reorder_imports=false",
            "match_arm_leading_pipes=Always,style_edition=2015",
            "tab_spaces=2,fn_params_layout=Vertical,remove_nested_parens=false",
        ] {
            let formatted = rustfmt(text, options);
            assert_ne!(formatted, UGLY, "the test needs something to be formatted");
            assert_eq!(
                checksum::rust(&formatted),
                checksum,
                "{options}:\n{formatted}"
            );
        }
    }
}

#[test]
fn comments_line_endings_and_imports_change_nothing() {
    for text in [UGLY, ODD, TAME] {
        let checksum = checksum::rust(text);
        let same = [
            text.replace('\n', "\r\n"),
            text.replace("pub fn", "// Why.\n/* How; */ /** What. */ pub fn"),
            text.replace("use revision_core::prelude::*;", ""),
            format!("\u{feff}{text}\n\n// The end."),
            format!("{text}use x::{{y, z}};"),
        ];
        for same in same {
            assert_eq!(checksum::rust(&same), checksum, "{same}");
        }
    }
}

#[test]
fn an_edit_of_a_rust_file_is_noticed() {
    let checksum = checksum::rust(TAME);
    for (from, to) in [
        ("SELECT 1", "SELECT 3"),
        ("SELECT 1", "SELECT  1"),
        ("op.execute(\"SELECT 2\");", ""),
        ("op.execute(\"SELECT 2\");", "// op.execute(\"SELECT 2\");"),
        (
            "op.execute(\"SELECT 2\");",
            "op.execute(\"SELECT 2\"); op.execute(\"SELECT 3\");",
        ),
        ("id: \"a\"", "id: \"a\", transaction: false"),
        ("upgrade", "downgrade"),
        (
            "op.execute(\"SELECT 1\")",
            "if x { op.execute(\"SELECT 1\") }",
        ),
        ("(\"SELECT 1\")", "(\"SELECT 1\", -1)"),
    ] {
        let edited = TAME.replace(from, to);
        assert_ne!(edited, TAME);
        assert_ne!(checksum::rust(&edited), checksum, "{edited}");
    }
    let of = |inside: &str| checksum::rust(&format!("fn upgrade() {{ {inside} }}"));
    let different = [
        "f(1, -1)",
        "f(1 - 1)",
        "f(\"a\", \"b\")",
        "f(\"a\" \"b\")",
        "f(\"ab\")",
        "f('a')",
        "f(b\"a\")",
        "f((1, 2))",
        "f(1, 2)",
        "if a { b } c;",
        "if a { b; } c;",
        "if a { b; c; }",
        "|x| { x; y }",
        "|x| x; y",
        "let a = x | { y };",
    ];
    for (at, one) in different.iter().enumerate() {
        for other in &different[..at] {
            assert_ne!(of(one), of(other), "{one} and {other}");
        }
    }
}

const SQL: &str = "-- Add email.\n--\n-- revision: a1\n-- down_revision: 9f\n\n-- upgrade\nSELECT 'a\nb';\nSELECT 2;\n\n\
                   -- upgrade: sqlite\nSELECT 3;\n\n-- downgrade\nSELECT 4;\n";

#[test]
fn no_file_takes_long() {
    let deep =
        |open: &str, close: &str| format!("{}x{}", open.repeat(200_000), close.repeat(20_000));
    for text in [
        deep("m => {", "}"),
        deep("=> {", ""),
        deep("|x| {", ", }"),
        deep("((", "))"),
        deep("derive(", ")]#["),
        deep("use ", ""),
        deep("pub use x", ";}"),
        deep("return ", ";}"),
        deep("#[a]", "use x"),
        deep("vec![", ","),
    ] {
        let started = std::time::Instant::now();
        let checksum = checksum::rust(&text);
        assert!(checksum.starts_with("1:"));
        assert!(started.elapsed().as_secs() < 20, "{}", &text[..20]);
    }
}

/// With words for tokens and `;` for what ends a statement.
fn sql(text: &str) -> String {
    checksum::sql(text, |database, body, digest: &mut Digest| {
        assert!(database.is_none_or(|name| name == "sqlite"));
        for statement in body.split(';') {
            let lines = statement.lines().filter(|line| !line.starts_with("--"));
            let mut tokens = lines.flat_map(str::split_whitespace).peekable();
            if tokens.peek().is_some() {
                tokens.for_each(|token| digest.token(token));
                digest.end();
            }
        }
    })
}

#[test]
fn an_sql_file_is_what_its_sections_do() {
    let checksum = sql(SQL);
    for same in [
        SQL.replace('\n', "\r\n"),
        SQL.replace("Add email.", "Something else."),
        SQL.replace("SELECT 2;", "-- Why.\n  SELECT\n2 ;;"),
        SQL.replace("SELECT 4;\n", "SELECT 4"),
        SQL.replace("-- down", "-- transaction: true\n-- down"),
    ] {
        assert_eq!(sql(&same), checksum, "{same}");
    }
    for (from, to) in [
        ("SELECT 2", "SELECT 5"),
        ("SELECT 2;", "SELECT; 2;"),
        ("SELECT 3;\n", ""),
        ("-- upgrade: sqlite", "-- downgrade: sqlite"),
        ("-- upgrade: sqlite\n", ""),
        (
            "-- down_revision",
            "-- transaction: false\n-- down_revision",
        ),
    ] {
        assert_ne!(sql(&SQL.replace(from, to)), checksum, "{from}");
    }
}

#[test]
fn a_line_ending_within_a_token_counts_as_one() {
    let of = |tokens: &[&str]| {
        let mut digest = Digest::default();
        for token in tokens {
            digest.token(token);
        }
        digest.finish()
    };
    assert_eq!(of(&["a\r\nb"]), of(&["a\nb"]));
    assert_ne!(of(&["a\rb"]), of(&["ab"]));
    assert_ne!(of(&["a", "b"]), of(&["ab"]));
    assert_ne!(of(&["a", ""]), of(&["a"]));
}

proptest! {
    /// Whatever brackets are open or closed, there is a checksum, and line endings and comments do not change it.
    #[test]
    fn any_tokens_have_a_checksum(words in prop::collection::vec(prop::sample::select(PIECES), 0..20)) {
        let checksum = checksum::rust(&words.join("\n"));
        prop_assert_eq!(checksum::rust(&words.join("\r\n")), checksum.clone());
        prop_assert_eq!(checksum::rust(&words.join(" /* ; */ // }\n")), checksum);
    }
}

const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    "|",
    "=>",
    "->",
    ">",
    "<",
    ":",
    ".",
    "!",
    "#",
    "use",
    "mod",
    "pub",
    "in",
    "derive",
    "extern",
    "\"C\"",
    "crate",
    "where",
    "match",
    "return",
    "vec",
    "a",
    "0.1",
    "-> ()",
    "#[derive(",
    "=> {",
    "| {",
    "((",
    "))",
    "use a;",
    "mod a;",
];
