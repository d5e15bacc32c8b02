//! What a struct or an enum of the application says about the database. The derives of the same names implement it.
//!
//! The command reads models from their sources (`crate::source`). What a derive keeps is the same text, as the compiler has it.

/// A struct whose fields are columns.
///
/// ```
/// use revision_core::Table;
///
/// #[derive(Table)]
/// #[table(name = "users", index("team_id", "name desc"), check("age >= 0", name = "age_ok"))]
/// struct User {
///     #[column(primary_key)]
///     id: i64,
///     #[column(type = varchar(255), default = "", unique)]
///     email: String,
///     #[column(references = "teams.id", on_delete = cascade)]
///     team_id: i64,
///     name: Option<String>,
///     age: i32,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to have columns",
    label = "its columns are not known",
    note = "it derives `revision_core::Table`, with `#[table(embedded)]` if it is no table of its own"
)]
pub trait Table {
    /// The struct, with all that says something about its table.
    const DEFINITION: &'static str;
}

/// An enum whose variants are the values of a type in the database.
///
/// ```
/// use revision_core::SqlEnum;
///
/// #[derive(SqlEnum)]
/// #[sqlx(type_name = "status", rename_all = "lowercase")]
/// enum Status {
///     Active,
///     Left,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "nobody knows which column `{Self}` means",
    label = "not a type that sqlx maps, and not a `SqlEnum`",
    note = "say which column it is: `#[column(type = varchar(120))]`",
    note = "an enum of the database derives `revision_core::SqlEnum`"
)]
pub trait SqlEnum {
    /// The enum, with all that says something about its type.
    const DEFINITION: &'static str;
}
