//! Command lines that stand in the configuration or the environment: `rustfmt {path}`, `code --wait`.

/// The words of a command line. Quotes of either kind keep a word together; nothing else is special, so that paths of
/// every system can be written as they are.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotes_keep_a_word_together() {
        assert_eq!(words("code  --wait"), ["code", "--wait"]);
        assert_eq!(
            words(r#""C:\my tools\ed.exe" -a='b c'"#),
            [r"C:\my tools\ed.exe", "-a=b c"]
        );
        assert_eq!(words("a '' \"it's\""), ["a", "", "it's"]);
        assert!(words("  ").is_empty());
    }
}
