//! A connection of sqlx's and whose it is: opened by us, taken from a pool, or lent for the time of a call.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{ConnectOptions as _, Connection as _, Database, Pool};
use sqlx_core::transaction::TransactionManager as _;

/// Where a connection comes from.
pub(super) enum Origin<'c, DB: Database> {
    Options(Box<<DB::Connection as sqlx::Connection>::Options>),
    Pool(Pool<DB>),
    Own(DB::Connection),
    Lent(&'c mut DB::Connection),
}

/// A connection and whose it is.
pub(super) enum Held<'c, DB: Database> {
    /// Ours: it is closed in the end.
    Own(DB::Connection),
    /// The pool's, and nothing was changed on it so far.
    Pooled(PoolConnection<DB>),
    /// The pool's also after changes.
    Kept(GivenBack<DB, PoolConnection<DB>>),
    /// The caller's.
    Lent(GivenBack<DB, &'c mut DB::Connection>),
}

/// A connection that somebody goes on with: a transaction of ours that is open when it is given back is rolled back
/// first, and one that was open before is left alone.
pub(super) struct GivenBack<DB: Database, C: DerefMut<Target = DB::Connection>> {
    connection: C,
    /// How many transactions were open when it came to us, one in the other.
    depth: usize,
    of: PhantomData<DB>,
}

impl<DB: Database, C: DerefMut<Target = DB::Connection>> GivenBack<DB, C> {
    fn new(connection: C) -> Self {
        let depth = DB::TransactionManager::get_transaction_depth(&connection);
        Self {
            connection,
            depth,
            of: PhantomData,
        }
    }
}

impl<DB: Database, C: DerefMut<Target = DB::Connection>> Drop for GivenBack<DB, C> {
    fn drop(&mut self) {
        if DB::TransactionManager::get_transaction_depth(&self.connection) > self.depth {
            DB::TransactionManager::start_rollback(&mut self.connection);
        }
    }
}

impl<'c, DB: Database> Origin<'c, DB> {
    pub(super) async fn hold(self) -> Result<Held<'c, DB>, sqlx::Error> {
        Ok(match self {
            Self::Options(options) => Held::Own(options.connect().await?),
            Self::Pool(pool) => Held::Pooled(pool.acquire().await?),
            Self::Own(connection) => Held::Own(connection),
            Self::Lent(connection) => Held::Lent(GivenBack::new(connection)),
        })
    }

    /// What it takes to open a second one.
    pub(super) fn options(&self) -> Option<<DB::Connection as sqlx::Connection>::Options> {
        match self {
            Self::Options(options) => Some((**options).clone()),
            Self::Pool(pool) => Some((*pool.connect_options()).clone()),
            Self::Own(_) | Self::Lent(_) => None,
        }
    }
}

impl<DB: Database> Held<'_, DB> {
    pub(super) fn is_lent(&self) -> bool {
        matches!(self, Self::Lent(_))
    }

    /// Whether it came to us with a transaction open, which is its owner's.
    pub(super) fn is_inside(&self) -> bool {
        matches!(self, Self::Lent(connection) if connection.depth > 0)
    }

    /// The same connection, no longer the pool's; one that is lent stays what it is.
    pub(super) fn detached(self) -> Result<Held<'static, DB>, Self> {
        match self {
            Self::Own(connection) => Ok(Held::Own(connection)),
            Self::Pooled(connection) => Ok(Held::Own(connection.detach())),
            Self::Kept(connection) => Ok(Held::Kept(connection)),
            Self::Lent(_) => Err(self),
        }
    }

    /// The same connection, which goes back to its pool in order whatever happens on it.
    pub(super) fn kept(self) -> Result<Held<'static, DB>, Self> {
        match self {
            Self::Pooled(connection) => Ok(Held::Kept(GivenBack::new(connection))),
            other => other.detached(),
        }
    }

    pub(super) async fn close(self) {
        // There is nothing left to lose: all that was to be kept is committed.
        if let Self::Own(connection) = self {
            let _ = connection.close().await;
        }
    }
}

impl<DB: Database> Deref for Held<'_, DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &DB::Connection {
        match self {
            Self::Own(connection) => connection,
            Self::Pooled(connection) => connection,
            Self::Kept(connection) => &connection.connection,
            Self::Lent(connection) => &*connection.connection,
        }
    }
}

impl<DB: Database> DerefMut for Held<'_, DB> {
    fn deref_mut(&mut self) -> &mut DB::Connection {
        match self {
            Self::Own(connection) => connection,
            Self::Pooled(connection) => connection,
            Self::Kept(connection) => &mut connection.connection,
            Self::Lent(connection) => &mut *connection.connection,
        }
    }
}
