//! That the models were in sync, with the hash of all files that decide it: the configuration, revisions and models.
//!
//! Only that is kept. Where something is lacking the build fails, and the next one looks again.

use std::fs;
use std::path::{Path, PathBuf};

use revision_syntax::checksum::Digest;

use crate::config::Config;
use crate::source::Loaded;
use crate::source::models::{below, folders};

/// The file in `OUT_DIR`: the hash, then the warnings, a line each.
const FILE: &str = "revisions.models";

pub(super) struct Cached {
    file: PathBuf,
    hash: String,
}

impl Cached {
    pub(super) fn new(out: &Path, config: &Config, loaded: &Loaded) -> Self {
        let mut digest = Digest::default();
        digest.token(env!("CARGO_PKG_VERSION"));
        let mut add = |path: &Path, text: &[u8]| {
            digest.end();
            digest.token(&path.to_string_lossy());
            digest.token(&String::from_utf8_lossy(text));
        };
        if let Some(file) = &config.file {
            add(file, &fs::read(file).unwrap_or_default());
        }
        for file in &loaded.files {
            add(file.path(), file.source.text.as_bytes());
        }
        for path in below(&config.root, folders(config)) {
            let text = fs::read(config.root.join(&path)).unwrap_or_default();
            add(&path, &text);
        }
        Self {
            file: out.join(FILE),
            hash: digest.finish(),
        }
    }

    /// What was said when the files were the same, if they were in sync.
    pub(super) fn warnings(&self) -> Option<Vec<String>> {
        let text = fs::read_to_string(&self.file).ok()?;
        let rest = text.strip_prefix(&self.hash)?.strip_prefix('\n')?;
        Some(rest.lines().map(str::to_owned).collect())
    }

    /// Keeps it. If that fails, it is found out anew.
    pub(super) fn write(&self, warnings: &[String]) {
        let lines = [std::slice::from_ref(&self.hash), warnings].concat();
        let _ = fs::write(&self.file, lines.join("\n") + "\n");
    }
}
