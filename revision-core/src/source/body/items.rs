//! What the names of a revision file mean, as far as that can be told without compiling it.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::{Attribute, FnArg, Ident, Item, ItemConst, ItemFn, Pat, ReturnType, Type, UseTree};

use super::Unread;

/// The library, by the name under which a revision file knows it.
const LIBRARY: &str = "revision_core";

/// The items of a file by their names.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own, and any of them may hold"
)]
pub(super) struct Items<'a> {
    named: HashMap<String, Vec<Named<'a>>>,
    /// Whether `Op` is the library's.
    has_op: bool,
    /// Whether all words of the prelude are.
    has_words: bool,
    /// The words and the types of the library that are brought in one by one.
    brought_in: HashSet<String>,
    /// Whether anything else may be brought in.
    has_others: bool,
    /// Whether there may be traits that are not the language's own.
    has_traits: bool,
}

enum Named<'a> {
    Function(&'a ItemFn),
    Const(&'a ItemConst),
    Other(Span),
}

/// What a function wants.
pub(super) struct Parameter<'a> {
    /// The name under which it knows it; none where it does not want it.
    pub(super) name: Option<&'a Ident>,
    /// Whether it is the library's `&mut Op`.
    pub(super) is_op: bool,
}

impl<'a> Items<'a> {
    /// Lists the items of a file, unless one of them may change what others mean.
    pub(super) fn new(file: &'a syn::File) -> Result<Self, Unread> {
        harmless(&file.attrs)?;
        let mut items = Self {
            named: HashMap::new(),
            has_op: false,
            has_words: false,
            brought_in: HashSet::new(),
            has_others: false,
            has_traits: false,
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

    /// Those of a file that has the prelude and nothing else.
    pub(super) fn of_the_prelude() -> Self {
        Self {
            named: HashMap::new(),
            has_op: true,
            has_words: true,
            brought_in: HashSet::new(),
            has_others: false,
            has_traits: false,
        }
    }

    fn item(&mut self, item: &'a Item) -> Result<(), Unread> {
        let name = match item {
            Item::Fn(function) => {
                self.add(&function.sig.ident, Named::Function(function));
                return Ok(());
            }
            Item::Use(item) => {
                // One that the compiler may leave out brings in nothing that can be relied on.
                let sure = harmless(&item.attrs).is_ok();
                self.has_traits |= !is_known(&item.tree);
                self.import(&item.tree, &mut Vec::new(), sure);
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
            Item::Const(item) => {
                self.add(&item.ident, Named::Const(item));
                return Ok(());
            }
            Item::Enum(item) => &item.ident,
            Item::ExternCrate(item) => match &item.rename {
                Some((_, name)) => name,
                None => &item.ident,
            },
            Item::Mod(item) => &item.ident,
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Trait(item) => {
                self.has_traits = true;
                &item.ident
            }
            Item::TraitAlias(item) => &item.ident,
            Item::Type(item) => &item.ident,
            Item::Union(item) => &item.ident,
            // They name nothing.
            Item::Impl(_) => return Ok(()),
            _ => return Err(Unread::needs_compiling(item, "this item is not read")),
        };
        self.add(name, Named::Other(name.span()));
        Ok(())
    }

    fn import(&mut self, tree: &'a UseTree, path: &mut Vec<&'a Ident>, sure: bool) {
        match tree {
            UseTree::Path(step) => {
                path.push(&step.ident);
                self.import(&step.tree, path, sure);
                path.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, path, sure);
                }
            }
            // Two that bring in the same name are an error of the compiler's, which no item of the file would be.
            UseTree::Glob(_) => {
                self.has_op |= sure && is_library(path);
                self.has_words |= sure && is_prelude(path);
                self.has_others |= !is_library(path);
            }
            UseTree::Name(name) => {
                let name = match path.last() {
                    Some(last) if name.ident == "self" => *last,
                    _ => &name.ident,
                };
                self.imported(name, name, path, sure);
            }
            UseTree::Rename(name) => self.imported(&name.ident, &name.rename, path, sure),
        }
    }

    fn imported(&mut self, name: &'a Ident, goes_by: &'a Ident, path: &[&Ident], sure: bool) {
        let as_it_is = sure && name == goes_by;
        let known = name == "Op" || name == "revision";
        if is_library(path) && as_it_is && known {
            self.has_op |= name == "Op";
        } else if (is_prelude(path) || is_module(path, "op")) && as_it_is {
            self.brought_in.insert(goes_by.unraw().to_string());
        } else {
            self.add(goes_by, Named::Other(goes_by.span()));
        }
    }

    fn add(&mut self, name: &Ident, item: Named<'a>) {
        let name = name.unraw().to_string();
        self.named.entry(name).or_default().push(item);
    }

    /// Whether a name that no variable has is the prelude's.
    pub(super) fn is_word(&self, name: &str) -> bool {
        !self.named.contains_key(name) && (self.has_words || self.brought_in.contains(name))
    }

    /// Whether a name is the one that the language has for a type.
    pub(super) fn is_primitive(&self, name: &str) -> bool {
        const PRIMITIVE: [&str; 9] = [
            "bool", "f64", "i128", "i32", "i64", "str", "u32", "u8", "usize",
        ];
        PRIMITIVE.contains(&name) && !self.has_others && !self.named.contains_key(name)
    }

    /// Whether a trait may have a method that stands before one that is borrowed for, as `op.dialect()`, which takes `&self`.
    /// Before those that take what they are called on as it is none can stand.
    pub(super) fn has_traits(&self) -> bool {
        self.has_traits
    }

    /// Whether the file has an item of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.named.contains_key(name)
    }

    /// The constant of this name; none where the file has none.
    pub(super) fn constant(&self, name: &str) -> Result<Option<&'a ItemConst>, Unread> {
        match self.named.get(name).map(Vec::as_slice) {
            Some([Named::Const(item)]) => {
                self.plain_constant(item)?;
                Ok(Some(item))
            }
            _ => Ok(None),
        }
    }

    /// Refuses a constant whose type or attributes only the compiler knows.
    pub(super) fn plain_constant(&self, item: &ItemConst) -> Result<(), Unread> {
        harmless(&item.attrs)?;
        self.plain(&item.ty)
    }

    /// The function of this name; none where the file has nothing of the name.
    pub(super) fn function(&self, name: &str) -> Result<Option<&'a ItemFn>, Unread> {
        match self.named.get(name).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([Named::Function(function)]) => {
                harmless(&function.attrs)?;
                Ok(Some(function))
            }
            Some([other]) => {
                let reason = format!("`{name}` is no function of this file");
                Err(Unread::needs_compiling(&other.span(), reason))
            }
            Some([.., last]) => {
                let reason = format!("the file has `{name}` more than once");
                Err(Unread::needs_compiling(&last.span(), reason))
            }
        }
    }

    /// What an `upgrade` or `downgrade` wants: the library's `&mut Op` alone.
    pub(super) fn parameter(&self, function: &'a ItemFn) -> Result<Option<&'a Ident>, Unread> {
        if let (Ok(parameters), ReturnType::Default) =
            (self.parameters(function), &function.sig.output)
            && let [Parameter { name, is_op: true }] = parameters[..]
        {
            return Ok(name);
        }
        let reason = "this is not the `fn(op: &mut Op)` of the library's prelude";
        Err(Unread::needs_compiling(&function.sig, reason))
    }

    /// What a function wants, if that can be told without compiling it.
    pub(super) fn parameters(&self, function: &'a ItemFn) -> Result<Vec<Parameter<'a>>, Unread> {
        let signature = &function.sig;
        let unread = || Unread::needs_compiling(signature, "a function like this is not read");
        let plain = signature.constness.is_none()
            && signature.asyncness.is_none()
            && matches!(signature.safety, syn::Safety::Default)
            && signature.abi.is_none()
            && signature.generics.params.is_empty()
            && signature.generics.where_clause.is_none()
            && signature.variadic.is_none();
        if !plain {
            return Err(unread());
        }
        if let ReturnType::Type(_, ty) = &signature.output {
            self.plain(ty)?;
        }
        let parameters = signature.inputs.iter().map(|input| {
            let FnArg::Typed(input) = input else {
                return Err(unread());
            };
            harmless(&input.attrs)?;
            let is_op = self.is_op(&input.ty);
            if !is_op {
                self.plain(&input.ty)?;
            }
            let name = match &*input.pat {
                Pat::Wild(_) => None,
                Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                    Some(&name.ident)
                }
                _ => return Err(unread()),
            };
            Ok(Parameter { name, is_op })
        });
        parameters.collect()
    }

    /// Refuses a type that may make something else of a value.
    pub(super) fn plain(&self, ty: &Type) -> Result<(), Unread> {
        match ty {
            Type::Reference(reference) => self.plain(&reference.elem),
            Type::Array(array) => self.plain(&array.elem),
            Type::Slice(slice) => self.plain(&slice.elem),
            Type::Paren(inner) => self.plain(&inner.elem),
            Type::Tuple(tuple) => tuple.elems.iter().try_for_each(|ty| self.plain(ty)),
            Type::Infer(_) => Ok(()),
            Type::Path(path) if path.qself.is_none() && self.is_plain(&path.path) => Ok(()),
            other => {
                let reason = "only the compiler knows this type";
                Err(Unread::needs_compiling(other, reason))
            }
        }
    }

    fn is_plain(&self, path: &syn::Path) -> bool {
        path.get_ident().is_some_and(|name| {
            let name = name.unraw().to_string();
            self.is_primitive(&name)
                || (self.brought_in.contains(&name) && !self.named.contains_key(&name))
        })
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
            Self::Const(item) => item.ident.span(),
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

/// Whether all that an import brings in is the library's or the language's.
fn is_known(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(step) => [LIBRARY, "std"].iter().any(|known| step.ident == known),
        UseTree::Group(group) => group.items.iter().all(is_known),
        _ => false,
    }
}

/// Whether this is the library's prelude.
fn is_prelude(path: &[&Ident]) -> bool {
    is_module(path, "prelude")
}

fn is_module(path: &[&Ident], name: &str) -> bool {
    matches!(path, [library, module] if *library == LIBRARY && *module == name)
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
