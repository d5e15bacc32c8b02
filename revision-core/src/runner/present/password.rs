//! Passwords in URLs, which are never shown.

use std::borrow::Cow;
use std::ops::Range;

/// What stands in the place of one.
const HIDDEN: &str = "***";

/// The URL as it may be shown.
pub fn without(url: &str) -> String {
    // Parameters may hold secrets as well.
    let url = match url.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.rfind('@').unwrap_or(0);
            let end = rest[end..].find('?').map_or(rest.len(), |at| end + at);
            format!("{scheme}://{}", &rest[..end])
        }
        None => url.to_owned(),
    };
    hidden(&url).into_owned()
}

/// A text about the database behind `url`, without its password, also where that stands by itself.
pub fn hide(url: &str, text: &str) -> String {
    let text = text.replace(url, &without(url));
    let text = hidden(&text).into_owned();
    let Some(password) = places(url).into_iter().next() else {
        return text;
    };
    let password = &url[password];
    // What is shown of the URL anyway, the user's name for one, is no secret; and a message may be about it.
    if password.is_empty() || without(url).contains(password) {
        return text;
    }
    text.replace(password, HIDDEN)
}

/// The text without the passwords of the URLs in it.
pub fn hidden(text: &str) -> Cow<'_, str> {
    replaced(text, |_| HIDDEN.to_owned())
}

/// The same, every place in it as it was.
pub fn blanked(text: &str) -> Cow<'_, str> {
    replaced(text, |password| "*".repeat(password.len()))
}

fn replaced(text: &str, by: impl Fn(&str) -> String) -> Cow<'_, str> {
    let places = places(text);
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    let mut from = 0;
    for place in places {
        result.push_str(&text[from..place.start]);
        result.push_str(&by(&text[place.clone()]));
        from = place.end;
    }
    result.push_str(&text[from..]);
    Cow::Owned(result)
}

/// Where passwords stand: in `scheme://user:password@host`, and in the parameters of a URL.
fn places(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("://") {
        let start = from + at + "://".len();
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`');
        let end = text[start..]
            .find(ends)
            .map_or(text.len(), |end| start + end);
        let url = &text[start..end];
        // A password may have a slash or an `@` in it, though it should not; the last `@` ends it.
        let host = url.rfind('@');
        if let Some(colon) = host.and_then(|host| url[..host].find(':')) {
            places.push(start + colon + 1..start + host.unwrap_or_default());
        }
        let mut parameter = host.unwrap_or_default();
        while let Some(at) = url[parameter..].find("password=") {
            let value = parameter + at + "password=".len();
            let length = url[value..].find('&').unwrap_or(url.len() - value);
            places.push(start + value..start + value + length);
            parameter = value + length;
        }
        from = end;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::{blanked, hidden, hide, without};

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            (
                "postgres://me:secret@host:5432/app",
                "postgres://me:***@host:5432/app",
            ),
            (
                "postgres://me:se@cr/et@host/app?password=x",
                "postgres://me:***@host/app",
            ),
            (
                "postgres://me:wh?t@host/app?a=b",
                "postgres://me:***@host/app",
            ),
            ("postgres://me@host/app", "postgres://me@host/app"),
            ("sqlite://app.db", "sqlite://app.db"),
            ("sqlite:app.db", "sqlite:app.db"),
        ] {
            assert_eq!(without(url), shown);
        }
    }

    #[test]
    fn what_others_say_is_shown_without_it() {
        let url = "mysql://me:secret@host/app";
        let said = |text: &str| hide(url, text);
        assert_eq!(said("no `secret` is known"), "no `***` is known");
        assert_eq!(
            said("cannot parse mysql://me:secret@host/app."),
            "cannot parse mysql://me:***@host/app."
        );
        assert_eq!(said("unknown database `app`"), "unknown database `app`");
        // One that is the user's name as well is no secret, and the user is to be told of.
        let url = "postgres://postgres:postgres@host/app";
        let text = "role `postgres` is not known";
        assert_eq!(hide(url, text), text);
    }

    #[test]
    fn a_line_of_a_file_is_shown_without_it() {
        let line = "url = \"postgres://me:secret@${HOST}/app?sslpassword=abc&x=1\" # a:b@c";
        assert_eq!(
            hidden(line),
            "url = \"postgres://me:***@${HOST}/app?sslpassword=***&x=1\" # a:b@c"
        );
        assert_eq!(
            blanked(line),
            "url = \"postgres://me:******@${HOST}/app?sslpassword=***&x=1\" # a:b@c"
        );
        assert_eq!(hidden("see https://host/a:b"), "see https://host/a:b");
    }
}
