//! A throw-away package that compiles a chain, as a user would have it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

/// A package in a fresh folder: a library with a build script, and no revisions yet.
#[derive(Debug)]
pub struct Package {
    folder: TempDir,
    path: PathBuf,
}

/// What a command said.
#[derive(Debug)]
pub struct Ran {
    /// Whether it ended well.
    pub success: bool,
    /// Whether cargo compiled anything.
    pub compiled: bool,
    /// What it printed.
    pub stdout: String,
    /// What it said, made the same on every machine.
    pub stderr: String,
}

/// The folder of the workspace that these tests belong to.
#[must_use]
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the tests lie in a workspace").into()
}

/// The folder that packages share for what they build, apart from the workspace's own.
fn target() -> PathBuf {
    workspace().join("target/packages")
}

impl Default for Package {
    fn default() -> Self {
        Self::new()
    }
}

impl Package {
    /// A package alone in its folder.
    #[must_use]
    pub fn new() -> Self {
        Self::at("app", "app")
    }

    /// A package at a path below the fresh folder, which may be a workspace's. Of two packages with one name, a build
    /// of the one makes the other stale.
    #[must_use]
    pub fn at(path: &str, name: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        // As the compiler will name it.
        let root = fs::canonicalize(folder.path()).expect("it was just made");
        let package = Self {
            path: root.join(path),
            folder,
        };
        let core = workspace().join("revision-core");
        let core = core.to_string_lossy();
        package
            .file(
                "Cargo.toml",
                &format!(
                    "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                     [dependencies]\nrevision-core = {{ path = {core:?}, version = \"0.1.0\" }}\n\n\
                     [build-dependencies]\nrevision-core = {{ path = {core:?}, version = \"0.1.0\", features = [\"build\"] }}\n"
                ),
            )
            .file("revision.toml", "")
            .file(
                "build.rs",
                "fn main() {\n    revision_core::build::emit();\n}\n",
            )
            .file("src/lib.rs", "revision_core::revisions!(pub);\n")
    }

    /// The package's folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file of the package; `..` leads to the workspace around it.
    #[must_use]
    pub fn file(self, path: &str, text: &str) -> Self {
        self.write(path, text);
        self
    }

    /// Writes a file of the package.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folder is made");
        fs::write(path, text).expect("file is written");
    }

    /// Writes a Rust revision that does something.
    pub fn revision(&self, path: &str, id: &str, down: Option<&str>) {
        let down = down.map_or_else(String::new, |down| {
            format!("    down_revision: \"{down}\",\n")
        });
        let text = format!(
            "//! Revision {id}.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"{id}\",\n{down}}}\n\n\
             pub fn upgrade(op: &mut Op) {{\n    op.execute(\"SELECT 1\");\n}}\n"
        );
        self.write(path, text);
    }

    /// Makes it a program that prints the chain it carries, an id a line.
    #[must_use]
    pub fn printing(self) -> Self {
        let main = "revision_core::revisions!(multiple_heads);\n\nfn main() {\n    for revision in revisions::CHAIN.revisions() {\n        \
                    println!(\"{} {}\", revision.id, revision.path);\n    }\n}\n";
        self.binary(main)
    }

    /// Has the package depend on the library with these features.
    #[must_use]
    pub fn features(self, features: &[&str]) -> Self {
        let manifest = fs::read_to_string(self.path.join("Cargo.toml")).expect("it was written");
        let manifest = manifest.replacen(
            "version = \"0.1.0\" }",
            &format!("version = \"0.1.0\", features = {features:?} }}"),
            1,
        );
        self.file("Cargo.toml", &manifest)
    }

    /// Has the build script use these features.
    #[must_use]
    pub fn build_features(self, features: &str) -> Self {
        let manifest = fs::read_to_string(self.path.join("Cargo.toml")).expect("it was written");
        let manifest = manifest.replace("[\"build\"]", features);
        self.file("Cargo.toml", &manifest)
    }

    /// Makes it a program alone, without a library.
    #[must_use]
    pub fn binary(self, main: &str) -> Self {
        fs::remove_file(self.path.join("src/lib.rs")).expect("it was just written");
        self.file("src/main.rs", main)
    }

    /// Builds a binary, and copies it to a file of the package, where no other build replaces it.
    #[must_use]
    pub fn build(&self, binary: &str) -> PathBuf {
        // Binaries of one name are one file, whatever package they are of.
        static BUILDS: Mutex<()> = Mutex::new(());
        let _alone = BUILDS.lock().unwrap_or_else(PoisonError::into_inner);
        let ran = self.cargo(&["build", "--bin", binary]);
        assert!(ran.success, "{}", ran.stderr);
        let built = target().join("debug").join(binary);
        let copy = self.path.join(format!("built-{binary}"));
        fs::copy(built, &copy).expect("it was just built");
        copy
    }

    /// Copies a folder's files into the package; `lib.rs` becomes the library, and `build_features` lists features.
    #[must_use]
    pub fn copy(self, from: &Path) -> Self {
        let features = fs::read_to_string(from.join("build_features"));
        let package = match features {
            Ok(features) => self.build_features(features.trim()),
            Err(_) => self,
        };
        for path in files(from) {
            let inner = path.strip_prefix(from).expect("it was found there");
            let inner = match inner.to_str() {
                Some("lib.rs") => Path::new("src/lib.rs"),
                Some("expected.stderr" | "build_features") => continue,
                _ => inner,
            };
            let bytes = fs::read(&path).expect("it was found there");
            package.write(inner.to_str().expect("cases have plain names"), bytes);
        }
        package
    }

    /// Runs cargo in the package. All packages share one folder for what they build, apart from the workspace's own.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Ran {
        let lock = self.path.join("Cargo.lock");
        if !lock.exists() {
            // The versions that the workspace was tested with, and no look at a registry.
            fs::copy(workspace().join("Cargo.lock"), lock).expect("the workspace has a lock file");
        }
        let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(arguments)
            .arg("--offline")
            .current_dir(&self.path)
            .env("CARGO_TARGET_DIR", target())
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("OUT_DIR")
            .output()
            .expect("cargo starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        Ran {
            success: output.status.success(),
            compiled: stderr.contains("Compiling ") || stderr.contains("Checking "),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: self.plain(&stderr),
        }
    }

    /// The text without what differs between machines, and without cargo's progress.
    fn plain(&self, text: &str) -> String {
        let folder = fs::canonicalize(self.folder.path()).expect("it is still there");
        let text = text
            .replace(&*folder.to_string_lossy(), "$DIR")
            .replace(&*workspace().to_string_lossy(), "$WORKSPACE");
        let mut lines: Vec<&str> = text.lines().collect();
        lines.retain(|line| {
            !PROGRESS
                .iter()
                .any(|verb| line.trim_start().starts_with(verb))
        });
        let mut plain = lines.join("\n");
        if !plain.is_empty() {
            plain.push('\n');
        }
        plain
    }
}

/// What cargo says of itself.
const PROGRESS: &[&str] = &[
    "Adding ",
    "Blocking ",
    "Checking ",
    "Compiling ",
    "Finished ",
    "Locking ",
    "Removing ",
    "Running ",
    "Updating ",
    "Fresh ",
    "Dirty ",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
