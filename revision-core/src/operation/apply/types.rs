//! Operations on domains and composite types.

use super::{Turn, check, dropping, follow};
use crate::operation::{Fault, Object, Operation, TypeChange, words};
use crate::schema::{Composite, Defined, Domain, Name, QualifiedName, Schema, Type};

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::CreateType { name, definition } => create(schema, name, definition),
        Operation::DropType {
            name,
            domain,
            if_exists,
        } => drop(schema, name, *domain, *if_exists),
        Operation::RenameType { from, to, domain } => {
            let to = from.beside(to);
            if !is_there(schema, from, *domain) {
                return Err(Fault::Missing(object(from, *domain)));
            }
            free(schema, &to)?;
            follow::rename_type(schema, from, &to);
            Ok(())
        }
        Operation::AlterType { name, change } => alter(schema, name, change),
        _ => Ok(()),
    }
}

/// What a type is called in messages.
pub(super) fn object(name: &QualifiedName, domain: bool) -> Object {
    if domain {
        Object::Domain(name.clone())
    } else {
        Object::Composite(name.clone())
    }
}

pub(super) fn is_there(schema: &Schema, name: &QualifiedName, domain: bool) -> bool {
    let found = schema.types.get(name);
    found.is_some_and(|one| one.is_domain() == domain)
}

/// Whether no type goes by this name.
pub(super) fn free(schema: &Schema, name: &QualifiedName) -> Result<(), Fault> {
    if schema.enums.contains_key(name) {
        return Err(Fault::Exists(Object::Enum(name.clone())));
    }
    match schema.types.get(name) {
        Some(there) => Err(Fault::Exists(object(name, there.is_domain()))),
        None => Ok(()),
    }
}

fn create(schema: &mut Schema, name: &QualifiedName, definition: &Defined) -> Result<(), Fault> {
    free(schema, name)?;
    if let Defined::Composite(one) = definition {
        let names = one.attributes.iter().map(|(name, _)| name);
        check::once(&object(name, false), names)?;
    }
    for ty in definition.types() {
        check::known_type(schema, ty)?;
    }
    schema.opaque.remove(name);
    schema.types.insert(name.clone(), definition.clone());
    Ok(())
}

fn drop(
    schema: &mut Schema,
    name: &QualifiedName,
    domain: bool,
    if_exists: bool,
) -> Result<(), Fault> {
    let there = is_there(schema, name, domain);
    if dropping(there, if_exists, || object(name, domain))? == Turn::Skip {
        return Ok(());
    }
    if let Some(by) = user(schema, |ty| has(ty, name)) {
        return Err(Fault::needed(object(name, domain), by));
    }
    schema.types.remove(name);
    Ok(())
}

/// Something that is made of a type: a column, or another type.
pub(super) fn user(schema: &Schema, is_it: impl Fn(&Type) -> bool) -> Option<Object> {
    for (table, one) in &schema.tables {
        for column in one.columns.iter() {
            let on = column.on.values().filter_map(|on| on.ty.as_ref());
            if std::iter::once(&column.ty).chain(on).any(&is_it) {
                return Some(Object::Column(table.clone(), column.name.clone()));
            }
        }
    }
    let mut types = schema.types.iter();
    let found = types.find(|(_, one)| one.types().into_iter().any(&is_it));
    found.map(|(name, one)| object(name, one.is_domain()))
}

/// Whether a type is this one, or a list of it.
pub(crate) fn has(ty: &Type, name: &QualifiedName) -> bool {
    match ty {
        Type::Custom(words) => called(words).as_ref() == Some(name),
        Type::Array(element) => has(element, name),
        _ => false,
    }
}

/// The enum, domain or composite type that a type is, or a list of it; of other types' words, the name that they would be.
pub(crate) fn type_name(ty: &Type) -> Option<QualifiedName> {
    match ty {
        Type::Enum(name) => Some(name.clone()),
        Type::Custom(words) => called(words),
        Type::Array(element) => type_name(element),
        _ => None,
    }
}

/// The name that the words for a type are, without the brackets of a list.
pub(super) fn called(words: &str) -> Option<QualifiedName> {
    let mut rest = words.trim();
    while let Some(element) = rest.strip_suffix("[]") {
        rest = element.trim_end();
    }
    let mut parts = Vec::new();
    loop {
        let (part, after) = part(rest)?;
        parts.push(part);
        match after.strip_prefix('.') {
            Some(after) => rest = after,
            None if after.is_empty() => break,
            None => return None,
        }
    }
    match parts.as_slice() {
        [name] => Some(QualifiedName::new(None, name)),
        [namespace, name] => Some(QualifiedName::new(Some(namespace), name)),
        _ => None,
    }
}

/// The words for a type of this name, with the brackets that other words have.
pub(super) fn spelt(name: &QualifiedName, like: &str) -> String {
    let quoted = |part: &str| {
        if words::is_plain(part) {
            part.to_owned()
        } else {
            format!("\"{}\"", part.replace('"', "\"\""))
        }
    };
    let namespace = name.namespace.as_ref();
    let namespace = namespace.map(|name| format!("{}.", quoted(name)));
    let lists = like.matches("[]").count();
    format!(
        "{}{}{}",
        namespace.unwrap_or_default(),
        quoted(&name.name),
        "[]".repeat(lists)
    )
}

/// A part of a name, and what stands behind it.
fn part(text: &str) -> Option<(String, &str)> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let end = text.find(|c| !word(c)).unwrap_or(text.len());
        let (own, after) = text.split_at(end);
        return (!own.is_empty()).then(|| (own.to_lowercase(), after));
    };
    let mut name = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        name.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                name.push('"');
                rest = after;
            }
            None => return Some((name, after)),
        }
    }
}

fn alter(schema: &mut Schema, name: &QualifiedName, change: &TypeChange) -> Result<(), Fault> {
    if let TypeChange::AddAttribute(_, ty) | TypeChange::AlterAttribute(_, ty) = change {
        check::known_type(schema, ty)?;
    }
    let missing = || Fault::Missing(object(name, change.is_of_domain()));
    match (schema.types.get_mut(name), change.is_of_domain()) {
        (Some(Defined::Domain(one)), true) => of_domain(name, one, change),
        (Some(Defined::Composite(one)), false) => of_composite(name, one, change),
        _ => Err(missing()),
    }
}

fn of_domain(name: &QualifiedName, one: &mut Domain, change: &TypeChange) -> Result<(), Fault> {
    let of = |check: &Name| Object::DomainCheck(name.clone(), check.clone());
    match change {
        TypeChange::Default(default) => one.default.clone_from(default),
        TypeChange::NotNull(yes) => one.not_null = *yes,
        TypeChange::AddCheck(check, sql) => {
            if one.checks.contains_key(check) {
                return Err(Fault::Exists(of(check)));
            }
            one.checks.insert(check.clone(), sql.clone());
        }
        TypeChange::DropCheck(check) => {
            let gone = one.checks.remove(check);
            gone.ok_or_else(|| Fault::Missing(of(check)))?;
        }
        _ => {}
    }
    Ok(())
}

fn of_composite(
    name: &QualifiedName,
    one: &mut Composite,
    change: &TypeChange,
) -> Result<(), Fault> {
    let of = |attribute: &Name| Object::Attribute(name.clone(), attribute.clone());
    let at = |own: &Name| one.attributes.iter().position(|(name, _)| name == own);
    let find = |own: &Name| at(own).ok_or_else(|| Fault::Missing(of(own)));
    let free = |own: &Name| match at(own) {
        Some(_) => Err(Fault::Exists(of(own))),
        None => Ok(()),
    };
    match change {
        TypeChange::AddAttribute(own, ty) => {
            free(own)?;
            one.attributes.push((own.clone(), ty.clone()));
        }
        TypeChange::DropAttribute(own) => {
            let at = find(own)?;
            one.attributes.remove(at);
        }
        TypeChange::AlterAttribute(own, ty) => {
            let at = find(own)?;
            one.attributes[at].1 = ty.clone();
        }
        TypeChange::RenameAttribute(from, to) => {
            let at = find(from)?;
            free(to)?;
            one.attributes[at].0 = to.clone();
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_a_type_are_a_name_where_they_are_no_more() {
        let named = |words| called(words).map(|name| name.to_string());
        assert_eq!(named("Pos"), Some("pos".to_owned()));
        assert_eq!(called("\"a\"\"b\""), Some(QualifiedName::new(None, "a\"b")));
        assert_eq!(
            called("App.\"B c\"[]"),
            Some(QualifiedName::new(Some("app"), "B c"))
        );
        for none in ["", "\"", "numeric(3)", "double precision", "a.b.c", "."] {
            assert_eq!(called(none), None, "{none}");
        }
    }
}
