//! A column of a field.

use proc_macro2::Span;
use revision_syntax::models::Kind;
use revision_syntax::models::{self as grammar, Field, Model, Named, Shape, TYPE_HELP, Text};

use super::assemble::Context;
use super::file::In;
use super::{told, words};
use crate::op::ColumnType;
use crate::schema::{Column, Default, Generated, Type};
use crate::{Backend, Code, Diagnostic, Place};

/// A field that is a column, of a struct or of one that it flattens.
pub(super) struct Leaf<'a> {
    /// The struct that the field stands in.
    pub(super) model: &'a In<Model>,
    pub(super) name: &'a Text,
    pub(super) said: &'a grammar::Column,
    pub(super) shape: Option<&'a Shape>,
    pub(super) nullable: bool,
}

/// A type, and what one database has in its place.
type Shaped = (Type, Option<(Backend, Type)>);

impl<'a> Context<'a> {
    /// The columns of a struct, with those of structs that it flattens.
    pub(super) fn leaves(
        &self,
        model: &'a In<Model>,
        above: &mut Vec<&'a In<Model>>,
    ) -> Result<Vec<Leaf<'a>>, Diagnostic> {
        above.push(model);
        let mut leaves = Vec::new();
        for field in &model.is.fields {
            match field {
                Field::Column {
                    name,
                    column,
                    shape,
                    nullable,
                } => leaves.push(Leaf {
                    model,
                    name,
                    said: column,
                    shape: shape.as_ref(),
                    nullable: *nullable,
                }),
                Field::Flattened(named) => {
                    let inner = self.flattened(model, named)?;
                    if above.iter().any(|outer| std::ptr::eq(*outer, inner)) {
                        let message = format!("`{}` stands in itself", inner.is.ident);
                        return Err(self.fault(model, named.span, message));
                    }
                    leaves.extend(self.leaves(inner, above)?);
                }
            }
        }
        above.pop();
        Ok(leaves)
    }

    fn flattened(&self, model: &In<Model>, named: &Named) -> Result<&'a In<Model>, Diagnostic> {
        let models = &self.found.models;
        let found = self.resolve(model.scope, named, models, |model| &model.ident)?;
        found.ok_or_else(|| {
            let message = format!("no struct `{}` is known to have columns", named.name());
            self.fault(model, named.span, message)
                .help("it derives `revision_core::Table`, with `#[table(embedded)]` if it is no table of its own")
        })
    }

    /// The column of a field.
    pub(super) fn column(&self, leaf: &Leaf<'a>) -> Result<Column, Diagnostic> {
        let (said, model) = (leaf.said, leaf.model);
        let source = self.found.source(model);
        let (ty, on) = match (&said.ty.all, leaf.shape) {
            (Some(tokens), _) => (words::column_type(source, tokens)?, None),
            (None, Some(shape)) => {
                let (ty, on) = self.shaped(model, shape)?;
                (ColumnType::from(ty), on)
            }
            (None, None) => {
                let message = "only the compiler knows which column this is";
                return Err(self.fault(model, leaf.name.span, message).help(TYPE_HELP));
            }
        };
        let mut column = Column::new(leaf.name.value.as_str(), ty.ty);
        column.identity = ty.identity;
        column.nullable = leaf.nullable && column.identity.is_none();
        if let Some((backend, ty)) = on {
            column.on.entry(backend).or_default().ty = Some(ty);
        }
        for (backend, tokens) in on_databases(&said.ty.on) {
            let ty = words::column_type(source, tokens)?.ty;
            column.on.entry(backend).or_default().ty = Some(ty);
        }
        if let Some(tokens) = &said.default.all {
            column.default = Some(Default::Value(words::literal(source, tokens)?));
        }
        for (backend, tokens) in on_databases(&said.default.on) {
            let value = Default::Value(words::literal(source, tokens)?);
            column.on.entry(backend).or_default().default = Some(value);
        }
        if let Some(sql) = &said.default_sql.all {
            column.default = Some(Default::Sql(sql.value.clone()));
        }
        for (backend, sql) in on_databases(&said.default_sql.on) {
            let sql = Default::Sql(sql.value.clone());
            column.on.entry(backend).or_default().default = Some(sql);
        }
        column.generated = said.generated.as_ref().map(|sql| Generated {
            sql: sql.value.clone(),
            stored: said.stored.is_some(),
        });
        let collation = said.collate.as_ref();
        column.collation = collation.map(|collation| collation.value.as_str().into());
        column.comment = said.comment.as_ref().map(|comment| comment.value.clone());
        Ok(column)
    }

    fn shaped(&self, model: &In<Model>, shape: &Shape) -> Result<Shaped, Diagnostic> {
        Ok(match shape {
            Shape::Words {
                known_as: Some(named),
                ..
            } if self.found.scope(model).has(named.name()) => (self.named(model, named)?, None),
            Shape::Words { words, on, .. } => {
                let on = on.and_then(|(name, words)| Some((Backend::from_name(name)?, words)));
                let on = match on {
                    Some((backend, words)) => Some((backend, words::known(words)?.ty)),
                    None => None,
                };
                (words::known(words)?.ty, on)
            }
            Shape::Named(named) => (self.named(model, named)?, None),
            Shape::Array(element) => {
                let (ty, on) = self.shaped(model, element)?;
                let array = |ty| Type::Array(Box::new(ty));
                (array(ty), on.map(|(backend, ty)| (backend, array(ty))))
            }
        })
    }

    /// The type of an enum of the sources.
    fn named(&self, model: &In<Model>, named: &Named) -> Result<Type, Diagnostic> {
        let enums = &self.found.enums;
        let found = self.resolve(model.scope, named, enums, |found| &found.ident)?;
        match found.map(|found| &found.is.kind) {
            Some(Kind::Named { name, .. }) => Ok(Type::Enum(name.value.as_str().into())),
            Some(Kind::Words(known)) => Ok(words::known(known)?.ty),
            None => Err(self.unknown(model, named)),
        }
    }

    fn unknown(&self, model: &In<Model>, named: &Named) -> Diagnostic {
        let name = named.name();
        let is_alias = self
            .found
            .scopes
            .iter()
            .any(|scope| scope.aliases.contains(name));
        let message = if is_alias {
            format!("`{name}` is another name for a type, which only the compiler follows")
        } else {
            format!("nobody knows which column `{name}` means")
        };
        let fault = self.fault(model, named.span, message).help(TYPE_HELP);
        if is_alias {
            return fault;
        }
        fault.help("an enum of the database derives `revision_core::SqlEnum`")
    }

    /// What a name means: of several that are called so, the one in the same module, else in the same file.
    fn resolve<T>(
        &self,
        scope: usize,
        named: &Named,
        among: &'a [In<T>],
        ident: impl Fn(&T) -> &proc_macro2::Ident,
    ) -> Result<Option<&'a In<T>>, Diagnostic> {
        let here = &self.found.scopes[scope];
        let name = here.real_name(named);
        let is_it = |found: &&In<T>| ident(&found.is).to_string().trim_start_matches("r#") == name;
        let all: Vec<&In<T>> = among.iter().filter(is_it).collect();
        let same_module = |found: &&In<T>| found.scope == scope;
        let same_file = |found: &&In<T>| self.found.scope(*found).file == here.file;
        for near in [
            all.iter().copied().filter(same_module).collect(),
            all.iter().copied().filter(same_file).collect(),
            all.clone(),
        ] {
            match Vec::as_slice(&near) {
                [] => {}
                [one] => return Ok(Some(*one)),
                [first, second, ..] => {
                    let message =
                        format!("several are called `{name}`, and this may be any of them");
                    let source = &self.found.files[here.file];
                    let place = Place::new(source, named.span.byte_range());
                    let at = |found: &In<T>| self.found.place(found, ident(&found.is).span());
                    return Err(Diagnostic::new(Code::InvalidModel, message)
                        .at(place)
                        .related(at(first), "one is here")
                        .related(at(second), "another is here")
                        .help("give one of them another name"));
                }
            }
        }
        Ok(None)
    }

    /// A fault at a place of a struct's file.
    pub(super) fn fault<T>(
        &self,
        found: &In<T>,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        let fault = grammar::Fault {
            span,
            message: message.into(),
            help: None,
        };
        told(self.found.source(found), fault)
    }
}

fn on_databases<T>(said: &[(Text, T)]) -> impl Iterator<Item = (Backend, &T)> {
    said.iter()
        .filter_map(|(name, value)| Some((Backend::from_name(&name.value)?, value)))
}
