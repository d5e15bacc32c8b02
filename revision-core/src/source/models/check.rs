//! What a server does not take of the models: a type that it has not, a text in a key, a name that is too long.

use super::Models;
use crate::dialect;
use crate::operation::{Object, Operation};
use crate::schema::{QualifiedName, Table};
use crate::{Code, Diagnostic, Place, Server};

impl Models {
    /// What a server does not take, each at its place. Nothing is asked of it.
    #[must_use]
    pub fn check(&self, server: Server) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for (name, table) in &self.schema.tables {
            self.check_names(server, name, table, &mut faults);
            let operation = Operation::CreateTable {
                name: name.clone(),
                table: Box::new(table.clone()),
                if_not_exists: false,
            };
            if let Err(refusal) = dialect::lower(server, &self.schema, &[operation]) {
                faults.push(self.refused(name, &refusal.why.to_string()));
            }
        }
        faults
    }

    /// What is said of a table that a server does not take: at the column that it names, if it names one.
    fn refused(&self, table: &QualifiedName, why: &str) -> Diagnostic {
        let told = Diagnostic::new(Code::Unsupported, why);
        let Some(places) = self.tables.get(table) else {
            return told;
        };
        let mut columns = places.columns.iter();
        let named = columns.find(|(column, _)| why.contains(&format!("`{column}`")));
        match named {
            Some((_, place)) => told
                .at(place.clone())
                .help("say which column it is: `#[column(type = varchar(255))]`"),
            None => told.at(places.table.clone()),
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
                let told = Diagnostic::new(Code::InvalidModel, message);
                let place: Option<&Place> = self.place(object);
                faults.push(match place {
                    Some(place) => told.at(place.clone()),
                    None => told,
                });
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
