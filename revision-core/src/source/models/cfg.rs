//! What `#[cfg(…)]` leaves out: tests. All else that it decides only the compiler knows, and counts as there: a model that
//! some feature brings along is a table of the application's all the same.

use syn::punctuated::Punctuated;
use syn::token::Bracket;
use syn::{AttrStyle, Attribute, Meta, Token};

/// The attributes that hold, those of `cfg_attr` among them; none where the item is left out.
pub(super) fn holding(attributes: Vec<Attribute>) -> Option<Vec<Attribute>> {
    if is_left_out(&attributes) {
        return None;
    }
    let mut found = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("cfg_attr") {
            found.extend(conditional(&attribute));
        } else {
            found.push(attribute);
        }
    }
    Some(found)
}

/// Whether an item is left out.
pub(super) fn is_left_out(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args()
                .ok()
                .and_then(|condition| holds(&condition))
                == Some(false)
    })
}

/// The attributes in a `cfg_attr`, where its condition may hold.
fn conditional(attribute: &Attribute) -> Vec<Attribute> {
    let list = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    let mut list = list.into_iter().flatten();
    let condition = list.next();
    if condition.as_ref().and_then(holds) == Some(false) {
        return Vec::new();
    }
    let attributes = list.map(|meta| Attribute {
        pound_token: Token![#](attribute.pound_token.span),
        style: AttrStyle::Outer,
        bracket_token: Bracket {
            span: attribute.bracket_token.span,
        },
        meta,
    });
    attributes.collect()
}

/// Whether a condition holds, where that is known.
fn holds(condition: &Meta) -> Option<bool> {
    match condition {
        Meta::Path(path) if path.is_ident("test") => Some(false),
        Meta::List(list) => {
            let inner = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            let inner: Vec<Option<bool>> = inner.ok()?.iter().map(holds).collect();
            let all = |value| inner.iter().all(|one| *one == Some(value));
            let any = |value| inner.contains(&Some(value));
            if list.path.is_ident("not") {
                inner.first()?.map(|holds| !holds)
            } else if list.path.is_ident("all") {
                any(false).then_some(false).or(all(true).then_some(true))
            } else if list.path.is_ident("any") {
                any(true).then_some(true).or(all(false).then_some(false))
            } else {
                None
            }
        }
        _ => None,
    }
}
