//! Laws of what databases see of a difference: all that one of them sees is there, and nothing that none sees.

use proptest::prelude::*;
use revision_core::__private::sql::normalise;
use revision_core::diff::{Pair, diff, seen};
use revision_core::schema::Schema;
use revision_core::{Backend, Product, Server};
use revision_tests::schemas::{Taste, cases, pairs};

fn is_told(servers: &[Server], before: &Schema, after: &Schema) -> Result<(), TestCaseError> {
    let normals: Vec<_> = servers
        .iter()
        .map(|server| Pair::new(normalise(*server, before), normalise(*server, after)))
        .collect();
    let normals: Vec<_> = normals.iter().map(Pair::as_ref).collect();
    let words = seen(Pair::new(before, after), &normals);
    for (server, form) in servers.iter().zip(&normals) {
        // Each side is to every database what it was.
        prop_assert_eq!(
            &normalise(*server, &words.before),
            form.before,
            "{:?}",
            server
        );
        prop_assert_eq!(
            &normalise(*server, &words.after),
            form.after,
            "{:?}",
            server
        );
    }
    let differ = normals.iter().any(|form| form.before != form.after);
    let is_enum_alone = before.enums != after.enums;
    if differ {
        prop_assert!(words.before != words.after);
    } else if !is_enum_alone {
        prop_assert_eq!(diff(words.as_ref()), []);
    }
    // Nothing more is found in what is told already.
    let again = seen(words.as_ref(), &normals);
    prop_assert_eq!(again, words);
    Ok(())
}

const POSTGRES: Product = Product::Postgres;

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn postgres_is_told_all_it_sees((before, after) in pairs(Taste::on(Backend::Postgres))) {
        is_told(&[Server::oldest(POSTGRES)], &before, &after)?;
    }

    #[test]
    fn mysql_is_told_all_it_sees((before, after) in pairs(Taste::on(Backend::MySql))) {
        is_told(&[Server::oldest(Product::MySql)], &before, &after)?;
        is_told(&[Server::oldest(Product::MariaDb)], &before, &after)?;
    }

    #[test]
    fn sqlite_is_told_all_it_sees((before, after) in pairs(Taste::on(Backend::Sqlite))) {
        is_told(&[Server::oldest(Product::Sqlite)], &before, &after)?;
    }

    #[test]
    fn of_two_each_is_told_all_it_sees((before, after) in pairs(Taste::on(Backend::Sqlite))) {
        is_told(&[Server::oldest(Product::Sqlite), Server::oldest(POSTGRES)], &before, &after)?;
    }
}
