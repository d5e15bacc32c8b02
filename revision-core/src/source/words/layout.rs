//! Where the lines of a statement break: as rustfmt leaves them, for the few shapes that the writer makes.
//!
//! rustfmt is not there in every image, so its rules are kept here: what may stand on one line, in how many columns, and
//! what goes below where it does not. A test holds them to rustfmt itself. What no layout fits (a text that is longer than
//! a line) rustfmt leaves as it stands, and here goes where a short text would.

use unicode_width::UnicodeWidthStr as _;

/// The columns of a line.
const LINE: usize = 100;

/// What a level is indented by.
const LEVEL: usize = 4;

/// How wide the arguments of a call, the elements of an array and a chain may be on one line.
const ONE_LINE: usize = 60;

/// Elements that are no longer than this may share lines.
const SHORT: usize = 10;

/// How wide a text counts that is too long for any line.
const TOO_LONG: usize = 40;

/// An expression.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// What cannot be broken up.
    Atom(String),
    Call(String, Vec<Self>),
    Array(Vec<Self>),
    Tuple(Vec<Self>),
    /// Methods on something.
    Chain(Box<Self>, Vec<(String, Vec<Self>)>),
}

impl Node {
    pub(super) fn call(name: &str, arguments: impl IntoIterator<Item = Self>) -> Self {
        Self::Call(name.to_owned(), arguments.into_iter().collect())
    }

    /// One more method.
    #[must_use]
    pub(super) fn method(self, name: &str, arguments: impl IntoIterator<Item = Self>) -> Self {
        let method = (name.to_owned(), arguments.into_iter().collect());
        match self {
            Self::Chain(root, mut methods) => {
                methods.push(method);
                Self::Chain(root, methods)
            }
            root => Self::Chain(Box::new(root), vec![method]),
        }
    }

    /// Whether it is a literal or a name.
    fn is_simple(&self) -> bool {
        matches!(self, Self::Atom(text) if text.starts_with('"') || !text.contains("::"))
    }
}

/// The lines of a statement inside a function.
pub(super) fn statement(node: &Node) -> String {
    let shape = Shape {
        indent: LEVEL,
        offset: 0,
        width: LINE - LEVEL - 1,
    };
    let fitting = Layout { lenient: false };
    let text = fitting.node(node, shape, false).or_else(|| {
        let lenient = Layout { lenient: true };
        lenient.node(node, shape, false)
    });
    format!("{}{};\n", " ".repeat(LEVEL), text.unwrap_or_default())
}

/// An expression on one line, however long that is.
pub(super) fn line(node: &Node) -> String {
    let all = |nodes: &[Node]| nodes.iter().map(line).collect::<Vec<_>>().join(", ");
    match node {
        Node::Atom(text) => text.clone(),
        Node::Call(name, arguments) => format!("{name}({})", all(arguments)),
        Node::Array(elements) => format!("[{}]", all(elements)),
        Node::Tuple(elements) => format!("({})", all(elements)),
        Node::Chain(root, methods) => {
            let methods = methods.iter();
            let methods = methods.map(|(name, arguments)| format!(".{name}({})", all(arguments)));
            line(root) + &methods.collect::<String>()
        }
    }
}

/// The room for an expression.
#[derive(Clone, Copy)]
struct Shape {
    /// What lines below are indented by.
    indent: usize,
    /// What stands on the line before the expression, behind the indent.
    offset: usize,
    /// How much there is room for on the line.
    width: usize,
}

impl Shape {
    /// The room behind a text.
    fn behind(self, width: usize) -> Option<Self> {
        Some(Self {
            offset: self.offset + width,
            width: self.width.checked_sub(width)?,
            ..self
        })
    }

    fn narrower(self, by: usize) -> Option<Self> {
        let width = self.width.checked_sub(by)?;
        Some(Self { width, ..self })
    }

    /// The room of a whole line, indented more.
    fn below(self, by: usize) -> Self {
        let indent = self.indent + by;
        Self {
            indent,
            offset: 0,
            width: LINE.saturating_sub(indent),
        }
    }

    fn used(self) -> usize {
        self.indent + self.offset
    }

    /// What has to stand behind the expression on its last line.
    fn reserved(self) -> usize {
        LINE.saturating_sub(self.used() + self.width)
    }
}

struct Layout {
    /// Whether what is too long for a line counts as short.
    lenient: bool,
}

impl Layout {
    /// The text of an expression; none where it does not fit. Within `flat`, chains have to stay on one line.
    fn node(&self, node: &Node, shape: Shape, flat: bool) -> Option<String> {
        match node {
            Node::Atom(text) => self.fits(text, shape).then(|| text.clone()),
            Node::Call(name, arguments) => self.list(name, ('(', ')'), arguments, shape, flat),
            Node::Array(elements) => self.list("", ('[', ']'), elements, shape, flat),
            Node::Tuple(elements) => self.list("", ('(', ')'), elements, shape, flat),
            Node::Chain(root, methods) => self.chain(root, methods, shape, flat),
        }
    }

    /// How wide a text is.
    fn width(&self, text: &str) -> usize {
        let width = text.width();
        if self.lenient && width > LINE / 2 {
            TOO_LONG
        } else {
            width
        }
    }

    fn fits(&self, text: &str, shape: Shape) -> bool {
        if self.lenient {
            return true;
        }
        let mut lines = text.split('\n');
        let first = lines.next().unwrap_or_default();
        if first.width() > shape.width {
            return false;
        }
        let mut last = None;
        for line in lines {
            if line.width() > LINE {
                return false;
            }
            last = Some(line);
        }
        last.is_none_or(|last| last.width() <= shape.used() + shape.width)
    }

    /// Methods on something: on one line, or each on its own.
    fn chain(
        &self,
        root: &Node,
        methods: &[(String, Vec<Node>)],
        shape: Shape,
        flat: bool,
    ) -> Option<String> {
        let mut text = self.node(root, shape, flat)?;
        let mut ends_block = text.contains('\n');
        let mut rest = methods;
        // A short root does not stand alone on its line.
        while let [method, after @ ..] = rest
            && text.len() <= LEVEL.saturating_sub(shape.offset)
            && !text.contains('\n')
        {
            let Some(called) = self.method(method, shape.behind(text.len())?, flat) else {
                break;
            };
            text.push_str(&called);
            ends_block = is_extendable(&text);
            rest = after;
        }
        let Some((last, middle)) = rest.split_last() else {
            return self.fits(&text, shape).then_some(text);
        };
        let below = shape.below(if ends_block { 0 } else { LEVEL });
        let mut parts = vec![text];
        for method in middle {
            parts.push(self.method(method, below, flat)?);
        }
        let (last, one_line) = self.last_method(&parts, last, methods.len(), shape, below, flat)?;
        parts.push(last);
        let joint = if one_line {
            String::new()
        } else if flat {
            return None;
        } else {
            format!("\n{}", " ".repeat(below.indent))
        };
        let text = parts.join(&joint);
        self.fits(&text, shape).then_some(text)
    }

    /// The last method of a chain, and whether the chain is one line as far as there.
    fn last_method(
        &self,
        parts: &[String],
        last: &(String, Vec<Node>),
        count: usize,
        shape: Shape,
        below: Shape,
        flat: bool,
    ) -> Option<(String, bool)> {
        let root = parts.first().map(String::as_str).unwrap_or_default();
        let extendable = is_extendable(root);
        let before = if extendable {
            last_line(root).width()
        } else {
            parts.iter().map(|part| self.width(part)).sum()
        };
        let limit = if count == 1 {
            shape.width
        } else {
            shape.width.min(ONE_LINE)
        };
        let budget = limit.saturating_sub(before);
        let one_line = budget > 0 && parts.iter().all(|part| !part.contains('\n'));
        let apart = below.narrower(shape.reserved());
        if !one_line && !extendable {
            return Some((self.method(last, apart?, flat)?, false));
        }
        let beside = if one_line { shape } else { below };
        let Some(joined) = beside
            .behind(before)
            .and_then(|beside| self.method(last, beside, flat))
        else {
            return Some((self.method(last, beside, flat)?, false));
        };
        let first = joined.split('\n').next().unwrap_or_default();
        let fits = self.width(first) <= budget;
        let lines = joined.lines().count();
        if fits && lines >= 5 {
            return Some((joined, one_line));
        }
        match self.method(last, apart?, flat) {
            Some(separate) if !fits => Some((separate, false)),
            Some(separate) if separate.lines().count() < lines => Some((separate, false)),
            _ => Some((joined, fits && one_line)),
        }
    }

    fn method(
        &self,
        (name, arguments): &(String, Vec<Node>),
        shape: Shape,
        flat: bool,
    ) -> Option<String> {
        self.list(&format!(".{name}"), ('(', ')'), arguments, shape, flat)
    }

    /// Arguments or elements between brackets.
    fn list(
        &self,
        name: &str,
        (open, close): (char, char),
        items: &[Node],
        shape: Shape,
        flat: bool,
    ) -> Option<String> {
        let nested = shape.below(LEVEL).narrower(1)?;
        let room = shape.width.saturating_sub(name.len() + 2);
        let mut texts: Vec<Option<String>> = items
            .iter()
            .map(|item| self.node(item, nested, flat))
            .collect();
        let layout = self.try_last(name, items, &mut texts, shape, room, flat);
        let texts: Vec<String> = texts.into_iter().collect::<Option<_>>()?;
        // A tuple of one ends with a comma; so do lists over several lines.
        let single = name.is_empty() && open == '(' && items.len() == 1;
        let (indent, inner) = (" ".repeat(shape.indent), " ".repeat(nested.indent));
        let text = match layout {
            Tactic::Horizontal => {
                let mut text = texts.join(", ");
                if single {
                    text.push(',');
                }
                let first = text.split('\n').next().unwrap_or_default();
                let extent = if text.is_empty() {
                    2
                } else {
                    self.width(first) + 1
                };
                if extent <= shape.width.saturating_sub(name.len()) {
                    return Some(format!("{name}{open}{text}{close}"));
                }
                text
            }
            Tactic::Vertical => texts
                .iter()
                .map(|text| format!("{text},"))
                .collect::<Vec<_>>()
                .join(&format!("\n{inner}")),
            Tactic::Mixed => filled(&texts, nested, &inner),
        };
        if text.is_empty() {
            return Some(format!("{name}{open}\n{indent}{close}"));
        }
        Some(format!("{name}{open}\n{inner}{text}\n{indent}{close}"))
    }

    /// Decides how a list is laid out. A last item that is a list itself may begin on the line of the others.
    fn try_last(
        &self,
        name: &str,
        items: &[Node],
        texts: &mut [Option<String>],
        shape: Shape,
        room: usize,
        flat: bool,
    ) -> Tactic {
        let ([only], [text]) = (items, &mut *texts) else {
            // Several items: none begins on the others' line.
            let tactic = self.tactic(texts, room);
            let short =
                |text: &Option<String>| text.as_ref().is_none_or(|text| text.len() <= SHORT);
            let mixed = items.iter().all(Node::is_simple) && texts.iter().all(short);
            return match tactic {
                Tactic::Vertical if mixed => Tactic::Mixed,
                tactic => tactic,
            };
        };
        let combined = name.len() < LEVEL;
        if combined || !matches!(only, Node::Atom(_)) {
            let beside = shape
                .behind(name.len() + 1)
                .and_then(|shape| shape.narrower(1));
            let mut beside = beside.unwrap_or(Shape { width: 0, ..shape });
            if let Node::Call(..) = only {
                beside.width = beside.width.min(ONE_LINE);
            }
            let flat = flat || (!combined && matches!(only, Node::Chain(..)));
            if let Some(overflowed) = self.node(only, beside, flat) {
                let first = overflowed.split('\n').next().map(str::to_owned);
                if let Tactic::Horizontal = self.tactic(&[first], room) {
                    let below = text.as_ref().filter(|text| !text.contains('\n'));
                    *text = Some(match below {
                        Some(below) if overflowed.matches('\n').count() == 1 => below.clone(),
                        _ => overflowed,
                    });
                    return Tactic::Horizontal;
                }
            }
        }
        let alone = text.as_deref().unwrap_or_default();
        if room != 0 && !alone.contains('\n') && self.width(alone) <= room {
            return Tactic::Horizontal;
        }
        match self.tactic(texts, room) {
            Tactic::Vertical
                if only.is_simple() && texts.iter().flatten().all(|text| text.len() <= SHORT) =>
            {
                Tactic::Mixed
            }
            tactic => tactic,
        }
    }

    /// One line for a list, if it fits there.
    fn tactic(&self, texts: &[Option<String>], room: usize) -> Tactic {
        let widths = texts.iter().flatten().map(|text| self.width(text.trim()));
        let total = widths.sum::<usize>() + 2 * texts.len().saturating_sub(1);
        let broken = texts.iter().flatten().any(|text| text.contains('\n'));
        if total <= room.min(ONE_LINE) && !broken {
            Tactic::Horizontal
        } else {
            Tactic::Vertical
        }
    }
}

/// How a list is laid out.
#[derive(Clone, Copy)]
enum Tactic {
    Horizontal,
    Vertical,
    /// As many on a line as fit.
    Mixed,
}

/// Short items, as many on a line as fit.
fn filled(texts: &[String], nested: Shape, inner: &str) -> String {
    let mut text = String::new();
    let mut line = 0;
    for item in texts {
        let width = item.width() + 1;
        if line > 0 && line + 1 + width > nested.width {
            text.push('\n');
            text.push_str(inner);
            line = 0;
        } else if line > 0 {
            text.push(' ');
            line += 1;
        }
        text.push_str(item);
        text.push(',');
        line += width;
    }
    text
}

fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

/// Whether the last line of a text is nothing but closing brackets, so that more may follow on it.
fn is_extendable(text: &str) -> bool {
    let closes = |c: char| matches!(c, '(' | ')' | ']' | '}' | '?' | '>') || c.is_whitespace();
    last_line(text).chars().all(closes)
}
