//! A model of what MySQL alone has. The file is compiled and read.

use revision_core::Table;
use sqlx::FromRow;
use sqlx::types::BigDecimal;

#[derive(Clone, Debug, PartialEq, FromRow, Table)]
pub(crate) struct Special {
    #[column(primary_key)]
    pub(crate) id: u64,
    pub(crate) byte: i8,
    pub(crate) tiny: u8,
    pub(crate) small: u16,
    pub(crate) middle: u32,
    #[column(type = numeric(20, 6))]
    pub(crate) number: BigDecimal,
}
