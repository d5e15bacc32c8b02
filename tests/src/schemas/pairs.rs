//! Pairs of schemas: near each other, as when somebody has changed a few things, and far apart.

use proptest::collection::vec;
use proptest::prelude::*;
use revision_core::schema::{
    Action, Column, Default, Deferrable, Defined, ForeignKey, Generated, Literal, Name,
    QualifiedName, Schema, Table, Type,
};
use revision_core::{Backend, Operation};

use super::{Draw, Taste, columns, defined, names, objects, operation, schema, tables};

/// Two schemas, each of which an operation could have left.
pub fn pairs(taste: Taste) -> impl Strategy<Value = (Schema, Schema)> {
    let numbers = || vec(any::<u32>(), 0..300);
    let steps = vec(vec(any::<u32>(), 0..60), 1..8);
    (numbers(), numbers(), steps, 0..8_u8).prop_map(move |(one, other, steps, kind)| {
        let before = schema(&mut Draw::new(&one, taste));
        if kind == 0 {
            let mut after = schema(&mut Draw::new(&other, taste));
            keep_bases(&before, &mut after);
            return (before, after);
        }
        let mut after = before.clone();
        for numbers in steps {
            let mut draw = Draw::new(&numbers, taste);
            if draw.one_in(2) {
                step(&mut draw, &mut after);
            } else {
                edit(&mut draw, &mut after);
            }
        }
        keep_bases(&before, &mut after);
        (before, after)
    })
}

/// A type that is made of something else would have to be made anew, which is told and not done.
fn keep_bases(before: &Schema, after: &mut Schema) {
    for (name, one) in &mut after.types {
        let Some(old) = before.types.get(name) else {
            continue;
        };
        let same = match (old, &*one) {
            (Defined::Domain(old), Defined::Domain(new)) => old.base == new.base,
            (Defined::Composite(_), Defined::Composite(_)) => true,
            _ => false,
        };
        if !same {
            one.clone_from(old);
        }
    }
}

/// Does what an operation does.
fn step(draw: &mut Draw<'_>, schema: &mut Schema) {
    let operation = operation(draw, schema);
    // What is of a kind that no schema holds is no difference.
    if !matches!(operation, Operation::Reverse(_)) {
        let _ = schema.apply(&operation);
    }
}

/// Changes a place of a schema, as somebody would who edits it by hand. What does not fit any longer is left as it was.
fn edit(draw: &mut Draw<'_>, schema: &mut Schema) {
    let mut edited = schema.clone();
    match draw.below(6) {
        5 => defined::edit(draw, &mut edited),
        0 => shuffle(draw, &mut edited),
        1 => of_objects(draw, &mut edited),
        _ => of_table(draw, &mut edited),
    }
    if let Some(settled) = settled(&edited) {
        *schema = settled;
    }
}

/// The schema as operations leave it; none where it makes no sense.
fn settled(schema: &Schema) -> Option<Schema> {
    let mut made = schema.clone();
    for (name, table) in &schema.tables {
        made.tables.get_mut(name)?.foreign_keys.clear();
        let bare = made.tables.get(name)?.clone();
        made.tables.remove(name);
        let create = Operation::CreateTable {
            name: name.clone(),
            table: Box::new(bare),
            if_not_exists: false,
        };
        made.apply(&create).ok()?;
        made.tables
            .get_mut(name)?
            .indexes
            .clone_from(&table.indexes);
    }
    for (name, table) in &schema.tables {
        for key in &table.foreign_keys {
            let add = Operation::AddConstraint {
                table: name.clone(),
                constraint: Box::new(revision_core::schema::Constraint::ForeignKey(key.clone())),
            };
            made.apply(&add).ok()?;
        }
    }
    // What is owned is there, and what is computed is computed from something that is.
    for sequence in schema.sequences.values() {
        if let Some((table, column)) = &sequence.owned_by {
            schema.tables.get(table)?.columns.named(column)?;
        }
    }
    Some(made)
}

fn shuffle(draw: &mut Draw<'_>, schema: &mut Schema) {
    let names: Vec<QualifiedName> = schema.enums.keys().cloned().collect();
    let Some(one) = draw
        .pick(&names)
        .and_then(|name| schema.enums.get_mut(&name))
    else {
        return;
    };
    let count = one.values.len();
    one.values.swap(draw.below(count), draw.below(count));
    if draw.one_in(3) {
        let value = objects::value(draw, one);
        one.values.insert(draw.below(count), value);
    }
}

fn of_objects(draw: &mut Draw<'_>, schema: &mut Schema) {
    match draw.below(3) {
        0 => {
            let names: Vec<QualifiedName> = schema.views.keys().cloned().collect();
            let made = objects::view(draw, schema);
            if let (Some(name), Some(made)) = (draw.pick(&names), made) {
                schema.views.insert(name, made);
            }
        }
        1 => {
            let names: Vec<QualifiedName> = schema.sequences.keys().cloned().collect();
            let options = objects::options(draw);
            let name = draw.pick(&names);
            if let Some(one) = name.and_then(|name| schema.sequences.get_mut(&name)) {
                one.options = options;
                one.ty = draw.one_in(3).then_some(Type::Integer { unsigned: false });
            }
        }
        _ => {
            let keys: Vec<(QualifiedName, Name)> = schema.triggers.keys().cloned().collect();
            if let Some(key) = draw.pick(&keys) {
                let sql = objects::trigger(draw, &key.1, &key.0);
                let sql = sql
                    .replace("UPDATE ON", "DELETE ON")
                    .replace("INSERT ON", "DELETE ON");
                schema.triggers.insert(key, sql);
            }
        }
    }
}

fn of_table(draw: &mut Draw<'_>, schema: &mut Schema) {
    let all: Vec<QualifiedName> = schema.tables.keys().cloned().collect();
    let Some(name) = draw.pick(&all) else {
        return;
    };
    let Some(mut table) = schema.tables.get(&name).cloned() else {
        return;
    };
    match draw.below(9) {
        0 => {
            let at = draw.below(table.columns.len());
            let column = columns::column(draw, schema, &table);
            table.columns.insert(at, column);
        }
        1 => {
            let at = draw.below(table.columns.len());
            if table.columns.len() > 1 && !columns::is_used(schema, &table, &table.columns[at].name)
            {
                table.columns.remove(at);
            }
        }
        2 => of_index(draw, &mut table),
        3 => of_constraint(draw, &mut table),
        4 => swap_names(draw, &mut table),
        5 => of_key(draw, schema, &name, &mut table),
        6 => {
            let keys: Vec<Name> = table.columns.iter().map(|one| one.name.clone()).collect();
            if let Some(key) = draw.pick(&keys) {
                recompute(draw, &mut table, &key);
            }
        }
        7 => {
            table.comment = draw.comment();
            if draw.is_on(Backend::Sqlite) && draw.one_in(4) {
                table.options.strict = !table.options.strict && draw.taste.on.is_none();
            }
        }
        _ => of_column(draw, schema, &mut table),
    }
    schema.tables.insert(name, table);
}

fn of_column(draw: &mut Draw<'_>, schema: &Schema, table: &mut Table) {
    let at = draw.below(table.columns.len());
    let column = table.columns[at].clone();
    let change = columns::change(draw, schema, table, &column);
    let mut single = Schema::default();
    single.enums.clone_from(&schema.enums);
    let mut bare = Table::default();
    bare.columns.push(column.clone());
    single.tables.insert("t".into(), bare);
    let alter = Operation::AlterColumn {
        table: "t".into(),
        column: column.name,
        change: Box::new(change),
    };
    if single.apply(&alter).is_ok()
        && let Some(made) = single.tables.remove(&"t".into())
    {
        table.columns[at] = made.columns[0].clone();
    }
}

fn of_index(draw: &mut Draw<'_>, table: &mut Table) {
    let all: Vec<Name> = table.indexes.keys().cloned().collect();
    let made = tables::index(draw, table);
    if let (Some(name), Some(made)) = (draw.pick(&all), made) {
        table.indexes.insert(name, made);
    }
}

/// Changes what a constraint says, and not its name.
fn of_constraint(draw: &mut Draw<'_>, table: &mut Table) {
    let others: Vec<Name> = table.columns.iter().map(|one| one.name.clone()).collect();
    let mut keys: Vec<ForeignKey> = std::mem::take(&mut table.foreign_keys)
        .into_iter()
        .collect();
    if !keys.is_empty() {
        let at = draw.below(keys.len());
        keys[at].on_delete = draw
            .pick(&[Action::NoAction, Action::Cascade, Action::Restrict])
            .unwrap_or_default();
        keys[at].set_columns.clear();
        if draw.is_on(Backend::Postgres) {
            keys[at].comment = draw.comment();
        }
        keys[at].not_valid = draw.is_on(Backend::Postgres) && draw.one_in(3);
    }
    table.foreign_keys = keys.into_iter().collect();
    let mut unique: Vec<_> = std::mem::take(&mut table.unique).into_iter().collect();
    if !unique.is_empty() {
        let at = draw.below(unique.len());
        if draw.one_in(2) && draw.is_on(Backend::Postgres) {
            unique[at].deferrable = Some(Deferrable {
                initially_deferred: draw.one_in(2),
            });
        } else if draw.taste.on.is_none()
            && let Some(column) = draw.pick(&others)
            && !unique[at].columns.contains(&column)
        {
            unique[at].columns.push(column);
        }
    }
    table.unique = unique.into_iter().collect();
    let mut checks: Vec<_> = std::mem::take(&mut table.checks).into_iter().collect();
    if !checks.is_empty() && draw.one_in(2) {
        let at = draw.below(checks.len());
        checks[at].sql = format!("({}) OR 1 = 1", checks[at].sql);
    } else if !checks.is_empty() && draw.is_on(Backend::Postgres) {
        let at = draw.below(checks.len());
        checks[at].comment = draw.comment();
    }
    table.checks = checks.into_iter().collect();
}

/// Two unique constraints change names.
fn swap_names(draw: &mut Draw<'_>, table: &mut Table) {
    let mut unique: Vec<_> = std::mem::take(&mut table.unique).into_iter().collect();
    if unique.len() > 1 {
        let (one, other) = (draw.below(unique.len()), draw.below(unique.len()));
        let name = unique[other].name.clone();
        let name = std::mem::replace(&mut unique[one].name, name);
        unique[other].name = name;
    }
    table.unique = unique.into_iter().collect();
    let all: Vec<Name> = table.indexes.keys().cloned().collect();
    if let (Some(one), Some(other)) = (draw.pick(&all), draw.pick(&all))
        && one != other
        && let (Some(first), Some(second)) =
            (table.indexes.remove(&one), table.indexes.remove(&other))
    {
        table.indexes.insert(one, second);
        table.indexes.insert(other, first);
    }
}

/// The key by which other tables refer to this one gets another type, here and there.
fn of_key(draw: &mut Draw<'_>, schema: &mut Schema, name: &QualifiedName, table: &mut Table) {
    let Some([key]) = table.primary_key.as_ref().map(|key| &*key.columns) else {
        return;
    };
    let key = key.clone();
    let ty = columns::key_type(draw);
    let retype = |columns: &mut [Column], own: &Name| {
        for column in columns.iter_mut().filter(|column| column.name == *own) {
            if column.identity.is_none() && column.generated.is_none() && column.on.is_empty() {
                column.ty = ty.clone();
                column.default = None;
            }
        }
    };
    if table
        .columns
        .named(&key)
        .is_none_or(|column| column.identity.is_some())
    {
        return;
    }
    retype(&mut table.columns, &key);
    for other in schema.tables.values_mut() {
        let keys = other.foreign_keys.clone();
        for own in keys.iter().filter(|own| own.references == *name) {
            retype(&mut other.columns, &own.columns[0]);
        }
    }
}

/// A column is computed from another, or otherwise, or no longer.
fn recompute(draw: &mut Draw<'_>, table: &mut Table, name: &Name) {
    let on = draw.taste.on;
    let number = columns::number(draw, table);
    let is_used = draw.one_in(2);
    let Some(column) = table.columns.named_mut(name) else {
        return;
    };
    match (&column.generated, number) {
        (Some(_), Some(number)) if is_used => {
            column.generated = Some(Generated {
                sql: format!("{} + 2", names::spelt(&number, on)),
                stored: true,
            });
        }
        (Some(_), Some(_)) => column.generated = None,
        (None, _)
            if column.identity.is_none() && column.ty == (Type::Integer { unsigned: false }) =>
        {
            column.default = Some(Default::Value(Literal::Integer(7)));
        }
        _ => {}
    }
}
