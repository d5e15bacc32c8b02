//! Which server a connection leads to, by its own account.

use crate::{Backend, Product, Server};

/// Reads what a server says of its version: `15.14 (Debian 15.14-0)`, `10.11.14-MariaDB-log`, `3.46.1`. Of one that says
/// nothing to be understood the oldest is assumed that is supported.
pub(crate) fn server(backend: Backend, said: &str) -> Server {
    let product = match backend {
        Backend::Postgres => Product::Postgres,
        Backend::MySql if said.to_ascii_lowercase().contains("mariadb") => Product::MariaDb,
        Backend::MySql => Product::MySql,
        Backend::Sqlite => Product::Sqlite,
    };
    let mut numbers = said.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    let Some(Ok(major)) = numbers.next() else {
        return Server::oldest(product);
    };
    let mut next = || numbers.next().and_then(Result::ok).unwrap_or(0);
    let version = [major, next(), next()];
    Server { product, version }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_servers_write_them() {
        let read = |backend, said| {
            let Server { product, version } = server(backend, said);
            (product, version)
        };
        let debian = "15.14 (Debian 15.14-0+deb12u1)";
        assert_eq!(
            read(Backend::Postgres, debian),
            (Product::Postgres, [15, 14, 0])
        );
        assert_eq!(
            read(Backend::Postgres, "19beta1"),
            (Product::Postgres, [19, 1, 0])
        );
        let mariadb = "10.11.14-MariaDB-0+deb12u2";
        assert_eq!(
            read(Backend::MySql, mariadb),
            (Product::MariaDb, [10, 11, 14])
        );
        assert_eq!(read(Backend::MySql, "8.0.36"), (Product::MySql, [8, 0, 36]));
        assert_eq!(
            read(Backend::Sqlite, "3.46.1"),
            (Product::Sqlite, [3, 46, 1])
        );
        assert_eq!(server(Backend::MySql, "?"), Server::oldest(Product::MySql));
    }
}
