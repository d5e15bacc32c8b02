//! Triggers as the server keeps them: when they run, and what. The rest of the statement that makes one it does not keep, or
//! not in those words.

use super::MySql;
use super::lex::Lexer;
use super::reflect::objects::qualified;
use crate::dialect::Dialect as _;
use crate::dialect::lex::{Kind, Lex as _};
use crate::schema::{Name, QualifiedName};

/// The statement that makes a trigger, without whose it is, before which other it runs, and whether it may be there; as it
/// is where it cannot be read.
pub(super) fn kept(table: &QualifiedName, name: &Name, sql: &str) -> String {
    match parts(sql) {
        Some((moment, body)) => format!(
            "CREATE TRIGGER {} {moment} ON {} FOR EACH ROW {body}",
            MySql.name(name),
            qualified(table)
        ),
        None => sql.to_owned(),
    }
}

/// When it runs, and what.
fn parts(sql: &str) -> Option<(&str, &str)> {
    let mut tokens = Lexer::new(sql);
    let mut behind = |words: &[&str]| {
        tokens.find(|token| {
            let text = &sql[token.start..token.end];
            token.kind == Kind::Word && words.iter().any(|word| text.eq_ignore_ascii_case(word))
        })
    };
    behind(&["trigger"])?;
    let moment = behind(&["before", "after"])?;
    let on = behind(&["on"])?;
    behind(&["for"])?;
    behind(&["each"])?;
    behind(&["row"])?;
    let mut body = tokens.next()?;
    let word = &sql[body.start..body.end];
    if ["follows", "precedes"]
        .iter()
        .any(|order| word.eq_ignore_ascii_case(order))
    {
        tokens.next()?;
        body = tokens.next()?;
    }
    Some((sql[moment.start..on.start].trim_end(), &sql[body.start..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_made_it_and_in_which_words_is_left_out() {
        let expected = "CREATE TRIGGER `t` BEFORE INSERT ON `a` FOR EACH ROW SET @before = 1";
        for sql in [
            expected,
            "create definer = `x`@`%` trigger if not exists db.t BEFORE INSERT on a for each row SET @before = 1",
            "CREATE OR REPLACE TRIGGER t BEFORE INSERT ON a FOR EACH ROW FOLLOWS other SET @before = 1",
        ] {
            assert_eq!(kept(&"a".into(), &"t".into(), sql), expected);
        }
        let no = "CREATE TRIGGER t ON a";
        assert_eq!(kept(&"a".into(), &"t".into(), no), no);
    }
}
