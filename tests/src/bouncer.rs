//! A pgbouncer of a test's own, with as many connections to the server as the test says.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::Database;
use crate::servers::variable;
use crate::url;

/// pgbouncer in transaction mode before the installed PostgreSQL. It is gone when this is; if the test is killed, when the
/// servers are.
#[derive(Debug)]
pub struct Bouncer {
    place: PathBuf,
    watched: PathBuf,
    port: u16,
    process: Child,
}

impl Bouncer {
    /// Starts one that keeps no more than so many connections to a database.
    #[must_use]
    pub fn with_pool(size: usize) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(variable("REVISION_TEST_FOLDER"));
        let place = folder.join(format!("bouncer-{}-{next}", std::process::id()));
        let server = variable("REVISION_TEST_POSTGRES_URL");
        let (host, server_port) = url::place(&server).rsplit_once(':').expect("a port");
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
        let port = listener.local_addr().expect("it listens").port();
        drop(listener);
        let (users, file) = (place.join("users"), place.join("pgbouncer.ini"));
        fs::create_dir(&place).expect("the folder of the servers can be written to");
        fs::write(&users, "\"revision\" \"secret\"\n").expect("the folder was just made");
        let settings = format!(
            "[databases]\n* = host={host} port={server_port} user=revision password=secret\n\n[pgbouncer]\n\
             pool_mode = transaction\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = scram-sha-256\nauth_file = {}\nmax_client_conn = 500\ndefault_pool_size = {size}\n\
             ignore_startup_parameters = extra_float_digits\n",
            users.display()
        );
        fs::write(&file, settings).expect("the folder was just made");
        let mut command = Command::new("/usr/sbin/pgbouncer");
        command
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Ok(numbers) = std::env::var("REVISION_TEST_USER") {
            let (uid, gid) = numbers.split_once(':').expect("it is `uid:gid`");
            let number = |text: &str| text.parse().expect("a number");
            let (uid, gid): (u32, u32) = (number(uid), number(gid));
            for path in [&place, &users, &file] {
                chown(path, Some(uid), Some(gid)).expect("root may give away");
            }
            command.uid(uid).gid(gid);
        }
        let process = command.spawn().expect("pgbouncer is installed");
        let id = process.id();
        let watched = folder.join("watched").join(id.to_string());
        fs::write(&watched, format!("TERM {id}")).expect("as the folder itself");
        for _ in 0..500 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        Self {
            place,
            watched,
            port,
            process,
        }
    }

    /// A database's URL through it.
    #[must_use]
    pub fn url(&self, database: &Database) -> String {
        url::at(database.url(), &format!("127.0.0.1:{}", self.port))
    }
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_file(&self.watched);
        let _ = fs::remove_dir_all(&self.place);
    }
}
