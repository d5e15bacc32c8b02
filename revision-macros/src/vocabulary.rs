//! `#[vocabulary]`: each function of a block stays what it is, and becomes a word of the reader too.
//!
//! What is generated is a `match` on the word that takes the arguments out of the reader's values and calls the function.
//! The signature decides what is asked of an argument: `impl Into<T>` wants a `T`, `impl IntoIterator<Item = T>` a list of
//! them, `&str` a text.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, GenericArgument, Generics, PathArguments, ReturnType, Token, Type, TypeParamBound,
    Visibility, braced, parenthesized,
};

/// What the attribute stands on.
enum Block {
    /// `impl Type { … }`.
    Methods(Type, Vec<Function>),
    /// `mod name { … }`: what stands before the brace, and what in it.
    Functions(TokenStream, TokenStream, Vec<Function>),
}

struct Function {
    name: Ident,
    receiver: Option<Receiver>,
    parameters: Vec<Type>,
    gives: ReturnType,
}

#[derive(Clone, Copy, PartialEq)]
enum Receiver {
    Value,
    Reference,
}

pub(crate) fn expand(name: Option<&Ident>, input: &TokenStream) -> syn::Result<TokenStream> {
    Ok(match syn::parse2(input.clone())? {
        Block::Methods(ty, functions) => {
            let reader = methods(name, &ty, &functions);
            quote! { #input #reader }
        }
        Block::Functions(head, body, functions) => {
            let arms = functions.iter().map(|function| {
                let name = &function.name;
                arm(function, &quote!(#name), Gives::Value)
            });
            let names = functions.iter().map(|function| function.name.to_string());
            quote! {
                #head {
                    #body

                    #[cfg(feature = "source")]
                    pub(crate) const WORDS: &[&str] = &[#(#names),*];

                    /// Calls the function of a name.
                    #[cfg(feature = "source")]
                    pub(crate) fn say(
                        word: &str,
                        arguments: &[crate::op::say::Value],
                    ) -> Result<crate::op::say::Value, crate::op::say::Unsaid> {
                        match word {
                            #(#arms)*
                            _ => Err(crate::op::say::Unsaid::Unknown),
                        }
                    }
                }
            }
        }
    })
}

fn methods(name: Option<&Ident>, ty: &Type, functions: &[Function]) -> TokenStream {
    let by_value = functions
        .iter()
        .any(|function| function.receiver == Some(Receiver::Value));
    if by_value {
        let arms = functions.iter().map(|function| {
            let name = &function.name;
            arm(function, &quote!(self.#name), Gives::Value)
        });
        return quote! {
            #[cfg(feature = "source")]
            impl crate::op::say::Build for #ty {
                fn build(
                    self,
                    word: &str,
                    arguments: &[crate::op::say::Value],
                ) -> Result<crate::op::say::Value, crate::op::say::Unsaid> {
                    match word {
                        #(#arms)*
                        _ => Err(crate::op::say::Unsaid::Unknown),
                    }
                }
            }
        };
    }
    let arms = functions.iter().map(|function| {
        let name = &function.name;
        arm(function, &quote!(self.#name), said(&function.gives))
    });
    let body = quote! {
        let _ = arguments;
        match word {
            #(#arms)*
            _ => Err(crate::op::say::Unsaid::Unknown),
        }
    };
    match name {
        Some(name) => {
            quote! {
                #[cfg(feature = "source")]
                impl #ty {
                    /// Calls the method of a name.
                    pub(crate) fn #name(
                        &mut self,
                        word: &str,
                        arguments: &[crate::op::say::Value],
                    ) -> Result<crate::op::say::Said, crate::op::say::Unsaid> {
                        #body
                    }
                }
            }
        }
        None => quote! {
            impl crate::op::Say for #ty {
                #[cfg(feature = "source")]
                fn say(
                    &mut self,
                    word: &str,
                    arguments: &[crate::op::say::Value],
                ) -> Result<crate::op::say::Said, crate::op::say::Unsaid> {
                    #body
                }
            }
        },
    }
}

/// What comes of a call.
#[derive(Clone, Copy)]
enum Gives {
    /// What the function gives back.
    Value,
    /// That, from a method on what was recorded, or on `Op`.
    SaidValue,
    /// What it was called on.
    Same,
    /// What it recorded.
    Recorded,
}

/// The arm that calls one function.
fn arm(function: &Function, called: &TokenStream, gives: Gives) -> TokenStream {
    let word = function.name.to_string();
    let count = function.parameters.len();
    let arguments = function.parameters.iter().enumerate().map(|(number, ty)| {
        let wanted = wanted(ty);
        let borrow = matches!(ty, Type::Reference(_)).then(|| quote!(&));
        quote! { #borrow crate::op::say::given::<#wanted>(arguments, #number)? }
    });
    let call = quote! { #called(#(#arguments),*) };
    let result = match gives {
        Gives::Value => quote! { Ok(crate::op::say::Value::from(#call)) },
        Gives::SaidValue => {
            quote! { Ok(crate::op::say::Said::Value(crate::op::say::Value::from(#call))) }
        }
        Gives::Same => quote! {{ #call; Ok(crate::op::say::Said::Same) }},
        Gives::Recorded => quote! {{ #call; Ok(crate::op::say::Said::Recorded) }},
    };
    quote! {
        #word => {
            crate::op::say::counted(arguments, #count)?;
            #result
        }
    }
}

/// What comes of a call by what the function gives back.
fn said(gives: &ReturnType) -> Gives {
    match gives {
        ReturnType::Type(_, ty) => match &**ty {
            Type::Reference(reference) if is(&reference.elem, "Self") => Gives::Same,
            Type::Reference(_) => Gives::Recorded,
            _ => Gives::SaidValue,
        },
        ReturnType::Default => Gives::Same,
    }
}

fn is(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}

/// The type that an argument is made into before the call.
fn wanted(ty: &Type) -> TokenStream {
    match ty {
        Type::Reference(_) => quote!(String),
        Type::ImplTrait(bounds) => {
            for bound in &bounds.bounds {
                if let TypeParamBound::Trait(bound) = bound
                    && let Some(last) = bound.path.segments.last()
                    && let PathArguments::AngleBracketed(inner) = &last.arguments
                {
                    match inner.args.first() {
                        Some(GenericArgument::Type(ty)) => return wanted(ty),
                        Some(GenericArgument::AssocType(item)) => {
                            let item = wanted(&item.ty);
                            return quote!(Vec<#item>);
                        }
                        _ => {}
                    }
                }
            }
            quote!(#ty)
        }
        _ => quote!(#ty),
    }
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        if input.peek(Token![impl]) {
            input.parse::<Token![impl]>()?;
            let ty = input.parse()?;
            let content;
            braced!(content in input);
            return Ok(Self::Methods(ty, functions(&content)?));
        }
        let visibility: Visibility = input.parse()?;
        let keyword: Token![mod] = input.parse()?;
        let name: Ident = input.parse()?;
        let content;
        braced!(content in input);
        let body: TokenStream = content.fork().parse()?;
        let functions = functions(&content)?;
        Ok(Self::Functions(
            quote!(#visibility #keyword #name),
            body,
            functions,
        ))
    }
}

/// The functions of a block; anything else in it is passed over.
fn functions(content: ParseStream<'_>) -> syn::Result<Vec<Function>> {
    let mut functions = Vec::new();
    while !content.is_empty() {
        content.call(Attribute::parse_outer)?;
        let visibility: Visibility = content.parse()?;
        if content.peek(Token![fn]) {
            let function: Function = content.parse()?;
            if matches!(visibility, Visibility::Public(_)) {
                functions.push(function);
            }
        } else {
            while !content.is_empty() && !content.peek(Token![;]) {
                content.parse::<TokenTree>()?;
            }
            content.parse::<Token![;]>()?;
        }
    }
    Ok(functions)
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![fn]>()?;
        let name = input.parse()?;
        input.parse::<Generics>()?;
        let inner;
        parenthesized!(inner in input);
        let receiver = receiver(&inner)?;
        let parameters = Punctuated::<Parameter, Token![,]>::parse_terminated(&inner)?;
        let gives = input.parse()?;
        input.parse::<TokenTree>()?;
        Ok(Self {
            name,
            receiver,
            parameters: parameters
                .into_iter()
                .map(|parameter| parameter.0)
                .collect(),
            gives,
        })
    }
}

fn receiver(input: ParseStream<'_>) -> syn::Result<Option<Receiver>> {
    let reference = input.parse::<Option<Token![&]>>()?.is_some();
    input.parse::<Option<Token![mut]>>()?;
    if input.parse::<Option<Token![self]>>()?.is_none() {
        return Ok(None);
    }
    input.parse::<Option<Token![,]>>()?;
    Ok(Some(if reference {
        Receiver::Reference
    } else {
        Receiver::Value
    }))
}

struct Parameter(Type);

impl Parse for Parameter {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Ident>()?;
        input.parse::<Token![:]>()?;
        Ok(Self(input.parse()?))
    }
}
