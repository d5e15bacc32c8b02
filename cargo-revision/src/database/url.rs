//! Where the URL of a database is said, in the order in which that counts.

use revision_core::config::{Config, Environment};
use revision_core::{Code, Diagnostic, nearest};

use super::Chosen;
use crate::failure::Failure;

/// The URL and where it was found; none where nothing names one. The first of these that does counts: `--url`, the
/// environment that was chosen, `DATABASE_URL`, the same in the `.env` file, the configuration's `url`.
pub(super) fn find(config: &Config, chosen: &Chosen) -> Result<Option<(String, String)>, Failure> {
    let found = |url: &str, from: &str| Ok(Some((url.to_owned(), from.to_owned())));
    if let Some(url) = &chosen.url {
        // A name that is none is a mistake even where it is not needed.
        if let Some(name) = &chosen.environment {
            environment(config, name)?;
        }
        return found(url, "--url");
    }
    if let Some(name) = &chosen.environment {
        let url = environment_url(config, name)?;
        return found(&url, &format!("environment `{name}`"));
    }
    let exported = std::env::var("DATABASE_URL").ok();
    if let Some(url) = exported.filter(|url| !url.is_empty()) {
        return found(&url, "DATABASE_URL");
    }
    if let Some(url) = env_file_url(config)? {
        return found(&url, config.env_file.raw());
    }
    match &config.url {
        Some(url) => found(&url.expand()?, Config::FILE_NAME),
        None => Ok(None),
    }
}

fn environment<'a>(config: &'a Config, name: &str) -> Result<&'a Environment, Failure> {
    config.environment(name).ok_or_else(|| {
        let message = format!(
            "there is no environment `{name}` in `{}`",
            Config::FILE_NAME
        );
        let fault = Diagnostic::new(Code::Usage, message);
        let names = config.environments.iter().map(|one| one.name.as_str());
        match nearest(name, names) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        }
        .into()
    })
}

fn environment_url(config: &Config, name: &str) -> Result<String, Failure> {
    match &environment(config, name)?.url {
        Some(url) => Ok(url.expand()?),
        None => {
            let message = format!("the environment `{name}` has no `url`");
            Err(Diagnostic::new(Code::Config, message).into())
        }
    }
}

/// `DATABASE_URL` in the `.env` file; a file that is not there says nothing.
fn env_file_url(config: &Config) -> Result<Option<String>, Failure> {
    let path = config.root.join(config.env_file.expand()?);
    if !path.is_file() {
        return Ok(None);
    }
    let unreadable = |error: dotenvy::Error| {
        // The parser's own words quote the line, in which a password may stand.
        let why = match error {
            dotenvy::Error::LineParse(..) => {
                "a line of it is not written as `NAME=value`".to_owned()
            }
            error => error.to_string(),
        };
        let message = format!("cannot read `{}`: {why}", path.display());
        Failure::from(Diagnostic::new(Code::Config, message))
    };
    for variable in dotenvy::from_path_iter(&path).map_err(unreadable)? {
        let (name, value) = variable.map_err(unreadable)?;
        if name == "DATABASE_URL" && !value.is_empty() {
            return Ok(Some(value));
        }
    }
    Ok(None)
}
