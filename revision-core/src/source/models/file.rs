//! The models of a file: its structs and enums that derive, also those in modules within it.

use std::path::PathBuf;
use std::sync::Arc;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use revision_syntax::models::{self, Model, SqlEnum};
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Item, Path, Token};

use super::super::body;
use super::names::Scope;
use super::{cfg, told};
use crate::{Code, Diagnostic, Place, Source};

/// The derives that make models.
const DERIVES: [&str; 2] = ["Table", "SqlEnum"];

/// What was found in all files.
#[derive(Default)]
pub(super) struct Found {
    pub(super) files: Vec<Arc<Source>>,
    pub(super) scopes: Vec<Scope>,
    pub(super) models: Vec<In<Model>>,
    pub(super) enums: Vec<In<SqlEnum>>,
    /// Models that have faults: that they are missing is no second one.
    pub(super) faulty: Vec<String>,
}

/// What stands in a module.
pub(super) struct In<T> {
    /// The module's number.
    pub(super) scope: usize,
    pub(super) is: T,
}

impl Found {
    pub(super) fn is_empty(&self) -> bool {
        self.models.is_empty() && self.enums.is_empty()
    }

    pub(super) fn scope<T>(&self, found: &In<T>) -> &Scope {
        &self.scopes[found.scope]
    }

    pub(super) fn source<T>(&self, found: &In<T>) -> &Arc<Source> {
        &self.files[self.scope(found).file]
    }

    pub(super) fn place<T>(&self, found: &In<T>, span: proc_macro2::Span) -> Place {
        Place::new(self.source(found), span.byte_range())
    }

    /// The files that have models.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        let of_models = self.models.iter().map(|one| self.source(one));
        let of_enums = self.enums.iter().map(|one| self.source(one));
        let mut paths: Vec<_> = of_models
            .chain(of_enums)
            .map(|file| file.path.clone())
            .collect();
        paths.sort();
        paths.dedup();
        paths
    }
}

/// Reads a file.
pub(super) fn read(source: &Arc<Source>, found: &mut Found, faults: &mut Vec<Diagnostic>) {
    match body::parse(&source.text) {
        Ok(file) => {
            found.files.push(Arc::clone(source));
            let mut walk = Walk {
                source,
                found,
                faults,
            };
            if !cfg::is_left_out(&file.attrs) {
                walk.module(file.items);
            }
        }
        Err(unread) => {
            let place = Place::new(source, unread.span);
            let message = format!("the models of this file cannot be read: {}", unread.why);
            faults.push(Diagnostic::new(Code::InvalidModel, message).at(place));
        }
    }
}

struct Walk<'a> {
    source: &'a Arc<Source>,
    found: &'a mut Found,
    faults: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    fn module(&mut self, items: Vec<Item>) {
        let mut scope = Scope::of_file(self.found.files.len() - 1);
        for item in &items {
            match item {
                Item::Use(item) => scope.import(&item.tree),
                Item::Struct(item) => drop(scope.own.insert(item.ident.unraw().to_string())),
                Item::Enum(item) => drop(scope.own.insert(item.ident.unraw().to_string())),
                Item::Type(item) => {
                    scope.own.insert(item.ident.unraw().to_string());
                    scope.aliases.insert(item.ident.unraw().to_string());
                }
                _ => {}
            }
        }
        let number = self.found.scopes.len();
        self.found.scopes.push(scope);
        for item in items {
            self.item(item, number);
        }
    }

    fn item(&mut self, item: Item, scope: usize) {
        match item {
            Item::Struct(item) => self.derives(item.into(), scope),
            Item::Enum(item) => self.derives(item.into(), scope),
            Item::Union(item) => self.derives(item.into(), scope),
            Item::Mod(module) => {
                if let (Some((_, items)), false) = (module.content, cfg::is_left_out(&module.attrs))
                {
                    self.module(items);
                }
            }
            Item::Use(_) | Item::Type(_) | Item::ExternCrate(_) => {}
            other => self.hidden(&other, scope),
        }
    }

    /// Takes a struct or an enum that derives one of ours.
    fn derives(&mut self, mut input: DeriveInput, scope: usize) {
        let Some(attributes) = cfg::holding(std::mem::take(&mut input.attrs)) else {
            return;
        };
        let known = &self.found.scopes[scope];
        let [table, sql_enum] = DERIVES.map(|name| {
            paths(&attributes)
                .iter()
                .any(|path| known.is_derive(path, name))
        });
        if !table && !sql_enum {
            return;
        }
        input.attrs = attributes;
        without_left_out(&mut input.data);
        let mut faults = Vec::new();
        if table {
            let model = models::model(&input, &mut faults);
            let model = model.filter(|_| faults.is_empty());
            self.found.models.extend(model.map(|is| In { scope, is }));
        }
        if sql_enum {
            let is = models::sql_enum(&input, &mut faults);
            self.found.enums.extend(is.map(|is| In { scope, is }));
        }
        if !faults.is_empty() {
            self.found.faulty.push(input.ident.unraw().to_string());
        }
        let faults = faults.into_iter().map(|fault| told(self.source, fault));
        self.faults.extend(faults);
    }

    /// Finds a derive of ours where no item can be read.
    fn hidden(&mut self, item: &Item, scope: usize) {
        // Nearly nothing has one, and to look at tokens takes long.
        let text = self.source.text.get(item.span().byte_range());
        let may_have = text.is_some_and(|text| text.contains("derive"));
        let attributes = attributes(item);
        if !may_have || is_test(attributes) || cfg::is_left_out(attributes) {
            return;
        }
        let Some(span) = derive_in(item.to_token_stream(), &self.found.scopes[scope]) else {
            return;
        };
        let [message, help] = match item {
            Item::Macro(_) => [
                "a model that a macro makes cannot be read",
                "write the struct out, with its derive and its fields",
            ],
            _ => [
                "a model inside of other code cannot be read",
                "move it out, to the file or a module",
            ],
        };
        let place = Place::new(self.source, span.byte_range());
        let told = Diagnostic::new(Code::InvalidModel, message);
        self.faults.push(told.at(place).help(help));
    }
}

/// The attributes of an item that may have others within it.
fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        _ => &[],
    }
}

/// The paths in `derive(…)`.
fn paths(attributes: &[Attribute]) -> Vec<Path> {
    let derives = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"));
    let lists = derives.filter_map(|attribute| {
        let list = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
        list.ok()
    });
    lists.flatten().collect()
}

/// Takes out the fields and variants that are not compiled.
fn without_left_out(data: &mut Data) {
    match data {
        Data::Struct(data) => {
            if let syn::Fields::Named(fields) = &mut data.fields {
                let kept = std::mem::take(&mut fields.named).into_iter();
                let kept = kept.filter_map(|mut field| {
                    field.attrs = cfg::holding(field.attrs)?;
                    Some(field)
                });
                fields.named = kept.collect();
            }
        }
        Data::Enum(data) => {
            let kept = std::mem::take(&mut data.variants).into_iter();
            let kept = kept.filter_map(|mut variant| {
                variant.attrs = cfg::holding(variant.attrs)?;
                Some(variant)
            });
            data.variants = kept.collect();
        }
        Data::Union(_) => {}
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let last = attribute.path().segments.last();
        last.is_some_and(|last| last.ident == "test")
    })
}

/// The first derive of ours among tokens.
fn derive_in(tokens: TokenStream, scope: &Scope) -> Option<proc_macro2::Span> {
    let mut before_is_derive = false;
    for token in tokens {
        let is_derive = matches!(&token, TokenTree::Ident(word) if word == "derive");
        if let TokenTree::Group(group) = token {
            if before_is_derive {
                let parser = Punctuated::<Path, Token![,]>::parse_terminated;
                let paths = syn::parse::Parser::parse2(parser, group.stream());
                let ours = |path: &&Path| DERIVES.iter().any(|name| scope.is_derive(path, name));
                if let Some(path) = paths.iter().flatten().find(ours) {
                    return Some(path.span());
                }
            }
            if let Some(span) = derive_in(group.stream(), scope) {
                return Some(span);
            }
        }
        before_is_derive = is_derive;
    }
    None
}
