//! Which column the type of a field means: what sqlx maps the type to.
//!
//! A type is known by its last name, since a field has to be one that sqlx maps anyway: `Uuid` and `uuid::Uuid` are the
//! same. What lies in the crate itself (`crate::Uuid`) is never one of them.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

use super::{Fault, unraw};

/// What helps where nobody knows which column a type means.
pub const TYPE_HELP: &str = "say which column it is: `#[column(type = varchar(120))]`";

/// What a field's type says.
#[derive(Clone, Debug)]
pub(super) struct FieldType {
    pub(super) shape: Shape,
    pub(super) nullable: bool,
}

/// Which column a type means.
#[derive(Clone, Debug)]
pub enum Shape {
    /// The column of these words of the vocabulary.
    Words {
        /// On all databases.
        words: String,
        /// On one that sqlx maps otherwise.
        on: Option<(&'static str, &'static str)>,
        /// The name that it was known by: the sources may have a type of their own that is called the same.
        known_as: Option<Named>,
    },
    /// That of an enum which derives `SqlEnum`, or of nothing that is known.
    Named(Named),
    /// A list of them.
    Array(Box<Self>),
}

/// A type by its path.
#[derive(Clone, Debug)]
pub struct Named {
    /// The names of the path.
    pub path: Vec<String>,
    /// Where it stands.
    pub span: Span,
    /// As it was written.
    pub tokens: TokenStream,
}

impl Named {
    /// Its own name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

impl Shape {
    pub(super) fn words(words: impl Into<String>) -> Self {
        Self::Words {
            words: words.into(),
            on: None,
            known_as: None,
        }
    }

    /// The type that the sources have to have, if there is one.
    #[must_use]
    pub fn named(&self) -> Option<&Named> {
        match self {
            Self::Words { .. } => None,
            Self::Named(named) => Some(named),
            Self::Array(element) => element.named(),
        }
    }
}

/// What a type says.
pub(super) fn read(ty: &Type) -> Result<FieldType, Fault> {
    let unread = || {
        let message = "only the compiler knows which column this type means";
        Fault::new(ty.span(), message).help(TYPE_HELP)
    };
    if let Some([inner]) = arguments_of(ty, "Option").as_deref() {
        let inner = read(inner)?;
        if inner.nullable {
            return Err(unread());
        }
        return Ok(FieldType {
            nullable: true,
            ..inner
        });
    }
    let shape = shape(ty).ok_or_else(unread)?;
    Ok(FieldType {
        shape,
        nullable: false,
    })
}

/// Whether a type is an `Option`.
pub(super) fn is_option(ty: &Type) -> bool {
    arguments_of(ty, "Option").is_some()
}

/// The path of a type that the sources have to have.
pub(super) fn path(ty: &Type) -> Option<Named> {
    let Type::Path(path) = unwrapped(ty) else {
        return None;
    };
    let segments = path.path.segments.iter();
    Some(Named {
        path: segments.map(|segment| unraw(&segment.ident)).collect(),
        span: path.path.span(),
        tokens: path.path.to_token_stream(),
    })
}

fn shape(ty: &Type) -> Option<Shape> {
    let ty = unwrapped(ty);
    match ty {
        Type::Reference(reference) => return shape(&reference.elem),
        Type::Slice(slice) => return list(&slice.elem),
        Type::Array(array) => return list(&array.elem),
        _ => {}
    }
    let named = path(ty)?;
    let Type::Path(path) = ty else {
        return None;
    };
    let arguments = type_arguments(path);
    let first = named.path.first().map(String::as_str);
    if !matches!(first, Some("crate" | "self" | "super"))
        && let Some(found) = known(&named.path, &arguments)
    {
        return Some(match found {
            Shape::Words { words, on, .. } if arguments.is_empty() => Shape::Words {
                words,
                on,
                known_as: (named.path.len() == 1).then_some(named),
            },
            found => found,
        });
    }
    match (
        path.qself.is_some(),
        path.path.segments.last()?.arguments.is_none(),
    ) {
        (false, true) => Some(Shape::Named(named)),
        _ => None,
    }
}

fn list(element: &Type) -> Option<Shape> {
    if is(element, "u8") {
        return Some(Shape::words("blob()"));
    }
    if is_option(element) {
        return shape(arguments_of(element, "Option")?.first()?)
            .map(|it| Shape::Array(Box::new(it)));
    }
    Some(Shape::Array(Box::new(shape(element)?)))
}

/// The types that sqlx maps, by name.
fn known(path: &[String], arguments: &[&Type]) -> Option<Shape> {
    let (name, before) = path.split_last()?;
    let words = match (name.as_str(), arguments) {
        ("Vec", [element]) => return list(element),
        ("Box" | "Arc" | "Rc" | "Cow", [inner]) => return shape(inner),
        ("Json", [_]) | ("JsonValue" | "RawValue" | "JsonRawValue", []) => "jsonb()",
        ("Value", []) if before.last().is_none_or(|before| before == "serde_json") => "jsonb()",
        ("Text", [_]) => "text()",
        ("DateTime", [_]) => "timestamptz()",
        ("PgRange", [bound]) => range(bound)?,
        ("PgTimeTz", _) => "timetz()",
        (name, []) => {
            if let Some(found) = number(name) {
                return Some(found);
            }
            plain(name)?
        }
        _ => return None,
    };
    Some(Shape::words(words))
}

fn number(name: &str) -> Option<Shape> {
    if let Some(number) = name.strip_prefix("NonZero") {
        return number_of(&number.to_ascii_lowercase());
    }
    number_of(name)
}

fn number_of(name: &str) -> Option<Shape> {
    Some(Shape::words(match name {
        // To sqlx it is the one type of PostgreSQL's that has a single byte.
        "i8" => {
            return Some(Shape::Words {
                words: "tinyint()".to_owned(),
                on: Some(("postgres", "custom(\"\\\"char\\\"\")")),
                known_as: None,
            });
        }
        "i16" => "smallint()",
        "i32" => "integer()",
        "i64" => "bigint()",
        "u8" => "tinyint().unsigned()",
        "u16" => "smallint().unsigned()",
        "u32" => "integer().unsigned()",
        "u64" => "bigint().unsigned()",
        "f32" => "real()",
        "f64" => "double()",
        "Decimal" | "BigDecimal" => "numeric_unlimited()",
        _ => return None,
    }))
}

fn plain(name: &str) -> Option<&'static str> {
    Some(match name {
        "bool" => "boolean()",
        "String" | "str" => "text()",
        "BString" | "BStr" => "blob()",
        "Uuid" => "uuid()",
        "Hyphenated" => "char(36)",
        "Simple" => "char(32)",
        "NaiveDate" | "Date" => "date()",
        "NaiveTime" | "Time" | "MySqlTime" => "time()",
        "NaiveDateTime" | "PrimitiveDateTime" | "DateTime" => "timestamp()",
        "OffsetDateTime" | "Timestamp" => "timestamptz()",
        "Duration" | "TimeDelta" | "PgInterval" | "Span" | "SignedDuration" => "interval()",
        "IpNetwork" | "IpNet" | "IpAddr" | "Ipv4Addr" | "Ipv6Addr" => "inet()",
        "MacAddress" => "custom(\"macaddr\")",
        "BitVec" => "custom(\"bit varying\")",
        "Oid" => "custom(\"oid\")",
        "PgMoney" => "custom(\"money\")",
        "PgLTree" => "custom(\"ltree\")",
        "PgLQuery" => "custom(\"lquery\")",
        "PgCiText" => "custom(\"citext\")",
        "PgHstore" => "custom(\"hstore\")",
        "PgCube" => "custom(\"cube\")",
        "PgPoint" => "custom(\"point\")",
        "PgLine" => "custom(\"line\")",
        "PgLSeg" => "custom(\"lseg\")",
        "PgBox" => "custom(\"box\")",
        "PgPath" => "custom(\"path\")",
        "PgPolygon" => "custom(\"polygon\")",
        "PgCircle" => "custom(\"circle\")",
        _ => return None,
    })
}

/// The range over a type.
fn range(bound: &Type) -> Option<&'static str> {
    let Shape::Words { words, .. } = shape(bound)? else {
        return None;
    };
    Some(match words.as_str() {
        "integer()" => "custom(\"int4range\")",
        "bigint()" => "custom(\"int8range\")",
        "numeric_unlimited()" => "custom(\"numrange\")",
        "timestamp()" => "custom(\"tsrange\")",
        "timestamptz()" => "custom(\"tstzrange\")",
        "date()" => "custom(\"daterange\")",
        _ => return None,
    })
}

/// A type without the brackets around it.
fn unwrapped(ty: &Type) -> &Type {
    match ty {
        Type::Group(inner) => unwrapped(&inner.elem),
        Type::Paren(inner) => unwrapped(&inner.elem),
        other => other,
    }
}

fn is(ty: &Type, name: &str) -> bool {
    matches!(unwrapped(ty), Type::Path(path) if path.path.is_ident(name))
}

/// The arguments of a type of this name.
fn arguments_of<'a>(ty: &'a Type, name: &str) -> Option<Vec<&'a Type>> {
    let Type::Path(path) = unwrapped(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    (path.qself.is_none() && last.ident == name && !last.arguments.is_none())
        .then(|| type_arguments(path))
}

/// The types among the arguments of a type.
fn type_arguments(path: &syn::TypePath) -> Vec<&Type> {
    let Some(PathArguments::AngleBracketed(arguments)) =
        path.path.segments.last().map(|last| &last.arguments)
    else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}
