//! Writing one new revision, for `new` and `merge`.
//!
//! Everything is decided and checked in memory: the file's text is read as it would be from the disk, and the chain is
//! built with it. Then the file is written, the hooks run, and the whole is read once more; when that fails, the file is
//! taken away again.

mod folder;
mod generated;
mod hooks;

use std::fs;
use std::path::{Path, PathBuf};

use revision_core::chain::{Chain, Id, Label, Placement, Revision};
use revision_core::config::{Config, Format, IdScheme};
use revision_core::source::{
    Body, Created, Draft, FileTemplate, Message, Revisions, Template, create, hex_id, next_number,
    slug, time_zone,
};
use revision_core::{Code, Diagnostic, Operation};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Written;
use crate::location::Location;
use crate::project::Project;
use crate::report::Report;

pub(crate) use generated::generated;

/// What a new revision does.
pub(crate) struct Content {
    /// As its file says it.
    pub(crate) body: Body,
    /// The same, as far as it was found and not written by somebody.
    pub(crate) operations: Vec<Operation>,
}

impl From<Body> for Content {
    fn from(body: Body) -> Self {
        Self {
            body,
            operations: Vec::new(),
        }
    }
}

/// What the user says about the file, whatever it holds.
#[derive(Debug, Default)]
pub(crate) struct How {
    pub(crate) id: Option<String>,
    pub(crate) branch_labels: Vec<String>,
    pub(crate) format: Option<Format>,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) dry_run: bool,
}

/// A message, which must say something: it is all that later tells what a revision is for.
pub(crate) fn message(words: &str) -> Result<Message, Failure> {
    let blank =
        || Failure::usage("the message is blank").help("say in a few words what the revision does");
    Ok(Message::new(words).ok_or_else(blank)?)
}

/// Writes a revision at a place in the chain.
pub(crate) fn write(
    project: &Project,
    report: &Report,
    placement: Placement,
    message: Message,
    Content { body, operations }: Content,
    how: How,
) -> Result<Exit, Failure> {
    let config = &project.config;
    let format = how.format.unwrap_or(config.format);
    let folder = folder::choose(project, how.folder.as_deref(), &placement)?;
    let draft = Draft {
        id: how.id.unwrap_or_else(|| new_id(project)),
        down_revisions: placement.down_revisions.iter().map(Id::to_string).collect(),
        branch_labels: how.branch_labels,
        depends_on: placement.depends_on,
        message,
        created: now(config)?,
        body,
    };
    fits(project, &draft)?;
    let stem =
        file_template(config)?.stem(&draft.id, &slug(&draft.message.summary()), &draft.created);
    let shown = folder.join(format!("{stem}.{}", format.extension()));
    let text = match template(config, format)? {
        Some(template) => template.text(&draft, format)?,
        None => draft.text(format),
    };
    let file = draft.verify(&shown, &text, format)?;
    let id = Id::from(draft.id.as_str());
    if how.dry_run {
        let mut files = project.revisions.files.clone();
        files.push(file);
        let mut revisions = project.chain().revisions().to_vec();
        revisions.push(declared(&draft));
        let imagined = Project {
            standing: None,
            location: Location::default(),
            config: config.clone(),
            revisions: Revisions {
                chain: Chain::new(revisions).map_err(|_| inconsistent(&shown))?,
                files,
                external: Vec::new(),
            },
        };
        report.say("Would create", shown.display());
        report.answer(
            || Written::new(&imagined, &id, &operations),
            || text.clone(),
        );
        return Ok(Exit::Done);
    }
    let path = config.root.join(&shown);
    create(&path, &text)?;
    let written = hooks::run(config, &path).and_then(|()| read_back(config, &id, &shown));
    let after = written.inspect_err(|_| {
        // Left behind, it would be the head that the next attempt stands on.
        let _ = fs::remove_file(&path);
    })?;
    report.say("Created", shown.display());
    report.answer(|| Written::new(&after, &id, &operations), String::new);
    Ok(Exit::Done)
}

fn new_id(project: &Project) -> String {
    let chain = project.chain();
    let revisions = chain.revisions();
    let labels = || {
        revisions
            .iter()
            .flat_map(|revision| &revision.branch_labels)
    };
    let taken = |id: &str| {
        chain.position(&Id::from(id)).is_some() || labels().any(|label| label.as_str() == id)
    };
    match project.config.id {
        IdScheme::Hex => hex_id(taken),
        IdScheme::Sequential => {
            next_number(revisions.iter().map(|revision| revision.id.as_str()), taken)
        }
    }
}

fn now(config: &Config) -> Result<Created, Failure> {
    let name = &config.timezone;
    let zone = time_zone(name.raw()).ok_or_else(|| {
        name.fault(format!("there is no time zone `{}`", name.raw()))
            .help("names are those of the IANA database: `UTC`, `Europe/Berlin`")
    })?;
    Ok(Created::now(&zone))
}

fn file_template(config: &Config) -> Result<FileTemplate, Failure> {
    let text = &config.file_template;
    let parsed = FileTemplate::parse(text.raw());
    Ok(parsed.map_err(|fault| text.fault(fault.message).help(fault.help))?)
}

/// The project's own template, when there is one for this format.
fn template(config: &Config, format: Format) -> Result<Option<Template>, Failure> {
    let Some(name) = &config.template else {
        return Ok(None);
    };
    let text = fs::read_to_string(config.path(name)).map_err(|error| {
        name.fault(format!(
            "cannot read the template `{}`: {error}",
            name.raw()
        ))
    })?;
    let template = Template::new(Path::new(name.raw()), text);
    Ok(template.serves(format).then_some(template))
}

fn declared(draft: &Draft) -> Revision {
    Revision {
        id: Id::from(draft.id.as_str()),
        down_revisions: draft
            .down_revisions
            .iter()
            .map(|id| Id::from(id.as_str()))
            .collect(),
        branch_labels: draft
            .branch_labels
            .iter()
            .map(|label| Label::from(label.as_str()))
            .collect(),
        depends_on: draft.depends_on.clone(),
    }
}

/// Whether the chain is still one with the new revision in it.
fn fits(project: &Project, draft: &Draft) -> Result<(), Failure> {
    let id = Id::from(draft.id.as_str());
    if let Some(file) = project.file(&id) {
        let message = format!("revision `{id}` exists already");
        return Err(Diagnostic::new(Code::DuplicateRevision, message)
            .at(file.place(&file.header.id))
            .help("leave `--rev-id` out to have an id made")
            .into());
    }
    let mut revisions = project.chain().revisions().to_vec();
    revisions.push(declared(draft));
    match Chain::new(revisions) {
        Ok(_) => Ok(()),
        Err(faults) => {
            let diagnostics = faults.iter().map(|fault| {
                let mut diagnostic = Diagnostic::new(fault.code(), fault.to_string());
                diagnostic.help = fault.help();
                diagnostic
            });
            Err(diagnostics.collect::<Vec<_>>().into())
        }
    }
}

/// The project with the revision that was just written.
fn read_back(config: &Config, id: &Id, shown: &Path) -> Result<Project, Failure> {
    let project = Project::load(config.clone())?;
    match project.file(id) {
        Some(_) => Ok(project),
        None => Err(inconsistent(shown).into()),
    }
}

fn inconsistent(shown: &Path) -> Diagnostic {
    let message = format!(
        "`{}` does not read as the revision that was written",
        shown.display()
    );
    Diagnostic::new(Code::BadHeader, message).help("a hook may have changed or moved it")
}
