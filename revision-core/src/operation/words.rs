//! Names inside of expressions.
//!
//! Databases keep what an expression refers to, or rewrite its text: after a column was renamed, a check over it says the new
//! name, on each of them. A schema has the text alone, so a rename goes through its words. That is as far as words go: a
//! word that is no column (a function, a type in a cast, what another table's name stands before) is told by what
//! stands beside it, and strings and comments are passed over. What is spelt in an unusual way comes out in the usual one.

use std::ops::Range;

use crate::schema::QualifiedName;

/// Words that are never names unless they are quoted: what most databases reserve, and what a keyword is everywhere.
const RESERVED: &[&str] = &[
    "all",
    "alter",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "between",
    "both",
    "by",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "cross",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "delete",
    "desc",
    "distinct",
    "do",
    "drop",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "false",
    "fetch",
    "for",
    "foreign",
    "from",
    "full",
    "glob",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "index",
    "inner",
    "insert",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "key",
    "leading",
    "left",
    "like",
    "limit",
    "match",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "primary",
    "range",
    "references",
    "regexp",
    "returning",
    "right",
    "row",
    "rows",
    "select",
    "set",
    "similar",
    "some",
    "table",
    "then",
    "to",
    "trailing",
    "trigger",
    "true",
    "union",
    "unique",
    "update",
    "user",
    "using",
    "values",
    "view",
    "when",
    "where",
    "window",
    "with",
];

/// The text with a column of `table` called otherwise; none where it does not mention it.
///
/// `exact` says that capitals matter in words without quotes, too: the table has another column that they alone tell apart.
pub(super) fn rename_column(
    text: &str,
    table: &str,
    from: &str,
    to: &str,
    exact: bool,
) -> Option<String> {
    let tokens = tokens(text);
    let here = |index: usize| is_column(&tokens, index, table, from, exact);
    replace(text, &tokens, here, from, to)
}

/// Whether the text mentions a column of `table`.
pub(crate) fn mentions_column(text: &str, table: &str, column: &str) -> bool {
    let tokens = tokens(text);
    (0..tokens.len()).any(|index| is_column(&tokens, index, table, column, true))
}

/// Whether the text has this name in it: a word that is none of a language's own, in quotes or without.
pub(crate) fn mentions(text: &str, name: &str) -> bool {
    // Nearly all texts have nearly no names in them.
    let mut at = text.to_ascii_lowercase();
    at.retain(|c| c != '"' && c != '`');
    let mut plain = name.to_ascii_lowercase();
    plain.retain(|c| c != '"' && c != '`');
    at.contains(&plain) && tokens(text).iter().any(|token| token.names(name, false))
}

/// The text with a table called otherwise; none where it does not mention it.
pub(super) fn rename_table(text: &str, from: &QualifiedName, to: &str) -> Option<String> {
    let tokens = tokens(text);
    let here = |index: usize| is_table(&tokens, index, from);
    replace(text, &tokens, here, &from.name, to)
}

struct Token<'t> {
    at: Range<usize>,
    kind: Kind<'t>,
}

enum Kind<'t> {
    Word(&'t str),
    /// A name in quotes, and with which.
    Quoted(String, char),
    Text,
    Sign(char),
}

impl Token<'_> {
    fn is(&self, sign: char) -> bool {
        matches!(self.kind, Kind::Sign(it) if it == sign)
    }

    fn says(&self, keywords: &[&str]) -> bool {
        matches!(self.kind, Kind::Word(word)
            if keywords.iter().any(|keyword| keyword.eq_ignore_ascii_case(word)))
    }

    fn names(&self, name: &str, exact: bool) -> bool {
        match &self.kind {
            Kind::Word(word) if exact => *word == name && !is_reserved(name),
            Kind::Word(word) => word.eq_ignore_ascii_case(name) && !is_reserved(name),
            Kind::Quoted(word, _) => word == name,
            Kind::Text | Kind::Sign(_) => false,
        }
    }
}

fn is_column(tokens: &[Token<'_>], index: usize, table: &str, column: &str, exact: bool) -> bool {
    let before = |distance: usize| index.checked_sub(distance).map(|index| &tokens[index]);
    let after = tokens.get(index + 1);
    if !tokens[index].names(column, exact) {
        return false;
    }
    if after.is_some_and(|next| next.is('(') || next.is('.')) {
        return false;
    }
    // `date '2026-11-21'` is a value.
    let is_typed = matches!(tokens[index].kind, Kind::Word(_))
        && after.is_some_and(|next| matches!(next.kind, Kind::Text));
    if is_typed {
        return false;
    }
    match before(1) {
        Some(sign) if sign.is('.') => before(2).is_some_and(|owner| owner.names(table, false)),
        Some(sign) if sign.is(':') => false,
        Some(word) => !word.says(&["as", "collate"]),
        None => true,
    }
}

/// Whether a table's name stands here: behind what a table stands behind, or before a column of it.
fn is_table(tokens: &[Token<'_>], index: usize, table: &QualifiedName) -> bool {
    if !tokens[index].names(&table.name, false) {
        return false;
    }
    let leads = ["from", "join", "into", "on", "only", "table", "update"];
    let is_lead = |index: Option<usize>| index.is_some_and(|index| tokens[index].says(&leads));
    let precedes_dot = tokens.get(index + 1).is_some_and(|next| next.is('.'));
    if index >= 2 && tokens[index - 1].is('.') {
        let namespace = table.namespace.as_ref();
        let inside = namespace.is_some_and(|namespace| tokens[index - 2].names(namespace, false));
        return inside && (precedes_dot || is_lead(index.checked_sub(3)));
    }
    let behind_on = index > 0 && tokens[index - 1].says(&["on"]);
    if behind_on && precedes_dot {
        // A column in the condition of a join, or the namespace of a trigger's table.
        let own = table.namespace.as_ref();
        let is_namespace = own.is_some_and(|own| tokens[index].names(own, false));
        let next = tokens.get(index + 2);
        return !(is_namespace && next.is_some_and(|next| next.names(&table.name, false)));
    }
    // With a dot behind it what stands there is a namespace.
    if is_lead(index.checked_sub(1)) {
        return !precedes_dot && table.namespace.is_none();
    }
    precedes_dot
}

fn replace(
    text: &str,
    tokens: &[Token<'_>],
    here: impl Fn(usize) -> bool,
    from: &str,
    to: &str,
) -> Option<String> {
    let ticked = |token: &Token<'_>| matches!(token.kind, Kind::Quoted(_, '`'));
    let usual = if tokens.iter().any(ticked) { '`' } else { '"' };
    let mut made = String::new();
    let mut done = 0;
    for index in (0..tokens.len()).filter(|index| here(*index)) {
        let token = &tokens[index];
        made.push_str(&text[done..token.at.start]);
        match &token.kind {
            // Quotes that were not needed are a habit, and kept.
            Kind::Quoted(_, quote) if is_plain(from) => made.push_str(&quoted(to, *quote)),
            _ if is_plain(to) => made.push_str(to),
            Kind::Quoted(_, quote) => made.push_str(&quoted(to, *quote)),
            _ => made.push_str(&quoted(to, usual)),
        }
        done = token.at.end;
    }
    if done == 0 {
        return None;
    }
    made.push_str(&text[done..]);
    Some(made)
}

fn quoted(name: &str, quote: char) -> String {
    let twice = format!("{quote}{quote}");
    format!("{quote}{}{quote}", name.replace(quote, &twice))
}

/// Whether a name needs no quotes anywhere.
pub(crate) fn is_plain(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    begins && name.chars().all(word) && !is_reserved(name)
}

fn is_reserved(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    RESERVED.binary_search(&lower.as_str()).is_ok()
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, kind) = if c.is_whitespace() {
            (c.len_utf8(), None)
        } else if rest.starts_with("--") {
            (rest.find('\n').unwrap_or(rest.len()), None)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), None)
        } else if c == '\'' {
            (closed(rest, '\''), Some(Kind::Text))
        } else if c == '"' || c == '`' {
            let length = closed(rest, c);
            let twice = format!("{c}{c}");
            let inner = &rest[1..length];
            let inner = inner
                .strip_suffix(c)
                .unwrap_or(inner)
                .replace(&twice, &c.to_string());
            (length, Some(Kind::Quoted(inner, c)))
        } else if let Some(length) = dollar_quoted(rest) {
            (length, Some(Kind::Text))
        } else if is_word(c) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            // What stands right before a string belongs to it: `E'…'`, `x'…'`.
            if rest[length..].starts_with('\'') && length <= 2 {
                (length + closed(&rest[length..], '\''), Some(Kind::Text))
            } else {
                (length, Some(Kind::Word(&rest[..length])))
            }
        } else {
            (c.len_utf8(), Some(Kind::Sign(c)))
        };
        tokens.extend(kind.map(|kind| Token {
            at: at..at + length,
            kind,
        }));
        at += length;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// How long what stands in these quotes is, them included; a quote in it stands twice.
fn closed(rest: &str, quote: char) -> usize {
    let mut inner = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = inner.next() {
        if c != quote {
            continue;
        }
        if inner.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    rest.len()
}

/// How long the string in dollar quotes is that stands here.
fn dollar_quoted(rest: &str) -> Option<usize> {
    let tag = rest.strip_prefix('$')?;
    let end = tag.find('$')?;
    let word = tag[..end].chars().all(|c| c.is_alphanumeric() || c == '_');
    if !word || tag.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let delimiter = &rest[..end + 2];
    let inner = &rest[delimiter.len()..];
    let length = inner
        .find(delimiter)
        .map_or(rest.len(), |at| at + 2 * delimiter.len());
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_sorted() {
        assert!(RESERVED.is_sorted());
    }

    #[test]
    fn a_column_is_told_from_what_only_looks_like_it() {
        for (text, expected) in [
            ("age > 0", "years > 0"),
            ("AGE > 0 AND users.age < 9", "years > 0 AND users.years < 9"),
            ("\"age\" > 0", "\"years\" > 0"),
            ("`age` > 0", "`years` > 0"),
            ("age(born) > age", "age(born) > years"),
            ("x::age > age::int", "x::age > years::int"),
            ("cast(x AS age) = age", "cast(x AS age) = years"),
            ("other.age = age", "other.age = years"),
            ("age '3' < age", "age '3' < years"),
            (
                "'age' <> age /* age */ -- age",
                "'age' <> years /* age */ -- age",
            ),
            ("$q$ age $q$ <> age", "$q$ age $q$ <> years"),
            (
                "E'age' <> age AND 'it''s age' <> age",
                "E'age' <> years AND 'it''s age' <> years",
            ),
        ] {
            let made = rename_column(text, "users", "age", "years", false);
            assert_eq!(made.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            rename_column("page > 0", "users", "age", "years", false),
            None
        );
        assert_eq!(rename_column("x IN (1)", "users", "in", "y", false), None);
    }

    #[test]
    fn a_name_is_quoted_where_it_has_to_be() {
        let there = rename_column("a > 0", "t", "a", "we \"ird", false).unwrap();
        assert_eq!(there, "\"we \"\"ird\" > 0");
        let back = rename_column(&there, "t", "we \"ird", "a", false).unwrap();
        assert_eq!(back, "a > 0");
        let order = rename_column("a > `b`", "t", "a", "order", false).unwrap();
        assert_eq!(order, "`order` > `b`");
    }

    #[test]
    fn a_table_is_known_by_where_it_stands() {
        let text =
            "SELECT users.id, users FROM users JOIN app.users ON users.a = b.users JOIN users.x";
        let made = |from: &str| rename_table(text, &from.into(), "members").unwrap();
        assert_eq!(
            made("users"),
            "SELECT members.id, users FROM members JOIN app.users ON members.a = b.users JOIN users.x"
        );
        assert_eq!(
            made("app.users"),
            "SELECT members.id, users FROM users JOIN app.members ON members.a = b.users JOIN users.x"
        );
    }

    #[test]
    fn text_that_does_not_end_is_no_matter() {
        for text in [
            "'a", "\"a", "$q$ a", "/* a", "-- a", "", "\"", "`", "$", "é\"", "''''",
        ] {
            let _ = rename_column(text, "t", "a", "b", false);
        }
    }
}
