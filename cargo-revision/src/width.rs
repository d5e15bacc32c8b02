//! What the terminal shows: how wide it is, how wide a text is on it, and what must not reach it.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The columns of the terminal that results go to; `None` when they go elsewhere and may be as long as they are.
pub(crate) fn terminal() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// The columns of the terminal that talk goes to; `None` when it goes elsewhere.
pub(crate) fn talk() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stderr()).map(|(width, _)| usize::from(width.0))
}

/// The columns that a text takes.
pub(crate) fn of(text: &str) -> usize {
    text.width()
}

/// The text, cut to so many columns with an ellipsis where it is longer.
pub(crate) fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if of(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut left = columns.saturating_sub(1);
    let kept = text.chars().take_while(|c| {
        let width = c.width().unwrap_or(0);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    });
    let mut kept: String = kept.collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    Cow::Owned(kept)
}

/// The text without what would steer the terminal: what others wrote is shown and never obeyed.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// What a line has room for: the first of the message's own, without the full stop that ends a sentence.
pub(crate) fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    printable(line.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_columns_not_bytes() {
        assert_eq!(cut("add email", 9), "add email");
        assert_eq!(cut("add email", 8), "add ema…");
        assert_eq!(cut("add email", 5), "add…");
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(cut("ab", 0), "…");
    }
}
