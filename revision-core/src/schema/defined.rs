//! Types that are made of other types.

use std::collections::BTreeMap;

use super::{Default, Name, Type};

/// A type with a name that is made of others. Columns have it by that: `custom("address")`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defined {
    /// Another type, of whose values only some are taken.
    Domain(Domain),
    /// Several values, each with a name.
    Composite(Composite),
}

/// A type of whose values only some are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Domain {
    /// The type that it is made of.
    pub base: Type,
    /// Whether it refuses to hold nothing.
    pub not_null: bool,
    /// What it is where nothing is said.
    pub default: Option<Default>,
    /// What holds for each `VALUE`, by name.
    pub checks: BTreeMap<Name, String>,
    /// What is said about it.
    pub comment: Option<String>,
}

/// A type of several values.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Composite {
    /// The values. Their order is that in which they were made, and no difference.
    pub attributes: Vec<(Name, Type)>,
    /// What is said about it.
    pub comment: Option<String>,
}

impl PartialEq for Composite {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |one: &Self| {
            let mut sorted = one.attributes.clone();
            sorted.sort();
            sorted
        };
        self.comment == other.comment && sorted(self) == sorted(other)
    }
}

impl Eq for Composite {}

impl Domain {
    /// All values of a type.
    #[must_use]
    pub fn new(base: Type) -> Self {
        Self {
            base,
            not_null: false,
            default: None,
            checks: BTreeMap::new(),
            comment: None,
        }
    }
}

impl Composite {
    /// The type of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Type> {
        let mut all = self.attributes.iter();
        all.find_map(|(own, ty)| (*own == *name).then_some(ty))
    }
}

impl Defined {
    pub(crate) fn is_domain(&self) -> bool {
        matches!(self, Self::Domain(_))
    }

    /// What is said about it.
    pub(crate) fn comment(&self) -> Option<&String> {
        match self {
            Self::Domain(one) => one.comment.as_ref(),
            Self::Composite(one) => one.comment.as_ref(),
        }
    }

    pub(crate) fn comment_mut(&mut self) -> &mut Option<String> {
        match self {
            Self::Domain(one) => &mut one.comment,
            Self::Composite(one) => &mut one.comment,
        }
    }

    /// The types that it is made of.
    pub(crate) fn types(&self) -> Vec<&Type> {
        match self {
            Self::Domain(one) => vec![&one.base],
            Self::Composite(one) => one.attributes.iter().map(|(_, ty)| ty).collect(),
        }
    }

    pub(crate) fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Domain(one) => vec![&mut one.base],
            Self::Composite(one) => one.attributes.iter_mut().map(|(_, ty)| ty).collect(),
        }
    }
}
