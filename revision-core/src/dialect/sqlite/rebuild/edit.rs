//! Changing a text of a table in one place. All else stays as it is: a comment goes with what it stands behind on its line, or
//! before which it stands on lines of its own.

use crate::dialect::sqlite::text::{ColumnText, Span, TableText};

/// The text with something else at a place.
pub(super) fn replace(text: &str, span: &Span, with: &str) -> String {
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    format!("{before}{with}{behind}")
}

/// The text with words behind what ends here: a blank stands before them.
pub(super) fn insert(text: &str, at: usize, words: &str) -> String {
    replace(text, &(at..at), &format!(" {words}"))
}

/// The text without what stands at a place, behind something that ends at `before`.
pub(super) fn cut(text: &str, before: usize, span: &Span) -> String {
    let blank = text[before..span.start].trim().is_empty();
    let start = if blank { before } else { span.start };
    replace(text, &(start..span.end), "")
}

/// Where the clauses of a column begin: behind its type, or its name where it has none.
pub(super) fn head(column: &ColumnText) -> usize {
    let ty = column.ty.as_ref();
    ty.map_or(column.name.span.end, |ty| ty.end)
}

/// The text with a part behind the part of this number; before all others where there is none.
pub(super) fn insert_part(
    text: &str,
    table: &TableText,
    behind: Option<usize>,
    new: &str,
) -> String {
    let part = behind.and_then(|at| table.parts.get(at));
    let beside = part.or(table.parts.first());
    let indent = beside.and_then(|part| indent(text, part.span.start));
    let end = match part {
        Some(part) => end(text, part.comma.as_ref().unwrap_or(&part.span).end),
        None => end(text, table.open.end),
    };
    let blank = match indent {
        Some(indent) => format!("\n{indent}"),
        None if end.in_comment => "\n".to_owned(),
        None if part.is_none() => String::new(),
        None => " ".to_owned(),
    };
    let last = part.is_some_and(|part| part.comma.is_none());
    let comma = if last { "" } else { "," };
    let space = if part.is_none() && indent.is_none() {
        " "
    } else {
        ""
    };
    let text = replace(
        text,
        &(end.at..end.at),
        &format!("{blank}{new}{comma}{space}"),
    );
    match part {
        Some(part) if last => replace(&text, &(part.span.end..part.span.end), ","),
        _ => text,
    }
}

/// The text without the part of this number.
pub(super) fn remove_part(text: &str, table: &TableText, at: usize) -> String {
    let Some(part) = table.parts.get(at) else {
        return text.to_owned();
    };
    let before = at.checked_sub(1).and_then(|at| table.parts.get(at));
    let start = match before {
        Some(before) => end(text, before.comma.as_ref().unwrap_or(&before.span).end),
        None => end(text, table.open.end),
    };
    let stop = end(text, part.comma.as_ref().unwrap_or(&part.span).end);
    let mut rest = &text[stop.at..];
    if text[start.at..part.span.start].is_empty() {
        rest = rest.trim_start_matches(' ');
    }
    // A comment to the end of the line would take the rest in.
    let broken = start.in_comment && !rest.starts_with(['\n', '\r']);
    let line = if broken { "\n" } else { "" };
    let kept = &text[..start.at];
    let last = at + 1 == table.parts.len();
    match before.and_then(|before| before.comma.as_ref()) {
        Some(comma) if last => format!("{}{line}{rest}", replace(kept, comma, "")),
        _ => format!("{kept}{line}{rest}"),
    }
}

/// The white space with which a line begins, where nothing else stands before this place in it.
fn indent(text: &str, at: usize) -> Option<&str> {
    let before = &text[..at];
    let line = &before[before.rfind('\n')? + 1..];
    line.trim().is_empty().then_some(line)
}

/// The end of what belongs to a part.
struct End {
    at: usize,
    /// Whether it is a comment that only the end of the line ends.
    in_comment: bool,
}

/// Where that ends what belongs to something that ends here: comments behind it on the line belong to it, if nothing else
/// follows there.
fn end(text: &str, from: usize) -> End {
    let nothing = End {
        at: from,
        in_comment: false,
    };
    let mut at = from;
    let mut commented = false;
    loop {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let rest = &rest[blank..];
        if let Some(comment) = rest.strip_prefix("--") {
            let length = comment.find('\n').unwrap_or(comment.len());
            return End {
                at: at + blank + 2 + length,
                in_comment: true,
            };
        } else if let Some(comment) = rest.strip_prefix("/*") {
            let Some(length) = comment.find("*/") else {
                return nothing;
            };
            commented = true;
            at += blank + length + 4;
        } else if commented && rest.starts_with(['\n', '\r']) {
            return End {
                at,
                in_comment: false,
            };
        } else {
            return nothing;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> TableText {
        TableText::read(text).expect("it is a table")
    }

    fn without(text: &str, at: usize) -> String {
        remove_part(text, &read(text), at)
    }

    fn with(text: &str, behind: Option<usize>) -> String {
        insert_part(text, &read(text), behind, "new TEXT")
    }

    const LINES: &str = "CREATE TABLE t ( -- all\n  -- about a\n  a INT, -- the a\n  b INT, /* the b */\n  c INT -- the c\n)";

    #[test]
    fn a_part_goes_with_its_comments() {
        assert_eq!(
            without(LINES, 0),
            "CREATE TABLE t ( -- all\n  b INT, /* the b */\n  c INT -- the c\n)"
        );
        assert_eq!(
            without(LINES, 1),
            "CREATE TABLE t ( -- all\n  -- about a\n  a INT, -- the a\n  c INT -- the c\n)"
        );
        assert_eq!(
            without(LINES, 2),
            "CREATE TABLE t ( -- all\n  -- about a\n  a INT, -- the a\n  b INT /* the b */\n)"
        );
        let line = "CREATE TABLE t(a, b, CHECK (a) UNIQUE (b))";
        assert_eq!(without(line, 0), "CREATE TABLE t(b, CHECK (a) UNIQUE (b))");
        assert_eq!(without(line, 2), "CREATE TABLE t(a, b, UNIQUE (b))");
        assert_eq!(without(line, 3), "CREATE TABLE t(a, b, CHECK (a))");
    }

    #[test]
    fn a_comment_takes_nothing_in() {
        let text = "CREATE TABLE t(a, -- a\n b, c)";
        assert_eq!(without(text, 1), "CREATE TABLE t(a, -- a\n c)");
        assert_eq!(
            without("CREATE TABLE t(a, -- a\n b)", 1),
            "CREATE TABLE t(a -- a\n)"
        );
        assert_eq!(
            with("CREATE TABLE t(a -- a\n)", Some(0)),
            "CREATE TABLE t(a, -- a\nnew TEXT\n)"
        );
    }

    #[test]
    fn a_part_stands_as_those_beside_it() {
        assert_eq!(
            with(LINES, Some(2)),
            "CREATE TABLE t ( -- all\n  -- about a\n  a INT, -- the a\n  b INT, /* the b */\n  c INT, -- the c\n  new TEXT\n)"
        );
        assert_eq!(
            with(LINES, Some(0)),
            "CREATE TABLE t ( -- all\n  -- about a\n  a INT, -- the a\n  new TEXT,\n  b INT, /* the b */\n  c INT -- the c\n)"
        );
        let line = "CREATE TABLE t(a, b)";
        assert_eq!(with(line, Some(1)), "CREATE TABLE t(a, b, new TEXT)");
        assert_eq!(with(line, Some(0)), "CREATE TABLE t(a, new TEXT, b)");
        assert_eq!(with(line, None), "CREATE TABLE t(new TEXT, a, b)");
    }

    #[test]
    fn a_clause_goes_and_a_comment_before_it_stays() {
        let text = "CREATE TABLE t(a INT /* c */ NOT NULL DEFAULT 1)";
        let table = read(text);
        let clauses = &table.columns().next().expect("a column").clauses;
        let ty = head(table.columns().next().expect("a column"));
        assert_eq!(
            cut(text, ty, &clauses[0].span),
            "CREATE TABLE t(a INT /* c */  DEFAULT 1)"
        );
        let before = clauses[0].span.end;
        assert_eq!(
            cut(text, before, &clauses[1].span),
            "CREATE TABLE t(a INT /* c */ NOT NULL)"
        );
    }
}
