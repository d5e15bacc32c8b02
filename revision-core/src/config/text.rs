//! A text from the configuration that remembers where it stands, so that whoever finds it wrong later can point at it.

use std::env;

use crate::{Code, Diagnostic, Place};

/// A text from the configuration.
///
/// In URLs and in `env_file`, `${VAR}` stands for an environment variable. It is looked up by [`Text::expand`], when the
/// value is needed: an unset variable fails the command that connects, not the one that lists heads. `$${` stands for
/// `${` itself; every other `$` is just that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    raw: String,
    place: Option<Place>,
}

impl Text {
    /// A text of the configuration, or a default, which stands nowhere.
    #[must_use]
    pub fn new(raw: impl Into<String>, place: Option<Place>) -> Self {
        Self {
            raw: raw.into(),
            place,
        }
    }

    /// The text as it was written.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Where it stands; a default stands nowhere.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// A fault of this value, found by whoever uses it.
    #[must_use]
    pub fn fault(&self, message: impl Into<String>) -> Diagnostic {
        let fault = Diagnostic::new(Code::Config, message);
        match &self.place {
            Some(place) => fault.at(place.clone()),
            None => fault,
        }
    }

    /// The text with the environment's variables put in.
    pub fn expand(&self) -> Result<String, Diagnostic> {
        self.expand_with(|name| env::var(name).ok())
    }

    /// The text with variables put in that `lookup` knows.
    pub fn expand_with(
        &self,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<String, Diagnostic> {
        let pieces = pieces(&self.raw).map_err(|fault| self.fault(fault))?;
        let mut text = String::with_capacity(self.raw.len());
        for piece in pieces {
            match piece {
                Piece::Plain(plain) => text.push_str(plain),
                Piece::Variable(name) => text.push_str(&lookup(name).ok_or_else(|| {
                    self.fault(format!("the environment variable `{name}` is not set"))
                })?),
            }
        }
        Ok(text)
    }

    /// What is wrong with the `${…}` in it, whatever the environment holds.
    pub(crate) fn misspelt(&self) -> Option<Diagnostic> {
        pieces(&self.raw).err().map(|fault| self.fault(fault))
    }
}

enum Piece<'a> {
    Plain(&'a str),
    Variable(&'a str),
}

fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        if let Some(before) = rest[..at].strip_suffix('$') {
            pieces.push(Piece::Plain(before));
            pieces.push(Piece::Plain("${"));
            rest = &rest[at + 2..];
            continue;
        }
        pieces.push(Piece::Plain(&rest[..at]));
        let inner = &rest[at + 2..];
        let end = inner
            .find('}')
            .ok_or("`${` is not closed by `}`; `$${` stands for `${` itself")?;
        let name = &inner[..end];
        let sound = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if name.is_empty() || !sound {
            return Err(format!(
                "`{name}` is not the name of an environment variable"
            ));
        }
        pieces.push(Piece::Variable(name));
        rest = &inner[end + 1..];
    }
    pieces.push(Piece::Plain(rest));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_put_in() {
        let expand = |raw: &str| {
            Text::new(raw, None)
                .expand_with(|name| (name == "HOST").then(|| "db".to_owned()))
                .map_err(|fault| fault.message)
        };
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(expand("postgres://${HOST}/app"), ok("postgres://db/app"));
        assert_eq!(expand("${HOST}${HOST}"), ok("dbdb"));
        assert_eq!(expand("a$b$$c$"), ok("a$b$$c$"));
        assert_eq!(expand("$${HOST}"), ok("${HOST}"));
        assert_eq!(
            expand("${PORT}"),
            Err("the environment variable `PORT` is not set".to_owned())
        );
        assert!(expand("${HOST").unwrap_err().contains("not closed"));
        assert!(expand("${}").is_err());
        assert!(expand("${a b}").is_err());
    }
}
