//! The macros of `revision-core`: a thin shell over `revision-syntax`.

mod model;
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

/// Says that a struct is a table: its fields are columns.
///
/// ```ignore
/// #[derive(sqlx::FromRow, Table)]
/// #[table(name = "users", index("team_id", "created_at desc"))]
/// struct User {
///     #[column(primary_key)]
///     id: i64,
///     #[column(type = varchar(255), unique)]
///     email: String,
///     #[column(references = "teams.id", on_delete = cascade)]
///     team_id: i64,
/// }
/// ```
#[proc_macro_derive(Table, attributes(table, column, sqlx))]
pub fn table(input: TokenStream) -> TokenStream {
    model::table(&syn::parse_macro_input!(input)).into()
}

/// Says that an enum is a type of the database: its variants are the values.
///
/// ```ignore
/// #[derive(sqlx::Type, SqlEnum)]
/// #[sqlx(type_name = "status", rename_all = "lowercase")]
/// enum Status {
///     Active,
///     Left,
/// }
/// ```
#[proc_macro_derive(SqlEnum, attributes(sqlx))]
pub fn sql_enum(input: TokenStream) -> TokenStream {
    model::sql_enum(&syn::parse_macro_input!(input)).into()
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
