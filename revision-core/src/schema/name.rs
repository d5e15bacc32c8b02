//! The names of what a schema holds.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

/// A name as a database keeps it, without quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self(name)
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The name of a table, a view, a type: with the namespace it lies in, or without for the one searched by default.
///
/// A text with a dot is a namespace and a name: `"app.users"`. A name that has a dot itself is spelt out with
/// [`QualifiedName::new`].
///
/// ```
/// use revision_core::schema::QualifiedName;
/// let users = QualifiedName::from("app.users");
/// assert_eq!(users.namespace.as_deref(), Some("app"));
/// assert_eq!(users, QualifiedName::new(Some("app"), "users"));
/// assert_eq!(QualifiedName::from("area(app.shape)").namespace, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName {
    /// What SQL calls its schema.
    pub namespace: Option<Name>,
    /// Its own name.
    pub name: Name,
}

impl QualifiedName {
    /// The name as it is, whatever characters it has.
    #[must_use]
    pub fn new(namespace: Option<&str>, name: &str) -> Self {
        Self {
            namespace: namespace.map(Name::from),
            name: name.into(),
        }
    }

    /// Another name in the same namespace.
    #[must_use]
    pub fn beside(&self, name: &Name) -> Self {
        Self {
            namespace: self.namespace.clone(),
            name: name.clone(),
        }
    }
}

impl From<&str> for QualifiedName {
    fn from(name: &str) -> Self {
        // A function's name has the types of its arguments behind it, which may have namespaces of their own.
        let own = name.split('(').next().unwrap_or(name);
        match own.find('.') {
            Some(dot) => Self::new(Some(&name[..dot]), &name[dot + 1..]),
            None => Self::new(None, name),
        }
    }
}

impl From<&Self> for QualifiedName {
    fn from(name: &Self) -> Self {
        name.clone()
    }
}

impl From<Name> for QualifiedName {
    fn from(name: Name) -> Self {
        Self {
            namespace: None,
            name,
        }
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{namespace}.{}", self.name),
            None => f.pad(&self.name),
        }
    }
}
