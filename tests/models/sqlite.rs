//! A model of what SQLite has in its own way. The file is compiled and read.

use revision_core::{SqlEnum, Table};
use sqlx::FromRow;

#[derive(Clone, Debug, PartialEq, FromRow, Table)]
pub(crate) struct Special {
    #[column(primary_key)]
    pub(crate) id: u32,
    pub(crate) byte: i8,
    pub(crate) tiny: u8,
    pub(crate) small: u16,
    pub(crate) color: LightColor,
}

#[derive(Clone, Copy, Debug, PartialEq, sqlx::Type, SqlEnum)]
pub(crate) enum LightColor {
    Red,
}
