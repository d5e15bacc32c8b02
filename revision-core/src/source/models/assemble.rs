//! All models as one schema, and what contradicts itself among them.

use revision_syntax::models::Kind;

use super::file::{Found, In};
use super::find::matches;
use super::table::Made;
use super::{Models, Renamed};
use crate::config::{Config, Text};
use crate::operation::{Fault, Object, Operation};
use crate::schema::naming::Naming;
use crate::schema::{Constraint, Enum, ForeignKey, Name, QualifiedName};
use crate::{Code, Diagnostic, Place, nearest};

/// What a model is made of, beside itself.
pub(super) struct Context<'a> {
    pub(super) found: &'a Found,
    pub(super) naming: Naming,
}

/// A foreign key, and where it is said.
pub(super) struct Reference {
    pub(super) key: ForeignKey,
    pub(super) place: Option<Place>,
}

/// Makes a schema of all that was found.
pub(super) fn assemble(config: &Config, found: &Found, faults: &mut Vec<Diagnostic>) -> Models {
    let context = Context {
        found,
        naming: naming(config),
    };
    let mut models = Models {
        files: found.paths(),
        ..Models::default()
    };
    let before = faults.len();
    context.enums(&mut models, faults);
    let mut references = Vec::new();
    for model in found
        .models
        .iter()
        .filter(|model| model.is.table.embedded.is_none())
    {
        match context.made(model) {
            Ok(made) => {
                let place = made.places.table.clone();
                if let Err(fault) = models.add(&mut references, model, made) {
                    faults.push(at(fault, place));
                }
            }
            Err(wrong) => faults.extend(wrong.into_iter().filter(|fault| !follows(fault, found))),
        }
    }
    // What is missing may stand in a struct that is wrong.
    if faults.len() == before && found.faulty.is_empty() {
        let external: Vec<&str> = config.external.iter().map(Text::raw).collect();
        for (table, reference) in references {
            if let Err(fault) = refer(&mut models, &table, &reference, &external) {
                let place = reference
                    .place
                    .or_else(|| Some(models.tables.get(&table)?.table.clone()));
                faults.push(match place {
                    Some(place) => at(fault, place),
                    None => fault,
                });
            }
        }
    }
    models
}

/// Whether a fault is that something is missing which is there, and has faults of its own.
fn follows(fault: &Diagnostic, found: &Found) -> bool {
    found
        .faulty
        .iter()
        .any(|name| fault.message.contains(&format!("`{name}`")))
}

fn at(fault: Diagnostic, place: Place) -> Diagnostic {
    if fault.place.is_some() {
        fault
    } else {
        fault.at(place)
    }
}

fn wrong(fault: &Fault) -> Diagnostic {
    Diagnostic::new(Code::InvalidModel, fault.to_string())
}

impl Context<'_> {
    fn enums(&self, models: &mut Models, faults: &mut Vec<Diagnostic>) {
        for found in &self.found.enums {
            let Kind::Named { name, values } = &found.is.kind else {
                continue;
            };
            let values: Vec<String> = values.iter().map(|value| value.value.clone()).collect();
            let name = QualifiedName::from(name.value.as_str());
            let place = self.found.place(found, found.is.ident.span());
            // Two crates may have the same one.
            let other = models.schema.enums.get(&name);
            if other.is_some_and(|other| other.values != values) {
                let message = format!("the enum `{name}` has other values elsewhere");
                let mut fault = Diagnostic::new(Code::InvalidModel, message).at(place);
                if let Some(first) = models.enums.get(&name) {
                    fault = fault.related(first.clone(), "it is here, too");
                }
                faults.push(fault);
                continue;
            }
            models.needs(&name);
            models.schema.enums.insert(name.clone(), Enum::new(values));
            models.enums.entry(name).or_insert(place);
        }
    }
}

impl Models {
    /// Adds a table or a view.
    fn add(
        &mut self,
        references: &mut Vec<(QualifiedName, Reference)>,
        model: &In<revision_syntax::models::Model>,
        made: Made,
    ) -> Result<(), Diagnostic> {
        let name = made.name;
        if let Some(other) = self.tables.get(&name) {
            let message = format!("two structs are the table `{name}`");
            return Err(Diagnostic::new(Code::InvalidModel, message)
                .related(other.table.clone(), "one is here")
                .help("`#[table(name = \"…\")]` gives one of them another name"));
        }
        self.needs(&name);
        self.schema.apply(&made.operation).map_err(|fault| {
            let told = wrong(&fault);
            match column_of(&fault).and_then(|column| made.places.columns.get(column)) {
                Some(place) => told.at(place.clone()),
                None => told,
            }
        })?;
        self.tables.insert(name.clone(), made.places);
        let before = model.is.table.renamed_from.as_ref();
        self.renamed.extend(before.map(|from| {
            let from = QualifiedName::from(from.value.as_str());
            // In the same namespace, unless it says another.
            let from = match from.namespace {
                Some(_) => from,
                None => name.beside(&from.name),
            };
            Renamed::Table {
                from,
                to: name.clone(),
            }
        }));
        self.renamed
            .extend(made.renamed.into_iter().map(|(from, to)| Renamed::Column {
                table: name.clone(),
                from,
                to,
            }));
        let own = made
            .references
            .into_iter()
            .map(|reference| (name.clone(), reference));
        references.extend(own);
        Ok(())
    }

    /// Notes the namespace that a name lies in.
    fn needs(&mut self, name: &QualifiedName) {
        if let Some(namespace) = &name.namespace {
            self.schema
                .namespaces
                .entry(namespace.clone())
                .or_insert(None);
        }
    }
}

/// Adds a foreign key.
fn refer(
    models: &mut Models,
    table: &QualifiedName,
    reference: &Reference,
    external: &[&str],
) -> Result<(), Diagnostic> {
    let key = &reference.key;
    let other = &key.references;
    let Some(found) = models.schema.tables.get(other) else {
        let shown = other.to_string();
        if external.iter().any(|pattern| matches(pattern, &shown)) {
            if let Some(table) = models.schema.tables.get_mut(table) {
                table.foreign_keys.insert(key.clone());
            }
            return Ok(());
        }
        let told = Diagnostic::new(Code::InvalidModel, format!("there is no table `{other}`"));
        let tables: Vec<String> = models
            .schema
            .tables
            .keys()
            .map(ToString::to_string)
            .collect();
        return Err(match nearest(&shown, tables.iter().map(String::as_str)) {
            Some(near) => told.help(format!("did you mean `{near}`?")),
            None => told.help(format!(
                "if another chain has it, say so in `revision.toml`: `external = [\"{other}\"]`"
            )),
        });
    };
    if let Some(missing) = key
        .referenced
        .iter()
        .find(|name| found.columns.named(name).is_none())
    {
        let message = format!("there is no column `{missing}` in `{other}`");
        let told = Diagnostic::new(Code::InvalidModel, message);
        let columns = found.columns.iter().map(|column| column.name.as_str());
        return Err(match nearest(missing, columns) {
            Some(near) => told.help(format!("did you mean `{near}`?")),
            None => told,
        });
    }
    let operation = Operation::AddConstraint {
        table: table.clone(),
        constraint: Box::new(Constraint::ForeignKey(key.clone())),
    };
    models
        .schema
        .apply(&operation)
        .map_err(|fault| wrong(&fault))
}

/// The column that a fault is about.
fn column_of(fault: &Fault) -> Option<&Name> {
    let (Fault::Missing(object) | Fault::Exists(object) | Fault::Contradiction { of: object, .. }) =
        fault
    else {
        return None;
    };
    match object {
        Object::Column(_, column) => Some(column),
        _ => None,
    }
}

/// How models name what nobody named: by the project's own convention.
fn naming(config: &Config) -> Naming {
    let mut naming = Naming::default();
    let own = &config.naming;
    for (said, template) in [
        (&own.index, &mut naming.index),
        (&own.unique, &mut naming.unique),
        (&own.check, &mut naming.check),
        (&own.foreign_key, &mut naming.foreign_key),
        (&own.primary_key, &mut naming.primary_key),
    ] {
        if let Some(said) = said {
            said.raw().clone_into(template);
        }
    }
    naming
}
