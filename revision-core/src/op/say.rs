//! The vocabulary by its names: how the reader of uncompiled files calls the very functions that compiled ones call.
//!
//! `#[vocabulary]` makes a `match` on names for each block of words. Here are the values that go in and come out, what can
//! be made of which, and the lists of blocks.

use super::{Clock, Collation, Column, ColumnType, Counter, Integer, NamedIndex, Op, Row, Texts};
use crate::Backend;
use crate::schema::{
    Action, Check, Exclusion, ExclusionElement, ForeignKey, Identity, IndexColumn, Literal,
    OnConflict, PrimaryKey, QualifiedName, Type, Unique,
};

/// What comes of a word on what was recorded, or on `op`.
#[derive(Debug)]
pub(crate) enum Said {
    /// A value.
    Value(Value),
    /// What the word was said of.
    Same,
    /// What the word recorded.
    Recorded,
}

/// Why a word was not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsaid {
    /// There is no such word here.
    Unknown,
    /// It takes another number of arguments.
    Count,
    /// The argument of this number is none that it takes.
    Argument(usize),
}

/// What knows how to be built on by words.
pub(crate) trait Build: Sized {
    /// Calls the method of a name.
    fn build(self, word: &str, arguments: &[Value]) -> Result<Value, Unsaid>;
}

/// What can be made of a value that a file writes.
pub(crate) trait Given: Sized {
    fn given(value: &Value) -> Option<Self>;
}

/// Declares the values that words make.
macro_rules! values {
    (built: $($built:ident),+; plain: $($plain:ident),+ $(,)?) => {
        /// A value that a file writes.
        #[derive(Clone, Debug)]
        pub(crate) enum Value {
            Unit,
            Bool(bool),
            Number(i128),
            Float(f64),
            Text(String),
            Bytes(Vec<u8>),
            List(Vec<Self>),
            Tuple(Vec<Self>),
            $($built(Box<$built>),)+
            $($plain(Box<$plain>),)+
        }

        impl Value {
            /// Calls the method of a name.
            pub(crate) fn build(self, word: &str, arguments: &[Self]) -> Result<Self, Unsaid> {
                match self {
                    $(Self::$built(value) => value.build(word, arguments),)+
                    _ => Err(Unsaid::Unknown),
                }
            }
        }

        $(from_value! { $built })+
        $(from_value! { $plain })+
    };
}

macro_rules! from_value {
    ($made:ident) => {
        impl From<$made> for Value {
            fn from(value: $made) -> Self {
                Self::$made(Box::new(value))
            }
        }
    };
}

values! {
    built: Column, Integer, Clock, PrimaryKey, Unique, Check, ForeignKey, Exclusion, ExclusionElement,
        IndexColumn, NamedIndex, Identity;
    plain: Counter, Type, Literal, QualifiedName, Action, OnConflict, Backend,
}

/// The argument of a number, made into what is wanted of it.
pub(crate) fn given<T: Given>(arguments: &[Value], number: usize) -> Result<T, Unsaid> {
    let argument = arguments.get(number).and_then(T::given);
    argument.ok_or(Unsaid::Argument(number))
}

/// Refuses another number of arguments.
pub(crate) fn counted(arguments: &[Value], count: usize) -> Result<(), Unsaid> {
    let right = arguments.len() == count;
    right.then_some(()).ok_or(Unsaid::Count)
}

/// Calls the function of a name.
pub(crate) fn function(word: &str, arguments: &[Value]) -> Result<Value, Unsaid> {
    let blocks = [
        super::column::words::say,
        super::constraint::words::say,
        super::data::words::say,
        super::index::words::say,
        super::sequence::words::say,
        super::texts::words::say,
        super::types::words::say,
    ];
    for block in blocks {
        match block(word, arguments) {
            Err(Unsaid::Unknown) => {}
            said => return said,
        }
    }
    Err(Unsaid::Unknown)
}

/// Whether there is a function of a name.
pub(crate) fn is_function(word: &str) -> bool {
    FUNCTIONS.iter().any(|words| words.contains(&word))
}

/// The functions, a list a block.
pub(crate) const FUNCTIONS: &[&[&str]] = &[
    super::column::words::WORDS,
    super::constraint::words::WORDS,
    super::data::words::WORDS,
    super::index::words::WORDS,
    super::sequence::words::WORDS,
    super::texts::words::WORDS,
    super::types::words::WORDS,
];

/// What the prelude calls by a name that is neither a function nor a type.
pub(crate) fn constant(name: &str) -> Option<Value> {
    let conflict = match name {
        "Fail" => Some(OnConflict::Fail),
        "Ignore" => Some(OnConflict::Ignore),
        "Replace" => Some(OnConflict::Replace),
        "Rollback" => Some(OnConflict::Rollback),
        _ => None,
    };
    if let Some(conflict) = conflict {
        return Some(conflict.into());
    }
    let action = match name {
        "Cascade" => Action::Cascade,
        "NoAction" => Action::NoAction,
        "Restrict" => Action::Restrict,
        "SetDefault" => Action::SetDefault,
        "SetNull" => Action::SetNull,
        _ => {
            let named = |backend: &Backend| format!("{backend:?}") == name;
            return Backend::ALL.into_iter().find(named).map(Value::from);
        }
    };
    Some(action.into())
}

impl Op {
    /// Calls the method of a name.
    pub(crate) fn say(&mut self, word: &str, arguments: &[Value]) -> Result<Said, Unsaid> {
        let blocks = [
            Self::say_column,
            Self::say_comment,
            Self::say_constraint,
            Self::say_data,
            Self::say_dialect,
            Self::say_enum,
            Self::say_index,
            Self::say_object,
            Self::say_schema,
            Self::say_sequence,
            Self::say_table,
            Self::say_type,
        ];
        for block in blocks {
            match block(self, word, arguments) {
                Err(Unsaid::Unknown) => {}
                said => return said,
            }
        }
        Err(Unsaid::Unknown)
    }

    /// How much was recorded.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Calls the method of a name on what was recorded as the call of a number.
    pub(crate) fn say_of_recorded(
        &mut self,
        number: usize,
        word: &str,
        arguments: &[Value],
    ) -> Result<Said, Unsaid> {
        match self.entries.get_mut(number) {
            Some(entry) => entry.word.say(word, arguments),
            None => Err(Unsaid::Unknown),
        }
    }

    /// What was recorded, a word a call.
    pub(crate) fn into_words(self) -> impl Iterator<Item = Box<dyn super::Word>> {
        self.entries.into_iter().map(|entry| entry.word)
    }
}

/// Values that are given as they are.
macro_rules! given_as_it_is {
    ($($wanted:ident),+ $(,)?) => {$(
        impl Given for $wanted {
            fn given(value: &Value) -> Option<Self> {
                match value {
                    Value::$wanted(value) => Some((**value).clone()),
                    _ => None,
                }
            }
        }
    )+};
}

given_as_it_is! {
    Action, Backend, Column, Exclusion, ExclusionElement, ForeignKey, Identity, NamedIndex, OnConflict
}

impl Given for Type {
    fn given(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Type(value) => (**value).clone(),
            Value::Integer(value) => (**value).clone().into(),
            Value::Clock(value) => (**value).clone().into(),
            _ => return None,
        })
    }
}

impl Given for ColumnType {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::Counter(value) => Some((**value).clone().into()),
            _ => Type::given(value).map(Self::from),
        }
    }
}

impl Given for Literal {
    fn given(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Bool(value) => (*value).into(),
            // The compiler takes it for an `i64`.
            Value::Number(value) => i64::try_from(*value).ok()?.into(),
            Value::Float(value) => (*value).into(),
            Value::Text(value) => value.as_str().into(),
            Value::Bytes(value) => value.as_slice().into(),
            Value::Literal(value) => (**value).clone(),
            _ => return None,
        })
    }
}

impl Given for QualifiedName {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::Text(value) => Some(value.as_str().into()),
            Value::QualifiedName(value) => Some((**value).clone()),
            _ => None,
        }
    }
}

impl Given for Collation {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::Text(value) => Some(value.as_str().into()),
            Value::QualifiedName(value) => Some((**value).clone().into()),
            _ => None,
        }
    }
}

impl Given for Texts {
    fn given(value: &Value) -> Option<Self> {
        Vec::<String>::given(value).map(Self::from)
    }
}

impl Given for PrimaryKey {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::PrimaryKey(value) => Some((**value).clone()),
            _ => Texts::given(value).map(super::words::primary_key),
        }
    }
}

impl Given for Unique {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::Unique(value) => Some((**value).clone()),
            _ => Texts::given(value).map(super::words::unique),
        }
    }
}

impl Given for Check {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::Check(value) => Some((**value).clone()),
            Value::Text(value) => Some(value.as_str().into()),
            _ => None,
        }
    }
}

impl Given for IndexColumn {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::IndexColumn(value) => Some((**value).clone()),
            Value::Text(value) => Some(value.as_str().into()),
            _ => None,
        }
    }
}

impl Given for Row {
    fn given(value: &Value) -> Option<Self> {
        let values = match value {
            Value::Unit => &[],
            Value::Tuple(values) | Value::List(values) => values.as_slice(),
            _ => return None,
        };
        let values: Option<Vec<Literal>> = values.iter().map(Literal::given).collect();
        values.map(Self::from)
    }
}

impl Given for String {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::Text(value) => Some(value.clone()),
            _ => None,
        }
    }
}

impl Given for bool {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

macro_rules! given_number {
    ($($number:ident),+) => {$(
        impl Given for $number {
            fn given(value: &Value) -> Option<Self> {
                match value {
                    Value::Number(value) => (*value).try_into().ok(),
                    _ => None,
                }
            }
        }
    )+};
}

given_number! { u8, u32, i32, i64, i128 }

impl<T: Given> Given for Vec<T> {
    fn given(value: &Value) -> Option<Self> {
        match value {
            Value::List(values) => values.iter().map(T::given).collect(),
            _ => None,
        }
    }
}
