//! Target expressions: what is written to say where to go.

/// `[branch@]symbol`, `[branch@][symbol]+N`, `[branch@][symbol]-N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target<'a> {
    /// What the user wrote.
    pub(super) text: &'a str,
    /// What stands before the first `@`: a label, or a revision that stands for its branch.
    pub(super) branch: Option<&'a str>,
    pub(super) place: Place<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    At(Symbol<'a>),
    Relative {
        /// None: from where the database stands.
        from: Option<Symbol<'a>>,
        way: Way,
        steps: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol<'a> {
    Head,
    Heads,
    Base,
    /// An id, a label, or the beginning of one.
    Named(&'a str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

impl<'a> Target<'a> {
    /// Any text is a target; one that is no relative expression is a name, which may lead nowhere.
    pub(super) fn parse(text: &'a str) -> Self {
        let (branch, rest) = match text.split_once('@') {
            Some((branch, rest)) => (Some(branch), rest),
            None => (None, text),
        };
        let place = relative(rest).unwrap_or_else(|| Place::At(Symbol::parse(rest)));
        Self {
            text,
            branch,
            place,
        }
    }
}

impl<'a> Symbol<'a> {
    fn parse(text: &'a str) -> Self {
        match text {
            "head" => Self::Head,
            "heads" => Self::Heads,
            "base" => Self::Base,
            name => Self::Named(name),
        }
    }
}

fn relative(text: &str) -> Option<Place<'_>> {
    let sign = text.find(['+', '-'])?;
    let (symbol, count) = text.split_at(sign);
    let digits = &count[1..];
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Place::Relative {
        from: (!symbol.is_empty()).then(|| Symbol::parse(symbol)),
        way: if count.starts_with('+') {
            Way::Up
        } else {
            Way::Down
        },
        // A number too large to hold is larger than any chain.
        steps: digits.parse().unwrap_or(usize::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_understood() {
        let relative = |from, way, steps| Place::Relative { from, way, steps };
        let ae10 = Symbol::Named("ae10");
        for (text, branch, place) in [
            ("head", None, Place::At(Symbol::Head)),
            ("heads", None, Place::At(Symbol::Heads)),
            ("base", None, Place::At(Symbol::Base)),
            ("ae10", None, Place::At(ae10)),
            ("+2", None, relative(None, Way::Up, 2)),
            ("-1", None, relative(None, Way::Down, 1)),
            ("ae10+2", None, relative(Some(ae10), Way::Up, 2)),
            ("ae10-1", None, relative(Some(ae10), Way::Down, 1)),
            ("l@head", Some("l"), Place::At(Symbol::Head)),
            ("l@base", Some("l"), Place::At(Symbol::Base)),
            ("l@+2", Some("l"), relative(None, Way::Up, 2)),
            ("l@ae10", Some("l"), Place::At(ae10)),
            (
                "l@head-1",
                Some("l"),
                relative(Some(Symbol::Head), Way::Down, 1),
            ),
            (
                "+99999999999999999999999",
                None,
                relative(None, Way::Up, usize::MAX),
            ),
        ] {
            let target = Target::parse(text);
            assert_eq!((target.branch, target.place), (branch, place), "{text}");
        }
    }

    #[test]
    fn what_is_no_relative_expression_is_a_name() {
        for text in ["", "+", "-", "a+1junk", "a+1+1", "+1é", "a-"] {
            let target = Target::parse(text);
            assert_eq!(target.place, Place::At(Symbol::Named(text)), "{text}");
        }
        assert_eq!(
            Target::parse("a@b@c").place,
            Place::At(Symbol::Named("b@c"))
        );
    }
}
