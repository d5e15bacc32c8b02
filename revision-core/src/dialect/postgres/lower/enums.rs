//! Types with a list of values.

use super::say;
use crate::dialect::ansi::{Spelling, Spelt};
use crate::dialect::lower::Why;
use crate::dialect::postgres::words::{Words, type_name};
use crate::operation::Place;
use crate::schema::{Enum, QualifiedName};

/// The longest value, in bytes: it is kept as a name.
const LONGEST: usize = 63;

/// Takes a value out of a type by making the type anew.
const DROP_VALUE: &str = include_str!("drop_value.sql");

/// Makes a type.
pub(super) fn create(words: &Words, name: &QualifiedName, definition: &Enum) -> Spelt<Vec<String>> {
    let spelt = type_name(words, name)?;
    let values = definition.values.iter().map(|one| value(words, one));
    let values = values.collect::<Spelt<Vec<_>>>()?.join(", ");
    let mut statements = vec![format!("CREATE TYPE {spelt} AS ENUM ({values})")];
    if let Some(comment) = &definition.comment {
        statements.push(say(words, "TYPE", &spelt, Some(comment))?);
    }
    Ok(statements)
}

/// A value, quoted.
pub(super) fn value(words: &Words, value: &str) -> Spelt {
    if value.len() > LONGEST {
        return Err(Why::Unsupported(format!(
            "the value `{value}` of an enum has {} bytes, and PostgreSQL takes {LONGEST}",
            value.len()
        )));
    }
    words.text(value)
}

/// Adds a value to a type.
pub(super) fn add_value(
    words: &Words,
    name: &QualifiedName,
    new: &str,
    place: Option<&Place>,
    if_not_exists: bool,
) -> Spelt {
    let how = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let place = match place {
        Some(Place::Before(other)) => format!(" BEFORE {}", value(words, other)?),
        Some(Place::After(other)) => format!(" AFTER {}", value(words, other)?),
        None => String::new(),
    };
    let (name, new) = (type_name(words, name)?, value(words, new)?);
    Ok(format!("ALTER TYPE {name} ADD VALUE {how}{new}{place}"))
}

/// Takes a value out of a type. The server knows best which columns, defaults, checks and indexes are of that type, so it
/// is asked when this runs.
pub(super) fn drop_value(words: &Words, name: &QualifiedName, gone: &str) -> Spelt {
    let spelt = type_name(words, name)?;
    let (name, gone) = (words.text(&spelt)?, value(words, gone)?);
    let known = format!("DECLARE\n    enum text := {name};\n    gone text := {gone};\n");
    Ok(Words::block(&(known + DROP_VALUE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Backend, Server};

    #[test]
    fn a_type_of_the_servers_own_is_never_meant() {
        let server = Server::assumed(Backend::Postgres);
        let made = |name: &str| create(&Words { server }, &name.into(), &Enum::default());
        for own in ["name", "path", "_int4"] {
            let refused = made(own).is_err_and(|why| match why {
                Why::Unsupported(why) => why.contains(own),
                _ => false,
            });
            assert!(refused, "{own}");
        }
        let expected = Ok(vec!["CREATE TYPE app.name AS ENUM ()".to_owned()]);
        assert_eq!(made("app.name"), expected);
        assert_eq!(made("names").map(|made| made.len()), Ok(1));
    }
}
