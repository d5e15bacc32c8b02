//! Databases of tests on a MySQL or MariaDB server, which copies none: each is made from nothing.

use crate::Backend;
use crate::dialect::driver::BoxFuture;
use crate::dialect::scratch::{Failed, Scratch, Server, Testable, sealed};
use crate::dialect::with_scheme;

impl sealed::Sealed for sqlx::MySql {}

impl Testable for sqlx::MySql {
    const BACKEND: Backend = Backend::MySql;
}

struct Host(Server);

pub(in crate::dialect) async fn open(url: &str) -> Result<Box<dyn Scratch>, Failed> {
    let server = Server::open(&with_scheme(url, "mysql")).await?;
    Ok(Box::new(Host(server)))
}

impl Scratch for Host {
    fn url(&self, name: &str) -> String {
        self.0.url(name)
    }

    fn scope(&self) -> &'static str {
        ""
    }

    fn copies(&self) -> bool {
        false
    }

    fn create<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        Box::pin(async move {
            self.remove(name).await?;
            self.0.run(&format!("CREATE DATABASE {name}")).await
        })
    }

    fn copy<'a>(&'a mut self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<bool, Failed>> {
        Box::pin(async { Ok(false) })
    }

    fn publish<'a>(&'a mut self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        Box::pin(async { Ok(()) })
    }

    fn list<'a>(&'a mut self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>, Failed>> {
        let sql = format!(
            "SELECT schema_name FROM information_schema.schemata WHERE left(schema_name, {}) = '{prefix}'",
            prefix.len()
        );
        Box::pin(async move { self.0.values(&sql).await })
    }

    fn right(&self) -> &'static str {
        "`CREATE` and `DROP` on databases"
    }

    fn remove<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        let connected =
            format!("SELECT id FROM information_schema.processlist WHERE db = '{name}'");
        let dropped = format!("DROP DATABASE IF EXISTS {name}");
        Box::pin(async move {
            // A transaction that is still open would keep its tables, and the server would wait for it.
            let rows = self.0.ask(&connected).await;
            for id in rows
                .map_err(|error| error.message)?
                .iter()
                .flatten()
                .flatten()
            {
                // It may have ended meanwhile.
                let _ = self.0.run(&format!("KILL {id}")).await;
            }
            self.0.run(&dropped).await
        })
    }

    fn try_lock<'a>(&'a mut self, _: &'a str) -> BoxFuture<'a, Result<bool, Failed>> {
        Box::pin(async { Ok(true) })
    }

    fn unlock<'a>(&'a mut self, _: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        Box::pin(async { Ok(()) })
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(self.0.close())
    }
}
