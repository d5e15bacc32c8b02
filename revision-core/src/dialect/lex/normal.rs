//! SQL with everything left out that says nothing: blanks, comments, letters' case, quotes that need not be.

use super::{Kind, Lex};

/// The text in the form that all texts of the same tokens have. It is for comparing; that it can still be read is good for
/// messages. `plain` says whether a name stands for itself without quotes.
pub(in crate::dialect) fn normal<'a, L: Lex<'a>>(
    text: &'a str,
    plain: impl Fn(&str) -> bool,
) -> String {
    let tokens = L::new(text).map(|token| (token.kind, &text[token.start..token.end]));
    let mut tokens: Vec<_> = tokens.collect();
    while tokens.last().is_some_and(|(kind, _)| *kind == Kind::End) {
        tokens.pop();
    }
    let mut kept = tokens.as_slice();
    while let Some(inner) = within_brackets(kept) {
        kept = inner;
    }
    let mut normal = String::new();
    let mut before = "";
    for (kind, text) in kept {
        let tight_after = ["", "(", "[", ".", ","].contains(&before);
        let tight_before = ["(", ")", "[", "]", ".", ","].contains(text);
        if !tight_after && !tight_before {
            normal.push(' ');
        }
        match kind {
            Kind::Word => normal.push_str(&text.to_lowercase()),
            Kind::Name => match L::name(text).filter(|name| plain(name)) {
                Some(name) => normal.push_str(&name),
                None => normal.push_str(text),
            },
            _ => normal.push_str(text),
        }
        before = text;
    }
    normal
}

/// What stands within brackets that go around all of it.
fn within_brackets<'t, 'a>(tokens: &'t [(Kind, &'a str)]) -> Option<&'t [(Kind, &'a str)]> {
    let [(Kind::Mark, "("), inner @ .., (Kind::Mark, ")")] = tokens else {
        return None;
    };
    let mut depth = 0_usize;
    for (kind, text) in inner {
        match (kind, *text) {
            (Kind::Mark, "(") => depth += 1,
            (Kind::Mark, ")") => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    (depth == 0).then_some(inner)
}
