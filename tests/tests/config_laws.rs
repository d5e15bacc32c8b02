//! The law of the configuration: every text is one, or faults with their places.

use std::path::Path;

use proptest::prelude::*;
use revision_core::config::Config;

/// Texts of the words that `revision.toml` is made of, in any order, and any others.
fn text() -> impl Strategy<Value = String> {
    let words = vec![
        "revisions",
        "url",
        "log_table",
        "lock_wait",
        "timezone",
        "hooks",
        "run",
        "environment",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        " = ",
        ",",
        ".",
        "\"",
        "'",
        "\"\"\"",
        "#",
        "\n",
        "\r\n",
        "\\",
        "${",
        "${HOME}",
        "}",
        "true",
        "false",
        "1",
        "-1.5e3",
        "2026-11-21",
        "5s",
        "é",
        "\u{feff}",
        "[autogenerate]\n",
        "[[hooks]]\n",
        "[environment.",
        "\"a\"",
        "[\"a\", \"a\"]",
    ];
    let word = prop_oneof![
        8 => prop::sample::select(words).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(word, 0..24).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn any_text_is_a_configuration_or_faults_with_a_place(text in text()) {
        let Err(faults) = Config::parse(Path::new("revision.toml"), text.clone()) else {
            return Ok(());
        };
        prop_assert!(!faults.is_empty());
        for fault in faults {
            let place = fault.place.as_ref().expect("a place");
            prop_assert_eq!(place.text(), &text);
            prop_assert!(text.get(place.span()).is_some());
            prop_assert!(!fault.message.is_empty(), "{:?}", fault);
        }
    }
}

#[test]
fn no_depth_is_too_deep() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let deep = format!(
            "external = {}{}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        assert!(Config::parse(Path::new("revision.toml"), deep).is_err());
    }
}
