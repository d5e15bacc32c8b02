//! The commands, one a file. Each is given values, never arguments, and answers through the report.

mod accept;
mod branches;
mod check;
mod current;
mod diff;
mod downgrade;
mod edit;
mod ensure_version;
mod fmt;
mod found;
mod heads;
mod history;
mod init;
mod merge;
mod new;
mod rebase;
mod redo;
mod reset;
pub(crate) mod script;
mod show;
mod stamp;
mod status;
mod upgrade;

use std::path::PathBuf;

pub(crate) use init::RUNNER;

use crate::arguments::{Arguments, Command, New, NewFile};
use crate::ask::Answers;
use crate::database::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::location::Location;
use crate::project::Project;
use crate::report::Report;
use crate::run::Options;
use crate::writing::{self, How};

pub(crate) fn run(arguments: Arguments, report: &Report) -> Result<Exit, Failure> {
    let location = arguments.location();
    let database = arguments.database();
    let verbose = arguments.verbose();
    let answers = arguments.answers();
    match arguments.command {
        Command::Init(init) => {
            let want = init::Want {
                core: init.core.as_deref(),
                runner: init.runner(),
            };
            init::run(&location, report, &database, want)
        }
        Command::History(history) => {
            let show = history::Show {
                range: history.range.as_deref(),
                indicate_current: history.indicate_current,
                verbose,
            };
            history::run(load(&location)?, report, &database, &show)
        }
        Command::Heads(heads) => {
            let which = if heads.resolve_dependencies {
                heads::Which::Real
            } else {
                heads::Which::All
            };
            heads::run(&load(&location)?, report, which, verbose)
        }
        Command::Branches(_) => branches::run(&load(&location)?, report, verbose),
        Command::Show(show) => show::run(load(&location)?, report, &database, &show.targets),
        Command::Upgrade(upgrade) => {
            let targets = upgrade.targets();
            let project = load(&location)?;
            match upgrade.offline.dialect() {
                Some(dialect) => {
                    let instead = script::Instead::Upgrade(&targets);
                    script::run(&project, report, &database, dialect, instead)
                }
                None => {
                    let options = upgrade.how.options(verbose);
                    let answers = answers.named(upgrade.confirm.name);
                    let missing = if upgrade.create {
                        upgrade::Missing::Make
                    } else {
                        upgrade::Missing::Refuse
                    };
                    upgrade::run(
                        &project, report, &database, missing, &targets, options, &answers,
                    )
                }
            }
        }
        Command::Downgrade(downgrade) => {
            let project = load(&location)?;
            let target = downgrade.target.as_deref().unwrap_or(downgrade::LAST);
            match downgrade.offline.dialect() {
                Some(dialect) => {
                    let instead = script::Instead::Downgrade(target);
                    script::run(&project, report, &database, dialect, instead)
                }
                None => {
                    let options = downgrade.how.options(verbose);
                    let answers = answers.named(downgrade.confirm.name);
                    downgrade::run(&project, report, &database, target, options, &answers)
                }
            }
        }
        Command::Redo(redo) => {
            let revision = redo.revision.as_deref();
            let options = redo.wait.options(verbose);
            let answers = answers.named(redo.confirm.name);
            redo::run(
                &load(&location)?,
                report,
                &database,
                revision,
                options,
                &answers,
            )
        }
        Command::Reset(reset) => {
            let options = reset.wait.options(verbose);
            let answers = answers.named(reset.confirm.name);
            let how = if reset.drop {
                reset::How::Drop
            } else {
                reset::How::Undo
            };
            reset::run(&load(&location)?, report, &database, how, options, &answers)
        }
        Command::Stamp(stamp) => {
            let project = load(&location)?;
            let what = stamp::Stamp {
                targets: &stamp.targets,
                purge: stamp.purge,
            };
            match stamp.offline.dialect() {
                Some(dialect) => {
                    let instead = script::Instead::Stamp(&stamp.targets);
                    script::run(&project, report, &database, dialect, instead)
                }
                None => {
                    let options = Options {
                        dry_run: stamp.dry_run,
                        ..stamp.wait.options(verbose)
                    };
                    let answers = answers.named(stamp.confirm.name);
                    stamp::run(&project, report, &database, &what, options, &answers)
                }
            }
        }
        Command::Sql(sql) => {
            let targets = [sql.target.clone().unwrap_or_else(|| "head".to_owned())];
            let project = load(&location)?;
            let instead = script::Instead::Upgrade(&targets);
            script::run(&project, report, &database, sql.dialect(), instead)
        }
        Command::Current(current) => {
            let show = current::Show {
                verbose,
                check_heads: current.check_heads,
            };
            current::run(load(&location)?, report, &database, show)
        }
        Command::Status(_) => status::run(load(&location)?, report, &database),
        Command::Accept(accept) => {
            accept::run(&load(&location)?, report, &database, &accept.revision)
        }
        Command::EnsureVersion(_) => ensure_version::run(&load(&location)?, report, &database),
        Command::New(new) => write_new(*new, &location, report, &database, &answers),
        Command::Generate(generate) => {
            write_new(generate.into_new(), &location, report, &database, &answers)
        }
        Command::Diff(diff) => {
            let sources = diff.sources()?;
            let show = if diff.sql {
                diff::Show::Sql
            } else {
                diff::Show::Operations
            };
            let decisions = diff.decisions.read();
            let project = load(&location)?;
            diff::run(&project, report, &database, &sources, &decisions, show)
        }
        Command::Merge(merge) => {
            let message = merge.message.as_deref().map(writing::message).transpose()?;
            let how = how(merge.file, None, false);
            merge::run(&load(&location)?, report, &merge.revisions, message, how)
        }
        Command::Rebase(rebase) => rebase::run(
            location.config()?,
            report,
            &database,
            rebase.revision.as_deref(),
            rebase.onto.as_deref(),
        ),
        Command::Edit(edit) => edit::run(location.config()?, report, &database, &edit.target),
        Command::Check(check) => check::run(load(&location)?, report, &database, check.offline),
        Command::Fmt(fmt) => {
            let purpose = if fmt.check {
                fmt::Purpose::Check
            } else {
                fmt::Purpose::Write
            };
            fmt::run(&location, report, purpose)
        }
    }
}

fn write_new(
    new: New,
    location: &Location,
    report: &Report,
    database: &Chosen,
    answers: &Answers,
) -> Result<Exit, Failure> {
    let message = writing::message(new.message())?;
    let how = how(new.file, new.folder, new.dry_run);
    let place = new::Place {
        heads: new.head,
        splice: new.splice,
        depends_on: new.depends_on,
    };
    let what = match new.compare.sources()? {
        None => new::What::Nothing,
        Some((before, after)) => new::What::Difference(new::Difference {
            before,
            after,
            decisions: new.compare.decisions(),
            answers: answers.clone(),
        }),
    };
    let project = load(location)?;
    new::run(project, report, database, message, &place, &what, how)
}

fn how(file: NewFile, folder: Option<PathBuf>, dry_run: bool) -> How {
    How {
        id: file.rev_id,
        branch_labels: file.branch_label,
        format: file.format,
        folder,
        dry_run,
    }
}

/// The project at this place, its revisions read and found in order.
fn load(location: &Location) -> Result<Project, Failure> {
    Ok(Project {
        location: location.clone(),
        ..Project::load(location.config()?)?
    })
}
