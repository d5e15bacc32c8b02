//! An enum that derives `SqlEnum`: the values of a type in the database.

use proc_macro2::Span;
use syn::{DeriveInput, Ident};

use super::sqlx::{Child, Container};
use super::{Fault, Text, unraw};

/// An enum.
#[derive(Clone, Debug)]
pub struct SqlEnum {
    /// Its name in Rust.
    pub ident: Ident,
    /// What columns of it are.
    pub kind: Kind,
}

/// What columns of an enum are.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Of the database's type of that name, which has these values.
    Named {
        /// The type's name, with the namespace before it if it has one.
        name: Text,
        /// The values, in their order.
        values: Vec<Text>,
    },
    /// Of these words of the vocabulary: sqlx keeps texts or numbers for it.
    Words(&'static str),
}

/// What an enum says.
#[must_use]
pub fn sql_enum(input: &DeriveInput, faults: &mut Vec<Fault>) -> Option<SqlEnum> {
    let syn::Data::Enum(data) = &input.data else {
        let message = "`SqlEnum` is for enums; a struct's fields are columns of a `Table`";
        faults.push(Fault::new(input.ident.span(), message));
        return None;
    };
    let container = Container::read(&input.attrs);
    if let Some(words) = kept_as(input, &container) {
        return Some(SqlEnum {
            ident: input.ident.clone(),
            kind: Kind::Words(words),
        });
    }
    let before = faults.len();
    let mut values: Vec<Text> = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, syn::Fields::Unit) {
            let message = "a value of a database's enum holds nothing more";
            faults.push(Fault::new(variant.ident.span(), message));
        }
        let value = Child::read(&variant.attrs).rename.unwrap_or_else(|| {
            let name = unraw(&variant.ident);
            let value = container
                .rename_all
                .map_or(name.clone(), |rule| rule.apply(&name));
            let span = variant.ident.span();
            Text { value, span }
        });
        if values.iter().any(|other| other.value == value.value) {
            let message = format!("two variants are `{}`", value.value);
            faults.push(Fault::new(value.span, message));
        }
        values.push(value);
    }
    if values.is_empty() {
        let message = "an enum without variants has no values";
        faults.push(Fault::new(input.ident.span(), message));
    }
    let name = container.type_name.map_or_else(
        || folded(&unraw(&input.ident), input.ident.span()),
        |name| folded(&name.value, name.span),
    );
    (faults.len() == before).then(|| SqlEnum {
        ident: input.ident.clone(),
        kind: Kind::Named { name, values },
    })
}

/// What sqlx keeps for the values, where it is not the value's own type: a number where there is a `repr`, a text where
/// that is the name of the type.
fn kept_as(input: &DeriveInput, container: &Container) -> Option<&'static str> {
    let is_text = container.type_name.as_ref().is_some_and(|name| {
        ["text", "varchar"].contains(&name.value.to_ascii_lowercase().as_str())
    });
    if is_text {
        return Some("text()");
    }
    let mut found = None;
    let reprs = input
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("repr"));
    for attribute in reprs {
        // What is wrong with it the compiler says.
        let _ = attribute.parse_nested_meta(|meta| {
            found = found.or(match unraw(meta.path.require_ident()?).as_str() {
                "i8" => Some("tinyint()"),
                "i16" => Some("smallint()"),
                "i32" => Some("integer()"),
                "i64" => Some("bigint()"),
                "u8" => Some("tinyint().unsigned()"),
                "u16" => Some("smallint().unsigned()"),
                "u32" => Some("integer().unsigned()"),
                "u64" => Some("bigint().unsigned()"),
                _ => None,
            });
            Ok(())
        });
    }
    found
}

/// The name as a server keeps it that is asked for a type of this name, as sqlx does: small letters, unless in quotes.
fn folded(name: &str, span: Span) -> Text {
    let mut value = String::with_capacity(name.len());
    let mut quoted = false;
    for c in name.chars() {
        match c {
            '"' => quoted = !quoted,
            c if quoted => value.push(c),
            c => value.push(c.to_ascii_lowercase()),
        }
    }
    Text { value, span }
}
