//! Constraints that come, go and are called otherwise.

use super::Pair;
use crate::operation::{Commented, Operation, names};
use crate::schema::naming::Naming;
use crate::schema::{Constraint, ConstraintKind, Name, QualifiedName, Table};

/// What becomes of the constraints of one kind.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) dropped: Vec<Operation>,
    pub(super) renamed: Vec<Operation>,
    pub(super) added: Vec<Operation>,
    /// Those that go, or go and come again.
    pub(super) gone: Vec<Constraint>,
}

/// A constraint, and what it goes by.
struct Standing {
    name: Option<Name>,
    constraint: Constraint,
}

impl Standing {
    fn is_unnamed(&self) -> bool {
        self.constraint.name().is_none()
    }

    /// Whether it is the same but for the name, and whether rows are known to hold to it.
    fn is_like(&self, other: &Self) -> bool {
        bare(&self.constraint) == bare(&other.constraint)
    }

    /// Whether rows are known to hold to it as far as to the other.
    fn is_valid_as(&self, other: &Self) -> bool {
        is_valid(&self.constraint) || !is_valid(&other.constraint)
    }
}

/// What leads from the constraints of one kind to others. What is `touched` goes and comes again if it stays.
pub(super) fn changes(
    table: &QualifiedName,
    pair: Pair<&Table>,
    kind: ConstraintKind,
    touched: impl Fn(&Constraint) -> bool,
) -> Changes {
    let pairs = pair.map(|one| standing(table, one, kind));
    let (mut left, mut wanted) = (pairs.before, pairs.after);
    let mut changes = Changes::default();
    // What has no name is known by what it says, whatever the other side calls it.
    for same_name in [true, false] {
        wanted.retain(|one| {
            let found = left.iter().position(|other| {
                let meant = if same_name {
                    other.name == one.name
                } else {
                    other.is_unnamed() || one.is_unnamed()
                };
                meant && other.is_like(one) && one.is_valid_as(other)
            });
            let Some(at) = found else {
                return true;
            };
            let other = left.remove(at);
            if touched(&other.constraint) {
                changes.drop(table, other);
                changes.add(table, one);
            } else {
                if !other.is_valid_as(one) {
                    changes.validate(table, one);
                }
                changes.say(table, &other, one);
            }
            false
        });
    }
    let constraints = pair.before.constraints();
    let taken = |name: &Name| {
        pair.before.indexes.contains_key(name)
            || constraints.iter().any(|one| one.name() == Some(name))
    };
    for one in wanted {
        let found = left.iter().position(|other| {
            other.is_like(&one) && one.is_valid_as(other) && !touched(&other.constraint)
        });
        let found = found.filter(|_| one.name.as_ref().is_some_and(|name| !taken(name)));
        match found {
            Some(at) => {
                let other = left.remove(at);
                changes.rename(table, &other, &one);
            }
            None => changes.add(table, &one),
        }
    }
    // What has no name goes by a number, which is that of its place among the others.
    for one in left.into_iter().rev() {
        changes.drop(table, one);
    }
    changes
}

fn standing(table: &QualifiedName, of: &Table, kind: ConstraintKind) -> Vec<Standing> {
    let mut all = of.constraints();
    all.retain(|one| one.kind() == kind);
    let names = names(table, all.iter().cloned(), &Naming::default());
    let all = all.into_iter().zip(names);
    all.map(|(constraint, name)| Standing { name, constraint })
        .collect()
}

impl Changes {
    fn drop(&mut self, table: &QualifiedName, one: Standing) {
        self.dropped.push(Operation::DropConstraint {
            table: table.clone(),
            name: one.name,
            kind: one.constraint.kind(),
            if_exists: false,
        });
        self.gone.push(one.constraint);
    }

    fn add(&mut self, table: &QualifiedName, one: &Standing) {
        self.added.push(Operation::AddConstraint {
            table: table.clone(),
            constraint: Box::new(one.constraint.clone()),
        });
    }

    fn rename(&mut self, table: &QualifiedName, from: &Standing, to: &Standing) {
        if let (Some(from), Some(to)) = (&from.name, &to.name) {
            self.renamed.push(Operation::RenameConstraint {
                table: table.clone(),
                from: from.clone(),
                to: to.clone(),
            });
        }
        if !from.is_valid_as(to) {
            self.validate(table, to);
        }
        self.say(table, from, to);
    }

    /// What is said of what was there already.
    fn say(&mut self, table: &QualifiedName, from: &Standing, to: &Standing) {
        let comment = to.constraint.comment();
        let name = to.name.as_ref().or(from.name.as_ref());
        if let Some(name) = name.filter(|_| from.constraint.comment() != comment) {
            self.added.push(Operation::Comment {
                on: Commented::Constraint(table.clone(), name.clone()),
                comment: comment.cloned(),
            });
        }
    }

    fn validate(&mut self, table: &QualifiedName, one: &Standing) {
        if let Some(name) = &one.name {
            self.added.push(Operation::ValidateConstraint {
                table: table.clone(),
                name: name.clone(),
            });
        }
    }
}

fn is_valid(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::Check(one) => !one.not_valid,
        Constraint::ForeignKey(one) => !one.not_valid,
        _ => true,
    }
}

/// The constraint without its name, and without what is said of it and known of rows.
fn bare(constraint: &Constraint) -> Constraint {
    let mut bare = constraint.without_name().saying(None);
    match &mut bare {
        Constraint::Check(one) => (one.not_valid, one.unnamed) = (false, false),
        Constraint::ForeignKey(one) => (one.not_valid, one.unnamed) = (false, false),
        Constraint::Unique(one) => one.unnamed = false,
        Constraint::PrimaryKey(_) | Constraint::Exclusion(_) => {}
    }
    bare
}
