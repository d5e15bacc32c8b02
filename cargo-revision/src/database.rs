//! Which database is meant, where that was said, and where that database stands.

use std::time::Duration;

use revision_core::chain::Id;
use revision_core::config::Config;
use revision_core::{Backend, Code, Diagnostic, dialect, nearest};

use crate::failure::Failure;
use crate::report::Report;

/// What the arguments say about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chosen {
    /// `--url`
    pub(crate) url: Option<String>,
    /// `--environment`
    pub(crate) environment: Option<String>,
}

/// A database that is configured.
#[derive(Debug)]
pub(crate) struct Database {
    url: String,
    /// Where the URL was found, as one says it.
    from: String,
}

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The rows of the database that is meant, for a target that only it can tell.
pub(crate) fn rows(
    config: &Config,
    chosen: &Chosen,
    report: &Report,
    target: &str,
) -> Result<Vec<Id>, Failure> {
    let Some(database) = Database::find(config, chosen)? else {
        let message = format!("`{target}` asks where a database stands, and none is named");
        return Err(Diagnostic::new(Code::Config, message)
            .help("name it with `--url`, in DATABASE_URL, or as `url` in `revision.toml`")
            .into());
    };
    report.say("Asking", &database);
    database.rows(config)
}

impl Database {
    /// The database that is meant; none where nothing names one. The first of these that does counts: `--url`, the
    /// environment that was chosen, `DATABASE_URL`, the same in the `.env` file, the configuration's `url`.
    pub(crate) fn find(config: &Config, chosen: &Chosen) -> Result<Option<Self>, Failure> {
        let found = |url: String, from: &str| {
            Some(Self {
                url,
                from: from.to_owned(),
            })
        };
        if let Some(url) = &chosen.url {
            return Ok(found(url.clone(), "--url"));
        }
        if let Some(name) = &chosen.environment {
            let url = environment_url(config, name)?;
            return Ok(found(url, &format!("environment `{name}`")));
        }
        if let Some(url) = std::env::var("DATABASE_URL")
            .ok()
            .filter(|url| !url.is_empty())
        {
            return Ok(found(url, "DATABASE_URL"));
        }
        if let Some(url) = env_file_url(config)? {
            return Ok(found(url, config.env_file.raw()));
        }
        match &config.url {
            Some(url) => Ok(found(url.expand()?, Config::FILE_NAME)),
            None => Ok(None),
        }
    }

    /// The kind of database, where the URL tells.
    pub(crate) fn backend(&self) -> Option<Backend> {
        Backend::from_url(&self.url)
    }

    /// The rows of the version table. Only looks: nothing is made, not even the table.
    pub(crate) fn rows(&self, config: &Config) -> Result<Vec<Id>, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| self.unanswered(&error.to_string()))?;
        let table = &config.settings.version_table;
        let rows = dialect::version_rows(&self.url, &config.root, table);
        let answer = runtime.block_on(async { tokio::time::timeout(PATIENCE, rows).await });
        match answer {
            Ok(Ok(rows)) => Ok(rows.into_iter().map(Id::from).collect()),
            Ok(Err(error)) => Err(self.unanswered(&error.to_string())),
            Err(_) => Err(self.unanswered("it does not answer")),
        }
    }

    fn unanswered(&self, why: &str) -> Failure {
        let message = format!("cannot ask {self}: {why}");
        Diagnostic::new(Code::ConnectFailed, message).into()
    }
}

impl std::fmt::Display for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (from {})", without_password(&self.url), self.from)
    }
}

fn environment_url(config: &Config, name: &str) -> Result<String, Failure> {
    let Some(environment) = config.environment(name) else {
        let message = format!(
            "there is no environment `{name}` in `{}`",
            Config::FILE_NAME
        );
        let fault = Diagnostic::new(Code::Usage, message);
        let names = config.environments.iter().map(|one| one.name.as_str());
        return Err(match nearest(name, names) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        }
        .into());
    };
    match &environment.url {
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
        let message = format!("cannot read `{}`: {error}", path.display());
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

/// The URL as it may be shown.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    // Parameters may hold secrets as well.
    let rest = rest.split('?').next().unwrap_or(rest);
    // A password may have a slash in it, though it should not; the last `@` ends it.
    let Some((user, host)) = rest.rsplit_once('@') else {
        return format!("{scheme}://{rest}");
    };
    let user = match user.split_once(':') {
        Some((user, _)) => format!("{user}:***"),
        None => user.to_owned(),
    };
    format!("{scheme}://{user}@{host}")
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            (
                "postgres://me:secret@host:5432/app",
                "postgres://me:***@host:5432/app",
            ),
            (
                "postgres://me:se@cr/et@host/app?password=x",
                "postgres://me:***@host/app",
            ),
            ("postgres://me@host/app", "postgres://me@host/app"),
            ("sqlite://app.db", "sqlite://app.db"),
            ("sqlite:app.db", "sqlite:app.db"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }
}
