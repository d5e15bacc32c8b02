//! What `SHOW CREATE TABLE` says of columns, checks and indexes.

use std::collections::BTreeMap;

use crate::dialect::lex::{Kind, Lex as _};
use crate::dialect::mysql::lex::Lexer;

/// What ends the type of a column or its default.
const BEHIND: &[&str] = &[
    "as",
    "auto_increment",
    "character",
    "check",
    "collate",
    "column_format",
    "comment",
    "compressed",
    "default",
    "generated",
    "invisible",
    "not",
    "null",
    "on",
    "references",
    "storage",
    "visible",
];

/// The expressions of a table, each as it is written there.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) columns: BTreeMap<String, Column>,
    pub(super) checks: BTreeMap<String, String>,
    /// What the indexes are over, each of it.
    pub(super) indexes: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) ty: String,
    pub(super) default: Option<String>,
    pub(super) on_update: Option<String>,
    pub(super) generated: Option<String>,
}

impl Shown {
    pub(super) fn read(sql: &str) -> Option<Self> {
        let tokens: Vec<Token<'_>> = Lexer::new(sql)
            .map(|token| Token {
                kind: token.kind,
                start: token.start,
                end: token.end,
                text: &sql[token.start..token.end],
            })
            .collect();
        let open = tokens.iter().position(|token| token.text == "(")?;
        let mut shown = Self::default();
        for clause in parts(group(&tokens[open..])?) {
            shown.clause(sql, clause);
        }
        Some(shown)
    }

    fn clause(&mut self, sql: &str, tokens: &[Token<'_>]) {
        let Some((first, rest)) = tokens.split_first() else {
            return;
        };
        match (first.kind, &*first.text.to_ascii_lowercase()) {
            (Kind::Word, "constraint") => {
                let Some((name, rest)) = rest.split_first() else {
                    return;
                };
                if let (Some(name), Some(check)) = (name.name(), behind(rest, "check")) {
                    let check = group(check).map(|inner| text(sql, inner).to_owned());
                    self.checks.extend(check.map(|check| (name, check)));
                }
            }
            (Kind::Word, "key" | "index" | "unique" | "fulltext" | "spatial") => {
                let open = rest.iter().position(|token| token.text == "(");
                let name = rest.iter().find(|token| token.kind == Kind::Name);
                if let (Some(open), Some(name)) = (open, name.and_then(Token::name)) {
                    let over = group(&rest[open..]).into_iter().flat_map(parts);
                    let over = over.map(|tokens| text(sql, tokens).to_owned());
                    self.indexes.insert(name, over.collect());
                }
            }
            (Kind::Word, "primary" | "foreign" | "period" | "check") => {}
            (Kind::Name | Kind::Word | Kind::Text, _) => {
                if let Some(name) = first.name() {
                    self.columns.insert(name, column(sql, rest));
                }
            }
            _ => {}
        }
    }
}

fn column(sql: &str, tokens: &[Token<'_>]) -> Column {
    let mut column = Column {
        ty: text(sql, until(tokens, 0)).to_owned(),
        ..Column::default()
    };
    if let Some(tokens) = behind(tokens, "default") {
        column.default = Some(text(sql, until(tokens, 1)).to_owned());
    }
    if let Some(tokens) = behind(tokens, "on").and_then(|tokens| behind(tokens, "update")) {
        column.on_update = Some(text(sql, until(tokens, 1)).to_owned());
    }
    if let Some(tokens) = behind(tokens, "as") {
        column.generated = group(tokens).map(|inner| text(sql, inner).to_owned());
    }
    column
}

#[derive(Clone, Copy)]
struct Token<'a> {
    kind: Kind,
    start: usize,
    end: usize,
    text: &'a str,
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// What it is called. In one mode of the server's, names stand in the quotes of texts.
    fn name(&self) -> Option<String> {
        match self.text.strip_prefix('"') {
            Some(rest) => Some(rest.strip_suffix('"')?.replace("\"\"", "\"")),
            None => Lexer::name(self.text),
        }
    }
}

/// The text from the first of the tokens to the last.
fn text<'a>(sql: &'a str, tokens: &[Token<'_>]) -> &'a str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => &sql[first.start..last.end],
        _ => "",
    }
}

/// Each token with how many brackets are open before it.
fn depths<'t, 'a>(tokens: &'t [Token<'a>]) -> impl Iterator<Item = (usize, &'t Token<'a>)> {
    let mut depth = 0_usize;
    tokens.iter().map(move |token| {
        let before = depth;
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        (before, token)
    })
}

/// What stands in the brackets that open here.
fn group<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    let inner = tokens
        .split_first()
        .filter(|(first, _)| first.text == "(")?
        .1;
    let mut all = depths(inner);
    let close = all.position(|(depth, token)| depth == 0 && token.text == ")")?;
    Some(&inner[..close])
}

/// What commas part.
fn parts<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let commas = depths(tokens).enumerate();
    let commas = commas.filter(|(_, (depth, token))| *depth == 0 && token.text == ",");
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in commas {
        parts.push(&tokens[from..at]);
        from = at + 1;
    }
    parts.push(&tokens[from..]);
    parts
}

/// What stands behind a word that is in no brackets.
fn behind<'t, 'a>(tokens: &'t [Token<'a>], word: &str) -> Option<&'t [Token<'a>]> {
    let at = depths(tokens).position(|(depth, token)| depth == 0 && token.is(word))?;
    Some(&tokens[at + 1..])
}

/// As far as the next word that says something else, which is none of the first ones.
fn until<'t, 'a>(tokens: &'t [Token<'a>], first: usize) -> &'t [Token<'a>] {
    let mut all = depths(tokens).enumerate().skip(first);
    let end = all.find(|(_, (depth, token))| {
        *depth == 0 && (token.kind == Kind::Executable || BEHIND.iter().any(|word| token.is(word)))
    });
    &tokens[..end.map_or(tokens.len(), |(at, _)| at)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expression_of_a_table_is_found() {
        let shown = Shown::read(
            r"CREATE TEMPORARY TABLE `t` (
  `a` int(11) DEFAULT (1 + 1),
  `as` timestamp NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  `c,(` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'it''s DEFAULT' COMMENT 'x AS (y)',
  `d` int(10) unsigned GENERATED ALWAYS AS (`a` + (1)) STORED,
  `e` enum('a)','b') NOT NULL DEFAULT NULL CHECK (`e` <> 'q'),
  `f` geometry NOT NULL /*!80003 SRID 4326 */,
  `g` bigint(20) DEFAULT nextval(`a`.`seq`),
  PRIMARY KEY (`a`),
  UNIQUE KEY `x``y` (`a`,(abs(`a`)) DESC),
  CONSTRAINT `c``2` CHECK (`a` in (1,2) or `as` is not null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
        )
        .unwrap();
        let columns: Vec<String> = shown
            .columns
            .iter()
            .map(|(name, one)| {
                let Column {
                    ty,
                    default,
                    on_update,
                    generated,
                } = one;
                format!("{name}: {ty}, {default:?}, {on_update:?}, {generated:?}")
            })
            .collect();
        assert_eq!(
            columns,
            [
                "a: int(11), Some(\"(1 + 1)\"), None, None",
                "as: timestamp, Some(\"current_timestamp()\"), Some(\"current_timestamp()\"), None",
                "c,(: varchar(20), Some(\"'it''s DEFAULT'\"), None, None",
                "d: int(10) unsigned, None, None, Some(\"`a` + (1)\")",
                "e: enum('a)','b'), Some(\"NULL\"), None, None",
                "f: geometry, None, None, None",
                "g: bigint(20), Some(\"nextval(`a`.`seq`)\"), None, None",
            ]
        );
        assert_eq!(shown.checks["c`2"], "`a` in (1,2) or `as` is not null");
        assert_eq!(shown.indexes["x`y"], ["`a`", "(abs(`a`)) DESC"]);
        assert!(Shown::read("CREATE VIEW").is_none());
        assert!(Shown::read("CREATE TABLE t (a int").is_none());
    }
}
