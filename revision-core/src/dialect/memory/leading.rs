//! What brings a database in memory to a schema.

use crate::Server;
use crate::dialect::lower::{Step, lower};
use crate::operation::Operation;
use crate::schema::{QualifiedName, Schema, Type};

/// What leads from one schema to another where tables have no rows: what differs is made anew.
pub(crate) fn leading(server: Server, from: &Schema, to: &Schema) -> Vec<String> {
    let enums = Schema {
        enums: to.enums.clone(),
        ..Schema::default()
    };
    let lowered = |operation: Operation| {
        let steps = lower(server, &enums, &[operation]).unwrap_or_default();
        steps.into_iter().filter_map(|one| match one.step {
            Step::Sql(sql) => Some(sql),
            Step::Rebuild(_) => None,
        })
    };
    let has_values_of_others = |name: &QualifiedName| {
        let table = to.tables.get(name);
        let mut columns = table.into_iter().flat_map(|table| table.columns.iter());
        columns.any(|column| matches!(column.ty, Type::Enum(_)))
    };
    let is_same_table = |name: &QualifiedName| {
        from.tables.get(name) == to.tables.get(name)
            && (from.enums == to.enums || !has_values_of_others(name))
    };
    let mut all = Vec::new();
    for (name, view) in &from.views {
        if to.views.get(name) != Some(view) {
            all.extend(lowered(Operation::DropView {
                name: name.clone(),
                materialized: false,
                if_exists: true,
            }));
        }
    }
    for name in from.tables.keys().filter(|name| !is_same_table(name)) {
        all.extend(lowered(Operation::DropTable {
            name: name.clone(),
            if_exists: true,
        }));
    }
    for ((table, name), sql) in &from.triggers {
        if to.triggers.get(&(table.clone(), name.clone())) != Some(sql) {
            all.extend(lowered(Operation::DropTrigger {
                name: name.clone(),
                table: table.clone(),
                if_exists: true,
            }));
        }
    }
    for (name, table) in &to.tables {
        if is_same_table(name) {
            continue;
        }
        let create = lowered(Operation::CreateTable {
            name: name.clone(),
            table: Box::new(table.clone()),
            if_not_exists: false,
        });
        // Its own text says more, but for the values of an enum, which may have become others.
        match &table.source.0 {
            Some(own) if !has_values_of_others(name) => {
                all.push(own.clone());
                all.extend(create.skip(1));
            }
            _ => all.extend(create),
        }
    }
    for (name, view) in &to.views {
        if from.views.get(name) != Some(view) {
            all.extend(lowered(Operation::CreateView {
                name: name.clone(),
                view: Box::new(view.clone()),
                or_replace: false,
            }));
        }
    }
    for ((table, name), sql) in &to.triggers {
        let is_known = from.triggers.get(&(table.clone(), name.clone())) == Some(sql);
        let is_there = to.views.get(table) == from.views.get(table) && is_same_table(table);
        if !is_known || !is_there {
            all.push(sql.clone());
        }
    }
    all
}
