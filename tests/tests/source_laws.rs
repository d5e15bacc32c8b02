//! The laws of revision files: what is written is read again, and an edit changes what it is meant to and nothing else.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use revision_core::Source;
use revision_core::config::{Config, Format};
use revision_core::source::{
    Body, Created, Draft, FileTemplate, HeaderKey, Message, RevisionFile, load, read as read_chain,
    slug, with_values,
};

fn id() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9a-f]{12}", "[0-9]{4}", "[a-z_.é]{1,12}"]
}

fn ids() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(id(), 0..4)
}

/// Words of a user, with all that could be mistaken for a part of the file.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        ".*",
        "[ -~\n\t\r]{0,20}",
        prop::sample::select(vec![
            "upgrade",
            "downgrade: x",
            "revision: a",
            "depends_on: b",
            "created: never",
            "Created 2001-01-01.",
            "*/",
            "/*",
            "!",
            "//",
            "--",
            "\"",
            "#",
            "\r",
            "\n",
            "\n\n",
            "\u{202e}",
            "revision! { id: \"x\" }",
            "<<<<<<< ours",
            "\\",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 1..5).prop_flat_map(|words| {
        prop::sample::select(vec!["", " ", "\n"]).prop_map(move |between| words.join(between))
    })
}

fn draft() -> impl Strategy<Value = Draft> {
    let message = words().prop_filter_map("blank", |words| Message::new(&words));
    let bodies = prop::sample::select(vec![Body::Empty, Body::Merge]);
    (id(), ids(), ids(), ids(), message, bodies).prop_map(
        |(id, down_revisions, branch_labels, depends_on, message, body)| Draft {
            id,
            down_revisions,
            branch_labels,
            depends_on,
            message,
            created: Created::parse("2026-11-21 09:30 +01:00").expect("a date"),
            body,
        },
    )
}

fn formats() -> impl Strategy<Value = Format> {
    prop::sample::select(vec![Format::Rust, Format::Sql])
}

fn read(text: String, format: Format) -> RevisionFile {
    let path = Path::new("x").with_extension(format.extension());
    let (file, faults) = RevisionFile::read(&Arc::new(Source { path, text }), format);
    assert_eq!(faults, []);
    file.expect("a header")
}

/// Any bytes, and such as come near to being a revision.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let known: Vec<&[u8]> = vec![
        b"revision! { id: \"a\", down_revision: [\"",
        b"-- revision: a\n-- down_revision: ",
        b"\n\n-- upgrade\n",
        b"-- upgrade: \xc3\xa9\n",
        b"revision! {",
        b"\" }",
        b"\"] }",
        b"}",
        b"\r\n",
        b"\xef\xbb\xbf",
        b"<<<<<<< ",
        b"depends_on: a",
        b"\xc3\xa9",
    ];
    let piece = prop_oneof![
        4 => prop::sample::select(known).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..8),
        1 => any::<String>().prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

const LISTS: [HeaderKey; 4] = [
    HeaderKey::Id,
    HeaderKey::DownRevision,
    HeaderKey::BranchLabels,
    HeaderKey::DependsOn,
];

fn values(file: &RevisionFile, key: HeaderKey) -> Vec<String> {
    let literals = file.header.literals(key).iter();
    literals.map(|literal| literal.value.clone()).collect()
}

proptest! {
    #[test]
    fn any_bytes_are_a_revision_or_faults_with_a_place(bytes in bytes(), format in formats()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Path::new("revisions").join("x").with_extension(format.extension());
        fs::create_dir(folder.path().join("revisions")).expect("a folder");
        fs::write(folder.path().join(&path), &bytes).expect("a file");
        let config = Config::at(folder.path());
        let loaded = load(&config);
        prop_assert_eq!(loaded.files.len() + loaded.unread.len(), 1);
        prop_assert!(loaded.unread.is_empty() || !loaded.faults.is_empty());
        // Bytes that are no text are shown as the character that stands for them, the first of them underlined.
        let text = &*String::from_utf8_lossy(&bytes);
        if let Err(error) = std::str::from_utf8(&bytes) {
            let place = loaded.faults[0].place.as_ref().expect("a place");
            prop_assert_eq!(place.span().start, error.valid_up_to());
            prop_assert_eq!(&text[place.span()], "\u{fffd}");
        }
        for fault in &loaded.faults {
            let place = fault.place.as_ref().expect("a place");
            prop_assert_eq!(place.path(), &*path);
            prop_assert_eq!(place.text(), text);
            prop_assert!(text.get(place.span()).is_some());
            prop_assert!(place.line() <= text.matches('\n').count() + 1);
            prop_assert!(!fault.message.is_empty() && !fault.message.contains('\n'), "{}", fault.message);
        }
        // What the chain finds wrong then has its place in the file as well.
        match read_chain(&config) {
            Ok(revisions) => prop_assert!(loaded.faults.is_empty() && revisions.files == loaded.files),
            Err(faults) => prop_assert!(faults.len() >= loaded.faults.len() && faults.iter().all(|fault| fault.place.is_some())),
        }
    }

    #[test]
    fn what_is_written_is_read_again(draft in draft(), format in formats()) {
        let text = draft.text(format);
        let file = read(text.clone(), format);
        for key in LISTS {
            prop_assert_eq!(values(&file, key), draft.values(key));
        }
        prop_assert_eq!(file.message, draft.message.summary());
        prop_assert_eq!(file.created, Some(draft.created.to_string()));
        prop_assert!(draft.verify(Path::new("x"), &text, format).is_ok());
    }

    #[test]
    fn an_edit_changes_one_value_and_no_other_line(
        draft in draft(),
        format in formats(),
        new in ids(),
        key in prop::sample::select(vec![HeaderKey::DownRevision, HeaderKey::DependsOn]),
        windows in any::<bool>(),
    ) {
        let mut text = draft.text(format);
        if windows {
            text = text.replace('\n', "\r\n");
        }
        let file = read(text.clone(), format);
        let edited = read(with_values(&file, key, &new), format);
        for other in LISTS {
            let expected = if other == key { new.clone() } else { values(&file, other) };
            prop_assert_eq!(values(&edited, other), expected);
        }
        // What stands before and after the header is there still, byte for byte.
        let (before, after) = (&file.header.span, &edited.header.span);
        let new_text = &edited.source.text;
        prop_assert_eq!(&text[..before.start], &new_text[..after.start]);
        prop_assert_eq!(&text[before.end..], &new_text[after.end..]);
        let back = read(with_values(&edited, key, &values(&file, key)), format);
        if values(&file, key).len() == new.len() {
            prop_assert_eq!(&back.source.text, &text);
        }
    }

    #[test]
    fn every_message_gives_a_name_that_can_be_stored(rev in id(), words in words(), template in ".*") {
        let created = Created::parse("2026-11-21 09:30 UTC").expect("a date");
        let templates = [FileTemplate::parse("{rev}_{slug}"), FileTemplate::parse(&template)];
        for template in templates.into_iter().flatten() {
            let stem = template.stem(&rev, &slug(&words), &created);
            prop_assert!(!stem.is_empty() && stem.len() <= 210, "{}", stem);
            prop_assert!(!stem.starts_with('.') && !stem.ends_with(['.', ' ']), "{}", stem);
            prop_assert!(!stem.contains(['/', '\\', ':', '\0', '\n']), "{}", stem);
        }
    }
}
