//! Taking a TOML document apart: each key is asked for once, what nobody asked for is unknown, and every fault is
//! noted with its place while reading goes on.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::{Code, Diagnostic, Place, Source, nearest};

use super::{Text, duration};

/// The faults found so far, all in one file.
pub(crate) struct Faults {
    source: Arc<Source>,
    found: RefCell<Vec<Diagnostic>>,
    /// The keys that the top of the file knows, for those that slipped below a `[table]`.
    top: RefCell<Vec<&'static str>>,
}

impl Faults {
    pub(crate) fn new(source: &Arc<Source>) -> Self {
        Self {
            source: Arc::clone(source),
            found: RefCell::default(),
            top: RefCell::default(),
        }
    }

    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.source, span)
    }

    pub(crate) fn note(&self, fault: Diagnostic) {
        self.found.borrow_mut().push(fault);
    }

    pub(crate) fn into_vec(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }
}

/// A table, and which of its keys were asked for.
pub(crate) struct Fields<'a> {
    /// What stands before the keys of this table when they are named: nothing, or `naming.`.
    prefix: String,
    span: Range<usize>,
    entries: BTreeMap<&'a str, Item<'a>>,
    asked: RefCell<Vec<&'static str>>,
    faults: &'a Faults,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(
        table: &'a DeTable<'a>,
        prefix: &str,
        span: Range<usize>,
        faults: &'a Faults,
    ) -> Self {
        let entries = table.iter().map(|(key, value)| {
            let name: &str = key.get_ref();
            let item = Item {
                name: format!("{prefix}{name}"),
                key: key.span(),
                value,
                faults,
                read: Cell::new(false),
            };
            (name, item)
        });
        Self {
            prefix: prefix.to_owned(),
            span,
            entries: entries.collect(),
            asked: RefCell::default(),
            faults,
        }
    }

    /// The value of a key, if it is there.
    pub(crate) fn get(&self, key: &'static str) -> Option<&Item<'a>> {
        self.asked.borrow_mut().push(key);
        let item = self.entries.get(key)?;
        item.read.set(true);
        Some(item)
    }

    /// The value of a key without which the table says nothing.
    pub(crate) fn required(&self, key: &'static str) -> Option<&Item<'a>> {
        let item = self.get(key);
        if item.is_none() {
            let fault = Diagnostic::new(Code::Config, format!("`{}{key}` is missing", self.prefix));
            self.faults
                .note(fault.at(self.faults.place(self.span.clone())));
        }
        item
    }

    /// Notes the keys that nobody asked for.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        if self.prefix.is_empty() {
            self.faults.top.replace(asked.clone());
        }
        for (key, item) in &self.entries {
            if item.read.get() {
                continue;
            }
            let fault = Diagnostic::new(Code::Config, format!("unknown key `{}`", item.name))
                .at(self.faults.place(item.key.clone()));
            let fault = if let Some(near) = nearest(key, asked.iter().copied()) {
                fault.help(format!("did you mean `{}{near}`?", self.prefix))
            } else if self.faults.top.borrow().contains(key) {
                fault.help(format!(
                    "`{key}` belongs at the top of the file, before the first `[table]`"
                ))
            } else {
                let known: Vec<_> = asked.iter().map(|key| format!("`{key}`")).collect();
                fault.help(format!("known here: {}", known.join(", ")))
            };
            self.faults.note(fault);
        }
    }
}

/// A value with the key it stands under. What reads it gives `None` after it has noted a fault.
pub(crate) struct Item<'a> {
    name: String,
    key: Range<usize>,
    value: &'a Spanned<DeValue<'a>>,
    faults: &'a Faults,
    read: Cell<bool>,
}

impl<'a> Item<'a> {
    /// Notes a fault of this value.
    pub(crate) fn fault(&self, message: impl Into<String>) {
        self.note(self.value, message, None);
    }

    /// Notes a fault that was found in a text of this value.
    pub(crate) fn fault_of(&self, text: &Text, message: impl Into<String>) {
        self.faults.note(text.fault(message));
    }

    pub(crate) fn text(&self) -> Option<Text> {
        self.string(self.value, "a string")
    }

    /// A text in which `${VAR}` may stand.
    pub(crate) fn expandable(&self) -> Option<Text> {
        let DeValue::String(text) = self.value.get_ref() else {
            return self.wrong_type(self.value, "a string");
        };
        let text = self.non_empty(self.value, text)?;
        match text.misspelt() {
            None => Some(text),
            Some(fault) => {
                self.faults.note(fault);
                None
            }
        }
    }

    /// A list, or a single string that stands for a list of one.
    pub(crate) fn one_or_more(&self) -> Option<Vec<Text>> {
        match self.value.get_ref() {
            DeValue::String(_) => Some(vec![self.text()?]),
            _ => self.list("a string or a list of strings"),
        }
    }

    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(value) => Some(*value),
            _ => self.wrong_type(self.value, "`true` or `false`"),
        }
    }

    /// Whether the value is exactly `false`, which turns some things off that are otherwise named.
    pub(crate) fn is_false(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::Boolean(false))
    }

    pub(crate) fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = choices.iter().find(|(word, _)| *word == text.raw());
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(w, _)| format!("`{w}`")).collect();
            let near = nearest(text.raw(), choices.iter().map(|(word, _)| *word));
            self.note(
                self.value,
                format!(
                    "`{}` is {}, not `{}`",
                    self.name,
                    words.join(" or "),
                    text.raw()
                ),
                near.map(|near| format!("did you mean `{near}`?")),
            );
        }
        found.map(|(_, value)| *value)
    }

    pub(crate) fn duration(&self) -> Option<Duration> {
        let help = "write `500ms`, `5s`, `10m`, `1h30m`, or `0` for none";
        let text = match self.value.get_ref() {
            DeValue::String(text) => duration::parse(text),
            _ => None,
        };
        if text.is_none() {
            let message = match self.value.get_ref() {
                DeValue::String(text) => format!("`{text}` is not a length of time"),
                other => mismatch(&self.name, "a length of time in quotes", other),
            };
            self.note(self.value, message, Some(help.to_owned()));
        }
        text
    }

    pub(crate) fn table(&self) -> Option<Fields<'a>> {
        match self.value.get_ref() {
            DeValue::Table(table) => {
                let prefix = format!("{}.", self.name);
                Some(Fields::new(table, &prefix, self.value.span(), self.faults))
            }
            _ => self.wrong_type(self.value, "a table"),
        }
    }

    /// The tables of `[[name]]`.
    pub(crate) fn tables(&self) -> Vec<Fields<'a>> {
        let DeValue::Array(array) = self.value.get_ref() else {
            self.wrong_type::<()>(self.value, "a list of tables");
            return Vec::new();
        };
        let prefix = format!("{}.", self.name);
        let tables = array.iter().filter_map(|value| match value.get_ref() {
            DeValue::Table(table) => Some(Fields::new(table, &prefix, value.span(), self.faults)),
            _ => self.wrong_type(value, "a list of tables"),
        });
        tables.collect()
    }

    /// The tables of `[name.*]`, each with its own name.
    pub(crate) fn named_tables(&self) -> Vec<(String, Fields<'a>)> {
        let DeValue::Table(table) = self.value.get_ref() else {
            self.wrong_type::<()>(self.value, "a table");
            return Vec::new();
        };
        let tables = table.iter().filter_map(|(key, value)| {
            let name = format!("{}.{}", self.name, key.get_ref());
            match value.get_ref() {
                DeValue::Table(table) => {
                    let fields = Fields::new(table, &format!("{name}."), value.span(), self.faults);
                    Some((key.get_ref().to_string(), fields))
                }
                other => {
                    self.note(value, mismatch(&name, "a table", other), None);
                    None
                }
            }
        });
        tables.collect()
    }

    fn list(&self, wanted: &str) -> Option<Vec<Text>> {
        let DeValue::Array(array) = self.value.get_ref() else {
            return self.wrong_type(self.value, wanted);
        };
        let texts: Vec<_> = array
            .iter()
            .filter_map(|value| self.string(value, wanted))
            .collect();
        (texts.len() == array.len()).then_some(texts)
    }

    /// A string that means what it says: nothing is expanded in it.
    fn string(&self, value: &Spanned<DeValue<'_>>, wanted: &str) -> Option<Text> {
        let DeValue::String(text) = value.get_ref() else {
            return self.wrong_type(value, wanted);
        };
        if text.contains("${") {
            self.note(
                value,
                format!("`{}` cannot hold an environment variable", self.name),
                Some("`${…}` is understood in URLs and in `env_file`".to_owned()),
            );
            return None;
        }
        self.non_empty(value, text)
    }

    fn non_empty(&self, value: &Spanned<DeValue<'_>>, text: &str) -> Option<Text> {
        if text.is_empty() {
            self.note(value, format!("`{}` is empty", self.name), None);
            return None;
        }
        Some(Text::new(text, Some(self.faults.place(value.span()))))
    }

    fn wrong_type<T>(&self, value: &Spanned<DeValue<'_>>, wanted: &str) -> Option<T> {
        self.note(value, mismatch(&self.name, wanted, value.get_ref()), None);
        None
    }

    fn note(&self, value: &Spanned<DeValue<'_>>, message: impl Into<String>, help: Option<String>) {
        let mut fault = Diagnostic::new(Code::Config, message).at(self.faults.place(value.span()));
        fault.help.extend(help);
        self.faults.note(fault);
    }
}

fn mismatch(name: &str, wanted: &str, found: &DeValue<'_>) -> String {
    let found = match found {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    format!("`{name}` must be {wanted}, not {found}")
}
