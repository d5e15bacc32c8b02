//! Domains and composite types as words.

use super::column::{default, ty};
use super::constraint::commented;
use super::layout::Node;
use super::literal::{name, text};
use crate::operation::TypeChange;
use crate::schema::{Defined, QualifiedName};

pub(super) fn create(op: Node, called: &QualifiedName, definition: &Defined) -> Node {
    let node = match definition {
        Defined::Domain(one) => {
            let mut node = op.method("create_domain", [name(called), ty(&one.base)]);
            if one.not_null {
                node = node.method("not_null", []);
            }
            if let Some(value) = &one.default {
                node = default(node, value);
            }
            for (check, sql) in &one.checks {
                node = node.method("check", [text(check), text(sql)]);
            }
            node
        }
        Defined::Composite(one) => {
            let mut node = op.method("create_composite", [name(called)]);
            for (own, kind) in &one.attributes {
                node = node.method("attribute", [text(own), ty(kind)]);
            }
            node
        }
    };
    commented(node, definition.comment())
}

pub(super) fn alter(op: Node, called: &QualifiedName, change: &TypeChange) -> Node {
    let word = if change.is_of_domain() {
        "alter_domain"
    } else {
        "alter_composite"
    };
    let node = op.method(word, [name(called)]);
    match change {
        TypeChange::Default(Some(value)) => default(node, value),
        TypeChange::Default(None) => node.method("drop_default", []),
        TypeChange::NotNull(true) => node.method("not_null", []),
        TypeChange::NotNull(false) => node.method("nullable", []),
        TypeChange::AddCheck(check, sql) => node.method("check", [text(check), text(sql)]),
        TypeChange::DropCheck(check) => node.method("drop_check", [text(check)]),
        TypeChange::AddAttribute(own, kind) => node.method("attribute", [text(own), ty(kind)]),
        TypeChange::DropAttribute(own) => node.method("drop_attribute", [text(own)]),
        TypeChange::AlterAttribute(own, kind) => {
            node.method("alter_attribute", [text(own), ty(kind)])
        }
        TypeChange::RenameAttribute(from, to) => {
            node.method("rename_attribute", [text(from), text(to)])
        }
    }
}
