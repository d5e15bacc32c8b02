//! MariaDB, or a MySQL.

use revision_tests::{Kind, servers};

use crate::reflected;

const EVERYTHING: &str = include_str!("everything.mysql.sql");
/// What MySQL has not.
const MARIADB: &str = include_str!("everything.mariadb.sql");

#[tokio::test]
async fn everything_is_read() {
    if !servers::all().contains(&Kind::MySql) {
        return;
    }
    let schema = reflected(Kind::MySql, &format!("{EVERYTHING}{MARIADB}")).await;
    insta::assert_debug_snapshot!("everything", schema);
}
