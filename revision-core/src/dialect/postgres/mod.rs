//! PostgreSQL.

pub(super) mod effect;
pub(super) mod lex;
pub(super) mod lower;
pub(super) mod normalise;
pub(super) mod probe;
pub(super) mod reflect;
pub(super) mod refuse;
pub(super) mod respell;

#[cfg(feature = "postgres")]
pub(super) mod connect;
mod constant;
#[cfg(all(feature = "postgres", any(feature = "source", feature = "testing")))]
pub(super) mod scratch;
mod spell;
mod types;
mod words;

pub(super) use spell::Postgres;

#[cfg(test)]
use {super::lower::Why, crate::Server, crate::schema::Type};

/// The words for a type.
#[cfg(test)]
pub(super) fn type_words(server: Server, ty: &Type) -> Result<String, Why> {
    types::words(&words::Words { server }, ty)
}
