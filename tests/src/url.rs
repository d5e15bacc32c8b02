//! URLs of databases with another place or another name: `scheme://user:password@PLACE/NAME?options`.

use std::ops::Range;

/// The host and the port.
pub(crate) fn place(url: &str) -> &str {
    &url[parts(url).0]
}

/// The same database, reached at another host and port.
pub(crate) fn at(url: &str, place: &str) -> String {
    let (old, _) = parts(url);
    format!("{}{place}{}", &url[..old.start], &url[old.end..])
}

/// Another database on the same server.
pub(crate) fn named(url: &str, name: &str) -> String {
    let (place, old) = parts(url);
    format!("{}/{name}{}", &url[..place.end], &url[old.end..])
}

/// Where the place stands, and where the name with the slash before it.
fn parts(url: &str) -> (Range<usize>, Range<usize>) {
    let start = url.find("://").map_or(0, |at| at + 3);
    let after =
        |from: usize, ends: &[char]| url[from..].find(ends).map_or(url.len(), |at| from + at);
    let end = after(start, &['/', '?']);
    let start = url[start..end]
        .rfind('@')
        .map_or(start, |at| start + at + 1);
    (start..end, end..after(end, &['?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_changes_and_the_others_stay() {
        let url = "postgres://me:a@b@db:1/one?sslmode=disable&x=/y@z";
        assert_eq!(place(url), "db:1");
        assert_eq!(
            at(url, "here:2"),
            "postgres://me:a@b@here:2/one?sslmode=disable&x=/y@z"
        );
        assert_eq!(
            named(url, "two"),
            "postgres://me:a@b@db:1/two?sslmode=disable&x=/y@z"
        );
        assert_eq!(named("mysql://db", "two"), "mysql://db/two");
        assert_eq!(named("mysql://db?a=b", "two"), "mysql://db/two?a=b");
    }
}
