//! `init`: prepares a crate for revisions, or a folder that has none.
//!
//! What has to change is worked out in full before anything is written; then each file is named as it is written. What
//! cannot be done with certainty is left to the user, with the line to add.

mod change;
mod configuration;
mod dependencies;
mod insert;
mod package;
mod runner;

use std::path::Path;

use revision_core::Diagnostic;
use revision_core::config::Config;

use crate::database::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::location::{Location, current_folder};
use crate::report::Report;

use change::{Changes, read};
use insert::Insertion;
use package::Package;

pub(crate) use runner::NAME as RUNNER;

/// The call that a build script makes.
const EMIT: &str = "revision_core::build::emit();";

/// The line of the crate's root module.
const REVISIONS: &str = "revision_core::revisions!();";

const BUILD_SCRIPT: &str = "//! Hands the revisions to the compiler.

fn main() {
    revision_core::build::emit();
}
";

/// What is wanted beside the revisions themselves.
#[derive(Clone, Copy)]
pub(crate) struct Want<'a> {
    /// A local `revision-core` to depend on.
    pub(crate) core: Option<&'a Path>,
    /// Whether the package is to have a runner.
    pub(crate) runner: bool,
}

pub(crate) fn run(
    location: &Location,
    report: &Report,
    chosen: &Chosen,
    want: Want<'_>,
) -> Result<Exit, Failure> {
    let package = Package::find(location)?;
    if want.runner && package.is_none() {
        let fault = Failure::usage("a runner is a binary of a crate, and there is none here");
        return Err(fault.help("`cargo init` makes one").into());
    }
    let mut changes = Changes::default();
    let backend = configuration::plan(location, chosen, package.as_ref(), &mut changes)?;
    let mut left = Vec::new();
    if let Some(package) = &package {
        let runner = if want.runner {
            Some(runner_name(location, package)?)
        } else {
            None
        };
        dependencies::plan(package, want.core, backend, runner.as_deref(), &mut changes)?;
        left.extend(build_script(package, &mut changes)?);
        left.extend(root_module(package, want.runner, &mut changes)?);
        if let Some(name) = &runner {
            left.extend(runner::plan(package, name, &mut changes)?);
        }
    }
    let done = changes.carry_out(report)?;
    if !left.is_empty() {
        return Ok(report.failure_beside(done, &left.into()));
    }
    if done.is_empty() {
        report.say("Unchanged", "everything is in place");
    }
    report.answer(|| done, String::new);
    Ok(Exit::Done)
}

/// Has the build script call `emit`. What it cannot do is said in a diagnostic.
fn build_script(package: &Package, changes: &mut Changes) -> Result<Option<Diagnostic>, Failure> {
    let by_hand = |path: &Path, message: &str| {
        let fault = Failure::incomplete(path, message);
        Ok(Some(fault.help(format!("the build script calls `{EMIT}`"))))
    };
    let Some(path) = package.build_script() else {
        let message = "`build = false` keeps the revisions from the compiler";
        return by_hand(&package.manifest_path(), message);
    };
    let Some(text) = read(&path)? else {
        changes.create(path, BUILD_SCRIPT);
        return Ok(None);
    };
    match insert::into_main(&text, EMIT) {
        Insertion::There => {}
        Insertion::Done(text) => changes.edit(path, text),
        Insertion::Unsure => {
            return by_hand(
                &path,
                "the build script has no plain `fn main() {` to add a call to",
            );
        }
    }
    Ok(None)
}

/// Has the root module declare the revisions.
fn root_module(
    package: &Package,
    has_runner: bool,
    changes: &mut Changes,
) -> Result<Option<Diagnostic>, Failure> {
    // A runner sees of a library what is public, and brings the revisions of a binary along itself.
    let is_public = has_runner && package.library().is_some();
    let line = if is_public {
        runner::REVISIONS
    } else {
        REVISIONS
    };
    let by_hand = |path: &Path, message: &str| {
        let help = format!("the root module of the crate has the line `{line}`");
        Ok(Some(Failure::incomplete(path, message).help(help)))
    };
    let Some(path) = package.root_module() else {
        let message = "the package has neither a library nor a binary yet";
        return by_hand(&package.manifest_path(), message);
    };
    let Some(text) = read(&path)? else {
        return by_hand(&path, "the root module does not exist");
    };
    let insertion = if is_public {
        runner::publish(&text)
    } else {
        insert::into_root_module(&text, REVISIONS)
    };
    match insertion {
        Insertion::There => {}
        Insertion::Done(text) => changes.edit(path, text),
        Insertion::Unsure => {
            let message = if insert::has(&text, "revision_core::revisions!") {
                "the revisions of the library are not public"
            } else {
                "the root module has a module `revisions` already"
            };
            return by_hand(&path, message);
        }
    }
    Ok(None)
}

/// What the runner is to be called.
fn runner_name(location: &Location, package: &Package) -> Result<String, Failure> {
    let config = existing(location, Some(package))?;
    match config.and_then(|config| config.runner) {
        Some(name) => Ok(name.expand()?),
        None => Ok(runner::NAME.to_owned()),
    }
}

/// The configuration that holds for a package, if there is one.
fn existing(location: &Location, package: Option<&Package>) -> Result<Option<Config>, Failure> {
    let file = match (&location.config, package) {
        (Some(file), _) => Some(file.clone()).filter(|file| file.exists()),
        (None, Some(package)) => Config::places_for_package(&package.folder)
            .into_iter()
            .find(|file| file.is_file()),
        (None, None) => Config::find(&current_folder()?),
    };
    Ok(file.map(|file| Config::read(&file)).transpose()?)
}
