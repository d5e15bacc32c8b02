//! A PostgreSQL server of a test's own, to be stopped and started in the middle of something.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::servers::variable;

/// A server of the installed PostgreSQL. It and its data are gone when this is; if the test is killed, when the servers are
/// that `cargo xtask services` started.
#[derive(Debug)]
pub struct Postgres {
    bin: PathBuf,
    /// The folder of all servers, where their watchdog looks whom to end.
    watched: PathBuf,
    place: PathBuf,
    port: u16,
    /// Whom it runs as, if tests are run by root, whom it refuses.
    user: Option<(u32, u32)>,
}

impl Default for Postgres {
    fn default() -> Self {
        Self::new()
    }
}

impl Postgres {
    /// Makes a server and starts it.
    #[must_use]
    pub fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(variable("REVISION_TEST_FOLDER"));
        let user = std::env::var("REVISION_TEST_USER").ok().map(|numbers| {
            let (uid, gid) = numbers.split_once(':').expect("it is `uid:gid`");
            let number = |text: &str| text.parse().expect("a number");
            (number(uid), number(gid))
        });
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
        let port = listener.local_addr().expect("it listens").port();
        drop(listener);
        let server = Self {
            bin: variable("REVISION_TEST_POSTGRES_BIN").into(),
            watched: folder.join("watched"),
            place: folder.join(format!("own-{}-{next}", std::process::id())),
            port,
            user,
        };
        let password = server.place.join("password");
        fs::create_dir(&server.place).expect("the folder of the servers can be written to");
        fs::write(&password, "secret").expect("the folder was just made");
        if let Some((uid, gid)) = user {
            for path in [&server.place, &password] {
                chown(path, Some(uid), Some(gid)).expect("root may give away");
            }
        }
        server.run(
            Command::new(server.bin.join("initdb"))
                .args(["--no-sync", "--encoding=UTF8", "--locale=C"])
                .args(["--auth=scram-sha-256", "--username=revision"])
                .arg(format!("--pwfile={}", password.display()))
                .arg(format!("--pgdata={}", server.data().display())),
        );
        server.start();
        server
    }

    /// Where to reach it, whether it runs or not.
    #[must_use]
    pub fn url(&self) -> String {
        format!(
            "postgres://revision:secret@127.0.0.1:{}/postgres",
            self.port
        )
    }

    /// Starts it after a stop, at the same place with the same data, and waits until it answers.
    pub fn start(&self) {
        let settings = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c fsync=off",
            self.port,
            self.place.display()
        );
        self.control(&[
            "start",
            "--log",
            &self.place.join("log").to_string_lossy(),
            "-o",
            &settings,
        ]);
        if let Some(id) = self.id() {
            fs::write(self.watched.join(&id), format!("QUIT {id}")).expect("as the folder itself");
        }
    }

    /// Stops it in order, as an administrator does: what runs is rolled back and told so.
    pub fn stop(&self) {
        self.end("fast");
    }

    /// Stops it as a crash does: nobody is told, and the next start recovers.
    pub fn kill(&self) {
        self.end("immediate");
    }

    fn end(&self, mode: &str) {
        let id = self.id();
        self.control(&["stop", "--mode", mode]);
        if let Some(id) = id {
            let _ = fs::remove_file(self.watched.join(id));
        }
    }

    fn data(&self) -> PathBuf {
        self.place.join("data")
    }

    /// The process, while there is one.
    fn id(&self) -> Option<String> {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        Some(file.lines().next()?.to_owned())
    }

    fn control(&self, arguments: &[&str]) {
        let mut command = Command::new(self.bin.join("pg_ctl"));
        command.arg("--pgdata").arg(self.data());
        self.run(command.args(["--wait", "--silent"]).args(arguments));
    }

    /// Runs a program as the server's user. What it says goes to a file: a server that it starts keeps what it was given, and
    /// a pipe would never end.
    fn run(&self, command: &mut Command) {
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        let said = self.place.join("said");
        let output = fs::File::create(&said).expect("the folder is there");
        let errors = output.try_clone().expect("a file can be shared");
        let status = command
            .current_dir(&self.place)
            .stdin(std::process::Stdio::null())
            .stdout(output)
            .stderr(errors)
            .status();
        let status = status.expect("the server's programs start");
        assert!(status.success(), "{command:?}:\n{}", text(&said));
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.id().is_some() {
            self.kill();
        }
        let _ = fs::remove_dir_all(&self.place);
    }
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_default()
}
