//! What the header of a revision says, and the grammar of `revision! { … }`.
//!
//! The grammar reads tokens that know their place: a proc macro's, whose places are the compiler's, or those that
//! [`crate::rust`] finds in a file's text, whose places are bytes. So the compiler and the command say the same.

use crate::nearest;

/// A place that header tokens carry: bytes of a text, or a span of the compiler's.
pub trait Span: Clone {
    /// From the beginning of this place to the end of the other, as far as that can be said.
    #[must_use]
    fn to(&self, end: &Self) -> Self;
}

impl Span for std::ops::Range<usize> {
    fn to(&self, end: &Self) -> Self {
        self.start..end.end
    }
}

/// A string in a header, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal<S> {
    /// What the string says, quotes and escapes undone.
    pub value: String,
    /// The place of the whole literal.
    pub span: S,
}

/// The strings under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<S> {
    /// The strings in the order written.
    pub items: Vec<Literal<S>>,
    /// The place of the whole value, brackets included; none when the key is absent.
    pub span: Option<S>,
}

impl<S> Default for List<S> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            span: None,
        }
    }
}

impl<S> List<S> {
    /// What the strings say.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|item| item.value.as_str())
    }
}

/// The header of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header<S> {
    /// The place of the whole header.
    pub span: S,
    /// The revision's own id.
    pub id: Literal<S>,
    /// The revisions right below it: none for a base, several for a merge.
    pub down_revision: List<S>,
    /// Names for the branch that begins here.
    pub branch_labels: List<S>,
    /// Ids or labels of revisions on other branches that must be applied before.
    pub depends_on: List<S>,
    /// `false`: the revision runs outside a transaction.
    pub transaction: bool,
}

impl<S> Header<S> {
    /// The strings under a key.
    #[must_use]
    pub fn literals(&self, key: Key) -> &[Literal<S>] {
        match key {
            Key::Id => std::slice::from_ref(&self.id),
            Key::DownRevision => &self.down_revision.items,
            Key::BranchLabels => &self.branch_labels.items,
            Key::DependsOn => &self.depends_on.items,
            Key::Transaction => &[],
        }
    }
}

/// A key of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `id`, in SQL files `revision`.
    Id,
    /// `down_revision`.
    DownRevision,
    /// `branch_labels`.
    BranchLabels,
    /// `depends_on`.
    DependsOn,
    /// `transaction`.
    Transaction,
}

impl Key {
    /// All keys, in the order in which they are written.
    pub const ALL: [Self; 5] = [
        Self::Id,
        Self::DownRevision,
        Self::BranchLabels,
        Self::DependsOn,
        Self::Transaction,
    ];

    /// The key as `revision!` spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::DownRevision => "down_revision",
            Self::BranchLabels => "branch_labels",
            Self::DependsOn => "depends_on",
            Self::Transaction => "transaction",
        }
    }

    /// The key that `revision!` spells so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }
}

/// What is wrong with the writing of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault<S> {
    /// What is wrong.
    pub message: String,
    /// What puts it right, where that can be said.
    pub help: Option<String>,
    /// Where.
    pub span: S,
}

impl<S> Fault<S> {
    pub(crate) fn new(span: S, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            span,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// What the grammar made of a header: all its faults, and the header as far as it could be read (never without an id).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<S> {
    /// The header; what is wrong in it is left out.
    pub header: Option<Header<S>>,
    /// Everything that is wrong.
    pub faults: Vec<Fault<S>>,
}

/// A token between the braces of `revision! { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<S> {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: S,
}

/// The kinds of token that the grammar tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or keyword.
    Word(String),
    /// A string literal's value.
    Text(String),
    /// `{`, `[` or `(`.
    Open(char),
    /// `}`, `]` or `)`.
    Close(char),
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// Anything else.
    Other,
}

/// Reads what stands between the braces; `span` is the place of the whole header.
#[must_use]
pub fn parse<S: Span>(tokens: &[Token<S>], span: &S) -> Parsed<S> {
    let mut parser = Parser {
        tokens,
        at: 0,
        whole: span.clone(),
        faults: Vec::new(),
    };
    let header = parser.header();
    Parsed {
        header,
        faults: parser.faults,
    }
}

struct Parser<'a, S> {
    tokens: &'a [Token<S>],
    at: usize,
    whole: S,
    faults: Vec<Fault<S>>,
}

/// The entries read so far.
struct Draft<S> {
    seen: Vec<Key>,
    id: Option<Literal<S>>,
    down_revision: List<S>,
    branch_labels: List<S>,
    depends_on: List<S>,
    transaction: bool,
}

impl<S: Span> Parser<'_, S> {
    fn header(&mut self) -> Option<Header<S>> {
        let mut draft = Draft {
            seen: Vec::new(),
            id: None,
            down_revision: List::default(),
            branch_labels: List::default(),
            depends_on: List::default(),
            transaction: true,
        };
        while self.at < self.tokens.len() {
            if self.entry(&mut draft).is_none() {
                self.skip_entry();
            }
        }
        if !draft.seen.contains(&Key::Id) {
            self.faults.push(
                Fault::new(self.whole.clone(), "the header has no `id`")
                    .help("add a line such as `id: \"a1b2c3d4e5f6\",`"),
            );
        }
        Some(Header {
            span: self.whole.clone(),
            id: draft.id?,
            down_revision: draft.down_revision,
            branch_labels: draft.branch_labels,
            depends_on: draft.depends_on,
            transaction: draft.transaction,
        })
    }

    /// Reads `key: value,`. Where that fails, a fault is raised and the rest of the entry is not yet passed over.
    fn entry(&mut self, draft: &mut Draft<S>) -> Option<()> {
        let key_at = self.at;
        let key = self.key()?;
        if draft.seen.contains(&key) {
            self.fault_at(key_at, format!("`{}` is given twice", key.name()));
        }
        draft.seen.push(key);
        match key {
            Key::Id => draft.id = Some(self.text()?),
            Key::DownRevision => draft.down_revision = self.list(key)?,
            Key::BranchLabels => draft.branch_labels = self.list(key)?,
            Key::DependsOn => draft.depends_on = self.list(key)?,
            Key::Transaction => draft.transaction = self.boolean()?,
        }
        self.end_of_entry()
    }

    /// A key and its colon.
    fn key(&mut self) -> Option<Key> {
        let token = &self.tokens[self.at];
        let Kind::Word(name) = &token.kind else {
            self.fault("expected a key").help = Some(known_keys());
            return None;
        };
        let Some(key) = Key::from_name(name) else {
            let help = match nearest(name, Key::ALL.map(Key::name)) {
                Some(key) => format!("did you mean `{key}`?"),
                None => known_keys(),
            };
            let message = format!("unknown key `{name}`");
            self.fault(message).help = Some(help);
            return None;
        };
        self.at += 1;
        if !self.next_is(&Kind::Colon) {
            self.fault_at(self.at - 1, format!("expected `:` after `{name}`"));
            return None;
        }
        self.at += 1;
        Some(key)
    }

    fn text(&mut self) -> Option<Literal<S>> {
        let text = self.literal();
        if text.is_none() {
            self.fault("expected a string");
        }
        text
    }

    fn literal(&mut self) -> Option<Literal<S>> {
        let token = self.tokens.get(self.at)?;
        let Kind::Text(value) = &token.kind else {
            return None;
        };
        self.at += 1;
        Some(Literal {
            value: value.clone(),
            span: token.span.clone(),
        })
    }

    fn boolean(&mut self) -> Option<bool> {
        let value = match self.tokens.get(self.at).map(|token| &token.kind) {
            Some(Kind::Word(word)) if word == "true" => true,
            Some(Kind::Word(word)) if word == "false" => false,
            _ => {
                self.fault("expected `true` or `false`");
                return None;
            }
        };
        self.at += 1;
        Some(value)
    }

    /// A string, or strings in brackets.
    fn list(&mut self, key: Key) -> Option<List<S>> {
        if let Some(one) = self.literal() {
            let span = Some(one.span.clone());
            return Some(List {
                items: vec![one],
                span,
            });
        }
        if !self.next_is(&Kind::Open('[')) {
            let help = match key {
                Key::DownRevision => "leave the key out for a base, list several for a merge",
                _ => "write `\"one\"` or `[\"one\", \"two\"]`",
            };
            self.fault("expected a string or a list of strings").help = Some(help.to_owned());
            return None;
        }
        let open = self.tokens[self.at].span.clone();
        self.at += 1;
        let items = self.items();
        if items.is_none() {
            self.skip_to_close();
        }
        let close = self.tokens[self.at - 1].span.clone();
        Some(List {
            items: items?,
            span: Some(open.to(&close)),
        })
    }

    /// What stands in the brackets, the closing one included.
    fn items(&mut self) -> Option<Vec<Literal<S>>> {
        let mut items = Vec::new();
        while !self.next_is(&Kind::Close(']')) {
            items.push(self.text()?);
            if self.next_is(&Kind::Comma) {
                self.at += 1;
            } else if !self.next_is(&Kind::Close(']')) {
                self.fault("expected `,` or `]`");
                return None;
            }
        }
        self.at += 1;
        Some(items)
    }

    /// The comma after an entry; the last may go without.
    fn end_of_entry(&mut self) -> Option<()> {
        if self.next_is(&Kind::Comma) {
            self.at += 1;
            return Some(());
        }
        let Some(token) = self.tokens.get(self.at) else {
            return Some(());
        };
        let next_entry = matches!(token.kind, Kind::Word(_));
        self.fault_at(self.at - 1, "expected `,` after this");
        next_entry.then_some(())
    }

    /// Goes on behind the next comma that stands between entries.
    fn skip_entry(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                Kind::Comma if depth == 0 => return,
                _ => {}
            }
        }
    }

    /// Goes on behind the bracket that closes the list begun.
    fn skip_to_close(&mut self) {
        let mut depth = 1_usize;
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn next_is(&self, kind: &Kind) -> bool {
        self.tokens
            .get(self.at)
            .is_some_and(|token| token.kind == *kind)
    }

    /// Raises a fault at the next token.
    fn fault(&mut self, message: impl Into<String>) -> &mut Fault<S> {
        self.fault_at(self.at, message)
    }

    fn fault_at(&mut self, index: usize, message: impl Into<String>) -> &mut Fault<S> {
        let span = match self.tokens.get(index).or(self.tokens.last()) {
            Some(token) => token.span.clone(),
            None => self.whole.clone(),
        };
        self.faults.push_mut(Fault::new(span, message))
    }
}

fn known_keys() -> String {
    let names = Key::ALL.map(|key| format!("`{}`", key.name()));
    format!("the keys are {}", names.join(", "))
}
