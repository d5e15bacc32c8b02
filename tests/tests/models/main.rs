//! Models: what the derives see and what is read from sources is the same, and what is made of it holds rows.

mod every;
mod laws;
mod rows;
mod types;
mod wrong;

use std::fs;

use revision_core::config::Config;
use revision_core::schema::Schema;
use revision_core::source::{Models, models};
use revision_core::{Diagnostic, Operation, Server};

/// What is read from a file of this text.
fn read(text: &str) -> Result<Models, Vec<Diagnostic>> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let sources = folder.path().join("src");
    fs::create_dir(&sources).expect("a folder can be made");
    fs::write(sources.join("models.rs"), text).expect("a file can be written");
    models(&Config::at(folder.path()))
}

/// What is read from a file of this text, which has no faults.
fn right(text: &str) -> Models {
    read(text).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// What makes the tables of a schema, their enums, and views of them.
fn making(schema: &Schema) -> Vec<Operation> {
    let enums = schema
        .enums
        .iter()
        .map(|(name, one)| Operation::CreateEnum {
            name: name.clone(),
            definition: one.clone(),
        });
    let tables = schema
        .tables
        .iter()
        .map(|(name, table)| Operation::CreateTable {
            name: name.clone(),
            table: Box::new(table.clone()),
            if_not_exists: false,
        });
    let views = schema
        .views
        .iter()
        .map(|(name, view)| Operation::CreateView {
            name: name.clone(),
            view: Box::new(view.clone()),
            or_replace: false,
        });
    enums.chain(tables).chain(views).collect()
}

/// The statements that make them, or why there are none.
fn statements(server: Server, operations: &[Operation]) -> Result<Vec<String>, String> {
    let known = Schema::default();
    let made = revision_core::__private::sql::statements(server, &known, operations);
    let made = made.map_err(|(_, why)| why)?;
    Ok(made.into_iter().map(|(_, sql)| sql).collect())
}
