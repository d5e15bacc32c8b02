//! What the names of a revision file mean, as far as that can be told without compiling it.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::{Attribute, FnArg, Ident, Item, ItemFn, Pat, ReturnType, Type, UseTree};

use super::Unread;

/// The library, by the name under which a revision file knows it.
const LIBRARY: &str = "revision_core";

/// The items of a file by their names.
pub(super) struct Items<'a> {
    named: HashMap<String, Vec<Named<'a>>>,
    /// Whether `Op` is the library's.
    has_op: bool,
}

enum Named<'a> {
    Function(&'a ItemFn),
    Other(Span),
}

impl<'a> Items<'a> {
    /// Lists the items of a file, unless one of them may change what others mean.
    pub(super) fn new(file: &'a syn::File) -> Result<Self, Unread> {
        harmless(&file.attrs)?;
        let mut items = Self {
            named: HashMap::new(),
            has_op: false,
        };
        for item in &file.items {
            items.item(item)?;
        }
        for name in ["Op", LIBRARY, "revision"] {
            if let Some(other) = items.named.get(name).and_then(|all| all.first()) {
                let reason = format!("the file has a `{name}` of its own");
                return Err(Unread::needs_compiling(&other.span(), reason));
            }
        }
        Ok(items)
    }

    fn item(&mut self, item: &'a Item) -> Result<(), Unread> {
        let name = match item {
            Item::Fn(function) => {
                self.add(&function.sig.ident, Named::Function(function));
                return Ok(());
            }
            Item::Use(item) => {
                self.import(&item.tree, &mut Vec::new());
                return Ok(());
            }
            Item::Macro(item) => match &item.ident {
                Some(name) => name,
                None if item
                    .mac
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == "revision") =>
                {
                    return Ok(());
                }
                None => {
                    let reason = "only the compiler knows which items a macro brings in";
                    return Err(Unread::needs_compiling(&item.mac.path, reason));
                }
            },
            Item::Const(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::ExternCrate(item) => match &item.rename {
                Some((_, name)) => name,
                None => &item.ident,
            },
            Item::Mod(item) => &item.ident,
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Trait(item) => &item.ident,
            Item::TraitAlias(item) => &item.ident,
            Item::Type(item) => &item.ident,
            Item::Union(item) => &item.ident,
            // They name nothing. A method that a trait brings to `Op` does not stand before its own.
            Item::Impl(_) => return Ok(()),
            _ => return Err(Unread::needs_compiling(item, "this item is not read")),
        };
        self.add(name, Named::Other(name.span()));
        Ok(())
    }

    fn import(&mut self, tree: &'a UseTree, path: &mut Vec<&'a Ident>) {
        match tree {
            UseTree::Path(step) => {
                path.push(&step.ident);
                self.import(&step.tree, path);
                path.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, path);
                }
            }
            // Two that bring in the same name are an error of the compiler's, which no item of the file would be.
            UseTree::Glob(_) => self.has_op |= is_library(path),
            UseTree::Name(name) => {
                let name = match path.last() {
                    Some(last) if name.ident == "self" => *last,
                    _ => &name.ident,
                };
                self.imported(name, name, path);
            }
            UseTree::Rename(name) => self.imported(&name.ident, &name.rename, path),
        }
    }

    fn imported(&mut self, name: &'a Ident, goes_by: &'a Ident, path: &[&Ident]) {
        if is_library(path) && name == goes_by && (name == "Op" || name == "revision") {
            self.has_op |= name == "Op";
        } else {
            self.add(goes_by, Named::Other(goes_by.span()));
        }
    }

    fn add(&mut self, name: &Ident, item: Named<'a>) {
        self.named.entry(name.to_string()).or_default().push(item);
    }

    /// The function of this name; none where the file has nothing of the name.
    pub(super) fn function(&self, name: &str) -> Result<Option<&'a ItemFn>, Unread> {
        match self.named.get(name).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([Named::Function(function)]) => {
                harmless(&function.attrs)?;
                Ok(Some(function))
            }
            Some([Named::Other(span)]) => {
                let reason = format!("`{name}` is no function of this file");
                Err(Unread::needs_compiling(span, reason))
            }
            Some([.., last]) => {
                let reason = format!("the file has `{name}` more than once");
                Err(Unread::needs_compiling(&last.span(), reason))
            }
        }
    }

    /// The name under which a function knows its `&mut Op`; none where it does not want it.
    pub(super) fn parameter(&self, function: &'a ItemFn) -> Result<Option<&'a Ident>, Unread> {
        let signature = &function.sig;
        let plain = signature.constness.is_none()
            && signature.asyncness.is_none()
            && matches!(signature.safety, syn::Safety::Default)
            && signature.abi.is_none()
            && signature.generics.params.is_empty()
            && signature.generics.where_clause.is_none()
            && signature.variadic.is_none()
            && matches!(signature.output, ReturnType::Default);
        let mut inputs = signature.inputs.iter();
        if let (true, Some(FnArg::Typed(input)), None) = (plain, inputs.next(), inputs.next())
            && input.attrs.is_empty()
            && self.is_op(&input.ty)
        {
            match &*input.pat {
                Pat::Wild(_) => return Ok(None),
                Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                    return Ok(Some(&name.ident));
                }
                _ => {}
            }
        }
        let reason = "this is not the `fn(op: &mut Op)` of the library's prelude";
        Err(Unread::needs_compiling(signature, reason))
    }

    /// Whether a type is the library's `&mut Op`.
    fn is_op(&self, ty: &Type) -> bool {
        let Type::Reference(reference) = ty else {
            return false;
        };
        let Type::Path(path) = &*reference.elem else {
            return false;
        };
        let segments = &path.path.segments;
        if reference.mutability.is_none()
            || path.qself.is_some()
            || segments.iter().any(|segment| !segment.arguments.is_none())
        {
            return false;
        }
        let names: Vec<_> = segments.iter().map(|segment| &segment.ident).collect();
        match names.as_slice() {
            [name] => self.has_op && path.path.leading_colon.is_none() && *name == "Op",
            [path @ .., name] => is_library(path) && *name == "Op",
            [] => false,
        }
    }
}

impl Named<'_> {
    fn span(&self) -> Span {
        match self {
            Self::Function(function) => function.sig.ident.span(),
            Self::Other(span) => *span,
        }
    }
}

/// Whether these are the modules of the library in which `Op` is.
fn is_library(path: &[&Ident]) -> bool {
    match path {
        [library] => *library == LIBRARY,
        [library, prelude] => *library == LIBRARY && *prelude == "prelude",
        _ => false,
    }
}

/// Refuses attributes that may decide what is compiled.
pub(super) fn harmless(attributes: &[Attribute]) -> Result<(), Unread> {
    const HARMLESS: [&str; 9] = [
        "doc", "allow", "expect", "warn", "deny", "forbid", "inline", "cold", "rustfmt",
    ];
    for attribute in attributes {
        let path = attribute.path();
        let first = path.segments.first().map(|first| first.ident.to_string());
        if !first.is_some_and(|first| HARMLESS.contains(&first.as_str())) {
            let reason = "only the compiler knows what comes of this attribute";
            return Err(Unread::needs_compiling(attribute, reason));
        }
    }
    Ok(())
}
