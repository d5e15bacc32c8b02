use syn::parse_quote;

use super::{Element, Field, Part, Shape, element, model, part};

fn column(ty: &str) -> String {
    let ty: syn::Type = syn::parse_str(ty).unwrap();
    let input = parse_quote! { struct A { a: #ty } };
    let mut faults = Vec::new();
    let model = model(&input, &mut faults).unwrap();
    if let Some(fault) = faults.first() {
        return fault.message.clone();
    }
    match &model.fields[0] {
        Field::Column {
            shape: Some(shape), ..
        } => words(shape),
        _ => String::new(),
    }
}

fn words(shape: &Shape) -> String {
    match shape {
        Shape::Words { words, .. } => words.clone(),
        Shape::Named(named) => format!("{}?", named.name()),
        Shape::Array(element) => format!("array({})", words(element)),
    }
}

#[test]
fn types_are_known_by_their_last_name() {
    for (ty, expected) in [
        ("chrono::DateTime<chrono::Utc>", "timestamptz()"),
        ("civil::DateTime", "timestamp()"),
        ("&'a [u8]", "blob()"),
        ("[u8; 4]", "blob()"),
        ("Vec<Option<i32>>", "array(integer())"),
        ("Option<Box<str>>", "text()"),
        ("crate::Uuid", "Uuid?"),
        ("Vec<Status>", "array(Status?)"),
        ("PgRange<Date>", "custom(\"daterange\")"),
        ("std::borrow::Cow<'a, str>", "text()"),
        (
            "Id<User>",
            "only the compiler knows which column this type means",
        ),
        (
            "Option<Option<i32>>",
            "only the compiler knows which column this type means",
        ),
        (
            "(i32, i32)",
            "only the compiler knows which column this type means",
        ),
    ] {
        assert_eq!(column(ty), expected, "{ty}");
    }
}

#[test]
fn parts_of_indexes_are_taken_apart() {
    let name = |key: &str| Part {
        key: key.to_owned(),
        is_name: true,
        beginning: None,
        descending: false,
        nulls_first: None,
        class: None,
        collation: None,
    };
    assert_eq!(part("a"), name("a"));
    assert_eq!(part("\"order\""), name("order"));
    let descending = Part {
        descending: true,
        nulls_first: Some(false),
        ..name("a")
    };
    assert_eq!(part("a DESC nulls last"), descending);
    let class = Part {
        class: Some("gin_trgm_ops".to_owned()),
        ..name("a")
    };
    assert_eq!(part("a gin_trgm_ops"), class);
    let collated = Part {
        collation: Some("C".to_owned()),
        ..name("a")
    };
    assert_eq!(part("a collate \"C\""), collated);
    assert_eq!(part("a(20)").beginning, Some(("a".to_owned(), 20)));
    let expressions = [
        ("lower(a)", "lower(a)"),
        ("(a || b)", "a || b"),
        ("(a) + (b)", "(a) + (b)"),
        ("coalesce(a, 'x y') desc", "coalesce(a, 'x y')"),
        ("a + b", "a + b"),
        ("", ""),
    ];
    for (text, key) in expressions {
        let part = part(text);
        assert_eq!((part.key.as_str(), part.is_name), (key, false), "{text}");
    }
}

#[test]
fn an_exclusion_says_what_and_how() {
    let expected = Element {
        part: part("tsrange(a, b)"),
        operator: "&&".to_owned(),
    };
    assert_eq!(element("tsrange(a, b) WITH &&"), Some(expected));
    for text in ["", "with", "with =", "a with", "a"] {
        assert_eq!(element(text), None, "{text}");
    }
}
