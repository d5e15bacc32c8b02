//! The types of columns.

use super::QualifiedName;

/// What a column holds. What only one database knows is [`Type::Custom`], by the words of that database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Type {
    /// True or false.
    Boolean,
    /// A whole number of one byte.
    TinyInt {
        /// Whether it has no negative numbers.
        unsigned: bool,
    },
    /// A whole number of two bytes.
    SmallInt {
        /// Whether it has no negative numbers.
        unsigned: bool,
    },
    /// A whole number of three bytes.
    MediumInt {
        /// Whether it has no negative numbers.
        unsigned: bool,
    },
    /// A whole number of four bytes.
    Integer {
        /// Whether it has no negative numbers.
        unsigned: bool,
    },
    /// A whole number of eight bytes.
    BigInt {
        /// Whether it has no negative numbers.
        unsigned: bool,
    },
    /// A number with a binary point, of four bytes.
    Real,
    /// A number with a binary point, of eight bytes.
    Double,
    /// A number with a decimal point: how many digits, and how many of them behind the point.
    Numeric(Option<(u32, i32)>),
    /// Text of a fixed length, filled up with blanks.
    Char(u32),
    /// Text of a limited length.
    Varchar(Option<u32>),
    /// Text.
    Text(Size),
    /// Bytes of a fixed length.
    Binary(u32),
    /// Bytes of a limited length.
    Varbinary(u32),
    /// Bytes.
    Blob(Size),
    /// A day.
    Date,
    /// A time of day.
    Time {
        /// How many digits of a second.
        precision: Option<u8>,
        /// Whether a zone belongs to it.
        zone: bool,
    },
    /// A day and a time.
    Timestamp {
        /// How many digits of a second.
        precision: Option<u8>,
        /// Whether it is a moment in time, and not what a clock on a wall shows.
        zone: bool,
    },
    /// A span of time.
    Interval,
    /// A universally unique identifier.
    Uuid,
    /// JSON, kept as text.
    Json,
    /// JSON, kept taken apart.
    Jsonb,
    /// One of the values of an enum of the schema's.
    Enum(QualifiedName),
    /// One of these values, by a type of the column's own.
    InlineEnum(Vec<String>),
    /// A list of elements of one type.
    Array(Box<Self>),
    /// An address of a host.
    Inet,
    /// An address of a network.
    Cidr,
    /// A type by the words of the one database that knows it.
    Custom(String),
}

/// How much a text or blob may hold, where a database tells sizes apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// 255 bytes.
    Tiny,
    /// What the word alone means: 64 KiB, or no limit.
    #[default]
    Plain,
    /// 16 MiB.
    Medium,
    /// 4 GiB.
    Long,
}
