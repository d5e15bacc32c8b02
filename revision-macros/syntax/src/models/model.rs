//! A struct that derives `Table`, as a whole.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Ident};

use super::sqlx::{Child, Container, Json, snake_case};
use super::types::{self, FieldType};
use super::words::help;
use super::{Column, Fault, Named, Part, Shape, Table, Text, element, part, unraw};

/// A struct that derives `Table`.
#[derive(Clone, Debug)]
pub struct Model {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its table's name: that which is said, or its own in snake case.
    pub name: Text,
    /// What `#[table(…)]` says.
    pub table: Table,
    /// Its fields, without those that are no columns.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug)]
pub enum Field {
    /// A column.
    Column {
        /// The column's name, where it stands.
        name: Text,
        /// What `#[column(…)]` says.
        column: Box<Column>,
        /// Which column the type means; none where `type = …` says so.
        shape: Option<Shape>,
        /// Whether it may hold nothing.
        nullable: bool,
    },
    /// All columns of another struct.
    Flattened(Named),
}

/// What a struct says. Where there are faults, not all of it may be there.
#[must_use]
pub fn model(input: &DeriveInput, faults: &mut Vec<Fault>) -> Option<Model> {
    let syn::Data::Struct(data) = &input.data else {
        let message = "`Table` is for structs; an enum's variants are values of a `SqlEnum`";
        faults.push(Fault::new(input.ident.span(), message));
        return None;
    };
    if let Some(parameter) = input.generics.type_params().next() {
        let message = "a struct with type parameters is several types, and a table is one";
        faults.push(Fault::new(parameter.ident.span(), message));
        return None;
    }
    let table = Table::read(&input.attrs, faults);
    let container = Container::read(&input.attrs);
    let mut fields = Vec::new();
    for field in &data.fields {
        let Some(ident) = &field.ident else {
            let message = "a table's columns have the names of fields, which this struct has not";
            faults.push(Fault::new(input.ident.span(), message));
            return None;
        };
        fields.extend(read(ident, field, &container, &table, faults));
    }
    let name = table.name.clone().unwrap_or_else(|| Text {
        value: snake_case(&unraw(&input.ident)),
        span: input.ident.span(),
    });
    let model = Model {
        ident: input.ident.clone(),
        name,
        table,
        fields,
    };
    model.check(faults);
    Some(model)
}

fn read(
    ident: &Ident,
    field: &syn::Field,
    container: &Container,
    table: &Table,
    faults: &mut Vec<Fault>,
) -> Option<Field> {
    let column = Column::read(&field.attrs, faults);
    let sqlx = Child::read(&field.attrs);
    if sqlx.skip || column.skip.is_some() {
        return None;
    }
    let replaced = sqlx.try_from.as_ref().and_then(|text| {
        let mut ty = syn::parse_str(&text.value).ok()?;
        respan(&mut ty, text.span);
        Some(ty)
    });
    let ty = replaced.as_ref().unwrap_or(&field.ty);
    if sqlx.flatten || column.flatten.is_some() {
        let flattened = types::path(ty).filter(|_| !types::is_option(ty));
        if flattened.is_none() {
            let message = "only a struct's fields can stand here, and this names none";
            faults.push(Fault::new(ty.span(), message));
        }
        return flattened.map(Field::Flattened);
    }
    let name = name(ident, &column, &sqlx, container, faults);
    let said = column.ty.all.is_some() || table.view.is_some();
    let (shape, nullable) = match sqlx.json {
        Some(json) => (Some(Shape::words("jsonb()")), json == Json::Nullable),
        None if said => (None, types::is_option(ty)),
        None => match types::read(ty) {
            Ok(FieldType { shape, nullable }) => (Some(shape), nullable),
            Err(fault) => {
                faults.push(fault);
                (None, types::is_option(ty))
            }
        },
    };
    if let (Some(span), true) = (column.primary_key, nullable) {
        let message = "a column of a primary key holds something, and this is an `Option`";
        faults.push(Fault::new(span, message));
    }
    Some(Field::Column {
        name,
        shape: shape.filter(|_| column.ty.all.is_none()),
        column: Box::new(column),
        nullable,
    })
}

/// What the column of a field is called, as sqlx reads it.
fn name(
    ident: &Ident,
    column: &Column,
    sqlx: &Child,
    container: &Container,
    faults: &mut Vec<Fault>,
) -> Text {
    if let (Some(ours), Some(theirs)) = (&column.name, &sqlx.rename)
        && ours.value != theirs.value
    {
        let message = format!(
            "the column is `{}` here and `{}` to sqlx",
            ours.value, theirs.value
        );
        let help =
            "sqlx reads the column by its own word, `#[sqlx(rename = \"…\")]`, which is enough";
        faults.push(Fault::new(ours.span, message).help(help));
    }
    let said = sqlx.rename.as_ref().or(column.name.as_ref());
    said.cloned().unwrap_or_else(|| {
        let own = Text::of(ident);
        Text {
            value: container
                .rename_all
                .map_or(own.value.clone(), |rule| rule.apply(&own.value)),
            ..own
        }
    })
}

impl Model {
    /// The names of its columns; none where another struct has some of them.
    #[must_use]
    pub fn columns(&self) -> Option<Vec<&str>> {
        let names = self.fields.iter().map(|field| match field {
            Field::Column { name, .. } => Some(name.value.as_str()),
            Field::Flattened(_) => None,
        });
        names.collect()
    }

    /// Finds what contradicts itself.
    fn check(&self, faults: &mut Vec<Fault>) {
        let table = &self.table;
        if self.fields.is_empty() && table.view.is_none() {
            let message = format!("`{}` has no column", self.ident);
            faults.push(Fault::new(self.ident.span(), message));
        }
        if let (None, Some(span)) = (&table.view, table.materialized) {
            let message = "`materialized` is said of `view = \"…\"`, which is missing";
            faults.push(Fault::new(span, message));
        }
        if table.view.is_some()
            && let Some(span) = table.first_constraint(table.materialized.is_some())
        {
            let message = "a view has none of this: its query decides what it shows";
            faults.push(Fault::new(span, message));
        }
        if table.embedded.is_some()
            && let Some(span) = table.first_of_table()
        {
            let message = "an `embedded` struct is no table of its own, of which this is said";
            faults.push(Fault::new(span, message));
        }
        let marked = self.fields.iter().find_map(|field| match field {
            Field::Column { column, .. } => column.primary_key,
            Field::Flattened(_) => None,
        });
        if let (Some(key), Some(_)) = (&table.primary_key, marked) {
            let message = "a table has one primary key, and a column is marked as one too";
            faults.push(Fault::new(key.span, message));
        }
        let mut seen: Vec<&str> = Vec::new();
        for field in &self.fields {
            if let Field::Column { name, .. } = field {
                if seen.contains(&name.value.as_str()) {
                    let message = format!("two columns are called `{}`", name.value);
                    faults.push(Fault::new(name.span, message));
                }
                seen.push(&name.value);
            }
        }
        if let Some(columns) = self.columns()
            && table.view.is_none()
            && table.embedded.is_none()
        {
            check_columns(table, &columns, faults);
        }
    }
}

/// Finds the names in a table's words that no column has.
pub fn check_columns(table: &Table, columns: &[&str], faults: &mut Vec<Fault>) {
    let mut names: Vec<Text> = table.named_columns().cloned().collect();
    let parts = table.indexes.iter().flat_map(|index| &index.parts);
    let mut parts: Vec<_> = parts.map(|text| (part(&text.value), text.span)).collect();
    for text in table.excludes.iter().flat_map(|one| &one.elements) {
        match element(&text.value) {
            Some(element) => parts.push((element.part, text.span)),
            None => {
                let message = "what is excluded is compared with an operator: `room with =`";
                faults.push(Fault::new(text.span, message));
            }
        }
    }
    let parts = parts.into_iter().filter(|(part, _)| part.is_name);
    names.extend(parts.map(|(Part { key: value, .. }, span)| Text { value, span }));
    for name in names {
        if !columns.contains(&name.value.as_str()) {
            let fault = Fault::new(name.span, format!("there is no column `{}`", name.value));
            faults.push(fault.help(help(&name.value, columns)));
        }
    }
}

/// Gives a type that was read from a text the place of the text.
fn respan(ty: &mut syn::Type, span: Span) {
    let tokens = quote::ToTokens::to_token_stream(ty);
    let tokens = tokens.into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    if let Ok(again) = syn::parse2(tokens.collect()) {
        *ty = again;
    }
}
