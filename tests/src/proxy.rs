//! Something between client and server that counts, delays and cuts.
//!
//! It works with threads of its own, so that it goes on while a test's runtime is blocked or gone.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use crate::url;

/// A proxy before a database; it is gone when this is, and the connections through it too.
#[derive(Debug)]
pub struct Proxy {
    url: String,
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// When to cut a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Before the server learns of what the client asks.
    BeforeRequest,
    /// After the server has done it, and before the client learns of that.
    BeforeAnswer,
}

#[derive(Debug, Default)]
struct Shared {
    trips: AtomicUsize,
    /// How many bytes the server has sent.
    received: AtomicUsize,
    delay: Mutex<Duration>,
    /// In which trip to cut, and where.
    cut: Mutex<Option<(usize, Cut)>>,
    /// Both ends of every connection.
    open: Mutex<Vec<TcpStream>>,
    ended: AtomicBool,
}

impl Proxy {
    /// Begins to listen before the database that this URL names.
    #[must_use]
    pub fn before(url: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
        let address = listener.local_addr().expect("it listens");
        let shared = Arc::new(Shared::default());
        let proxy = Self {
            url: url::at(url, &address.to_string()),
            address,
            shared: Arc::clone(&shared),
        };
        let server = url::place(url).to_owned();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if shared.ended.load(Ordering::SeqCst) {
                    return;
                }
                // A server that is down closes the connection, as it would without a proxy.
                if let Ok(server) = TcpStream::connect(&server) {
                    let _ = shared.join(client, server);
                }
            }
        });
        proxy
    }

    /// The database's URL through the proxy.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How often the client has waited for the server since the last call: what it sends at once, in however many pieces,
    /// and the answer are one trip. A farewell, which gets no answer, is none.
    #[must_use]
    pub fn trips(&self) -> usize {
        self.shared.trips.swap(0, Ordering::SeqCst)
    }

    /// How many bytes the server has sent since the last call.
    #[must_use]
    pub fn received(&self) -> usize {
        self.shared.received.swap(0, Ordering::SeqCst)
    }

    /// From now on each trip takes so much longer.
    pub fn delay(&self, delay: Duration) {
        *lock(&self.shared.delay) = delay;
    }

    /// Cuts all connections now. New ones are let through.
    pub fn cut(&self) {
        self.shared.cut_all();
    }

    /// Cuts all connections in a trip to come, 1 being the next; counts from zero for it.
    pub fn cut_in(&self, trip: usize, cut: Cut) {
        self.shared.trips.store(0, Ordering::SeqCst);
        *lock(&self.shared.cut) = Some((trip, cut));
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        self.shared.cut_all();
        // Wakes the thread that listens.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn join(self: &Arc<Self>, client: TcpStream, server: TcpStream) -> std::io::Result<()> {
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        let (client_too, server_too) = (client.try_clone()?, server.try_clone()?);
        lock(&self.open).extend([client.try_clone()?, server.try_clone()?]);
        // Whether the client waits for an answer.
        let waits = Arc::new(AtomicBool::new(false));
        let (shared, asked) = (Arc::clone(self), Arc::clone(&waits));
        thread::spawn(move || {
            pass(client, server, |_| {
                if asked.swap(true, Ordering::SeqCst) {
                    return true;
                }
                let delay = *lock(&shared.delay);
                thread::sleep(delay);
                let trip = shared.trips.load(Ordering::SeqCst) + 1;
                shared.goes_on(trip, Cut::BeforeRequest)
            });
        });
        let shared = Arc::clone(self);
        thread::spawn(move || {
            pass(server_too, client_too, |length| {
                shared.received.fetch_add(length, Ordering::SeqCst);
                if !waits.swap(false, Ordering::SeqCst) {
                    return true;
                }
                let trip = shared.trips.fetch_add(1, Ordering::SeqCst) + 1;
                shared.goes_on(trip, Cut::BeforeAnswer)
            });
        });
        Ok(())
    }

    /// Cuts if it is to be done here, and tells whether to go on.
    fn goes_on(&self, trip: usize, place: Cut) -> bool {
        let here = lock(&self.cut).take_if(|cut| *cut == (trip, place));
        if here.is_some() {
            self.cut_all();
        }
        here.is_none()
    }

    fn cut_all(&self) {
        for stream in lock(&self.open).drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// Carries bytes from one end to the other while `each`, told how many, says so.
fn pass(mut from: TcpStream, mut to: TcpStream, each: impl Fn(usize) -> bool) {
    let mut piece = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece) {
        if !each(length) || to.write_all(&piece[..length]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

/// A test that fails with a lock held has said why already.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
