//! "Did you mean": the one place that decides which word is near enough to be suggested.

/// Names are shorter.
const LONGEST: usize = 100;

/// The candidate most like `word`, if one is like enough that a slip of the finger explains the difference.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = (length / 3).max(1);
    // Comparing takes the one length times the other, and nobody's finger slips on what no one can read.
    let comparable = |candidate: &&str| {
        length <= LONGEST && candidate.len() <= 4 * LONGEST && {
            candidate.chars().count().abs_diff(length) <= allowed
        }
    };
    candidates
        .into_iter()
        .filter(comparable)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_a_different_word_is_not() {
        assert_eq!(
            nearest("revisons", ["revisions", "runner"]),
            Some("revisions")
        );
        assert_eq!(nearest("ab", ["cd", "ef"]), None);
        assert_eq!(
            nearest("9f8e7d6c5b4b", ["9f8e7d6c5b4a", "000000000000"]),
            Some("9f8e7d6c5b4a")
        );
        assert_eq!(nearest("heads", ["head"]), Some("head"));
        let longest = "x".repeat(super::LONGEST);
        assert_eq!(nearest(&longest, [&*longest]), Some(&*longest));
        let longer = longest + "x";
        assert_eq!(nearest(&longer, [&*longer]), None);
    }
}
