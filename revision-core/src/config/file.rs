//! The configuration as a whole.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::{Code, Diagnostic, Place, Server};

use super::{
    Autogenerate, Environment, Format, Guard, Hook, IdScheme, Naming, Settings, Text, read,
};

/// All that `revision.toml` says, or what holds without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The folder that relative paths are against: the one that holds the file.
    pub root: PathBuf,
    /// The file it was read from, if there is one.
    pub file: Option<PathBuf>,
    /// The folders that hold revisions, as they were written; see [`Config::folders`].
    pub revisions: Vec<Text>,
    /// Where the database is, unless arguments or the environment say otherwise.
    pub url: Option<Text>,
    /// The file in which `DATABASE_URL` may stand.
    pub env_file: Text,
    /// The databases that the chain serves; none: the one in the URL.
    pub databases: Vec<Server>,
    /// Patterns of the folders that hold models.
    pub models: Option<Vec<Text>>,
    /// The file of plain SQL that says what the schema should be, instead of models.
    pub schema: Option<Text>,
    /// Patterns of tables that may be referenced and are never compared.
    pub external: Vec<Text>,
    /// What new revisions are written in.
    pub format: Format,
    /// How new revisions get their ids.
    pub id: IdScheme,
    /// The name of a new file, without its ending.
    pub file_template: Text,
    /// The text of a new file.
    pub template: Option<Text>,
    /// The time zone that dates are written in.
    pub timezone: Text,
    /// What applying revisions needs to know.
    pub settings: Settings,
    /// Where desired SQL is tried out.
    pub scratch_url: Option<Text>,
    /// The binary of the crate that runs revisions.
    pub runner: Option<Text>,
    /// What is compared when a revision is generated.
    pub autogenerate: Autogenerate,
    /// How objects are named that were given no name.
    pub naming: Naming,
    /// Commands run on every new file.
    pub hooks: Vec<Hook>,
    /// What the compiler checks beside the chain.
    pub guard: Guard,
    /// The databases that `-e` chooses from, by name.
    pub environments: Vec<Environment>,
}

impl Config {
    /// The name of the file.
    pub const FILE_NAME: &str = "revision.toml";

    /// What holds without a file, for a folder.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        let default = |text: &str| Text::new(text, None);
        Self {
            root: root.into(),
            file: None,
            revisions: vec![default("revisions")],
            url: None,
            env_file: default(".env"),
            databases: Vec::new(),
            models: None,
            schema: None,
            external: Vec::new(),
            format: Format::Rust,
            id: IdScheme::Hex,
            file_template: default("{rev}_{slug}"),
            template: None,
            timezone: default("UTC"),
            settings: Settings::DEFAULT,
            scratch_url: None,
            runner: None,
            autogenerate: Autogenerate::default(),
            naming: Naming::default(),
            hooks: Vec::new(),
            guard: Guard::default(),
            environments: Vec::new(),
        }
    }

    /// Reads a file. Every fault in it is reported, each with its place.
    pub fn read(path: &Path) -> Result<Self, Vec<Diagnostic>> {
        let unreadable = |why: &str| {
            let message = format!("`{}` cannot be read: {why}", path.display());
            vec![Diagnostic::new(Code::Config, message).at(Place::file(path))]
        };
        let bytes = fs::read(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => unreadable("there is no such file"),
            io::ErrorKind::IsADirectory => unreadable("it is a folder"),
            _ => unreadable(&error.to_string()),
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.split(|byte| *byte == b'\n').count();
            unreadable(&format!("line {line} is not UTF-8"))
        })?;
        Self::parse(path, text)
    }

    /// Reads the text of a file, which need not exist.
    pub fn parse(path: &Path, text: String) -> Result<Self, Vec<Diagnostic>> {
        read::read(path, text)
    }

    /// The folders that hold revisions.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let folders = self.revisions.iter();
        folders.map(|folder| self.path(folder)).collect()
    }

    /// A path of the configuration, from where the configuration's own path leads.
    #[must_use]
    pub fn path(&self, path: &Text) -> PathBuf {
        self.root.join(path.raw())
    }

    /// The environment of this name.
    #[must_use]
    pub fn environment(&self, name: &str) -> Option<&Environment> {
        self.environments.iter().find(|found| found.name == name)
    }
}
