//! Operations on views. What a query reads is not known here, so nothing is needed by a view.

use super::{Turn, check, dropping, follow};
use crate::operation::fault::Contradiction;
use crate::operation::{Fault, Object, Operation};
use crate::schema::{QualifiedName, Schema, View};

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::CreateView {
            name,
            view,
            or_replace,
        } => create(schema, name, view, *or_replace),
        Operation::DropView {
            name,
            materialized,
            if_exists,
        } => {
            let there = is_there(schema, name, *materialized);
            let object = || object(name, *materialized);
            if dropping(there, *if_exists, object)? == Turn::Go {
                schema.views.remove(name);
                schema.triggers.retain(|(view, _), _| view != name);
            }
            Ok(())
        }
        Operation::RenameView {
            from,
            to,
            materialized,
        } => {
            if !is_there(schema, from, *materialized) {
                return Err(Fault::Missing(object(from, *materialized)));
            }
            let to = from.beside(to);
            schema.make_way(&to)?;
            follow::rename_relation(schema, from, &to);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn create(
    schema: &mut Schema,
    name: &QualifiedName,
    view: &View,
    or_replace: bool,
) -> Result<(), Fault> {
    if !view.materialized && !view.indexes.is_empty() {
        return Err(Fault::Contradiction {
            of: Object::View(name.clone()),
            why: Contradiction::IndexOnView,
        });
    }
    for (index_name, index) in &view.indexes {
        check::index(name, None, index_name, index)?;
    }
    let mut view = view.clone();
    // Only what stores no rows can be replaced. What was said about it stays.
    if or_replace && !view.materialized && is_there(schema, name, false) {
        let old = schema.views.remove(name);
        view.comment = view.comment.or(old.and_then(|old| old.comment));
    }
    schema.make_way(name)?;
    schema.views.insert(name.clone(), view);
    Ok(())
}

pub(super) fn is_there(schema: &Schema, name: &QualifiedName, materialized: bool) -> bool {
    let view = schema.views.get(name);
    view.is_some_and(|view| view.materialized == materialized)
}

pub(super) fn object(name: &QualifiedName, materialized: bool) -> Object {
    if materialized {
        Object::MaterializedView(name.clone())
    } else {
        Object::View(name.clone())
    }
}
