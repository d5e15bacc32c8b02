//! What an index sorts by and an exclusion compares, as SQL says it: `created_at desc`, `lower(email)`,
//! `title gin_trgm_ops`, `room with =`.

/// A column or an expression, and how an index takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The name of a column, without quotes, or an expression.
    pub key: String,
    /// Whether it can be a column's name and nothing else.
    pub is_name: bool,
    /// The column and how much of it stands in the index, where it could be that: `title(20)`.
    pub beginning: Option<(String, u32)>,
    /// Whether large comes before small.
    pub descending: bool,
    /// Where rows with nothing there come, where that is said: first?
    pub nulls_first: Option<bool>,
    /// How the index takes it.
    pub class: Option<String>,
    /// How texts are sorted.
    pub collation: Option<String>,
}

/// What an exclusion compares, and with which operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What is compared.
    pub part: Part,
    /// The operator.
    pub operator: String,
}

/// Reads a part of an index.
#[must_use]
pub fn part(text: &str) -> Part {
    let mut key = text.trim();
    let mut part = Part::default();
    if let Some((rest, place)) = ending(key, &["first", "last"])
        && let Some((rest, _)) = ending(rest, &["nulls"])
    {
        part.nulls_first = Some(place.eq_ignore_ascii_case("first"));
        key = rest;
    }
    if let Some((rest, order)) = ending(key, &["asc", "desc"]) {
        part.descending = order.eq_ignore_ascii_case("desc");
        key = rest;
    }
    // A second word says how the index takes the first. Where there are more, all are one expression.
    if let Some((rest, class)) = split_last(key)
        && begins_name(class)
        && !rest.eq_ignore_ascii_case("not")
        && (split_last(rest).is_none() || collated(rest).is_some())
    {
        part.class = Some(class.to_owned());
        key = rest;
    }
    if let Some((rest, collation)) = collated(key) {
        part.collation = Some(name_of(collation).unwrap_or_else(|| collation.to_owned()));
        key = rest;
    }
    let name = name_of(key);
    Part {
        is_name: name.is_some(),
        beginning: beginning(key),
        key: name.unwrap_or_else(|| without_brackets(key).to_owned()),
        ..part
    }
}

/// Reads a part of an exclusion, `room with =`; none where it has no operator.
#[must_use]
pub fn element(text: &str) -> Option<Element> {
    let mut rest = text.trim();
    // An operator may have a few words: `OPERATOR(a.=)` has one, `OPERATOR (a.=)` two.
    while let Some((before, last)) = split_last(rest) {
        if last.eq_ignore_ascii_case("with") {
            let place = before.len() + text.len() - text.trim_start().len();
            let operator = text.get(place..)?.trim().get(last.len()..)?.trim();
            return Some(Element {
                part: part(before),
                operator: operator.to_owned(),
            })
            .filter(|found| !found.operator.is_empty() && !found.part.key.is_empty());
        }
        rest = before;
    }
    None
}

/// What stands before the last word of a text, where that is one of these.
fn ending<'a>(text: &'a str, words: &[&str]) -> Option<(&'a str, &'a str)> {
    split_last(text).filter(|(_, last)| words.iter().any(|word| last.eq_ignore_ascii_case(word)))
}

/// `key collate name`.
fn collated(text: &str) -> Option<(&str, &str)> {
    let (rest, collation) = split_last(text)?;
    let (key, _) = ending(rest, &["collate"])?;
    split_last(key).is_none().then_some((key, collation))
}

/// What stands before the last word of a text, and that word: with what stands in quotes or brackets unparted.
fn split_last(text: &str) -> Option<(&str, &str)> {
    let mut blank = None;
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, c) if c.is_whitespace() && depth == 0 => blank = Some(at),
            _ => {}
        }
    }
    let (before, last) = text.split_at(blank?);
    Some((before.trim_end(), last.trim_start()))
}

/// The name that a text is, without its quotes.
fn name_of(text: &str) -> Option<String> {
    for quote in ['"', '`'] {
        if let Some(inner) = text
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            let doubled = format!("{quote}{quote}");
            let plain = inner.replace(&doubled, &quote.to_string());
            let single = inner.replace(&doubled, "").contains(quote);
            return (!single && !inner.is_empty()).then_some(plain);
        }
    }
    let name = begins_name(text)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
    name.then(|| text.to_owned())
}

fn begins_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// `title(20)`.
fn beginning(text: &str) -> Option<(String, u32)> {
    let (name, rest) = text.split_once('(')?;
    let length = rest.strip_suffix(')')?.trim().parse().ok()?;
    Some((name_of(name)?, length))
}

/// An expression without the brackets around all of it, which a database wants and nobody means.
fn without_brackets(text: &str) -> &str {
    let Some(inner) = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    else {
        return text;
    };
    // Those of `(a) + (b)` are two pairs.
    let mut depth = 0_usize;
    for c in inner.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return text,
            ')' => depth -= 1,
            _ => {}
        }
    }
    inner.trim()
}
