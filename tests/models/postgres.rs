//! A model of what PostgreSQL alone has. The file is compiled and read.

use std::net::IpAddr;

use revision_core::{SqlEnum, Table};
use sqlx::FromRow;
use sqlx::postgres::types::{Oid, PgInterval, PgMoney, PgPoint, PgRange};
use sqlx::types::ipnetwork::IpNetwork;
use sqlx::types::mac_address::MacAddress;
use sqlx::types::{BigDecimal, BitVec};

#[derive(Clone, Debug, PartialEq, FromRow, Table)]
#[table(exclude("range with &&", using = gist))]
pub(crate) struct Special {
    pub(crate) byte: i8,
    pub(crate) number: BigDecimal,
    pub(crate) network: IpNetwork,
    pub(crate) host: IpAddr,
    pub(crate) device: MacAddress,
    pub(crate) bits: BitVec,
    pub(crate) numbers: Vec<i32>,
    pub(crate) texts: Vec<Option<String>>,
    pub(crate) blobs: Vec<Vec<u8>>,
    pub(crate) range: PgRange<i32>,
    pub(crate) span: PgInterval,
    pub(crate) money: PgMoney,
    pub(crate) point: PgPoint,
    pub(crate) oid: Oid,
    pub(crate) color: LightColor,
    pub(crate) colors: Vec<LightColor>,
}

#[derive(Clone, Copy, Debug, PartialEq, sqlx::Type, SqlEnum)]
pub(crate) enum LightColor {
    Red,
}
