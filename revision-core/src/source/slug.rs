//! The part of a file's name that a person reads: the words of the message.

/// As long as Alembic's, so that file names taken over from it and new ones look alike.
const LONGEST: usize = 40;

/// The words of the message's first line in lower case, joined by `_`, cut at a word after 40 characters.
///
/// ```
/// use revision_core::source::slug;
/// assert_eq!(slug("Add e-mail to `users`"), "add_e_mail_to_users");
/// ```
#[must_use]
pub fn slug(message: &str) -> String {
    let line = message.trim_start().lines().next().unwrap_or_default();
    let plain: String = line
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|c| !combines(*c))
        .collect();
    let mut slug = String::new();
    let mut length = 0;
    for word in words(&plain) {
        let count = word.chars().count();
        let joined = length + usize::from(length > 0) + count;
        if joined > LONGEST {
            if slug.is_empty() {
                slug.extend(word.chars().take(LONGEST));
            }
            break;
        }
        if length > 0 {
            slug.push('_');
        }
        slug.push_str(word);
        length = joined;
    }
    slug
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Accents written as characters of their own: they belong to the letter before, and file systems disagree on them.
fn combines(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn words_are_joined_in_lower_case() {
        for (message, expected) in [
            ("add email", "add_email"),
            ("  Add  E-Mail!  ", "add_e_mail"),
            (
                "users.email -> users.mail_address",
                "users_email_users_mail_address",
            ),
            ("Straße in Zürich", "straße_in_zürich"),
            ("cafe\u{301}s", "cafes"),
            ("добавить почту", "добавить_почту"),
            ("一二三", "一二三"),
            ("../../etc/passwd", "etc_passwd"),
            ("the first line\nand the second", "the_first_line"),
            ("\n\nlate", "late"),
            ("__init__", "init"),
            ("*/ -- !", ""),
            ("", ""),
        ] {
            assert_eq!(slug(message), expected, "{message}");
        }
    }

    #[test]
    fn a_long_message_is_cut_at_a_word() {
        // Forty characters exactly fit.
        let fits = "a".repeat(19) + " " + &"b".repeat(20);
        assert_eq!(slug(&fits).chars().count(), 40);
        assert_eq!(slug(&(fits + "b")), "a".repeat(19));
        assert_eq!(slug(&"ö".repeat(60)), "ö".repeat(40));
    }
}
