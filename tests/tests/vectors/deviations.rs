//! Where the chain answers otherwise than the vectors, and why.

use super::case::{Case, Query};

pub(crate) struct Deviation {
    pub(crate) name: &'static str,
    /// Which queries it is about.
    pub(crate) applies: fn(&Case, &Query) -> bool,
}

pub(crate) const DEVIATIONS: &[Deviation] = &[];
