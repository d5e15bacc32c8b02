//! What a user's `build.rs` calls: it reads the configuration and the headers, checks the chain, and leaves the modules,
//! the chain as data and the faults in `OUT_DIR` for the macros.
//!
//! A fault of the user's never fails the build script: the compiler reports it where it stands.

mod generate;
mod guard;
mod hand_over;
#[cfg(feature = "build-models")]
mod inverses;

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

use revision_syntax::handover::{self, At};

use crate::config::Config;
use crate::source::load;

use guard::{By, Guard};

/// The environment variable by which the command says that it has a runner built, which must not fail for a model that was
/// changed: applying revisions is the way to put that right.
#[doc(hidden)]
pub const FOR_COMMAND: &str = "REVISION_BUILDS_RUNNER";

/// Writes the chain for `revisions!`, and tells cargo what to watch.
///
/// With `models_in_sync = true` under `[guard]` in `revision.toml`, and the feature `build-models`, it compares the models with
/// what the revisions make, and a model that was changed without a revision does not compile.
///
/// ```no_run
/// // In `fn main` of `build.rs`:
/// revision_core::build::emit();
/// ```
pub fn emit() {
    let folders = (folder("CARGO_MANIFEST_DIR"), folder("OUT_DIR"));
    let (Some(package), Some(out)) = folders else {
        say("cargo::error=`revision_core::build::emit` belongs in a `build.rs`, which cargo runs");
        process::exit(1);
    };
    let output = Output::new(By::now(), &package, &out);
    for path in &output.watched {
        say(&format!("cargo::rerun-if-changed={}", path.display()));
    }
    if output.asks_who {
        say(&format!("cargo::rerun-if-env-changed={FOR_COMMAND}"));
    }
    for warning in &output.warnings {
        say(&format!("cargo::warning={warning}"));
    }
    let written = write(&out.join("revisions.rs"), &output.code)
        .and_then(|()| write(&out.join(handover::FILE), &output.faults));
    if let Err(error) = written {
        say(&format!(
            "cargo::error=cannot write to `{}`: {error}",
            out.display()
        ));
        process::exit(1);
    }
    say(&format!("cargo::rustc-env={}=1", handover::WRITTEN));
}

/// All that comes of a package's revisions.
struct Output {
    code: String,
    faults: String,
    watched: Vec<PathBuf>,
    warnings: Vec<String>,
    /// Whether the command would get something else.
    asks_who: bool,
}

impl Output {
    fn new(by: By, package: &Path, out: &Path) -> Self {
        let (config, mut faults) = match Config::for_package(package) {
            Ok(config) => (config, Vec::new()),
            Err(faults) => (Config::at(package), faults),
        };
        let mut watched = watched_configuration(package);
        watched.extend(config.folders());
        let loaded = load(&config);
        let mut handed = Vec::new();
        // Without a configuration it is not known where the revisions are.
        if faults.is_empty() {
            faults.extend(hand_over::unsaid_by_macros(&loaded));
            handed.extend(hand_over::chain(&config, &loaded));
        }
        handed.extend(
            faults
                .iter()
                .map(|fault| hand_over::at_chain(&config, fault)),
        );
        let guarded = Guard {
            by,
            package,
            out,
            config: &config,
            loaded: &loaded,
            // Several heads lead somewhere, together.
            is_sound: handed.iter().all(|fault| fault.at == At::Heads),
        };
        let guarded = guarded.guarded();
        handed.extend(guarded.faults);
        watched.extend(guarded.watched);
        let mut warnings = outside(package, &config);
        warnings.extend(guarded.warnings);
        #[cfg(feature = "build-models")]
        let inverses = inverses::code(&config, &loaded);
        #[cfg(not(feature = "build-models"))]
        let inverses = <(String, String)>::default();
        Self {
            code: generate::code(&config, &loaded, &inverses),
            faults: handover::write(&handed),
            watched,
            warnings,
            asks_who: guarded.asks_who,
        }
    }
}

/// The file that configures the package. Where there is none, the first place where it may appear: cargo then runs the
/// build script every time, until there is one.
fn watched_configuration(package: &Path) -> Vec<PathBuf> {
    let places = Config::places_for_package(package);
    let found = places.iter().position(|file| file.is_file()).unwrap_or(0);
    places.into_iter().nth(found).into_iter().collect()
}

/// A folder outside the package does not come along when the package is published.
fn outside(package: &Path, config: &Config) -> Vec<String> {
    let real = |path: &Path| fs::canonicalize(path).ok();
    let Some(package) = real(package) else {
        return Vec::new();
    };
    let folders = config.folders().into_iter();
    folders
        .filter(|folder| real(folder).is_some_and(|folder| !folder.starts_with(&package)))
        .map(|folder| {
            format!(
                "`{}` lies outside the package that compiles it: `cargo package` leaves it out",
                folder.display()
            )
        })
        .collect()
}

fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}

/// Writes a file that is not already so, whole or not at all.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    let draft = path.with_extension("new");
    fs::write(&draft, text)?;
    fs::rename(draft, path)
}

#[expect(
    clippy::print_stdout,
    clippy::disallowed_macros,
    reason = "cargo listens on a build script's standard output"
)]
fn say(line: &str) {
    println!("{line}");
}
