//! What a `Cargo.toml` says, as far as the command asks.

use std::fs;
use std::path::Path;

use toml_edit::DocumentMut;

/// The edition of files that no package claims.
const NEWEST: &str = "2024";

/// The edition of the package that a folder belongs to.
pub(crate) fn edition(folder: &Path) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let mut manifests = folder.ancestors().filter_map(read);
    let Some(nearest) = manifests.next() else {
        return NEWEST.to_owned();
    };
    let Some(package) = nearest.get("package") else {
        // A workspace without a package at its root.
        return shared_edition(&nearest).unwrap_or_else(|| NEWEST.to_owned());
    };
    match package.get("edition") {
        None => "2015".to_owned(),
        Some(edition) => edition.as_str().map_or_else(
            || {
                // `edition.workspace = true`
                std::iter::once(nearest.clone())
                    .chain(manifests)
                    .find_map(|manifest| shared_edition(&manifest))
                    .unwrap_or_else(|| NEWEST.to_owned())
            },
            str::to_owned,
        ),
    }
}

fn shared_edition(manifest: &DocumentMut) -> Option<String> {
    let edition = manifest.get("workspace")?.get("package")?.get("edition")?;
    edition.as_str().map(str::to_owned)
}

/// The manifest in a folder. One that is not TOML says nothing; cargo itself complains about it.
fn read(folder: &Path) -> Option<DocumentMut> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    text.parse().ok()
}
