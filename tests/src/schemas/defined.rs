//! Domains and composite types.

use revision_core::Backend;
use revision_core::operation::{Commented, Operation, TypeChange};
use revision_core::schema::{
    Composite, Default, Defined, Domain, Literal, Name, QualifiedName, Schema, Size, Type,
};

use super::{Draw, names};

const INTEGER: Type = Type::Integer { unsigned: false };

const BASES: &[Type] = &[INTEGER, Type::Text(Size::Plain), Type::Varchar(Some(20))];

/// A domain or a composite type.
pub(super) fn defined(draw: &mut Draw<'_>) -> Defined {
    let comment = draw.comment();
    if draw.one_in(2) {
        let mut made = Composite::default();
        for _ in 0..draw.below(3) {
            let own = names::fresh(draw, |name| made.attribute(name).is_some());
            made.attributes.push((own, base(draw)));
        }
        made.comment = comment;
        return Defined::Composite(made);
    }
    let mut made = Domain::new(base(draw));
    if draw.one_in(2) {
        made.default = Some(default(draw, &made.base));
    }
    // Rows that are there would have to hold something.
    made.not_null = draw.taste.on.is_none() && draw.one_in(4);
    for _ in 0..draw.below(3) {
        let own = names::fresh(draw, |name| made.checks.contains_key(name));
        made.checks.insert(own, check(draw, &made.base));
    }
    made.comment = comment;
    Defined::Domain(made)
}

fn base(draw: &mut Draw<'_>) -> Type {
    draw.pick(BASES).unwrap_or(INTEGER)
}

fn check(draw: &mut Draw<'_>, base: &Type) -> String {
    let number = draw.below(9);
    if *base == INTEGER {
        format!("VALUE > {number}")
    } else {
        format!("length(VALUE) > {number}")
    }
}

fn default(draw: &mut Draw<'_>, base: &Type) -> Default {
    let literal = if *base == INTEGER {
        Literal::Integer(50)
    } else {
        Literal::Text(draw.text().chars().take(20).collect())
    };
    Default::Value(literal)
}

/// The type of a column that is one of those of the schema.
pub(super) fn of_schema(draw: &mut Draw<'_>, schema: &Schema) -> Option<Type> {
    let here = schema.types.keys().filter(|name| name.namespace.is_none());
    let here: Vec<QualifiedName> = here.cloned().collect();
    let name = draw.pick(&here)?;
    let words = names::spelt(&name.name, Some(Backend::Postgres));
    Some(Type::Custom(words))
}

/// Changes one, as long as it is made of the same.
pub(super) fn edit(draw: &mut Draw<'_>, schema: &mut Schema) {
    let all: Vec<QualifiedName> = schema.types.keys().cloned().collect();
    let Some(name) = draw.pick(&all) else { return };
    if let Some(change) = change(draw, schema, &name) {
        let change = Box::new(change);
        let _ = schema.apply(&Operation::AlterType { name, change });
    }
}

fn change(draw: &mut Draw<'_>, schema: &Schema, name: &QualifiedName) -> Option<TypeChange> {
    Some(match schema.types.get(name)? {
        Defined::Domain(one) => {
            let checks: Vec<Name> = one.checks.keys().cloned().collect();
            match draw.below(4) {
                0 => TypeChange::Default(Some(default(draw, &one.base))),
                1 => TypeChange::Default(None),
                2 => {
                    let own = names::fresh(draw, |name| checks.contains(name));
                    TypeChange::AddCheck(own, check(draw, &one.base))
                }
                _ => TypeChange::DropCheck(draw.pick(&checks)?),
            }
        }
        Defined::Composite(one) => {
            let own = one.attributes.iter().map(|(name, _)| name.clone());
            let own: Vec<Name> = own.collect();
            let new = names::fresh(draw, |name| own.contains(name));
            match draw.below(4) {
                0 => TypeChange::AddAttribute(new, base(draw)),
                1 => TypeChange::RenameAttribute(draw.pick(&own)?, new),
                // Where a column is of it, the server refuses that.
                2 if draw.taste.on.is_none() => {
                    TypeChange::AlterAttribute(draw.pick(&own)?, base(draw))
                }
                _ => TypeChange::DropAttribute(draw.pick(&own)?),
            }
        }
        _ => return None,
    })
}

/// An operation on one, or one that makes it.
pub(super) fn operation(draw: &mut Draw<'_>, schema: &Schema) -> Option<Operation> {
    let all: Vec<QualifiedName> = schema.types.keys().cloned().collect();
    let kind = draw.below(6);
    if kind <= 1 {
        return Some(Operation::CreateType {
            name: names::of_type(draw, schema),
            definition: Box::new(defined(draw)),
        });
    }
    let name = draw.pick(&all)?;
    let domain = matches!(schema.types.get(&name)?, Defined::Domain(_));
    let operation = match kind {
        2 | 3 => Operation::AlterType {
            change: Box::new(change(draw, schema, &name)?),
            name,
        },
        4 => Operation::Comment {
            on: Commented::Type(name, domain),
            comment: draw.comment(),
        },
        _ if draw.one_in(2) => Operation::RenameType {
            to: names::fresh(draw, |to| {
                *to == *"name" || names::is_relation(schema, &name.beside(to))
            }),
            from: name,
            domain,
        },
        _ => Operation::DropType {
            name,
            domain,
            if_exists: draw.one_in(3),
        },
    };
    // It may be in use, or its new name be taken where it lies.
    schema.clone().apply(&operation).ok()?;
    Some(operation)
}
