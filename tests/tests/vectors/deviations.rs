//! Where the chain answers otherwise than the vectors, and why.

use super::case::{Case, Query};
use super::graph::Graph;

pub(crate) struct Deviation {
    /// What is answered instead, and why.
    pub(crate) name: &'static str,
    /// Which queries it is about.
    pub(crate) applies: fn(&Case, &Query) -> bool,
}

/// The whole list. Each entry is a rule, so that it holds for cases that nobody has seen yet.
pub(crate) const DEVIATIONS: &[Deviation] = &[
    // Alembic cannot locate the row as if the user had asked for it; DESIGN section 4 gives the fault a code of its own.
    Deviation {
        name: "a row that the chain does not know is `unknown_version`",
        applies: |case, query| {
            let known = |row: &String| case.revisions.iter().any(|header| header.id == *row);
            query.from.iter().flatten().any(|row| !known(row))
        },
    },
    // Alembic takes whichever row the database returns first and warns that this will be disallowed. Nothing should be
    // undone by chance. Where `-N` is possible from no row at all, the answers agree.
    Deviation {
        name: "`downgrade -N` from several rows is `ambiguous_downgrade`",
        applies: |_, query| {
            let relative = query
                .target
                .as_deref()
                .is_some_and(|target| target.starts_with('-'));
            query.kind == "downgrade" && relative && rows(query) > 1
        },
    },
    // Alembic compares the rows with the heads by `down_revision`, so that a database which has everything is never said to
    // be at its heads once one head depends on another (reference, section 1.2).
    Deviation {
        name: "a database that has everything is at all heads",
        applies: |case, query| query.kind == "current" && !query.at_heads && has_all(case, query),
    },
    // Alembic takes the empty list of rows for an end that was left out and shows the whole history as applied.
    Deviation {
        name: "a history up to `current` is empty where nothing is applied",
        applies: |_, query| {
            let to_current = query
                .range
                .as_deref()
                .is_some_and(|range| range.ends_with(":current"));
            query.kind == "history" && to_current && rows(query) == 0
        },
    },
    // Alembic writes a row for each target, also for one that another target needs; the next upgrade then refuses such
    // rows as overlapping.
    Deviation {
        name: "a stamp makes no row of what another target needs",
        applies: |case, query| {
            let graph = Graph::of(case);
            let needs = |one: &String, other: &String| {
                one != other
                    && graph.knows(one)
                    && graph
                        .closure(std::slice::from_ref(one))
                        .contains(other.as_str())
            };
            let mut targets = query.targets.iter();
            query.kind == "stamp"
                && targets.any(|one| query.targets.iter().any(|other| needs(one, other)))
        },
    },
    // Alembic moves all rows that have to do with any target into the first target that moves, also a row that is a target
    // itself and should stay (reference, section 2.7).
    Deviation {
        name: "a stamp keeps rows that are targets",
        applies: |_, query| {
            let target = |row: &String| query.targets == ["heads"] || query.targets.contains(row);
            let lost = |row: &String| target(row) && !query.heads_after.contains(row);
            query.kind == "stamp" && query.from.iter().flatten().any(lost)
        },
    },
    // Alembic looks for a branch called `heads` then.
    Deviation {
        name: "a history from more below the heads than there is has `walked_too_far`",
        applies: |_, query| {
            let below = query
                .range
                .as_deref()
                .is_some_and(|range| range.starts_with('-'));
            query.kind == "history" && below && query.error.as_deref() == Some("no_such_branch")
        },
    },
];

fn rows(query: &Query) -> usize {
    query.from.as_ref().map_or(0, Vec::len)
}

fn has_all(case: &Case, query: &Query) -> bool {
    let rows = query.from.as_deref().unwrap_or_default();
    Graph::of(case).closure(rows).len() == case.revisions.len()
}
