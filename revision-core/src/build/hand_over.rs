//! Which macro raises which fault.

use std::fmt::Write as _;

use revision_syntax::handover::{At, Handed};

use crate::config::{Config, Format};
use crate::source::{ChainFault, Loaded, check, multiple_heads};
use crate::{Code, Diagnostic, Place};

/// The faults of the chain.
pub(super) fn chain(config: &Config, loaded: &Loaded) -> Vec<Handed> {
    match check(loaded) {
        // What could not be read may be what stands on one of the heads.
        Ok(_) if !loaded.faults.is_empty() => Vec::new(),
        Ok(chain) => multiple_heads(&chain, &loaded.files)
            .map(|fault| heads(config, &fault))
            .into_iter()
            .collect(),
        Err(faults) => faults
            .iter()
            .map(|fault| fault_of_chain(config, fault))
            .collect(),
    }
}

fn heads(config: &Config, fault: &Diagnostic) -> Handed {
    let mut message = text(config, fault);
    message.push_str("\nor allow them: `revisions!(multiple_heads)`");
    Handed {
        at: At::Heads,
        message,
    }
}

fn fault_of_chain(config: &Config, fault: &ChainFault<'_>) -> Handed {
    if fault.file.format == Format::Sql {
        return at_chain(config, &fault.diagnostic);
    }
    let file = config.root.join(fault.file.path());
    let at = At::Literal {
        file: file.to_string_lossy().into_owned(),
        id: fault.file.header.id.value.clone(),
        key: fault.key,
        value: fault.literal.value.clone(),
    };
    Handed {
        at,
        message: text(config, &fault.diagnostic),
    }
}

/// A fault that `revisions!` raises: its message says where it is.
pub(super) fn at_chain(config: &Config, fault: &Diagnostic) -> Handed {
    let mut message = text(config, fault);
    if let Some(place) = &fault.place {
        let first_line = message.find('\n').unwrap_or(message.len());
        message.insert_str(first_line, &format!("\n--> {}", shown(config, place)));
    }
    Handed {
        at: At::Chain,
        message,
    }
}

/// A place as the compiler writes one, with the whole path.
fn shown(config: &Config, place: &Place) -> String {
    let path = config.root.join(place.path());
    format!("{}:{}:{}", path.display(), place.line(), place.column())
}

/// The faults of files that the compiler does not find itself: in a Rust file with a header, `revision!` reads the same
/// header and says the same.
pub(super) fn unsaid_by_macros(loaded: &Loaded) -> Vec<Diagnostic> {
    let has_macro = |fault: &Diagnostic| {
        let Some(place) = &fault.place else {
            return false;
        };
        fault.code == Code::BadHeader
            && Format::of(place.path()) == Some(Format::Rust)
            && revision_syntax::rust::has_header(place.text())
    };
    loaded
        .faults
        .iter()
        .filter(|fault| !has_macro(fault))
        .cloned()
        .collect()
}

/// All that a diagnostic says, for a compiler that shows the place itself.
pub(super) fn text(config: &Config, fault: &Diagnostic) -> String {
    let mut text = fault.message.clone();
    for (place, word) in &fault.related {
        let _ = write!(text, "\n{word}: {}", shown(config, place));
    }
    for line in &fault.help {
        let _ = write!(text, "\n{line}");
    }
    text
}
