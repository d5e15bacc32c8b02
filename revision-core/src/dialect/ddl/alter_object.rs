//! `ALTER …`, for what is not a table.

use super::super::lex::{Lex, Reader};
use super::{Context, Done, Stop, Understood, create, defined, index};
use crate::operation::{Operation, Place, SequenceChange};
use crate::schema::{Defined, Name, View};

pub(super) fn of_sequence<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
    if_exists: bool,
) -> Done {
    let name = context.qualified(&mut reader)?;
    if reader.eat("OWNER TO") || if_exists && !context.schema.sequences.contains_key(&name) {
        return Ok(Understood::Passed);
    }
    if reader.eat("RENAME TO") {
        let to = reader.name().ok_or(Stop::Unknown)?.into();
        return context.applied(&Operation::RenameSequence { from: name, to });
    }
    let here = context.schema.sequences.get(&name);
    let old = here.map(|here| here.options.clone()).unwrap_or_default();
    let (mut options, mut change) = (old.clone(), SequenceChange::default());
    create::sequence_options(context, &mut reader, &mut options, &mut change)?;
    change.options = (options != old).then_some(options);
    context.applied(&Operation::AlterSequence { name, change })
}

pub(super) fn of_type<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
) -> Done {
    let name = context.qualified(&mut reader)?;
    if reader.eat("OWNER TO") {
        return Ok(Understood::Passed);
    }
    let is_enum = context.schema.enums.contains_key(&name) || context.schema.opaque.contains(&name);
    if reader.eat("RENAME TO") {
        let to = reader.name().ok_or(Stop::Unknown)?.into();
        if is_enum {
            return context.applied(&Operation::RenameEnum { from: name, to });
        }
        if let Some(one) = context.schema.types.get(&name) {
            let domain = one.is_domain();
            return context.applied(&Operation::RenameType {
                from: name,
                to,
                domain,
            });
        }
        // The types of columns say the name of it.
        return Err(Stop::Unknown);
    }
    if matches!(context.schema.types.get(&name), Some(Defined::Composite(_))) {
        return defined::alter_composite(context, reader, &name);
    }
    if reader.eat("ADD VALUE") {
        let if_not_exists = reader.eat("IF NOT EXISTS");
        let value = context.text(&mut reader)?;
        let place = if reader.eat("BEFORE") {
            Some(Place::Before(context.text(&mut reader)?))
        } else if reader.eat("AFTER") {
            Some(Place::After(context.text(&mut reader)?))
        } else {
            None
        };
        return context.applied(&Operation::AddEnumValue {
            name,
            value,
            place,
            if_not_exists,
        });
    }
    if reader.eat("RENAME VALUE") {
        let from = context.text(&mut reader)?;
        if !reader.eat("TO") {
            return Err(Stop::Unknown);
        }
        let to = context.text(&mut reader)?;
        return context.applied(&Operation::RenameEnumValue { name, from, to });
    }
    Err(Stop::Unknown)
}

pub(super) fn of_index<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
    if_exists: bool,
) -> Done {
    let from = context.qualified(&mut reader)?.name;
    if reader.eat("ATTACH PARTITION") || reader.eat("SET TABLESPACE") {
        return Ok(Understood::Passed);
    }
    if !reader.eat("RENAME TO") {
        return Err(Stop::Unknown);
    }
    let to: Name = reader.name().ok_or(Stop::Unknown)?.into();
    let Some(table) = index::owner(context.schema, &from) else {
        // That of a primary key, or of what is not known.
        let keys = context.schema.tables.iter();
        let mut keys = keys.filter(|(_, table)| {
            let key = table.primary_key.as_ref();
            key.is_some_and(|key| key.name.as_ref() == Some(&from))
        });
        let table = keys.next().map(|(table, _)| table.clone());
        return match table {
            Some(table) => context.applied(&Operation::RenameConstraint { table, from, to }),
            None if if_exists => Ok(Understood::Applied),
            None => Err(Stop::Unknown),
        };
    };
    let of_constraint = context.schema.tables.get(&table).is_some_and(|here| {
        let mut unique = here.unique.iter();
        unique.any(|one| one.name.as_ref() == Some(&from))
    });
    context.applied(&if of_constraint {
        Operation::RenameConstraint { table, from, to }
    } else {
        Operation::RenameIndex { table, from, to }
    })
}

pub(super) fn of_view<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
    materialized: bool,
) -> Done {
    let from = context.qualified(&mut reader)?;
    if reader.eat("AS") {
        let view = View {
            query: reader.text()[reader.position()..].trim_end().to_owned(),
            ..View::default()
        };
        return context.applied(&Operation::CreateView {
            name: from,
            view: Box::new(view),
            or_replace: true,
        });
    }
    if reader.eat("OWNER TO") || reader.eat("ALTER") || reader.eat("SET TABLESPACE") {
        return Ok(Understood::Passed);
    }
    if !reader.eat("RENAME TO") {
        return Err(Stop::Unknown);
    }
    let to = reader.name().ok_or(Stop::Unknown)?.into();
    context.applied(&Operation::RenameView {
        from,
        to,
        materialized,
    })
}

pub(super) fn of_namespace<'a, L: Lex<'a>>(
    context: &mut Context<'_>,
    mut reader: Reader<'a, L>,
) -> Done {
    let from: Name = reader.name().ok_or(Stop::Unknown)?.into();
    if reader.eat("OWNER TO") || context.is_mysql() {
        return Ok(Understood::Passed);
    }
    if !reader.eat("RENAME TO") {
        return Err(Stop::Unknown);
    }
    let to = reader.name().ok_or(Stop::Unknown)?.into();
    context.applied(&Operation::RenameNamespace { from, to })
}
