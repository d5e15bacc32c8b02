//! What a server does not take of the models: a type that it has not, a text in a key, a name that is too long.

use revision_syntax::models::TYPE_HELP;

use super::Models;
use crate::dialect;
use crate::operation::{Object, Operation};
use crate::schema::{QualifiedName, Schema, Table};
use crate::{Code, Diagnostic, Server};

impl Models {
    /// What a server does not take, each at its place. Nothing is asked of it.
    #[must_use]
    pub fn check(&self, server: Server) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        let known = Schema {
            enums: self.schema.enums.clone(),
            ..Schema::default()
        };
        for (name, table) in &self.schema.tables {
            let before = faults.len();
            self.check_names(server, name, table, &mut faults);
            let is_named = faults.len() == before;
            if let Some(why) = why_not(server, &known, name, table.clone()) {
                self.check_columns(server, &known, name, table, &mut faults);
                // What is wrong with a name is said already.
                if is_named && faults.len() == before {
                    faults.push(self.refused(name, why));
                }
            }
        }
        faults
    }

    /// Finds the columns that a server does not take whatever else stands in the table.
    fn check_columns(
        &self,
        server: Server,
        known: &Schema,
        name: &QualifiedName,
        table: &Table,
        faults: &mut Vec<Diagnostic>,
    ) {
        // The names are looked at apart.
        let fits = |name: &str| dialect::too_long(server, name).is_none();
        let short = QualifiedName::from("t");
        let columns = table.columns.iter();
        for column in columns.filter(|column| fits(&column.name)) {
            let mut alone = Table::default();
            alone.columns.push(column.clone());
            // What is counted up may have to be the key.
            if column.identity.is_some() {
                alone.primary_key.clone_from(&table.primary_key);
                if let Some(key) = &mut alone.primary_key {
                    key.name = None;
                }
            }
            let of = if fits(&name.name) { name } else { &short };
            if let Some(why) = why_not(server, known, of, alone) {
                let object = Object::Column(name.clone(), column.name.clone());
                faults.push(self.told(&object, Code::Unsupported, why).help(TYPE_HELP));
            }
        }
    }

    /// What is said of a table that a server does not take: at the column that it names, if it names one.
    fn refused(&self, table: &QualifiedName, why: String) -> Diagnostic {
        let places = self.tables.get(table);
        let mut columns = places.iter().flat_map(|places| places.columns.keys());
        match columns.find(|column| why.contains(&format!("`{column}`"))) {
            Some(column) => {
                let object = Object::Column(table.clone(), column.clone());
                self.told(&object, Code::Unsupported, why).help(TYPE_HELP)
            }
            None => self.told(&Object::Table(table.clone()), Code::Unsupported, why),
        }
    }

    fn told(&self, object: &Object, code: Code, message: impl Into<String>) -> Diagnostic {
        let told = Diagnostic::new(code, message);
        match self.place(object) {
            Some(place) => told.at(place.clone()),
            None => told,
        }
    }

    fn check_names(
        &self,
        server: Server,
        name: &QualifiedName,
        table: &Table,
        faults: &mut Vec<Diagnostic>,
    ) {
        let mut check = |kind: &str, text: &str, object: &Object| {
            if let Some(most) = dialect::too_long(server, text) {
                let message = format!("the name of {kind} `{text}` is too long: {most}");
                faults.push(self.told(object, Code::InvalidModel, message));
            }
        };
        check("the table", &name.name, &Object::Table(name.clone()));
        for column in table.columns.iter() {
            let object = Object::Column(name.clone(), column.name.clone());
            check("the column", &column.name, &object);
        }
        for constraint in table.constraints() {
            if let Some(own) = constraint.name() {
                check("the constraint", own, &Object::Table(name.clone()));
            }
        }
        for index in table.indexes.keys() {
            check("the index", index, &Object::Table(name.clone()));
        }
    }
}

/// Why a server does not take a table.
fn why_not(server: Server, known: &Schema, name: &QualifiedName, table: Table) -> Option<String> {
    let operation = Operation::CreateTable {
        name: name.clone(),
        table: Box::new(table),
        if_not_exists: false,
    };
    let lowered = dialect::lower(server, known, &[operation]);
    Some(lowered.err()?.why.to_string())
}
