//! Changing several files as one: all of them or, as far as a file system allows, none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Code, Diagnostic, Place};

use super::write::{Draft, in_the_way, unwritable};

/// A file that is to say something else, perhaps under another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where the file is.
    pub path: PathBuf,
    /// What it says now. A file that says anything else by then was edited meanwhile, and nothing is changed.
    pub before: String,
    /// What it is to say.
    pub after: String,
    /// Where it is to be.
    pub to: PathBuf,
}

/// Carries out the changes. All texts are on the disk before the first file is touched, and what is done is put back
/// when something fails. The last change goes first, so that a file may take the name that a later one gives up.
pub fn change(changes: &[Change]) -> Result<(), Diagnostic> {
    for change in changes {
        let found = fs::read(&change.path).map_err(|error| unwritable(&change.path, &error))?;
        if found != change.before.as_bytes() {
            let message = format!("`{}` was edited meanwhile", change.path.display());
            return Err(Diagnostic::new(Code::UnwritableFile, message)
                .at(Place::file(&change.path))
                .help("nothing was changed; run the command again"));
        }
    }
    let drafts = changes
        .iter()
        .map(|change| {
            let draft = Draft::write(&change.to, &change.after);
            draft.map_err(|error| unwritable(&change.to, &error))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut done: Vec<&Change> = Vec::new();
    for (change, draft) in changes.iter().zip(drafts).rev() {
        if let Err(error) = carry_out(change, draft) {
            let fault = match error.kind() {
                io::ErrorKind::AlreadyExists => in_the_way(&change.to),
                _ => unwritable(&change.to, &error),
            };
            return Err(put_back(&done, fault));
        }
        done.push(change);
    }
    Ok(())
}

fn carry_out(change: &Change, draft: Draft) -> io::Result<()> {
    if change.path == change.to {
        return draft.replace();
    }
    let permissions = fs::metadata(&change.path)?.permissions();
    draft.allow(permissions)?;
    draft.appear()?;
    fs::remove_file(&change.path).inspect_err(|_| {
        // Two files of one revision would be worse than none changed.
        let _ = fs::remove_file(&change.to);
    })
}

/// Undoes the changes, the latest first; what cannot be undone is said.
fn put_back(done: &[&Change], mut fault: Diagnostic) -> Diagnostic {
    for change in done.iter().rev() {
        let back = Draft::write(&change.path, &change.before).and_then(|draft| {
            let was = Change {
                path: change.to.clone(),
                before: change.after.clone(),
                after: change.before.clone(),
                to: change.path.clone(),
            };
            carry_out(&was, draft)
        });
        if back.is_err() {
            fault = fault.help(left_changed(&change.to));
        }
    }
    fault
}

fn left_changed(path: &Path) -> String {
    format!("`{}` could not be put back; see `git diff`", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let home = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            fs::write(home.path().join(name), text).expect("a file");
        }
        home
    }

    fn files(home: &tempfile::TempDir) -> Vec<(String, String)> {
        let mut files: Vec<_> = fs::read_dir(home.path())
            .expect("a folder")
            .map(|entry| {
                let path = entry.expect("an entry").path();
                let name = path.file_name().expect("a name").to_string_lossy();
                let text = fs::read_to_string(&path).expect("a text");
                (name.into_owned(), text)
            })
            .collect();
        files.sort();
        files
    }

    fn of(home: &tempfile::TempDir, [path, before, to, after]: [&str; 4]) -> Change {
        Change {
            path: home.path().join(path),
            before: before.into(),
            after: after.into(),
            to: home.path().join(to),
        }
    }

    fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = files
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        owned.collect()
    }

    #[test]
    fn files_change_and_move_up_into_each_others_names() {
        let home = folder(&[("1", "a"), ("2", "b"), ("3", "c")]);
        let changes = [
            of(&home, ["3", "c", "3", "C"]),
            of(&home, ["1", "a", "2", "A"]),
            of(&home, ["2", "b", "4", "B"]),
        ];
        change(&changes).expect("changed");
        assert_eq!(files(&home), owned(&[("2", "A"), ("3", "C"), ("4", "B")]));
    }

    #[test]
    fn a_name_that_is_taken_changes_nothing() {
        let all = [("1", "a"), ("2", "b"), ("3", "c")];
        let home = folder(&all);
        let changes = [
            of(&home, ["1", "a", "3", "A"]),
            of(&home, ["2", "b", "4", "B"]),
        ];
        let fault = change(&changes).expect_err("3 is in the way");
        assert_eq!(fault.code, Code::FileExists);
        assert_eq!(files(&home), owned(&all));
    }

    #[test]
    fn a_file_edited_meanwhile_changes_nothing() {
        let all = [("1", "a"), ("2", "b")];
        let home = folder(&all);
        let changes = [
            of(&home, ["1", "a", "1", "A"]),
            of(&home, ["2", "x", "2", "B"]),
        ];
        let fault = change(&changes).expect_err("edited");
        assert!(fault.message.contains("meanwhile"), "{}", fault.message);
        assert_eq!(files(&home), owned(&all));
    }

    #[cfg(unix)]
    #[test]
    fn who_may_read_a_file_stays() {
        use std::os::unix::fs::PermissionsExt;
        let home = folder(&[("1", "a")]);
        let path = home.path().join("1");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
        change(&[of(&home, ["1", "a", "2", "A"])]).expect("changed");
        change(&[of(&home, ["2", "A", "2", "B"])]).expect("changed");
        let mode = fs::metadata(home.path().join("2"))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}
