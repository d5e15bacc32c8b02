//! Numbers that choose, and words to choose from.

/// Numbers that choose one thing or another: the first, once they have run out.
pub(super) struct Dice<'n> {
    numbers: &'n [u8],
}

impl<'n> Dice<'n> {
    pub(super) fn new(numbers: &'n [u8]) -> Self {
        Self { numbers }
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        let Some((first, rest)) = self.numbers.split_first() else {
            return 0;
        };
        self.numbers = rest;
        usize::from(*first).checked_rem(end).unwrap_or(0)
    }

    /// Whether one in so many chances has come true.
    pub(super) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) + 1 == many
    }

    pub(super) fn of<'t>(&mut self, these: &[&'t str]) -> &'t str {
        let at = self.below(these.len());
        these.get(at).copied().unwrap_or_default()
    }

    /// What stands between words.
    pub(super) fn gap(&mut self) -> &'static str {
        self.of(&[
            " ",
            " ",
            " ",
            "\n    ",
            "  ",
            "\t",
            " /* it's, ( */ ",
            " -- \"so\", )\n ",
            "/**/",
        ])
    }

    /// Words in any case, with anything between them.
    pub(super) fn words(&mut self, words: &str) -> String {
        let words = match self.below(4) {
            3 => words.to_lowercase(),
            _ => words.to_owned(),
        };
        let mut all = String::new();
        for word in words.split(' ') {
            if !all.is_empty() {
                all.push_str(self.gap());
            }
            all.push_str(word);
        }
        all
    }

    /// A name that no other has, and how it is written.
    pub(super) fn name(&mut self, start: &str, number: usize) -> (String, String) {
        let plain = format!("{start}{number}");
        match self.below(8) {
            0 => (format!("{start} {number}"), format!("\"{start} {number}\"")),
            1 => (format!("{start}-{number}"), format!("[{start}-{number}]")),
            2 => (format!("{start}`{number}"), format!("`{start}``{number}`")),
            3 => (
                format!("{start}\"{number}"),
                format!("\"{start}\"\"{number}\""),
            ),
            4 => (format!("größe{plain}"), format!("größe{plain}")),
            5 => (plain.to_uppercase(), plain.to_uppercase()),
            6 => (plain.clone(), format!("\"{plain}\"")),
            _ => (plain.clone(), plain),
        }
    }

    /// What becomes of a row that breaks something: one word for all keys of a table, for SQLite allows no more.
    pub(super) fn on_conflict(&mut self, what: &str) -> String {
        if self.below(3) < 2 {
            return String::new();
        }
        format!(
            "{}{}",
            self.gap(),
            self.words(&format!("ON CONFLICT {what}"))
        )
    }

    pub(super) fn any_conflict(&mut self) -> String {
        let what = self.conflict();
        self.on_conflict(what)
    }

    pub(super) fn conflict(&mut self) -> &'static str {
        self.of(&["ABORT", "ROLLBACK", "FAIL", "IGNORE", "REPLACE"])
    }
}
