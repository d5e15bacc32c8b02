//! Laws: the scanner finds what syn finds, no text makes a reader panic, and what is handed over arrives.

use proptest::prelude::*;
use revision_syntax::handover::{self, At, Handed};
use revision_syntax::header::Key;
use revision_syntax::{rust, sql, unquote};

/// Pieces of Rust that are easy to take for something else.
fn item() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("// revision! { id: \"c\" }\n".to_owned()),
        Just("/* a /* nested */ revision! { id: \"c\" } */".to_owned()),
        Just("/// outer \" doc\nconst D: u8 = 1;".to_owned()),
        Just("const S: &str = \"revision! { id: \\\"s\\\" }\";".to_owned()),
        Just("const R: &str = r#\"revision! { \"id\": }\"#;".to_owned()),
        Just("const R: &str = r\"\\\";".to_owned()),
        Just("const B: &[u8] = br##\"\"# revision!{\"##;".to_owned()),
        Just("const C: &::core::ffi::CStr = c\"\\\"{\";".to_owned()),
        Just("const Q: [char; 3] = ['\"', '\\'', '{'];".to_owned()),
        Just("const Y: u8 = b'\\'' + b'\"';".to_owned()),
        Just("fn l<'a>(x: &'a str) -> &'a str { 'b: loop { break 'b; } x }".to_owned()),
        Just("fn r#type() -> f64 { 1.5e-3 + 0x_ff as f64 + 1. }".to_owned()),
        Just("mod m { revision! { id: \"m\" } }".to_owned()),
        Just("macro_rules! w { ($($t:tt)*) => { revision! { $($t)* } } }".to_owned()),
        Just("other! { revision! { id: \"o\" } }".to_owned()),
        Just("#[doc = \"revision! {\"] struct T;".to_owned()),
        Just("fn revision() { let revision = !true; }".to_owned()),
        (value(), prop::option::of(value())).prop_map(|(id, down)| match down {
            Some(down) => format!("revision! {{ id: {id}, down_revision: [{down}] }}"),
            None => format!("revision! {{ id: {id}, transaction: false }}"),
        }),
    ]
}

/// String literals in every spelling.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>().prop_map(|text| format!("{text:?}")),
        "[a-z\"# \n]{0,8}".prop_map(|text| format!("r##\"{}\"##", text.replace("\"##", ""))),
        Just("\"\\x41\\u{1F600}\\\n   b\"".to_owned()),
        Just("r\"\"".to_owned()),
    ]
}

/// The headers that syn finds among a file's items: the token text within the braces.
fn with_syn(text: &str) -> Option<Vec<(String, Vec<String>, bool)>> {
    let file = syn::parse_file(text).ok()?;
    let headers = file.items.into_iter().filter_map(|item| match item {
        syn::Item::Macro(item) if item.mac.path.is_ident("revision") => Some(item.mac),
        _ => None,
    });
    let read = headers.map(|mac| {
        mac.parse_body_with(|input: syn::parse::ParseStream<'_>| {
            let (mut id, mut down, mut transaction) = (String::new(), Vec::new(), true);
            while !input.is_empty() {
                let key: syn::Ident = input.parse()?;
                input.parse::<syn::Token![:]>()?;
                if key == "id" {
                    id = input.parse::<syn::LitStr>()?.value();
                } else if key == "transaction" {
                    transaction = input.parse::<syn::LitBool>()?.value;
                } else {
                    let content;
                    syn::bracketed!(content in input);
                    let list = content.parse_terminated(
                        <syn::LitStr as syn::parse::Parse>::parse,
                        syn::Token![,],
                    )?;
                    down = list.iter().map(syn::LitStr::value).collect();
                }
                let _ = input.parse::<Option<syn::Token![,]>>()?;
            }
            Ok((id, down, transaction))
        })
        .unwrap()
    });
    Some(read.collect())
}

/// Texts of the words that headers are made of, in any order.
fn words() -> impl Strategy<Value = String> {
    let words = vec![
        "revision",
        "!",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "id",
        ":",
        ",",
        "\"",
        "'",
        "\\",
        "r#",
        "/*",
        "*/",
        "//",
        "--",
        "-- ",
        "\n",
        "\r",
        "\u{feff}",
        " ",
        "\u{a0}",
        "é",
        "revision:",
        "upgrade",
        "-- upgrade: é\n",
        "-- revision: a, \n",
        "down_revision: a",
        "<<<<<<< ",
        ">>>>>>> é\n",
        "\"a\"",
        "revision! { id: ",
        "revision! { id: \"a\" }",
        "//! ",
        "Created ",
    ];
    prop::collection::vec(prop::sample::select(words), 0..24).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn the_scanner_agrees_with_syn(items in prop::collection::vec(item(), 0..6), crlf: bool) {
        let mut text = items.join("\n");
        // The compiler reads Windows line endings as `\n` before it looks for tokens; syn alone does not.
        let expected = with_syn(&text);
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        prop_assume!(expected.is_some());
        let expected = expected.unwrap();
        let scanned = rust::scan(&text);
        let found = scanned.header.map(|header| {
            let down = header.down_revision.values().map(str::to_owned).collect::<Vec<_>>();
            (header.id.value, down, header.transaction)
        });
        prop_assert_eq!(found.as_ref(), expected.first());
        let seconds = scanned.faults.iter().filter(|fault| fault.message.contains("second"));
        prop_assert_eq!(seconds.count(), expected.len().saturating_sub(1));
    }

    #[test]
    fn a_literal_means_what_syn_says(literal in value()) {
        let expected = syn::parse_str::<syn::LitStr>(&literal).ok().map(|literal| literal.value());
        prop_assume!(expected.is_some());
        prop_assert_eq!(unquote(&literal), expected);
    }

    #[test]
    fn no_text_is_too_strange(text in prop_oneof![any::<String>(), words()]) {
        let _ = unquote(&text);
        for (format, scanned) in [("rs", rust::scan(&text)), ("sql", sql::scan(&text))] {
            prop_assert!(scanned.header.is_some() || !scanned.faults.is_empty());
            for fault in &scanned.faults {
                prop_assert!(text.get(fault.span.clone()).is_some(), "{:?}", fault);
            }
            // Every value stands where it is said to stand.
            for key in Key::ALL {
                for literal in scanned.header.iter().flat_map(|header| header.literals(key)) {
                    let written = text.get(literal.span.clone());
                    let value = if format == "rs" { written.and_then(unquote) } else { written.map(str::to_owned) };
                    prop_assert_eq!(value.as_ref(), Some(&literal.value));
                }
            }
        }
        for section in sql::sections(&text) {
            let parts = [Some(section.marker), Some(section.body), section.database.map(|name| name.span)];
            prop_assert!(parts.into_iter().flatten().all(|span| text.get(span).is_some()));
        }
    }

    #[test]
    fn what_is_handed_over_arrives(messages in prop::collection::vec("[^\u{1e}\u{1f}]*", 0..4)) {
        let faults: Vec<Handed> = messages
            .into_iter()
            .enumerate()
            .map(|(index, message)| {
                let literal = At::Literal { file: "f".into(), id: message.clone(), key: Key::DependsOn, value: "v".into() };
                Handed { at: [literal, At::Chain, At::Heads][index % 3].clone(), message }
            })
            .collect();
        prop_assert_eq!(handover::read(&handover::write(&faults)), faults);
    }
}
