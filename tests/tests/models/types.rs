//! Which column each type of a field is, on each database.

use std::fmt::Write as _;

use revision_core::{Operation, Server};

use super::{making, right, statements};

/// The types that sqlx maps.
const TYPES: &str = "
bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 NonZeroI32 NonZeroU64
String &'a+str Box<str> Cow<'a,+str> Vec<u8> &'a+[u8] Box<[u8]> [u8;+16] BString
NaiveDate NaiveTime NaiveDateTime chrono::DateTime<chrono::Utc> DateTime<Local> DateTime<FixedOffset> PgTimeTz
time::Date time::Time PrimitiveDateTime OffsetDateTime time::Duration
jiff::Timestamp jiff::civil::DateTime jiff::civil::Date jiff::civil::Time jiff_sqlx::Timestamp jiff_sqlx::Span PgInterval MySqlTime
Uuid uuid::fmt::Hyphenated uuid::fmt::Simple
Decimal bigdecimal::BigDecimal
serde_json::Value JsonValue Json<Settings> Box<RawValue> Text<Url>
IpNetwork ipnet::IpNet IpAddr std::net::Ipv4Addr MacAddress BitVec
Vec<i32> Vec<Option<String>> Vec<Vec<u8>> Vec<Uuid> [i32;+3] Vec<i8>
PgRange<i32> PgRange<i64> PgRange<Decimal> PgRange<NaiveDate> PgRange<NaiveDateTime> PgRange<DateTime<Utc>>
Oid PgMoney PgLTree PgLQuery PgCiText PgHstore PgCube PgPoint PgLine PgLSeg PgBox PgPath PgPolygon PgCircle
Arc<str> Option<i32> Mood Vec<Mood>
";

#[test]
fn every_type_is_a_column() {
    let mut page = String::new();
    let servers = ["postgres", "mysql", "mariadb", "sqlite"];
    let servers = servers.map(|name| Server::parse(name).expect("there is such a server"));
    for ty in TYPES.split_whitespace().map(|ty| ty.replace('+', " ")) {
        let models = right(&format!(
            "#[derive(Table)] struct A<'a> {{ field: {ty} }} #[derive(SqlEnum)] enum Mood {{ Good }}"
        ));
        let operations = making(&models.schema);
        let _ = writeln!(page, "{ty}");
        for server in servers {
            let column = column(server, &operations);
            let _ = writeln!(page, "    {}: {column}", server.product.name());
        }
    }
    insta::assert_snapshot!(page);
}

/// What the one column of a table becomes.
fn column(server: Server, operations: &[Operation]) -> String {
    let statements = match statements(server, operations) {
        Ok(statements) => statements,
        Err(why) => return format!("none: {why}"),
    };
    let table = statements
        .iter()
        .find(|sql| sql.starts_with("CREATE TABLE"));
    let inner = table.and_then(|sql| Some(sql.split_once('(')?.1.rsplit_once(')')?.0));
    let inner = inner.unwrap_or_default().trim();
    let column = inner.split_once(' ').map_or(inner, |(_, rest)| rest);
    column.to_owned()
}
