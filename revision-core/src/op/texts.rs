//! Names and lists of names, as a revision file writes them.

use revision_macros::vocabulary;

use crate::schema::{Name, PrimaryKey, QualifiedName, Unique};

/// A list of texts: an array, a slice or a `Vec` of `&str`.
#[derive(Clone, Debug, Default)]
pub struct Texts(Vec<String>);

/// The name of a collation. It may have a dot, as `en_US.utf8` has; one in a namespace is a [`qualified`](words::qualified) name.
#[derive(Clone, Debug)]
pub struct Collation(pub(super) QualifiedName);

/// The names of things.
#[vocabulary]
pub mod words {
    use crate::schema::QualifiedName;

    /// The name of what lies in a schema, where one of the two names has a dot: else `"app.users"` says as much.
    #[must_use]
    pub fn qualified(schema: &str, name: &str) -> QualifiedName {
        QualifiedName::new(Some(schema), name)
    }

    /// The name of what lies in the default schema, where it has a dot.
    #[must_use]
    pub fn unqualified(name: &str) -> QualifiedName {
        QualifiedName::new(None, name)
    }
}

impl Texts {
    pub(crate) fn strings(self) -> Vec<String> {
        self.0
    }

    pub(crate) fn names(self) -> Vec<Name> {
        self.0.into_iter().map(Name::from).collect()
    }
}

impl From<Vec<String>> for Texts {
    fn from(texts: Vec<String>) -> Self {
        Self(texts)
    }
}

impl From<&str> for Collation {
    fn from(name: &str) -> Self {
        Self(QualifiedName::new(None, name))
    }
}

impl From<QualifiedName> for Collation {
    fn from(name: QualifiedName) -> Self {
        Self(name)
    }
}

impl From<&[&str]> for Texts {
    fn from(texts: &[&str]) -> Self {
        Self(texts.iter().map(ToString::to_string).collect())
    }
}

/// What a list of texts stands for is made of one in any of its shapes.
macro_rules! from_texts {
    ($($made:ty: $make:expr),+ $(,)?) => {$(
        impl<const N: usize> From<[&str; N]> for $made {
            fn from(texts: [&str; N]) -> Self {
                $make(Texts::from(texts.as_slice()))
            }
        }

        impl<const N: usize> From<&[&str; N]> for $made {
            fn from(texts: &[&str; N]) -> Self {
                $make(Texts::from(texts.as_slice()))
            }
        }

        impl From<Vec<&str>> for $made {
            fn from(texts: Vec<&str>) -> Self {
                $make(Texts::from(texts.as_slice()))
            }
        }
    )+};
}

from_texts! {
    Texts: std::convert::identity,
    Unique: super::words::unique,
    PrimaryKey: super::words::primary_key,
}
