//! MySQL and MariaDB.

mod body;
mod constant;
mod declared;
mod defaults;
pub(super) mod effect;
pub(super) mod lex;
pub(super) mod lower;
pub(super) mod normalise;
pub(super) mod probe;
pub(super) mod reflect;
pub(super) mod refuse;
pub(super) mod respell;

#[cfg(feature = "mysql")]
pub(super) mod connect;
#[cfg(all(feature = "mysql", any(feature = "source", feature = "testing")))]
pub(super) mod scratch;
mod spell;
mod trigger;
mod types;
mod words;

pub(super) use spell::MySql;
pub(super) use words::is_parameter as has_parameter;

#[cfg(test)]
use {
    super::ansi::{Spelling as _, Spelt},
    crate::Server,
    crate::schema::{Enum, QualifiedName, Type},
    std::collections::BTreeMap,
};

/// The words for a type.
#[cfg(test)]
pub(super) fn type_words(
    server: Server,
    enums: &BTreeMap<QualifiedName, Enum>,
    ty: &Type,
) -> Spelt {
    words::Words { server, enums }.ty(ty)
}
