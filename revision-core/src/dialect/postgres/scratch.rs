//! Databases of tests on a PostgreSQL server: each is a copy of a template.

use std::time::Duration;

use crate::Backend;
use crate::dialect::driver::BoxFuture;
use crate::dialect::scratch::{Failed, Scratch, Server, Testable, sealed};
use crate::dialect::{key, sleep, with_scheme};

impl sealed::Sealed for sqlx::Postgres {}

impl Testable for sqlx::Postgres {
    const BACKEND: Backend = Backend::Postgres;
}

/// How often a template that somebody is connected to is tried again, and how long after.
const TRIES: usize = 20;
const BETWEEN: Duration = Duration::from_millis(250);

struct Cluster {
    server: Server,
    scope: String,
}

pub(in crate::dialect) async fn open(url: &str) -> Result<Box<dyn Scratch>, Failed> {
    let mut server = Server::open(&with_scheme(url, "postgres")).await?;
    // Advisory locks are the database's, and a template may be copied by whom it belongs to.
    let scope = "SELECT current_database() || ' ' || current_user";
    let scope = server.value(scope).await?;
    Ok(Box::new(Cluster { server, scope }))
}

impl Scratch for Cluster {
    fn url(&self, name: &str) -> String {
        self.server.url(name)
    }

    fn scope(&self) -> &str {
        &self.scope
    }

    fn copies(&self) -> bool {
        true
    }

    fn create<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        Box::pin(async move {
            self.remove(name).await?;
            self.server.run(&format!("CREATE DATABASE {name}")).await
        })
    }

    fn copy<'a>(&'a mut self, from: &'a str, to: &'a str) -> BoxFuture<'a, Result<bool, Failed>> {
        let sql = format!("CREATE DATABASE {to} TEMPLATE {from}");
        Box::pin(async move {
            for tried in 1.. {
                let Err(error) = self.server.ask(&sql).await else {
                    return Ok(true);
                };
                match error.code.as_deref() {
                    // There is none.
                    Some("3D000") => return Ok(false),
                    // Somebody is connected, as the server itself may be to tidy up.
                    Some("55006") if tried < TRIES => sleep(BETWEEN).await,
                    _ => return Err(error.message),
                }
            }
            Ok(false)
        })
    }

    fn publish<'a>(&'a mut self, from: &'a str, to: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        // Nobody may connect, or there would be no copying meanwhile.
        let closed = format!("ALTER DATABASE {from} ALLOW_CONNECTIONS false");
        let renamed = format!("ALTER DATABASE {from} RENAME TO {to}");
        Box::pin(async move {
            self.server.run(&closed).await?;
            self.server.run(&renamed).await
        })
    }

    fn list<'a>(&'a mut self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>, Failed>> {
        let sql = format!("SELECT datname FROM pg_database WHERE starts_with(datname, '{prefix}')");
        Box::pin(async move { self.server.values(&sql).await })
    }

    fn right(&self) -> &'static str {
        "`CREATEDB`"
    }

    fn remove<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        Box::pin(async move { self.server.run(&sql).await })
    }

    fn try_lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, Failed>> {
        let sql = format!(
            "SELECT CASE WHEN pg_try_advisory_lock({}) THEN 1 ELSE 0 END",
            key(name).cast_signed()
        );
        Box::pin(async move { Ok(self.server.value(&sql).await? == "1") })
    }

    fn unlock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>> {
        let sql = format!("SELECT pg_advisory_unlock({})", key(name).cast_signed());
        Box::pin(async move { self.server.run(&sql).await })
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(self.server.close())
    }
}
