//! The vocabulary in attributes: types and values, by the words of revision files.

use std::path::PathBuf;
use std::sync::Arc;

use proc_macro2::{TokenStream, TokenTree};
use revision_syntax::models::Fault;
use syn::Expr;

use super::super::body;
use super::told;
use crate::op::say::{self, Given};
use crate::op::{ColumnType, types};
use crate::schema::Literal;
use crate::{Code, Diagnostic, Place, Source, nearest};

/// The type that tokens of a file say.
pub(super) fn column_type(
    source: &Arc<Source>,
    tokens: &TokenStream,
) -> Result<ColumnType, Diagnostic> {
    if let Some(TokenTree::Ident(word)) = tokens.clone().into_iter().next() {
        let text = word.to_string();
        if !types::words::WORDS.contains(&text.as_str()) {
            let message = format!("there is no type `{text}`");
            let near = nearest(&text, types::words::WORDS.iter().copied());
            let help = near.map(|near| format!("did you mean `{near}`?"));
            return Err(told(
                source,
                Fault {
                    message,
                    help: Some(help.unwrap_or_else(|| {
                        "a type of one database alone is `custom(\"…\")`".to_owned()
                    })),
                    span: word.span(),
                },
            ));
        }
    }
    value(source, tokens, "a type")
}

/// The type of words that are known to be right.
pub(super) fn known(words: &str) -> Result<ColumnType, Diagnostic> {
    let source = Arc::new(Source {
        path: PathBuf::new(),
        text: words.to_owned(),
    });
    let tokens = words.parse().unwrap_or_default();
    column_type(&source, &tokens)
}

/// The value that tokens of a file say.
pub(super) fn literal(source: &Arc<Source>, tokens: &TokenStream) -> Result<Literal, Diagnostic> {
    value(source, tokens, "a value")
}

fn value<T: Given>(
    source: &Arc<Source>,
    tokens: &TokenStream,
    what: &str,
) -> Result<T, Diagnostic> {
    let expression: Expr = syn::parse2(tokens.clone())
        .map_err(|error| told(source, fault(error.span(), error.to_string())))?;
    let said: say::Value = body::value(source, &expression).map_err(|unread| {
        let place = Place::new(source, unread.span);
        Diagnostic::new(Code::InvalidModel, unread.why.to_string()).at(place)
    })?;
    T::given(&said).ok_or_else(|| {
        let span = syn::spanned::Spanned::span(&expression);
        let fault = fault(span, format!("this is not {what}"));
        told(source, fault)
    })
}

fn fault(span: proc_macro2::Span, message: String) -> Fault {
    let help = None;
    Fault {
        message,
        help,
        span,
    }
}
