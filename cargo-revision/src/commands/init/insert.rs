//! Adding a line to the user's Rust, where it is certain to compile.

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Insertion {
    /// The line is there already.
    There,
    /// The new text.
    Done(String),
    /// There is no place that is certain.
    Unsure,
}

/// Adds a call as the first of `fn main() {`.
pub(super) fn into_main(text: &str, call: &str) -> Insertion {
    if has(text, call.trim_end_matches(';')) {
        return Insertion::There;
    }
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        at += line.len();
        if line.starts_with("fn main()") && line.trim_end().ends_with('{') && line.ends_with('\n') {
            found.push(at);
        }
    }
    match found[..] {
        [at] => {
            let (before, after) = text.split_at(at);
            Insertion::Done(format!("{before}    {call}{}{after}", newline(text)))
        }
        _ => Insertion::Unsure,
    }
}

/// Adds an item to a root module, below its inner attributes and the imports and modules that follow them.
pub(super) fn into_root_module(text: &str, item: &str) -> Insertion {
    if has(text, item.trim_end_matches("();")) {
        return Insertion::There;
    }
    if has(text, "mod revisions;") || has(text, "mod revisions {") {
        return Insertion::Unsure;
    }
    let newline = newline(text);
    let (before, after) = text.split_at(end_of_head(text));
    let mut new = before.to_owned();
    if !before.is_empty() && !before.ends_with('\n') {
        new.push_str(newline);
    }
    if !before.trim_start_matches('\u{feff}').is_empty() {
        new.push_str(newline);
    }
    new.push_str(item);
    new.push_str(newline);
    if !after.is_empty() && !after.starts_with(['\n', '\r']) {
        new.push_str(newline);
    }
    new.push_str(after);
    Insertion::Done(new)
}

/// Whether some line that is no comment has this code.
pub(super) fn has(text: &str, code: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    lines.any(|line| !line.starts_with("//") && line.contains(code))
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where the head of a file ends: its inner attributes and documentation, then imports and declarations of modules.
/// Whatever this does not know ends it as well, and an item may stand anywhere after the inner attributes.
fn end_of_head(text: &str) -> usize {
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut end = at;
    if text[at..].starts_with("#!") && !text[at..].starts_with("#![") {
        at += line(&text[at..]);
        end = at;
    }
    loop {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start().len();
        at += blank;
        let rest = &text[at..];
        let (length, counts) = if rest.starts_with("//!") {
            (line(rest), true)
        } else if rest.starts_with("//") {
            (line(rest), false)
        } else if rest.starts_with("/*") {
            (block_comment(rest), rest.starts_with("/*!"))
        } else if rest.starts_with("#![") {
            (attribute(rest), true)
        } else {
            (declaration(rest), true)
        };
        if length == 0 {
            return end;
        }
        at += length;
        if counts {
            if !text[..at].ends_with('\n') {
                at += rest_of_line(&text[at..]);
            }
            end = at;
        }
    }
}

fn line(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |end| end + 1)
}

/// What is left of a line after a statement, if that is nothing but its end or a comment.
fn rest_of_line(text: &str) -> usize {
    let length = line(text);
    let rest = text[..length].trim();
    if rest.is_empty() || rest.starts_with("//") {
        length
    } else {
        0
    }
}

/// The length of a block comment, which may hold others; 0 if it does not end.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    0
}

/// The length of an inner attribute; 0 if it does not end. Raw strings are not looked through.
fn attribute(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' if !quoted => depth += 1,
            b']' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    0
}

/// The length of an import or of a module's declaration; 0 for everything else.
fn declaration(text: &str) -> usize {
    let mut words = text;
    if let Some(rest) = words.strip_prefix("pub") {
        let rest = rest.trim_start();
        words = match rest
            .strip_prefix('(')
            .and_then(|inside| inside.split_once(')'))
        {
            Some((_, rest)) => rest.trim_start(),
            None => rest,
        };
    }
    let import = words.starts_with("use ") || words.starts_with("extern crate ");
    let module = words.starts_with("mod ");
    let Some(end) = text.find(';').filter(|_| import || module) else {
        return 0;
    };
    let statement = &text[..end];
    // `mod a { … }` is an item like any other.
    if module && statement.contains('{') {
        return 0;
    }
    end + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn root(text: &str, expect: &str) {
        let expect = Insertion::Done(expect.to_owned());
        assert_eq!(into_root_module(text, "r!();"), expect, "for:\n{text}");
    }

    #[test]
    fn an_item_stands_below_the_head_of_the_file() {
        root("", "r!();\n");
        root("fn main() {}\n", "r!();\n\nfn main() {}\n");
        root("//! A.", "//! A.\n\nr!();\n");
        root(
            "//! A.\n\n// B.\nfn main() {}\n",
            "//! A.\n\nr!();\n\n// B.\nfn main() {}\n",
        );
        root(
            "#![doc = \"a]\"]\nuse a::{\n    b,\n    c,\n};\npub(crate) mod d; // e\n\n/// F.\n#[f]\nfn f() {}\n",
            "#![doc = \"a]\"]\nuse a::{\n    b,\n    c,\n};\npub(crate) mod d; // e\n\nr!();\n\n/// F.\n#[f]\nfn f() {}\n",
        );
        root(
            "/*! A /* b */ */\n/* c */\n#![d]\nmod e {}\n",
            "/*! A /* b */ */\n/* c */\n#![d]\n\nr!();\n\nmod e {}\n",
        );
        root(
            "use a;\r\nfn main() {}\r\n",
            "use a;\r\n\r\nr!();\r\n\r\nfn main() {}\r\n",
        );
        root(
            "#!/bin/x\nfn main() {}\n",
            "#!/bin/x\n\nr!();\n\nfn main() {}\n",
        );
        root(
            "use a; fn main() {}\n",
            "use a;\n\nr!();\n\n fn main() {}\n",
        );
    }

    #[test]
    fn an_item_is_added_once() {
        assert_eq!(into_root_module("a::r!();\n", "a::r!();"), Insertion::There);
        assert_eq!(
            into_root_module("a::r!(pub);\n", "a::r!();"),
            Insertion::There
        );
        assert!(matches!(
            into_root_module("// a::r!();\n", "a::r!();"),
            Insertion::Done(_)
        ));
        assert_eq!(
            into_root_module("mod revisions;\n", "a::r!();"),
            Insertion::Unsure
        );
    }

    #[test]
    fn a_call_stands_first_in_main() {
        let done = |text: &str| Insertion::Done(text.to_owned());
        assert_eq!(
            into_main("fn main() {\n    a();\n}\n", "e();"),
            done("fn main() {\n    e();\n    a();\n}\n")
        );
        assert_eq!(
            into_main("fn main() -> A {\r\n}\r\n", "e();"),
            done("fn main() -> A {\r\n    e();\r\n}\r\n")
        );
        assert_eq!(
            into_main("fn main() {\n    e();\n}\n", "e();"),
            Insertion::There
        );
        for unsure in [
            "",
            "fn main() { a() }\n",
            "fn main()\n{\n}\n",
            "fn main() {",
        ] {
            assert_eq!(into_main(unsure, "e();"), Insertion::Unsure, "{unsure}");
        }
    }
}
