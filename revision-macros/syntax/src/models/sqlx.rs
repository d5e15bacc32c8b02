//! What sqlx's own attributes say about columns and enums: the words of its `FromRow` and `Type`.
//!
//! sqlx itself refuses what it does not know, so a word that says nothing about a column is passed over.

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::words::{Value, Word, attributes, words};
use super::{Fault, Text};

/// What `#[sqlx(…)]` says above a struct or an enum.
#[derive(Default)]
pub(super) struct Container {
    pub(super) rename_all: Option<RenameAll>,
    pub(super) type_name: Option<Text>,
}

/// What it says above a field or a variant.
#[derive(Default)]
pub(super) struct Child {
    pub(super) rename: Option<Text>,
    pub(super) skip: bool,
    pub(super) flatten: bool,
    pub(super) json: Option<Json>,
    /// The type that is read in the field's place.
    pub(super) try_from: Option<Text>,
}

/// How a field is kept as JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Json {
    Always,
    Nullable,
}

#[derive(Clone, Copy)]
pub(super) enum RenameAll {
    Lower,
    Snake,
    Upper,
    ScreamingSnake,
    Kebab,
    Camel,
    Pascal,
}

impl RenameAll {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "lowercase" => Self::Lower,
            "snake_case" => Self::Snake,
            "UPPERCASE" => Self::Upper,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "camelCase" => Self::Camel,
            "PascalCase" => Self::Pascal,
            _ => return None,
        })
    }

    pub(super) fn apply(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_lowercase(),
            Self::Snake => name.to_snake_case(),
            Self::Upper => name.to_uppercase(),
            Self::ScreamingSnake => name.to_shouty_snake_case(),
            Self::Kebab => name.to_kebab_case(),
            Self::Camel => name.to_lower_camel_case(),
            Self::Pascal => name.to_upper_camel_case(),
        }
    }
}

/// What a struct's name makes a table's.
pub(super) fn snake_case(name: &str) -> String {
    name.to_snake_case()
}

impl Container {
    pub(super) fn read(attrs: &[syn::Attribute]) -> Self {
        let mut container = Self::default();
        for word in said(attrs) {
            match word.name.as_str() {
                "rename_all" => {
                    let name = text(&word);
                    container.rename_all = name.and_then(|name| RenameAll::named(&name.value));
                }
                "type_name" => container.type_name = text(&word),
                _ => {}
            }
        }
        container
    }
}

impl Child {
    pub(super) fn read(attrs: &[syn::Attribute]) -> Self {
        let mut child = Self::default();
        for word in said(attrs) {
            match word.name.as_str() {
                "rename" => child.rename = text(&word),
                "skip" => child.skip = true,
                "flatten" => child.flatten = true,
                "json" => {
                    child.json = Some(match word.value {
                        Value::List(_) => Json::Nullable,
                        _ => Json::Always,
                    });
                }
                "try_from" => child.try_from = text(&word),
                _ => {}
            }
        }
        child
    }
}

fn said(attrs: &[syn::Attribute]) -> Vec<Word> {
    // What is wrong here sqlx says.
    let mut faults: Vec<Fault> = Vec::new();
    let lists = attributes(attrs, "sqlx", &mut faults);
    let words = lists.into_iter().flat_map(|list| words(list, &mut faults));
    words.collect()
}

fn text(word: &Word) -> Option<Text> {
    word.text(&mut Vec::new())
}
