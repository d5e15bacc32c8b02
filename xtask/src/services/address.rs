//! The parts of a server's URL.

use std::fmt;

use crate::step::Failed;

/// Where a server is, and who one is there.
#[derive(Debug, PartialEq)]
pub(super) struct Address {
    pub(super) scheme: String,
    pub(super) user: String,
    pub(super) password: String,
    pub(super) host: String,
    pub(super) port: u16,
}

impl Address {
    /// Reads `scheme://user:password@host:port/…`.
    pub(super) fn parse(url: &str) -> Result<Self, Failed> {
        // The URL has a password, so no message shows it.
        let bad = |what: &str| Failed(format!("this is no URL of a server: {what}"));
        let (scheme, rest) = url.split_once("://").ok_or_else(|| bad("no `://`"))?;
        let place = rest.split(['/', '?']).next().unwrap_or_default();
        let (account, host) = place.rsplit_once('@').unwrap_or(("", place));
        let (user, password) = account.split_once(':').unwrap_or((account, ""));
        let usual = if scheme.starts_with("postgres") {
            5432
        } else {
            3306
        };
        let (host, port) = match host.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                let number = port.parse().map_err(|_| bad("the port is no number"))?;
                (host, number)
            }
            _ => (host, usual),
        };
        if host.is_empty() {
            return Err(bad("no host"));
        }
        Ok(Self {
            scheme: scheme.to_owned(),
            user: decode(user).ok_or_else(|| bad("a `%` that encodes nothing"))?,
            password: decode(password).ok_or_else(|| bad("a `%` that encodes nothing"))?,
            host: host.trim_matches(['[', ']']).to_owned(),
            port,
        })
    }
}

/// Without the password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            scheme, host, port, ..
        } = self;
        write!(f, "{scheme}://{host}:{port}")
    }
}

fn decode(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let code = piece.get(..2)?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_found() {
        let address = Address::parse("postgres://me:p%40ss:w@db.example:6000/app?a=b@c").unwrap();
        assert_eq!((&*address.user, &*address.password), ("me", "p@ss:w"));
        assert_eq!((&*address.host, address.port), ("db.example", 6000));
        assert_eq!(address.to_string(), "postgres://db.example:6000");
        let address = Address::parse("mysql://[::1]").unwrap();
        assert_eq!((&*address.host, address.port), ("::1", 3306));
        assert_eq!((&*address.user, &*address.password), ("", ""));
    }

    #[test]
    fn what_is_no_url_is_refused_without_showing_it() {
        for url in [
            "",
            "db",
            "postgres://",
            "postgres://a:secret%4@db",
            "postgres://a:secret@db:x",
        ] {
            let Failed(why) = Address::parse(url).unwrap_err();
            assert!(!why.contains("secret"), "{why}");
        }
    }
}
