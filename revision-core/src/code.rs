//! The one table of error codes: stable, in JSON, in tests, in the guide.

macro_rules! codes {
    ($($(#[doc = $summary:literal])+ $variant:ident = $text:literal,)+) => {
        /// What kind of error it is. The text of a code never changes; new ones may come.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $summary])+ $variant,)+
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The code as other programs read it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

codes! {
    /// No revision goes by this id, prefix or label.
    CantLocate = "cant_locate",
    /// Several revisions begin with this prefix.
    AmbiguousPrefix = "ambiguous_prefix",
    /// One head is wanted and there are several.
    MultipleHeads = "multiple_heads",
    /// No branch goes by this label.
    NoSuchBranch = "no_such_branch",
    /// The revision is not on the branch named before the `@`.
    NotMemberOfBranch = "not_member_of_branch",
    /// A relative target reaches past the end of the chain.
    WalkedTooFar = "walked_too_far",
    /// There are fewer revisions than a relative target asks for.
    RelativeNotEnoughRevisions = "relative_not_enough_revisions",
    /// A relative target ends at the base, where a revision is wanted.
    RelativeTargetIsBase = "relative_target_is_base",
    /// A relative target meets a fork and cannot tell which way to go.
    AmbiguousWalk = "ambiguous_walk",
    /// `+N` has several places to start from.
    AmbiguousUpgrade = "ambiguous_upgrade",
    /// `-N` has several places to start from.
    AmbiguousDowngrade = "ambiguous_downgrade",
    /// The two ends of a range do not lie on one line.
    NotAncestor = "not_ancestor",
    /// The revision does not lie below where the database stands.
    NotAValidDowngradeTarget = "not_a_valid_downgrade_target",
    /// Nothing of the branch is applied.
    BranchNotInCurrentHeads = "branch_not_in_current_heads",
    /// Of several revisions given, one is the ancestor of another.
    OverlappingRevisions = "overlapping_revisions",
    /// A new revision may stand on a head only, unless it is spliced in.
    NotAHead = "not_a_head",
    /// A range is not written as `a:b`, `a:` or `:b`.
    BadRange = "bad_range",
    /// Revisions follow each other in a circle.
    Cycle = "cycle",
    /// A revision names itself as its `down_revision`.
    SelfLoop = "self_loop",
    /// Revisions depend on each other in a circle.
    DependencyCycle = "dependency_cycle",
    /// A revision depends on itself.
    DependencySelfLoop = "dependency_self_loop",
    /// A `down_revision` that is not a revision.
    MissingDownRevision = "missing_down_revision",
    /// A `depends_on` that is neither a revision nor a label.
    MissingDependency = "missing_dependency",
    /// The database holds a revision that the chain does not.
    UnknownVersion = "unknown_version",
    /// Two revisions have the same id.
    DuplicateRevision = "duplicate_revision",
    /// Two revisions have the same branch label, or a label is also an id.
    DuplicateBranchLabel = "duplicate_branch_label",
    /// An id or a label has a character that target expressions need.
    IllegalCharacter = "illegal_character",
    /// A revision file or folder cannot be read.
    UnreadableFile = "unreadable_file",
    /// A file cannot be written.
    UnwritableFile = "unwritable_file",
    /// A file is in the way of one that would be written.
    FileExists = "file_exists",
    /// The header of a revision file is missing or malformed.
    BadHeader = "bad_header",
    /// The formatter is missing, or cannot read a revision.
    FormatterFailed = "formatter_failed",
    /// This version, or this database, cannot do it.
    Unsupported = "unsupported",
    /// A file of the project has to be changed by hand.
    Incomplete = "incomplete",
    /// A command that `[[hooks]]` runs on a new file failed.
    HookFailed = "hook_failed",
    /// No editor is known, or it failed.
    EditorFailed = "editor_failed",
    /// What would be moved is applied to a database.
    AlreadyApplied = "already_applied",
    /// There is nothing to merge or to rebase.
    NothingToDo = "nothing_to_do",
    /// A database does not answer, or does not let us in.
    ConnectFailed = "connect_failed",
    /// A part of a revision is known to the compiler alone.
    NeedsCompiling = "needs_compiling",
    /// The way back follows from the revision files, which the program does not have.
    NeedsSource = "needs_source",
    /// There is no way back.
    Irreversible = "irreversible",
    /// A statement may not stand in a revision, or not in one that runs in a transaction.
    NotInRevision = "not_in_revision",
    /// The database refused a statement, or data work in Rust failed.
    StatementFailed = "statement_failed",
    /// Another runner is at work, or somebody holds a table's lock.
    Locked = "locked",
    /// A revision is not what it was when it was applied.
    EditedAfterApplied = "edited_after_applied",
    /// A revision that ran without a transaction stopped half-way.
    PartialRevision = "partial_revision",
    /// What was done of a half-done revision is not what its file now says.
    ResumeMismatch = "resume_mismatch",
    /// The database is ahead of the chain.
    Ahead = "ahead",
    /// The runner was made from other files than those that are there.
    RunnerStale = "runner_stale",
    /// A statement that cannot run where it stands, or an operation that makes no sense there.
    InvalidOperation = "invalid_operation",
    /// A statement of which is not known what it does to the schema.
    OpaqueStatement = "opaque_statement",
    /// The run was asked to stop, and did so between two revisions.
    Interrupted = "interrupted",
    /// What was asked for has to be confirmed, and was not.
    Unconfirmed = "unconfirmed",
    /// What should be the same differs: the database and the heads of the chain.
    OutOfSync = "out_of_sync",
    /// The configured folders have no model.
    NoModels = "no_models",
    /// A model says what cannot be, or what nobody can read.
    InvalidModel = "invalid_model",
    /// Something is gone that looks like something new, and nobody has said whether it is the same.
    AmbiguousRename = "ambiguous_rename",
    /// What a new revision does cannot be undone, or fails what others do meanwhile: a warning.
    DataLoss = "data_loss",
    /// The configuration is malformed.
    Config = "config",
    /// The command was called the wrong way.
    Usage = "usage",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_lower_snake_case() {
        let texts: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        for text in texts {
            assert!(
                text.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                "{text}"
            );
        }
    }
}
