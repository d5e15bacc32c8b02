//! A revision's message as it can stand in a file: arbitrary words of a user, in comments of Rust and of SQL.

/// Lines without what a comment cannot hold, blank lines in a row made one, none at the ends.
///
/// The first paragraph is what every command shows; the others are read by people alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    lines: Vec<String>,
}

impl Message {
    /// The message that these words are; none where they are blank.
    ///
    /// ```
    /// use revision_core::source::Message;
    /// let message = Message::new("add email\nto users\n\nFor #12.").unwrap();
    /// assert_eq!(message.summary(), "add email to users");
    /// assert!(Message::new(" \n ").is_none());
    /// ```
    #[must_use]
    pub fn new(words: &str) -> Option<Self> {
        let plain: String = words.replace("\r\n", "\n").chars().map(harmless).collect();
        let mut lines: Vec<String> = Vec::new();
        for line in plain.split('\n').map(str::trim) {
            let after_text = lines.last().is_some_and(|last| !last.is_empty());
            if after_text || !line.is_empty() {
                lines.push(line.to_owned());
            }
        }
        if lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        (!lines.is_empty()).then_some(Self { lines })
    }

    /// The first paragraph, on one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let paragraph: Vec<&str> = self.lines().take_while(|line| !line.is_empty()).collect();
        paragraph.join(" ")
    }

    /// The lines as they are written, those between paragraphs empty.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }
}

/// The compiler refuses a comment with a lone carriage return or with characters that turn the direction of the text;
/// other control characters would only ever be noise.
fn harmless(c: char) -> char {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let keeps = matches!(c, '\n' | '\t');
    if turns || (c.is_control() && !keeps) || c == '\u{feff}' {
        ' '
    } else {
        c
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn lines_are_trimmed_and_paragraphs_kept() {
        let lines = |words: &str| -> Vec<String> {
            let message = Message::new(words).expect("a message");
            message.lines().map(str::to_owned).collect()
        };
        assert_eq!(lines("add email"), ["add email"]);
        assert_eq!(lines("\n a \r\n\r\n\n\tb\tc \n\n"), ["a", "", "b\tc"]);
        assert_eq!(lines("a\rb\u{202e}c\u{0}d"), ["a b c d"]);
        assert!(Message::new("\u{200f}").is_some());
        assert!(Message::new("\r\n\u{2066}").is_none());
    }
}
