//! `revisions!(…)`: brings in what the build script wrote, and raises the faults that no `revision!` can point at.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use revision_syntax::handover::At;
use revision_syntax::nearest;
use syn::parse::{Parse, ParseStream};
use syn::{Token, Visibility};

use crate::tokens::{error, handed, out_dir_file};

/// What stands in the parentheses.
struct Options {
    visibility: Visibility,
    multiple_heads: bool,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Self {
            visibility: Visibility::Inherited,
            multiple_heads: false,
        };
        while !input.is_empty() {
            let visibility: Visibility = input.parse()?;
            if matches!(visibility, Visibility::Inherited) {
                option(&input.parse()?, &mut options)?;
            } else {
                options.visibility = visibility;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

fn option(name: &proc_macro2::Ident, options: &mut Options) -> syn::Result<()> {
    let text = name.to_string();
    if text == "multiple_heads" {
        options.multiple_heads = true;
        return Ok(());
    }
    let help = match nearest(&text, ["multiple_heads", "pub"]) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the options are `pub` and `multiple_heads`".to_owned(),
    };
    Err(syn::Error::new(
        name.span(),
        format!("unknown option `{text}`\n{help}"),
    ))
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let (options, mut errors) = match syn::parse2::<Options>(input) {
        Ok(options) => (options, TokenStream::new()),
        Err(fault) => {
            let options = Options {
                visibility: Visibility::Inherited,
                multiple_heads: true,
            };
            (options, fault.to_compile_error())
        }
    };
    if out_dir_file("revisions.rs").is_none() {
        errors.extend(error(Span::call_site(), NO_BUILD_SCRIPT));
        return module(&errors, &options.visibility, &empty_chain());
    }
    for fault in handed() {
        let raised = match fault.at {
            At::Literal { .. } | At::Model { .. } => false,
            At::Chain => true,
            At::Heads => !options.multiple_heads,
        };
        if raised {
            errors.extend(error(Span::call_site(), &fault.message));
        }
    }
    let chain =
        quote! { ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/revisions.rs")); };
    module(&errors, &options.visibility, &chain)
}

fn module(errors: &TokenStream, visibility: &Visibility, content: &TokenStream) -> TokenStream {
    quote! {
        #errors
        #[doc = "The revisions of this crate."]
        #[allow(unreachable_pub, reason = "its items are public by the macro's word, not the crate's")]
        #visibility mod revisions {
            #content
        }
    }
}

/// What stands in for the chain after an error, so that the code that uses it does not fail as well.
fn empty_chain() -> TokenStream {
    quote! {
        pub static CHAIN: ::revision_core::EmbeddedChain = ::revision_core::EmbeddedChain::new(&[], ::revision_core::config::Settings::DEFAULT);
    }
}

const NO_BUILD_SCRIPT: &str = "the build script has not written the chain
add to `build.rs`: fn main() { revision_core::build::emit() }
and to `Cargo.toml`, under [build-dependencies]: revision-core with the feature `build`
`cargo revision init` does both";
