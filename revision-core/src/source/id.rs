//! Ids for new revisions: twelve random hex digits, or the next number.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Twelve random hex digits that are not taken, with a letter among them, so that no such id is ever mistaken for the
/// number of a sequential chain.
pub fn hex_id(taken: impl Fn(&str) -> bool) -> String {
    loop {
        // The standard library's hasher starts from random keys; that spares a dependency on a source of randomness.
        let random = RandomState::new().build_hasher().finish();
        let id = format!("{:012x}", random >> 16);
        if id.contains(|c: char| c.is_ascii_alphabetic()) && !taken(&id) {
            return id;
        }
    }
}

/// The number after the largest, as wide as that one is written; `0001` where there is none.
pub fn next_number<'a>(
    ids: impl IntoIterator<Item = &'a str>,
    taken: impl Fn(&str) -> bool,
) -> String {
    let largest = ids
        .into_iter()
        .filter_map(|id| Some((number(id)?, id.len())))
        .max();
    let (mut last, width) = largest.unwrap_or((0, 4));
    loop {
        last += 1;
        let id = format!("{last:0width$}");
        if !taken(&id) {
            return id;
        }
    }
}

/// The value of an id that is nothing but digits.
#[must_use]
pub fn number(id: &str) -> Option<u64> {
    // `parse` alone would take a sign; more digits than this are no counting.
    let counts = id.len() <= 18 && id.bytes().all(|b| b.is_ascii_digit());
    counts.then(|| id.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn hex_ids_are_twelve_digits_and_never_taken() {
        let refused = RefCell::new(Vec::new());
        let id = hex_id(|id| {
            let mut refused = refused.borrow_mut();
            refused.push(id.to_owned());
            refused.len() < 3
        });
        assert_eq!(refused.borrow().len(), 3);
        assert_eq!(refused.borrow().last(), Some(&id));
        assert_eq!(id.len(), 12);
        assert!(
            id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')),
            "{id}"
        );
    }

    #[test]
    fn numbers_go_on_from_the_largest_in_its_width() {
        let next = |ids: &[&str]| next_number(ids.iter().copied(), |_| false);
        assert_eq!(next(&[]), "0001");
        assert_eq!(next(&["0001", "0003", "0002"]), "0004");
        assert_eq!(next(&["001", "002"]), "003");
        assert_eq!(next(&["9", "10"]), "11");
        assert_eq!(next(&["999"]), "1000");
        assert_eq!(next(&["a1b2c3d4e5f6", "+7", "0001_x", ""]), "0001");
        assert_eq!(next(&["999999999999999999999999999999", "0002"]), "0003");
        // A label may be a number too.
        assert_eq!(next_number(["0001"], |id| id == "0002"), "0003");
    }
}
