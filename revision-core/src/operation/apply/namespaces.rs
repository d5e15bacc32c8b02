//! Operations on namespaces.
//!
//! That a name lies in a namespace nobody made is no fault: the one that is searched by default has a name, too, and others
//! may be somebody else's.

use super::{Turn, dropping, follow, making};
use crate::operation::{Fault, Object, Operation};
use crate::schema::{Name, QualifiedName, Schema};

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::CreateNamespace {
            name,
            if_not_exists,
        } => {
            let there = schema.namespaces.contains_key(name);
            let object = || Object::Namespace(name.clone());
            if making(there, *if_not_exists, object)? == Turn::Go {
                schema.namespaces.insert(name.clone(), None);
            }
        }
        Operation::DropNamespace { name, if_exists } => {
            let there = schema.namespaces.contains_key(name);
            let object = || Object::Namespace(name.clone());
            if dropping(there, *if_exists, object)? == Turn::Go {
                if let Some(by) = inside(schema, name) {
                    return Err(Fault::needed(object(), by));
                }
                schema.namespaces.remove(name);
            }
        }
        Operation::RenameNamespace { from, to } => {
            let missing = || Fault::Missing(Object::Namespace(from.clone()));
            if schema.namespaces.contains_key(to) || inside(schema, to).is_some() {
                return Err(Fault::Exists(Object::Namespace(to.clone())));
            }
            let comment = schema.namespaces.remove(from).ok_or_else(missing)?;
            schema.namespaces.insert(to.clone(), comment);
            follow::rename_namespace(schema, from, to);
        }
        _ => {}
    }
    Ok(())
}

/// Something that lies in a namespace.
fn inside(schema: &Schema, namespace: &Name) -> Option<Object> {
    fn first<'n>(
        names: impl IntoIterator<Item = &'n QualifiedName>,
        namespace: &Name,
        object: fn(QualifiedName) -> Object,
    ) -> Option<Object> {
        let inside = |name: &&QualifiedName| name.namespace.as_ref() == Some(namespace);
        names.into_iter().find(inside).cloned().map(object)
    }
    first(schema.tables.keys(), namespace, Object::Table)
        .or_else(|| first(schema.views.keys(), namespace, Object::View))
        .or_else(|| first(schema.sequences.keys(), namespace, Object::Sequence))
        .or_else(|| first(schema.enums.keys(), namespace, Object::Enum))
        .or_else(|| first(schema.types.keys(), namespace, Object::Composite))
        .or_else(|| first(schema.functions.keys(), namespace, Object::Function))
        .or_else(|| first(&schema.opaque, namespace, Object::Table))
        .or_else(|| {
            let mut extensions = schema.extensions.iter();
            extensions
                .find(|(_, extension)| extension.namespace.as_ref() == Some(namespace))
                .map(|(name, _)| Object::Extension(name.clone()))
        })
}
