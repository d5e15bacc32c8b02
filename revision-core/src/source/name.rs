//! The name of a new revision file, from `file_template`.

use std::ops::Range;

use revision_syntax::nearest;

use super::Created;

/// What may stand in braces.
const TOKENS: [&str; 7] = ["rev", "slug", "year", "month", "day", "hour", "minute"];

/// The longest name without its extension, in bytes: file systems allow 255, and tools add endings of their own.
const LONGEST: usize = 200;

/// `file_template`, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTemplate {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// The place in `TOKENS`.
    Token(usize),
}

/// What is wrong with a `file_template`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    /// The bytes of the template that are wrong.
    pub span: Range<usize>,
    /// What is wrong with them.
    pub message: String,
    /// What puts it right.
    pub help: String,
}

impl FileTemplate {
    /// Understands a template such as `{rev}_{slug}`.
    ///
    /// ```
    /// use revision_core::source::FileTemplate;
    /// assert!(FileTemplate::parse("{year}{month}{day}_{rev}_{slug}").is_ok());
    /// assert_eq!(FileTemplate::parse("{revv}").unwrap_err().help, "did you mean `{rev}`?");
    /// ```
    pub fn parse(template: &str) -> Result<Self, TemplateFault> {
        let fault = |span: Range<usize>, message: String, help: String| TemplateFault {
            span,
            message,
            help,
        };
        if let Some((at, c)) = template.char_indices().find(|(_, c)| !may_stand(*c)) {
            let message = format!("`file_template` cannot hold {c:?}");
            let help = match c {
                '/' | '\\' => {
                    "revision files lie in the folder itself; several folders are listed as `revisions`"
                }
                _ => "use letters, digits, `_`, `-` and `.`",
            };
            return Err(fault(at..at + c.len_utf8(), message, help.to_owned()));
        }
        let mut parts = Vec::new();
        let mut at = 0;
        while at < template.len() {
            let rest = &template[at..];
            let Some(inner) = rest.strip_prefix('{') else {
                let end = rest.find(['{', '}']).unwrap_or(rest.len());
                if end == 0 {
                    let message = "`file_template` has a `}` without its `{`".to_owned();
                    return Err(fault(at..at + 1, message, known()));
                }
                parts.push(Part::Text(rest[..end].to_owned()));
                at += end;
                continue;
            };
            let Some(end) = inner.find('}') else {
                let message = "`file_template` has a `{` without its `}`".to_owned();
                return Err(fault(at..template.len(), message, known()));
            };
            let name = &inner[..end];
            let whole = at..at + end + 2;
            let Some(token) = TOKENS.iter().position(|token| *token == name) else {
                let help = nearest(name, TOKENS)
                    .map_or_else(known, |near| format!("did you mean `{{{near}}}`?"));
                let message = format!("`file_template` knows no `{{{name}}}`");
                return Err(fault(whole, message, help));
            };
            parts.push(Part::Token(token));
            at = whole.end;
        }
        if !parts.iter().any(|part| matches!(part, Part::Token(_))) {
            let message = "`file_template` gives every file the same name".to_owned();
            return Err(fault(0..template.len(), message, known()));
        }
        Ok(Self { parts })
    }

    /// The file's name without its extension: one that every system can store.
    #[must_use]
    pub fn stem(&self, rev: &str, slug: &str, created: &Created) -> String {
        let [year, month, day, hour, minute] = created.digits();
        let values = [rev, slug, &year, &month, &day, &hour, &minute];
        let mut stem = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => stem.push_str(text),
                Part::Token(token) if values[*token].is_empty() => {
                    stem.truncate(stem.trim_end_matches(SEPARATORS).len());
                }
                Part::Token(token) => stem.extend(values[*token].chars().map(storable)),
            }
        }
        let mut stem = within(&stem, LONGEST).trim_matches(SEPARATORS).to_owned();
        if stem.is_empty() {
            stem.push_str("revision");
        }
        if reserved(&stem) {
            stem.insert_str(0, "rev_");
        }
        stem
    }
}

/// What joins words, and looks lost at either end.
const SEPARATORS: [char; 4] = ['_', '-', '.', ' '];

fn known() -> String {
    let tokens = TOKENS.map(|token| format!("`{{{token}}}`"));
    format!("it may hold {}", tokens.join(", "))
}

/// Whether some system refuses the character in a file's name.
fn may_stand(c: char) -> bool {
    !c.is_control() && !r#"/\<>:"|?*"#.contains(c)
}

fn storable(c: char) -> char {
    let stands = may_stand(c) && !c.is_whitespace();
    if stands { c } else { '_' }
}

fn within(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Windows keeps these for devices, with any extension.
fn reserved(stem: &str) -> bool {
    let name = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let device = |prefix: &str| {
        let rest = name.strip_prefix(prefix);
        rest.is_some_and(|digit| matches!(digit.as_bytes(), [b'1'..=b'9']))
    };
    ["con", "prn", "aux", "nul"].contains(&name.as_str()) || device("com") || device("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(template: &str, rev: &str, slug: &str) -> String {
        let created = Created::parse("2026-11-21 09:05 UTC").expect("a date");
        FileTemplate::parse(template)
            .expect("a template")
            .stem(rev, slug, &created)
    }

    #[test]
    fn tokens_are_replaced() {
        assert_eq!(stem("{rev}_{slug}", "a1", "add_email"), "a1_add_email");
        assert_eq!(
            stem("{year}{month}{day}_{hour}{minute}_{rev}-{slug}", "a1", "x"),
            "20261121_0905_a1-x"
        );
    }

    #[test]
    fn an_empty_slug_leaves_no_separator() {
        assert_eq!(stem("{rev}_{slug}", "a1", ""), "a1");
        assert_eq!(stem("{slug}_{rev}", "a1", ""), "a1");
        assert_eq!(stem("{year}_{slug}_{rev}", "a1", ""), "2026_a1");
        assert_eq!(stem("{slug}", "a1", ""), "revision");
    }

    #[test]
    fn every_system_can_store_the_name() {
        assert_eq!(stem("{rev}_{slug}", "NUL", ""), "rev_NUL");
        assert_eq!(stem("{rev}", "com1.x", ""), "rev_com1.x");
        assert_eq!(stem("{rev}", "com10", ""), "com10");
        assert_eq!(stem("{rev}", "../a b\"c", ""), "a_b_c");
        let long = stem("{rev}_{slug}", &"é".repeat(150), "x");
        assert_eq!(long, "é".repeat(100));
    }

    #[test]
    fn a_wrong_template_says_where() {
        let fault = |template: &str| {
            let fault = FileTemplate::parse(template).expect_err(template);
            (template[fault.span.clone()].to_owned(), fault.help)
        };
        assert_eq!(
            fault("{rev}_{slog}"),
            ("{slog}".into(), "did you mean `{slug}`?".into())
        );
        assert_eq!(fault("{year}/{rev}").0, "/");
        assert_eq!(fault("{rev").0, "{rev");
        assert_eq!(fault("rev}").0, "}");
        assert_eq!(fault("fixed").0, "fixed");
        assert_eq!(fault("{}").0, "{}");
        assert_eq!(fault("{rev}:{slug}").0, ":");
    }
}
