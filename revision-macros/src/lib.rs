//! The macros of `revision-core`: a thin shell over `revision-syntax`.

mod revision;
mod revisions;
mod tokens;
mod vocabulary;

use proc_macro::TokenStream;

/// The header of a revision file.
///
/// ```ignore
/// revision! {
///     id: "a1b2c3d4e5f6",
///     down_revision: "9f8e7d6c5b4a",
/// }
/// ```
///
/// The keys are `id`, `down_revision` (absent for a base, a list for a merge), `branch_labels`, `depends_on` and
/// `transaction` (`false`: the revision runs outside a transaction). A fault of the chain that the build script found in
/// this header is raised here, at the literal.
#[proc_macro]
pub fn revision(input: TokenStream) -> TokenStream {
    revision::expand(input.into()).into()
}

/// Declares the module `revisions` with the crate's chain in it, `revisions::CHAIN`.
///
/// Options, in any order: a visibility (`pub`) for the module, and `multiple_heads` for a chain that may have several.
/// The crate's `build.rs` calls `revision_core::build::emit()`.
#[proc_macro]
pub fn revisions(input: TokenStream) -> TokenStream {
    revisions::expand(input.into()).into()
}

/// Makes the functions of a block words of the reader too. For the library itself.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn vocabulary(attribute: TokenStream, input: TokenStream) -> TokenStream {
    let expanded = if attribute.is_empty() {
        vocabulary::expand(None, &input.into())
    } else {
        syn::parse(attribute).and_then(|name| vocabulary::expand(Some(&name), &input.into()))
    };
    expanded
        .unwrap_or_else(|fault| fault.to_compile_error())
        .into()
}
