//! Texts as MySQL and MariaDB write them.

use crate::Product;
use crate::dialect::reflect::text::{Backslash, bare, outside};

/// A text in single quotes, and what stands behind it.
pub(super) fn quoted(sql: &str) -> Option<(String, &str)> {
    let inner = sql.strip_prefix('\'')?;
    let mut text = String::new();
    let mut characters = inner.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => text.push(match characters.next()?.1 {
                '0' => '\0',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'Z' => '\u{1a}',
                other => other,
            }),
            '\'' if characters.next_if(|(_, next)| *next == '\'').is_some() => text.push('\''),
            '\'' => return Some((text, &inner[at + 1..])),
            other => text.push(other),
        }
    }
    None
}

/// An expression without what the server adds to it: the database that it stands in, brackets around the whole, and on
/// MySQL backslashes before quotes and the character set before texts.
pub(super) fn expression(product: Product, sql: &str, database: Option<&str>) -> String {
    let sql = match product {
        Product::MySql => sql
            .replace("\\'", "'")
            .replace("\\\\", "\\")
            .replace("_utf8mb4'", "'"),
        _ => sql.to_owned(),
    };
    within(bare(&sql, Backslash::Escapes), database)
}

/// The same for an expression as `SHOW CREATE` has it: there is no backslash that is not the expression's own.
pub(in crate::dialect::mysql) fn shown(
    product: Product,
    sql: &str,
    database: Option<&str>,
) -> String {
    let sql = match product {
        Product::MySql => sql.replace("_utf8mb4'", "'"),
        _ => sql.to_owned(),
    };
    within(bare(&sql, Backslash::Escapes), database)
}

/// An expression or a query without the name of the database that it stands in.
pub(super) fn within(sql: &str, database: Option<&str>) -> String {
    let Some(database) = database else {
        return sql.to_owned();
    };
    let name = format!("`{}`.", database.replace('`', "``"));
    let mut kept = String::new();
    let mut last = 0;
    // A quoted name ends inside of quotes; the dot behind it stands outside.
    for (at, character) in outside(sql, Backslash::Escapes) {
        if character != '.' {
            continue;
        }
        let head = &sql[last..=at];
        if let Some(before) = head.strip_suffix(name.as_str())
            && !before.ends_with(['.', '`'])
        {
            kept.push_str(before);
            last = at + 1;
        }
    }
    kept.push_str(&sql[last..]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_itself_is_not_named() {
        let sql =
            "select `db`.`users`.`id` AS `db`, '`db`.x' from `db`.`users` join `other`.`db`.`a`";
        let expected = "select `users`.`id` AS `db`, '`db`.x' from `users` join `other`.`db`.`a`";
        assert_eq!(within(sql, Some("db")), expected);
        assert_eq!(within("nextval(`a``b`.`s`)", Some("a`b")), "nextval(`s`)");
        let mysql = r"(`a` <> _utf8mb4\'x\')";
        assert_eq!(expression(Product::MySql, mysql, None), "`a` <> 'x'");
    }
}
