//! `#[derive(Table)]` and `#[derive(SqlEnum)]`: raise what is wrong at its place, and keep the struct as the command reads it.
//!
//! What only the compiler can tell, it is asked: whether a type's words are words, and whether a type that nobody knows is
//! an enum of the database. That is done in a function that nobody calls, so that nothing of it is left in the program.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use revision_syntax::handover;
use revision_syntax::models::{self, Fault, Field, Model};
use syn::{Data, DeriveInput};

use crate::tokens::{error, handed, starting_at};

pub(crate) fn table(input: &DeriveInput) -> TokenStream {
    let mut faults = Vec::new();
    let model = models::model(input, &mut faults);
    let checks = model.as_ref().map(checks);
    implementation(input, &quote!(Table), &faults, checks)
}

pub(crate) fn sql_enum(input: &DeriveInput) -> TokenStream {
    let mut faults = Vec::new();
    // What it says is the command's to use.
    let _ = models::sql_enum(input, &mut faults);
    implementation(input, &quote!(SqlEnum), &faults, None)
}

/// The trait, after an error too: what uses it is not wrong as well.
fn implementation(
    input: &DeriveInput,
    derived: &TokenStream,
    faults: &[Fault],
    checks: Option<TokenStream>,
) -> TokenStream {
    let errors: TokenStream = match faults {
        // What is wrong with it, the build script has found too.
        [] => left(input),
        faults => faults.iter().map(raised).collect(),
    };
    let checks = checks.filter(|_| faults.is_empty());
    let name = &input.ident;
    let (generics, arguments, conditions) = input.generics.split_for_impl();
    let definition = definition(input.clone(), derived).to_string();
    quote! {
        #errors
        #checks
        #[automatically_derived]
        impl #generics ::revision_core::#derived for #name #arguments #conditions {
            const DEFINITION: &'static ::core::primitive::str = #definition;
        }
    }
}

/// What the build script left for this very struct or enum. An editor may not know where it stands: it has the compiler
/// say this.
fn left(input: &DeriveInput) -> TokenStream {
    let handed = handed();
    if !handed
        .iter()
        .any(|fault| matches!(fault.at, handover::At::Model { .. }))
    {
        return TokenStream::new();
    }
    let file = input.ident.span().unwrap().local_file();
    let Some(file) = file.and_then(|file| file.canonicalize().ok()) else {
        return TokenStream::new();
    };
    let file = file.to_string_lossy();
    let faults = handover::in_models(&handed, &file);
    let here = faults.filter_map(|(message, line, column)| {
        let span = starting_at(input.to_token_stream(), line, column)?;
        Some(error(span, message))
    });
    here.collect()
}

fn raised(fault: &Fault) -> TokenStream {
    let message = match &fault.help {
        Some(help) => format!("{}\n{help}", fault.message),
        None => fault.message.clone(),
    };
    error(fault.span, &message)
}

/// The struct with all that says something about a table, and nothing else.
fn definition(mut input: DeriveInput, derived: &TokenStream) -> TokenStream {
    keep(&mut input.attrs);
    match &mut input.data {
        Data::Struct(data) => data
            .fields
            .iter_mut()
            .for_each(|field| keep(&mut field.attrs)),
        Data::Enum(data) => data
            .variants
            .iter_mut()
            .for_each(|variant| keep(&mut variant.attrs)),
        Data::Union(_) => {}
    }
    let input = input.into_token_stream();
    quote! { #[derive(::revision_core::#derived)] #input }
}

fn keep(attributes: &mut Vec<syn::Attribute>) {
    const KEPT: [&str; 4] = ["table", "column", "sqlx", "repr"];
    attributes.retain(|attribute| KEPT.iter().any(|name| attribute.path().is_ident(name)));
}

/// What the compiler is asked.
fn checks(model: &Model) -> TokenStream {
    let asked: TokenStream = model.fields.iter().map(asked).collect();
    if asked.is_empty() {
        return asked;
    }
    quote! {
        const _: () = {
            #[allow(unused_imports, dead_code)]
            fn _is_known() {
                use ::revision_core::__private::models::{self as __models, words::*};
                #asked
            }
        };
    }
}

fn asked(field: &Field) -> TokenStream {
    match field {
        Field::Flattened(named) => {
            let (span, ty) = (named.span, &named.tokens);
            quote_spanned! {span=> __models::embedded::<#ty>(); }
        }
        Field::Column { column, shape, .. } => {
            let types = column.ty.values().map(|words| call("column_type", words));
            let values = column.default.values().map(|value| call("literal", value));
            let named = shape.iter().filter_map(|shape| shape.named()).map(|named| {
                let (span, ty) = (named.span, &named.tokens);
                quote_spanned! {span=> __models::sql_enum::<#ty>(); }
            });
            types.chain(values).chain(named).collect()
        }
    }
}

/// A call at the place of its argument.
fn call(function: &str, argument: &TokenStream) -> TokenStream {
    let first = argument.clone().into_iter().next();
    let span = first.map_or_else(Span::call_site, |token| token.span());
    let function = syn::Ident::new(function, span);
    quote_spanned! {span=> __models::#function(#argument); }
}
