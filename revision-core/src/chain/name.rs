//! The names that revisions go by: ids and branch labels, and what may stand in them.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

macro_rules! name {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
    };
}

name! {
    /// The id of a revision. Cheap to clone.
    Id
}

name! {
    /// A branch label. Cheap to clone.
    Label
}

/// Words that target expressions give a meaning of their own.
const RESERVED: &[&str] = &["head", "heads", "base", "current"];

/// Why a text cannot be the name of a revision or a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadName {
    /// It is empty.
    Empty,
    /// It is a word of target expressions, such as `head`.
    Reserved,
    /// It has a character that cannot stand in a name.
    Character(char),
}

impl BadName {
    /// What keeps `text` from being a name, if anything does.
    ///
    /// A name is written in target expressions, in file names and in SQL literals, so that only letters, digits, `_` and
    /// `.` mean the same in all of them.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Empty);
        }
        if RESERVED.contains(&text) {
            return Some(Self::Reserved);
        }
        // A leading dot would hide the file or climb out of the folder.
        let dot = text.starts_with('.').then_some('.');
        dot.or_else(|| text.chars().find(|c| !may_stand_in_a_name(*c)))
            .map(Self::Character)
    }
}

fn may_stand_in_a_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::BadName;

    #[test]
    fn names_are_letters_digits_underscores_and_dots() {
        for good in ["a", "0001", "a1b2c3d4e5f6", "20240916_0001", "1.2", "größe"] {
            assert_eq!(BadName::of(good), None, "{good}");
        }
        for bad in [
            "a@b", "a+b", "a-b", "a:b", "a b", "a/b", "a\\b", "a'b", "a\"b", "a,b", "a\nb", "a\0b",
            "..", ".git",
        ] {
            assert!(
                matches!(BadName::of(bad), Some(BadName::Character(_))),
                "{bad}"
            );
        }
        assert_eq!(BadName::of(""), Some(BadName::Empty));
        assert_eq!(BadName::of("heads"), Some(BadName::Reserved));
    }
}
