//! Names and texts as statements spell them.

use sqlparser::ast::{Ident, ObjectName, ObjectNamePart};

use super::super::lex::{Kind, Lex, Qualified, Reader};
use super::{Context, Done, Stop};
use crate::schema::{Name, QualifiedName};

impl Context<'_> {
    /// The name, without the namespace that is searched by default.
    pub(super) fn placed(&self, namespace: Option<String>, name: String) -> QualifiedName {
        let usual = if self.is_postgres() { "public" } else { "main" };
        let namespace = namespace.filter(|namespace| self.is_mysql() || namespace != usual);
        QualifiedName {
            namespace: namespace.map(Name::from),
            name: name.into(),
        }
    }

    /// Takes a name of one part or two.
    pub(super) fn qualified<'a, L: Lex<'a>>(
        &self,
        reader: &mut Reader<'a, L>,
    ) -> Done<QualifiedName> {
        let Qualified { namespace, name } = reader.qualified().ok_or(Stop::Unknown)?;
        Ok(self.placed(namespace, name))
    }

    /// A name of one part, as the catalog has it.
    pub(super) fn ident(&self, ident: &Ident) -> Name {
        if ident.quote_style.is_none() && self.is_postgres() {
            return ident.value.to_lowercase().into();
        }
        // The parser leaves quotes inside of quotes as they are.
        let Some(quote) = ident.quote_style else {
            return ident.value.as_str().into();
        };
        let twice = format!("{quote}{quote}");
        ident.value.replace(&twice, &quote.to_string()).into()
    }

    pub(super) fn idents(&self, idents: &[Ident]) -> Vec<Name> {
        idents.iter().map(|ident| self.ident(ident)).collect()
    }

    /// A name of one part or two.
    pub(super) fn object(&self, name: &ObjectName) -> Done<QualifiedName> {
        let part = |part: &ObjectNamePart| match part {
            ObjectNamePart::Identifier(ident) => Ok(self.ident(ident).to_string()),
            ObjectNamePart::Function(_) => Err(Stop::Unknown),
        };
        match name.0.as_slice() {
            [name] => Ok(self.placed(None, part(name)?)),
            [namespace, name] => Ok(self.placed(Some(part(namespace)?), part(name)?)),
            _ => Err(Stop::Unknown),
        }
    }

    /// The last part of a name.
    pub(super) fn last(&self, name: &ObjectName) -> Done<Name> {
        Ok(self.object(name)?.name)
    }

    /// Takes a text in quotes.
    pub(super) fn text<'a, L: Lex<'a>>(&self, reader: &mut Reader<'a, L>) -> Done<String> {
        match reader.next() {
            Some((Kind::Text, spelt)) => self.unquoted(spelt).ok_or(Stop::Unknown),
            _ => Err(Stop::Unknown),
        }
    }

    /// What a text in quotes says; none where that takes more than unquoting.
    fn unquoted(&self, spelt: &str) -> Option<String> {
        let (escapes, rest) = match spelt.strip_prefix(['E', 'e']) {
            Some(rest) if self.is_postgres() => (true, rest),
            _ => (self.is_mysql(), spelt),
        };
        let quote = rest.chars().next().filter(|c| ['\'', '"'].contains(c))?;
        let inner = rest.strip_prefix(quote)?.strip_suffix(quote)?;
        let mut said = String::new();
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' if escapes => match chars.next()? {
                    'n' => said.push('\n'),
                    't' => said.push('\t'),
                    'r' => said.push('\r'),
                    '0' => said.push('\0'),
                    c @ ('\\' | '\'' | '"') => said.push(c),
                    _ => return None,
                },
                c if c == quote => {
                    // It stands twice.
                    let _ = chars.next();
                    said.push(quote);
                }
                c => said.push(c),
            }
        }
        Some(said)
    }
}

/// What a statement that is not understood names, as far as a schema holds such things.
pub(super) fn named<'a, L: Lex<'a>>(
    context: &Context<'_>,
    mut reader: Reader<'a, L>,
) -> Vec<QualifiedName> {
    let verb = reader.word();
    let _ = reader.next();
    let kinds = ["TABLE", "VIEW", "SEQUENCE", "TYPE", "INDEX", "INTO"];
    let mut kind = String::new();
    for _ in 0..12 {
        let word = reader.word();
        if kinds.contains(&word.as_str()) {
            kind = word;
            break;
        }
        if reader.next().is_none() {
            break;
        }
    }
    if verb == "SELECT" {
        // What a query makes stands anywhere.
        while !reader.is_done() && !reader.eat("INTO") {
            let _ = reader.next();
        }
    } else {
        let _ = reader.next();
    }
    for words in [
        "TEMPORARY",
        "CONCURRENTLY",
        "IF NOT EXISTS",
        "IF EXISTS",
        "ONLY",
        "TABLE",
    ] {
        let _ = reader.eat(words);
    }
    if kind == "INDEX" && verb == "CREATE" {
        while !reader.is_done() && !reader.eat("ON") {
            let _ = reader.next();
        }
        let _ = reader.eat("ONLY");
    }
    if kind.is_empty() && verb != "SELECT" {
        return Vec::new();
    }
    let mut names = Vec::new();
    while let Ok(name) = context.qualified(&mut reader) {
        names.push(name);
        if verb != "DROP" || !reader.eat_mark(",") {
            break;
        }
    }
    if kind == "INDEX" && verb != "CREATE" {
        // What has the index is what is not known any longer.
        let owner = |index: &QualifiedName| super::index::owner(context.schema, &index.name);
        names = names.iter().filter_map(owner).collect();
    }
    names
}
