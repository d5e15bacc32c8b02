//! What `#[table(…)]` says about keys, checks and indexes.

use proc_macro2::Span;

use super::words::{Word, put};
use super::{Fault, Text};

/// `primary_key("a", "b", name = "…")`.
#[derive(Clone, Debug)]
pub struct PrimaryKey {
    /// Where it stands.
    pub span: Span,
    /// Its columns.
    pub columns: Vec<Text>,
    /// Its name.
    pub name: Option<Text>,
}

/// `unique("a", "b", name = "…", nulls_not_distinct, deferrable, include("c"))`.
#[derive(Clone, Debug)]
pub struct Unique {
    /// Its columns.
    pub columns: Vec<Text>,
    /// Its name.
    pub name: Option<Text>,
    /// Whether one row with nothing there is like another.
    pub nulls_not_distinct: bool,
    /// Whether and when it can be checked at the end of a transaction.
    pub actions: Actions,
    /// Columns that its index carries along.
    pub include: Vec<Text>,
}

/// `check("…", name = "…")`.
#[derive(Clone, Debug)]
pub struct Check {
    /// The condition.
    pub sql: Text,
    /// Its name.
    pub name: Option<Text>,
}

/// `index("a", "lower(b) desc", name = "…", unique, where = "…", using = gin, include("c"))`.
#[derive(Clone, Debug)]
pub struct Index {
    /// Where it stands.
    pub span: Span,
    /// What it sorts by.
    pub parts: Vec<Text>,
    /// Its name.
    pub name: Option<Text>,
    /// Whether no two rows may be alike.
    pub unique: bool,
    /// Whether one row with nothing there is like another.
    pub nulls_not_distinct: bool,
    /// The rows that stand in it.
    pub predicate: Option<Text>,
    /// What kind of index it is.
    pub using: Option<Text>,
    /// Columns that it carries along.
    pub include: Vec<Text>,
    /// What is said about it.
    pub comment: Option<Text>,
}

/// `foreign_key("a", "b", references("teams", "x", "y"), on_delete = cascade, name = "…")`.
#[derive(Clone, Debug)]
pub struct ForeignKey {
    /// Where it stands.
    pub span: Span,
    /// The columns here.
    pub columns: Vec<Text>,
    /// The other table, and its columns.
    pub references: Vec<Text>,
    /// Its name.
    pub name: Option<Text>,
    /// What becomes of a row that loses what it refers to.
    pub actions: Actions,
}

/// `exclude("room with =", "during with &&", using = gist, where = "…", name = "…")`.
#[derive(Clone, Debug)]
pub struct Exclude {
    /// What is compared, and with which operators.
    pub elements: Vec<Text>,
    /// Its name.
    pub name: Option<Text>,
    /// The kind of index behind it.
    pub using: Option<Text>,
    /// The rows that it is about.
    pub predicate: Option<Text>,
    /// Whether and when it can be checked at the end of a transaction.
    pub actions: Actions,
}

/// What becomes of a row that loses what it refers to, and when that is looked at.
#[derive(Clone, Debug, Default)]
pub struct Actions {
    /// Where the other row is deleted.
    pub on_delete: Option<Text>,
    /// Where it changes.
    pub on_update: Option<Text>,
    /// It can be checked at the end of a transaction.
    pub deferrable: Option<Span>,
    /// It is, unless a transaction says otherwise.
    pub initially_deferred: Option<Span>,
}

/// What can become of a row that loses what it refers to.
const ACTIONS: &[&str] = &[
    "cascade",
    "restrict",
    "set_null",
    "set_default",
    "no_action",
];

impl Actions {
    /// Takes a word that is about it; false where the word is none.
    pub(super) fn take(&mut self, word: &Word, faults: &mut Vec<Fault>) -> bool {
        match word.name.as_str() {
            "on_delete" => put(
                &mut self.on_delete,
                word.bare(ACTIONS, faults),
                word,
                faults,
            ),
            "on_update" => put(
                &mut self.on_update,
                word.bare(ACTIONS, faults),
                word,
                faults,
            ),
            _ => return self.take_time(word, faults),
        }
        true
    }

    fn take_time(&mut self, word: &Word, faults: &mut Vec<Fault>) -> bool {
        match word.name.as_str() {
            "deferrable" => put(&mut self.deferrable, word.flag(faults), word, faults),
            "initially_deferred" => {
                put(
                    &mut self.initially_deferred,
                    word.flag(faults),
                    word,
                    faults,
                );
            }
            _ => return false,
        }
        true
    }

    /// Where the first word of it stands.
    pub(super) fn first(&self) -> Option<Span> {
        let words = [&self.on_delete, &self.on_update];
        let words = words.into_iter().flatten().map(|word| word.span);
        words
            .chain(self.deferrable)
            .chain(self.initially_deferred)
            .next()
    }
}

impl PrimaryKey {
    pub(super) fn read(word: &Word, faults: &mut Vec<Fault>) -> Option<Self> {
        let (words, columns) = word.parts(faults)?;
        let mut name = None;
        for word in words {
            match word.name.as_str() {
                "name" => put(&mut name, word.text(faults), &word, faults),
                _ => word.unknown("`primary_key`", &["name"], faults),
            }
        }
        let span = word.span;
        Some(Self {
            span,
            columns,
            name,
        })
    }
}

impl Unique {
    pub(super) fn read(word: &Word, faults: &mut Vec<Fault>) -> Option<Self> {
        const KNOWN: &[&str] = &[
            "name",
            "nulls_not_distinct",
            "deferrable",
            "initially_deferred",
            "include",
        ];
        let (words, columns) = word.parts(faults)?;
        let mut unique = Self {
            columns,
            name: None,
            nulls_not_distinct: false,
            actions: Actions::default(),
            include: Vec::new(),
        };
        for word in words {
            match word.name.as_str() {
                "name" => put(&mut unique.name, word.text(faults), &word, faults),
                "nulls_not_distinct" => unique.nulls_not_distinct |= word.flag(faults).is_some(),
                "include" => unique.include.extend(texts(&word, faults)),
                _ if unique.actions.take_time(&word, faults) => {}
                _ => word.unknown("`unique`", KNOWN, faults),
            }
        }
        Some(unique)
    }
}

impl Check {
    pub(super) fn read(word: &Word, faults: &mut Vec<Fault>) -> Option<Self> {
        let (words, texts) = word.parts(faults)?;
        let mut name = None;
        for word in words {
            match word.name.as_str() {
                "name" => put(&mut name, word.text(faults), &word, faults),
                _ => word.unknown("`check`", &["name"], faults),
            }
        }
        let mut texts = texts.into_iter();
        let sql = texts.next()?;
        if let Some(more) = texts.next() {
            faults.push(Fault::new(more.span, "`check` takes one condition"));
        }
        Some(Self { sql, name })
    }
}

impl Index {
    pub(super) fn read(word: &Word, faults: &mut Vec<Fault>) -> Option<Self> {
        const KNOWN: &[&str] = &[
            "name",
            "unique",
            "nulls_not_distinct",
            "where",
            "using",
            "include",
            "comment",
        ];
        let (words, parts) = word.parts(faults)?;
        let mut index = Self {
            span: word.span,
            parts,
            name: None,
            unique: false,
            nulls_not_distinct: false,
            predicate: None,
            using: None,
            include: Vec::new(),
            comment: None,
        };
        for word in words {
            match word.name.as_str() {
                "name" => put(&mut index.name, word.text(faults), &word, faults),
                "unique" => index.unique |= word.flag(faults).is_some(),
                "nulls_not_distinct" => index.nulls_not_distinct |= word.flag(faults).is_some(),
                "where" => put(&mut index.predicate, word.text(faults), &word, faults),
                "using" => put(&mut index.using, word.bare_or_text(faults), &word, faults),
                "include" => index.include.extend(texts(&word, faults)),
                "comment" => put(&mut index.comment, word.text(faults), &word, faults),
                _ => word.unknown("`index`", KNOWN, faults),
            }
        }
        Some(index)
    }
}

impl ForeignKey {
    pub(super) fn read(word: &Word, faults: &mut Vec<Fault>) -> Option<Self> {
        const KNOWN: &[&str] = &[
            "references",
            "name",
            "on_delete",
            "on_update",
            "deferrable",
            "initially_deferred",
        ];
        let (words, columns) = word.parts(faults)?;
        let mut key = Self {
            span: word.span,
            columns,
            references: Vec::new(),
            name: None,
            actions: Actions::default(),
        };
        for word in words {
            match word.name.as_str() {
                "name" => put(&mut key.name, word.text(faults), &word, faults),
                "references" => key.references.extend(texts(&word, faults)),
                _ if key.actions.take(&word, faults) => {}
                _ => word.unknown("`foreign_key`", KNOWN, faults),
            }
        }
        if key.references.len() != key.columns.len() + 1 {
            let message = "a foreign key names the other table and as many columns there as here";
            let help = "`foreign_key(\"a\", \"b\", references(\"teams\", \"x\", \"y\"))`";
            faults.push(Fault::new(key.span, message).help(help));
            return None;
        }
        Some(key)
    }
}

impl Exclude {
    pub(super) fn read(word: &Word, faults: &mut Vec<Fault>) -> Option<Self> {
        const KNOWN: &[&str] = &["using", "where", "name", "deferrable", "initially_deferred"];
        let (words, elements) = word.parts(faults)?;
        let mut exclude = Self {
            elements,
            name: None,
            using: None,
            predicate: None,
            actions: Actions::default(),
        };
        for word in words {
            match word.name.as_str() {
                "name" => put(&mut exclude.name, word.text(faults), &word, faults),
                "where" => put(&mut exclude.predicate, word.text(faults), &word, faults),
                "using" => put(&mut exclude.using, word.bare_or_text(faults), &word, faults),
                _ if exclude.actions.take_time(&word, faults) => {}
                _ => word.unknown("`exclude`", KNOWN, faults),
            }
        }
        Some(exclude)
    }
}

/// The texts of `word("a", "b")`.
fn texts(word: &Word, faults: &mut Vec<Fault>) -> Vec<Text> {
    let Some((words, texts)) = word.parts(faults) else {
        return Vec::new();
    };
    for inner in words {
        let message = format!("`{}` takes texts alone", word.name);
        faults.push(Fault::new(inner.span, message));
    }
    texts
}
