//! From headers to a graph: names are looked up, and everything that is wrong is said at once.
//!
//! One mistake is one fault: a name that two revisions claim leads nowhere, so that nothing follows from it.

use std::collections::HashMap;

use super::fault::{Fault, Spot};
use super::graph::{Graph, Once};
use super::{BadName, Id, Key, Revision, circle};
use crate::nearest;

/// The graph of `revisions`, or all that is wrong with them, in the order of the places.
pub(super) fn check(revisions: &[Revision]) -> Result<Graph, Vec<Fault>> {
    let mut check = Check {
        revisions,
        names: HashMap::new(),
        suggestions: 0,
        faults: Vec::new(),
    };
    check.names();
    let links = check.links();
    check.circles(&links).map_err(|()| {
        check.faults.sort_by_key(Fault::at);
        check.faults
    })
}

/// Looking for a near name takes the time of reading all; where very many are missing, hints for the first few do.
const SUGGESTIONS: usize = 16;

struct Check<'a> {
    revisions: &'a [Revision],
    names: HashMap<&'a str, Named>,
    suggestions: usize,
    faults: Vec<Fault>,
}

/// What a name stands for.
#[derive(Clone, Copy)]
struct Named {
    spot: Spot,
    /// Claimed by several.
    disputed: bool,
}

/// The lines that the headers draw, where they lead to a revision.
struct Links {
    down: Vec<Vec<usize>>,
    depends: Vec<Vec<usize>>,
}

impl<'a> Check<'a> {
    fn names(&mut self) {
        let revisions = self.revisions;
        for (revision, Revision { id, .. }) in revisions.iter().enumerate() {
            let at = spot(revision, Key::Id, 0);
            self.name(at, id.as_str());
            if let Some(first) = self.claim(at, id.as_str()) {
                let id = id.clone();
                self.faults.push(Fault::DuplicateRevision { at, first, id });
            }
        }
        for (revision, Revision { branch_labels, .. }) in revisions.iter().enumerate() {
            for (position, label) in branch_labels.iter().enumerate() {
                let at = spot(revision, Key::BranchLabels, position);
                self.name(at, label.as_str());
                if let Some(first) = self.claim(at, label.as_str()) {
                    let label = label.to_string();
                    self.faults
                        .push(Fault::DuplicateBranchLabel { at, first, label });
                }
            }
        }
    }

    fn name(&mut self, at: Spot, name: &str) {
        if let Some(bad) = BadName::of(name) {
            let name = name.to_owned();
            self.faults.push(Fault::IllegalCharacter { at, name, bad });
        }
    }

    /// Takes a name for a place; the place that has it already, if one does.
    fn claim(&mut self, spot: Spot, name: &'a str) -> Option<Spot> {
        let named = self.names.entry(name).or_insert(Named {
            spot,
            disputed: false,
        });
        if named.spot == spot {
            return None;
        }
        // A label beside an id leaves the id what it is.
        named.disputed |= named.spot.key == spot.key;
        Some(named.spot)
    }

    fn links(&mut self) -> Links {
        let revisions = self.revisions;
        let mut once = [Once::new(revisions.len()), Once::new(revisions.len())];
        let mut links = Links {
            down: vec![Vec::new(); revisions.len()],
            depends: vec![Vec::new(); revisions.len()],
        };
        for (revision, header) in revisions.iter().enumerate() {
            for (position, name) in header.down_revisions.iter().enumerate() {
                let at = spot(revision, Key::DownRevision, position);
                links.down[revision].extend(
                    self.look_up(at, name.as_str())
                        .filter(|&to| once[0].first(revision, to)),
                );
            }
            for (position, name) in header.depends_on.iter().enumerate() {
                let at = spot(revision, Key::DependsOn, position);
                links.depends[revision].extend(
                    self.look_up(at, name)
                        .filter(|&to| once[1].first(revision, to)),
                );
            }
        }
        links
    }

    fn look_up(&mut self, at: Spot, name: &str) -> Option<usize> {
        let ids_only = at.key == Key::DownRevision;
        match self.names.get(name).copied() {
            Some(named) if named.disputed => None,
            Some(Named { spot, .. }) if ids_only && spot.key != Key::Id => {
                let nearest = Some(self.revisions[spot.revision].id.clone());
                self.missing(at, name, nearest);
                None
            }
            Some(Named { spot, .. }) if spot.revision == at.revision => {
                let id = self.revisions[at.revision].id.clone();
                self.faults.push(if ids_only {
                    Fault::SelfLoop { at, id }
                } else {
                    Fault::DependencySelfLoop { at, id }
                });
                None
            }
            Some(Named { spot, .. }) => Some(spot.revision),
            None => {
                let nearest = self.suggest(name, ids_only).map(Id::from);
                self.missing(at, name, nearest);
                None
            }
        }
    }

    fn missing(&mut self, at: Spot, name: &str, nearest: Option<Id>) {
        let name = name.to_owned();
        self.faults.push(if at.key == Key::DownRevision {
            Fault::MissingDownRevision { at, name, nearest }
        } else {
            let nearest = nearest.map(|id| id.to_string());
            Fault::MissingDependency { at, name, nearest }
        });
    }

    /// The name that may have been meant: the only one that begins so, or the nearest.
    fn suggest(&mut self, name: &str, ids_only: bool) -> Option<&'a str> {
        self.suggestions += 1;
        if name.is_empty() || self.suggestions > SUGGESTIONS {
            return None;
        }
        let ids = self.revisions.iter().map(|revision| revision.id.as_str());
        let labels = self
            .revisions
            .iter()
            .filter(|_| !ids_only)
            .flat_map(|revision| revision.branch_labels.iter().map(super::Label::as_str));
        let candidates = ids.chain(labels);
        let mut longer = candidates
            .clone()
            .filter(|candidate| candidate.starts_with(name));
        match (longer.next(), longer.next()) {
            (Some(only), None) => Some(only),
            _ => nearest(name, candidates),
        }
    }

    /// The graph, if neither this nor anything before found a fault.
    fn circles(&mut self, links: &Links) -> Result<Graph, ()> {
        let revisions = self.revisions;
        let members = |group: &[usize], edges: &[Vec<usize>]| {
            circle::around(group, edges)
                .into_iter()
                .map(|one| (one, revisions[one].id.clone()))
                .collect::<Vec<_>>()
        };

        let mut told = vec![false; revisions.len()];
        for group in circle::groups(&links.down) {
            if let Some(at) = self.link_within(&group, Key::DownRevision) {
                for &one in &group {
                    told[one] = true;
                }
                let members = members(&group, &links.down);
                self.faults.push(Fault::Cycle { at, members });
            }
        }

        let all: Vec<Vec<usize>> = links
            .down
            .iter()
            .zip(&links.depends)
            .map(|(down, depends)| down.iter().chain(depends).copied().collect())
            .collect();
        let groups = circle::groups(&all);
        for group in &groups {
            if group.iter().any(|&one| told[one]) {
                continue;
            }
            if let Some(at) = self.link_within(group, Key::DependsOn) {
                let members = members(group, &all);
                self.faults.push(Fault::DependencyCycle { at, members });
            }
        }

        if self.faults.is_empty() {
            let topological = groups.into_iter().flatten().collect();
            Ok(Graph::new(
                links.down.clone(),
                links.depends.clone(),
                topological,
            ))
        } else {
            Err(())
        }
    }

    /// The first place under `key` in a member of `group` that names another member.
    fn link_within(&self, group: &[usize], key: Key) -> Option<Spot> {
        if group.len() < 2 {
            return None;
        }
        let within: std::collections::BTreeSet<_> = group.iter().copied().collect();
        within.iter().find_map(|&one| {
            let header = &self.revisions[one];
            let named: Vec<&str> = match key {
                Key::DownRevision => header.down_revisions.iter().map(Id::as_str).collect(),
                _ => header.depends_on.iter().map(String::as_str).collect(),
            };
            let position = named.iter().position(|name| {
                self.names
                    .get(name)
                    .is_some_and(|named| within.contains(&named.spot.revision))
            })?;
            Some(spot(one, key, position))
        })
    }
}

fn spot(revision: usize, key: Key, position: usize) -> Spot {
    Spot {
        revision,
        key,
        position,
    }
}
