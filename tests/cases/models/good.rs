//! What derives, next to what sqlx derives, under any lints.

#![deny(warnings)]
#![warn(clippy::pedantic, missing_docs, unused, unreachable_pub)]

use revision_core::{SqlEnum, Table};

/// A user.
#[derive(Debug, sqlx::FromRow, Table)]
#[table(name = "users", index("lower(email)", unique))]
pub struct User {
    /// Counted up.
    #[column(primary_key)]
    pub id: i64,
    /// Where mail goes.
    #[column(type = varchar(255), default = "", check = "email <> ''")]
    pub email: String,
    /// What holds only here.
    #[column(type(sqlite = text), default_sql(postgres = "gen_random_uuid()"))]
    pub token: Option<sqlx::types::Uuid>,
    /// How it is going.
    #[column(default = "fine")]
    pub mood: Mood,
    /// Where.
    #[column(flatten)]
    #[sqlx(flatten)]
    pub address: Address,
}

/// Columns of others.
#[derive(Debug, sqlx::FromRow, Table)]
#[table(embedded)]
pub struct Address {
    /// In which town.
    pub town: String,
}

/// A value.
#[derive(Debug, sqlx::Type, SqlEnum)]
#[sqlx(type_name = "mood", rename_all = "lowercase")]
pub enum Mood {
    /// Well.
    Fine,
}

fn main() {
    assert!(User::DEFINITION.contains("lower(email)"));
    assert!(Mood::DEFINITION.contains("Fine"));
}
