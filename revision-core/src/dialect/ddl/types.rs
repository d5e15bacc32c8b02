//! Types as statements spell them. What no schema knows by itself is kept by its words.

use sqlparser::ast::{
    ArrayElemTypeDef, BinaryLength, CharacterLength, DataType, EnumMember, ExactNumberInfo,
    TimezoneInfo,
};

use super::Context;
use crate::schema::{Size, Type};

const fn tiny(unsigned: bool) -> Type {
    Type::TinyInt { unsigned }
}

const fn small(unsigned: bool) -> Type {
    Type::SmallInt { unsigned }
}

const fn medium(unsigned: bool) -> Type {
    Type::MediumInt { unsigned }
}

const fn integer(unsigned: bool) -> Type {
    Type::Integer { unsigned }
}

const fn big(unsigned: bool) -> Type {
    Type::BigInt { unsigned }
}

impl Context<'_> {
    pub(super) fn ty(&self, ty: &DataType) -> Type {
        use DataType as D;
        match ty {
            D::Bool | D::Boolean => Type::Boolean,
            D::TinyInt(Some(1)) if self.is_mysql() => Type::Boolean,
            D::TinyInt(_) => tiny(false),
            D::TinyIntUnsigned(_) => tiny(true),
            D::SmallInt(_) | D::Int2(_) => small(false),
            D::SmallIntUnsigned(_) | D::Int2Unsigned(_) => small(true),
            D::MediumInt(_) => medium(false),
            D::MediumIntUnsigned(_) => medium(true),
            D::Int(_) | D::Integer(_) | D::Int4(_) => integer(false),
            D::IntUnsigned(_) | D::IntegerUnsigned(_) | D::Int4Unsigned(_) => integer(true),
            D::BigInt(_) | D::Int8(_) => big(false),
            D::BigIntUnsigned(_) | D::Int8Unsigned(_) => big(true),
            D::Real | D::Float4 => Type::Real,
            D::Float(ExactNumberInfo::None) if self.is_mysql() => Type::Real,
            D::Float(ExactNumberInfo::None)
            | D::Float8
            | D::DoublePrecision
            | D::Double(ExactNumberInfo::None) => Type::Double,
            D::Float(ExactNumberInfo::Precision(digits)) => {
                if *digits <= 24 {
                    Type::Real
                } else {
                    Type::Double
                }
            }
            D::Numeric(info) | D::Decimal(info) | D::Dec(info) => self.numeric(ty, info),
            D::Char(length) | D::Character(length) => match length_of(length.as_ref()) {
                Some(length) => Type::Char(length.unwrap_or(1)),
                None => words(ty),
            },
            D::Varchar(length)
            | D::CharacterVarying(length)
            | D::CharVarying(length)
            | D::Nvarchar(length) => match length_of(length.as_ref()) {
                Some(length) => Type::Varchar(length),
                None => words(ty),
            },
            D::Text => Type::Text(Size::Plain),
            D::TinyText => Type::Text(Size::Tiny),
            D::MediumText => Type::Text(Size::Medium),
            D::LongText => Type::Text(Size::Long),
            D::Bytea | D::Blob(None) => Type::Blob(Size::Plain),
            D::TinyBlob => Type::Blob(Size::Tiny),
            D::MediumBlob => Type::Blob(Size::Medium),
            D::LongBlob => Type::Blob(Size::Long),
            D::Binary(length) => match length.map_or(Ok(1), u32::try_from) {
                Ok(length) => Type::Binary(length),
                Err(_) => words(ty),
            },
            D::Varbinary(Some(BinaryLength::IntegerLength { length })) => {
                u32::try_from(*length).map_or_else(|_| words(ty), Type::Varbinary)
            }
            D::Date => Type::Date,
            D::Time(precision, zone) => Type::Time {
                precision: digits(*precision),
                zone: has_zone(*zone),
            },
            D::Datetime(precision) => Type::Timestamp {
                precision: digits(*precision),
                zone: false,
            },
            D::Timestamp(precision, zone) => Type::Timestamp {
                precision: digits(*precision),
                // There it is the one that is a moment in time.
                zone: has_zone(*zone) || self.is_mysql(),
            },
            D::Interval {
                fields: None,
                precision: None,
            } => Type::Interval,
            D::Uuid => Type::Uuid,
            D::JSON => Type::Json,
            D::JSONB => Type::Jsonb,
            D::Enum(members, None) => inline(members).unwrap_or_else(|| words(ty)),
            D::Array(
                ArrayElemTypeDef::SquareBracket(element, _)
                | ArrayElemTypeDef::Qualified(element, _),
            ) => Type::Array(Box::new(self.ty(element))),
            D::Unspecified => Type::Custom(String::new()),
            D::Custom(name, arguments) => {
                let enums = &self.schema.enums;
                match self.object(name) {
                    Ok(name) if enums.contains_key(&name) || self.schema.opaque.contains(&name) => {
                        Type::Enum(name)
                    }
                    Ok(name) if arguments.is_empty() && name.namespace.is_none() => {
                        named(&name.name).unwrap_or_else(|| words(ty))
                    }
                    _ => words(ty),
                }
            }
            _ => words(ty),
        }
    }

    fn numeric(&self, ty: &DataType, info: &ExactNumberInfo) -> Type {
        let whole = |digits: u64, scale: i64| {
            let digits = u32::try_from(digits).ok()?;
            let scale = i32::try_from(scale).ok()?;
            Some(Type::Numeric(Some((digits, scale))))
        };
        let made = match info {
            // There it has ten digits, where nothing is said.
            ExactNumberInfo::None if self.is_mysql() => whole(10, 0),
            ExactNumberInfo::None => Some(Type::Numeric(None)),
            ExactNumberInfo::Precision(digits) => whole(*digits, 0),
            ExactNumberInfo::PrecisionAndScale(digits, scale) => whole(*digits, *scale),
        };
        made.unwrap_or_else(|| words(ty))
    }
}

/// A type that the parser knows as a name.
fn named(name: &str) -> Option<Type> {
    match name.to_lowercase().as_str() {
        "inet" => Some(Type::Inet),
        "cidr" => Some(Type::Cidr),
        _ => None,
    }
}

fn words(ty: &DataType) -> Type {
    Type::Custom(ty.to_string().to_lowercase())
}

/// None where it is no number.
fn length_of(length: Option<&CharacterLength>) -> Option<Option<u32>> {
    match length {
        None => Some(None),
        Some(CharacterLength::IntegerLength { length, .. }) => {
            u32::try_from(*length).ok().map(Some)
        }
        Some(CharacterLength::Max) => None,
    }
}

fn digits(precision: Option<u64>) -> Option<u8> {
    precision.and_then(|digits| u8::try_from(digits).ok())
}

fn has_zone(zone: TimezoneInfo) -> bool {
    matches!(zone, TimezoneInfo::WithTimeZone | TimezoneInfo::Tz)
}

fn inline(members: &[EnumMember]) -> Option<Type> {
    let values = members.iter().map(|member| match member {
        EnumMember::Name(name) => Some(name.clone()),
        EnumMember::NamedValue(..) => None,
    });
    values.collect::<Option<_>>().map(Type::InlineEnum)
}
