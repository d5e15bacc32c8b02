//! Namespaces and extensions.

use std::collections::BTreeMap;

use super::{Pair, Steps};
use crate::operation::{Commented, Operation};
use crate::schema::{Name, Schema};

pub(super) fn diff(pair: Pair<&Schema>, steps: &mut Steps) {
    namespaces(pair.map(|schema| &schema.namespaces), steps);
    extensions(pair, steps);
}

fn namespaces(pair: Pair<&BTreeMap<Name, Option<String>>>, steps: &mut Steps) {
    let comment = |name: &Name, comment: &Option<String>| Operation::Comment {
        on: Commented::Namespace(name.clone()),
        comment: comment.clone(),
    };
    for (name, said) in pair.added() {
        steps.made_namespaces.push(Operation::CreateNamespace {
            name: name.clone(),
            if_not_exists: false,
        });
        if said.is_some() {
            steps.made_namespaces.push(comment(name, said));
        }
    }
    for (name, pair) in pair.kept() {
        if let Some(said) = pair.changed() {
            steps.made_namespaces.push(comment(name, said));
        }
    }
    for (name, _) in pair.removed() {
        steps.dropped_namespaces.push(Operation::DropNamespace {
            name: name.clone(),
            if_exists: false,
        });
    }
}

/// The version is the server's affair.
fn extensions(pair: Pair<&Schema>, steps: &mut Steps) {
    let drop = |name: &Name| Operation::DropExtension {
        name: name.clone(),
        if_exists: false,
    };
    let pair = pair.map(|schema| &schema.extensions);
    for (name, extension) in pair.added() {
        steps.made_namespaces.push(Operation::CreateExtension {
            name: name.clone(),
            extension: extension.clone(),
            if_not_exists: false,
        });
    }
    for (name, _) in pair.removed() {
        steps.dropped_extensions.push(drop(name));
    }
    for (name, pair) in pair.kept() {
        // Where nothing is said, the database has put it somewhere.
        if pair.after.namespace.is_some() && pair.before.namespace != pair.after.namespace {
            steps.made_namespaces.push(drop(name));
            steps.made_namespaces.push(Operation::CreateExtension {
                name: name.clone(),
                extension: pair.after.clone(),
                if_not_exists: false,
            });
        }
    }
}
