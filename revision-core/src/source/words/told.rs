//! Operations in a line each, for whoever reads what was found.

use std::fmt::{self, Write as _};

use super::literal::literal;
use super::{column, layout};
use crate::operation::{ColumnChange, Commented, Operation, TableChange};
use crate::schema::{
    Column, Constraint, ConstraintKind, Default, Index, IndexKey, Name, QualifiedName, Type,
};

/// An operation in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Told {
    /// What kind of operation it is, as programs read it: the word of a revision file, `add_column`.
    pub kind: &'static str,
    /// What it comes to, done: `Added`, `Dropped`, `Renamed` …
    pub verb: &'static str,
    /// What it is about: `column users.email varchar(255) not null`.
    pub what: String,
    /// The table or other object that it belongs to.
    pub about: Option<QualifiedName>,
    /// What it is called there.
    pub name: Option<Name>,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.what)
    }
}

/// The operation in a few words.
#[must_use]
#[expect(clippy::too_many_lines, reason = "a line for each operation")]
pub fn told(operation: &Operation) -> Told {
    use Operation as O;
    let in_schema = |kind, verb, what: &str, name: &Name| Told {
        kind,
        verb,
        what: format!("{what} {name}"),
        about: None,
        name: Some(name.clone()),
    };
    let object = |kind, verb, what: &str, name: &QualifiedName| Told {
        kind,
        verb,
        what: format!("{what} {name}"),
        about: Some(name.clone()),
        name: None,
    };
    let part = |kind, verb, what: &str, table: &QualifiedName, name: &Name| Told {
        kind,
        verb,
        what: format!("{what} {name} on {table}"),
        about: Some(table.clone()),
        name: Some(name.clone()),
    };
    let of_column = |kind, verb, table: &QualifiedName, name: &Name| Told {
        kind,
        verb,
        what: format!("column {table}.{name}"),
        about: Some(table.clone()),
        name: Some(name.clone()),
    };
    let bare = |kind, verb, what: String| Told {
        kind,
        verb,
        what,
        about: None,
        name: None,
    };
    match operation {
        O::CreateNamespace { name, .. } => in_schema("create_schema", CREATED, "schema", name),
        O::DropNamespace { name, .. } => in_schema("drop_schema", DROPPED, "schema", name),
        O::RenameNamespace { from, to } => {
            in_schema("rename_schema", RENAMED, "schema", from).more(format_args!(" to {to}"))
        }
        O::CreateExtension { name, .. } => {
            in_schema("create_extension", CREATED, "extension", name)
        }
        O::DropExtension { name, .. } => in_schema("drop_extension", DROPPED, "extension", name),
        O::CreateEnum { name, definition } => {
            object("create_enum", CREATED, "enum", name).more(format_args!(
                " ({})",
                few(definition.values.iter().map(String::as_str), "values")
            ))
        }
        O::DropEnum { name, .. } => object("drop_enum", DROPPED, "enum", name),
        O::RenameEnum { from, to } => {
            object("rename_enum", RENAMED, "enum", from).more(format_args!(" to {to}"))
        }
        O::AddEnumValue { name, value, .. } => {
            object("add_enum_value", ADDED, "to enum", name).more(format_args!(": {value}"))
        }
        O::RenameEnumValue { name, from, to } => {
            object("rename_enum_value", RENAMED, "in enum", name)
                .more(format_args!(": {from} to {to}"))
        }
        O::DropEnumValue { name, value, .. } => {
            object("drop_enum_value", DROPPED, "from enum", name).more(format_args!(": {value}"))
        }
        O::CreateType { name, definition } if definition.is_domain() => {
            object("create_domain", CREATED, "domain", name)
        }
        O::CreateType { name, .. } => object("create_composite", CREATED, "type", name),
        O::AlterType { name, change } if change.is_of_domain() => {
            object("alter_domain", CHANGED, "domain", name)
        }
        O::AlterType { name, .. } => object("alter_composite", CHANGED, "type", name),
        O::DropType {
            name, domain: true, ..
        } => object("drop_domain", DROPPED, "domain", name),
        O::DropType { name, .. } => object("drop_composite", DROPPED, "type", name),
        O::RenameType {
            from,
            to,
            domain: true,
        } => object("rename_domain", RENAMED, "domain", from).more(format_args!(" to {to}")),
        O::RenameType { from, to, .. } => {
            object("rename_composite", RENAMED, "type", from).more(format_args!(" to {to}"))
        }
        O::CreateSequence { name, .. } => object("create_sequence", CREATED, "sequence", name),
        O::AlterSequence { name, .. } => object("alter_sequence", CHANGED, "sequence", name),
        O::DropSequence { name, .. } => object("drop_sequence", DROPPED, "sequence", name),
        O::RenameSequence { from, to } => {
            object("rename_sequence", RENAMED, "sequence", from).more(format_args!(" to {to}"))
        }
        O::CreateTable { name, table, .. } => {
            let columns = table.columns.iter().map(|one| &*one.name);
            object("create_table", CREATED, "table", name)
                .more(format_args!(" ({})", few(columns, "columns")))
        }
        O::DropTable { name, .. } => object("drop_table", DROPPED, "table", name),
        O::RenameTable { from, to } => {
            object("rename_table", RENAMED, "table", from).more(format_args!(" to {to}"))
        }
        O::MoveTable { name, to } => {
            let to = to.as_deref().unwrap_or("the default schema");
            object("move_table", CHANGED, "table", name).more(format_args!(": to {to}"))
        }
        O::AlterTable { name, change } => object("alter_table", CHANGED, "table", name)
            .more(format_args!(": {}", table_changes(change))),
        O::AddColumn { table, column, .. } => of_column("add_column", ADDED, table, &column.name)
            .more(format_args!(" {}", column_words(column))),
        O::DropColumn { table, column, .. } => of_column("drop_column", DROPPED, table, column),
        O::AlterColumn {
            table,
            column,
            change,
        } => of_column("alter_column", CHANGED, table, column)
            .more(format_args!(": {}", column_changes(change))),
        O::RenameColumn { table, from, to } => {
            of_column("rename_column", RENAMED, table, from).more(format_args!(" to {to}"))
        }
        O::AddConstraint { table, constraint } => {
            let mut told = object(
                "add_constraint",
                ADDED,
                &constraint_words(constraint),
                table,
            );
            told.name = constraint.name().cloned();
            told
        }
        O::DropConstraint {
            table, name, kind, ..
        } => {
            let what = kind_words(*kind);
            match name {
                Some(name) => part("drop_constraint", DROPPED, what, table, name),
                None => object("drop_constraint", DROPPED, &format!("{what} of"), table),
            }
        }
        O::RenameConstraint { table, from, to } => {
            part("rename_constraint", RENAMED, "constraint", table, from)
                .more(format_args!(" to {to}"))
        }
        O::ValidateConstraint { table, name } => {
            part("validate_constraint", CHANGED, "constraint", table, name)
                .more(format_args!(": validated"))
        }
        O::CreateIndex {
            name, table, index, ..
        } => {
            let unique = if index.unique {
                "unique index"
            } else {
                "index"
            };
            let keys = keys(index);
            let mut told = match name {
                Some(name) => part("create_index", ADDED, unique, table, name),
                None => object("create_index", ADDED, &format!("{unique} on"), table),
            };
            told.what = format!("{} ({keys})", told.what);
            told
        }
        O::DropIndex { name, table, .. } => part("drop_index", DROPPED, "index", table, name),
        O::RenameIndex { table, from, to } => {
            part("rename_index", RENAMED, "index", table, from).more(format_args!(" to {to}"))
        }
        O::CreateView {
            name,
            view,
            or_replace,
        } => {
            let verb = if *or_replace { CHANGED } else { CREATED };
            object("create_view", verb, view_word(view.materialized), name)
        }
        O::DropView {
            name, materialized, ..
        } => object("drop_view", DROPPED, view_word(*materialized), name),
        O::RenameView {
            from,
            to,
            materialized,
        } => object("rename_view", RENAMED, view_word(*materialized), from)
            .more(format_args!(" to {to}")),
        O::CreateFunction { name, .. } => object("create_function", CREATED, "function", name),
        O::DropFunction { name, .. } => object("drop_function", DROPPED, "function", name),
        O::CreateTrigger { name, table, .. } => {
            part("create_trigger", CREATED, "trigger", table, name)
        }
        O::DropTrigger { name, table, .. } => part("drop_trigger", DROPPED, "trigger", table, name),
        O::CreatePolicy { name, table, .. } => {
            part("create_policy", CREATED, "policy", table, name)
        }
        O::DropPolicy { name, table, .. } => part("drop_policy", DROPPED, "policy", table, name),
        O::Comment { on, .. } => match on {
            Commented::Namespace(name) => in_schema("comment", CHANGED, "comment of schema", name),
            Commented::Enum(name) => object("comment", CHANGED, "comment of enum", name),
            Commented::Type(name, domain) => object(
                "comment",
                CHANGED,
                ["comment of type", "comment of domain"][usize::from(*domain)],
                name,
            ),
            Commented::Sequence(name) => object("comment", CHANGED, "comment of sequence", name),
            Commented::View(name, _) => object("comment", CHANGED, "comment of view", name),
            Commented::Index(table, name) => {
                part("comment", CHANGED, "comment of index", table, name)
            }
            Commented::Constraint(table, name) => {
                part("comment", CHANGED, "comment of constraint", table, name)
            }
        },
        O::BulkInsert(insert) => object("bulk_insert", ADDED, "rows to", &insert.table),
        O::Execute(execute) => bare("execute", RUNS, first_line(&execute.sql)),
        O::Run(run) => bare("run", RUNS, run.name.clone()),
        O::Reverse(_) => bare("reverse", "Reverses", "other operations".to_owned()),
    }
}

const ADDED: &str = "Added";
const CREATED: &str = "Created";
const CHANGED: &str = "Changed";
const DROPPED: &str = "Dropped";
const RENAMED: &str = "Renamed";
const RUNS: &str = "Runs";

impl Told {
    fn more(mut self, more: fmt::Arguments<'_>) -> Self {
        let _ = write!(self.what, "{more}");
        self
    }
}

fn view_word(materialized: bool) -> &'static str {
    if materialized {
        "materialized view"
    } else {
        "view"
    }
}

fn kind_words(kind: ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::PrimaryKey => "primary key",
        ConstraintKind::Unique => "unique constraint",
        ConstraintKind::Check => "check",
        ConstraintKind::ForeignKey => "foreign key",
        ConstraintKind::Exclusion => "exclusion constraint",
    }
}

/// Before the name of the table.
fn constraint_words(constraint: &Constraint) -> String {
    let mut words = kind_words(constraint.kind()).to_owned();
    if let Some(name) = constraint.name() {
        let _ = write!(words, " {name}");
    }
    match constraint {
        Constraint::PrimaryKey(one) => {
            let _ = write!(words, " ({})", list(&one.columns));
        }
        Constraint::Unique(one) => {
            let _ = write!(words, " ({})", list(&one.columns));
        }
        Constraint::ForeignKey(one) => {
            let (columns, to) = (list(&one.columns), &one.references);
            let _ = write!(words, " ({columns}) to {to} ({})", list(&one.referenced));
        }
        Constraint::Check(one) => {
            let _ = write!(words, " ({})", first_line(&one.sql));
        }
        Constraint::Exclusion(_) => {}
    }
    words + " on"
}

fn list(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(|name| &**name).collect();
    names.join(", ")
}

fn keys(index: &Index) -> String {
    let keys = index.columns.iter().map(|column| {
        let key = match &column.key {
            IndexKey::Column(name) => name.to_string(),
            IndexKey::Sql(sql) => first_line(sql),
        };
        if column.descending {
            key + " desc"
        } else {
            key
        }
    });
    keys.collect::<Vec<_>>().join(", ")
}

/// How much of a line a list may take.
const WIDTH: usize = 50;

/// A list where it is short, else how long it is.
fn few<'n>(names: impl Iterator<Item = &'n str>, what: &str) -> String {
    let names: Vec<&str> = names.collect();
    let list = names.join(", ");
    if list.chars().count() <= WIDTH {
        list
    } else {
        format!("{} {what}", names.len())
    }
}

/// A text that fits on a line.
fn first_line(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim_end();
    if lines.next().is_some() {
        format!("{first} …")
    } else {
        first.to_owned()
    }
}

fn column_words(column: &Column) -> String {
    let mut words = type_words(&column.ty);
    if !column.nullable {
        words += " not null";
    }
    if let Some(default) = &column.default {
        let _ = write!(words, " default {}", default_words(default));
    }
    if let Some(generated) = &column.generated {
        let _ = write!(words, " generated as ({})", first_line(&generated.sql));
    }
    words
}

fn column_changes(change: &ColumnChange) -> String {
    let mut changes = Vec::new();
    changes.extend(change.ty.as_ref().map(type_words));
    let nullable = |nullable| if nullable { "nullable" } else { "not null" };
    changes.extend(change.nullable.map(|yes| nullable(yes).to_owned()));
    changes.extend(change.default.as_ref().map(|default| match default {
        Some(default) => format!("default {}", default_words(default)),
        None => "no default".to_owned(),
    }));
    let others = [
        (change.identity.is_some(), "identity"),
        (change.generated.is_some(), "generated"),
        (change.collation.is_some(), "collation"),
        (change.comment.is_some(), "comment"),
        (!change.on.is_empty(), "what one database is told"),
    ];
    let others = others.into_iter().filter(|(changes, _)| *changes);
    changes.extend(others.map(|(_, word)| word.to_owned()));
    changes.join(", ")
}

fn table_changes(change: &TableChange) -> String {
    let all = [
        (change.comment.is_some(), "comment"),
        (change.engine.is_some(), "engine"),
        (change.charset.is_some(), "charset"),
        (change.collation.is_some(), "collation"),
        (change.strict.is_some(), "strict"),
        (change.without_rowid.is_some(), "without rowid"),
        (change.unlogged.is_some(), "unlogged"),
        (change.row_security.is_some(), "row security"),
        (change.storage.is_some(), "storage"),
    ];
    let changes = all.into_iter().filter(|(changes, _)| *changes);
    changes.map(|(_, word)| word).collect::<Vec<_>>().join(", ")
}

fn default_words(default: &Default) -> String {
    match default {
        Default::Value(value) => layout::line(&literal(value)),
        Default::Sql(sql) => first_line(sql),
    }
}

/// A type as people read it.
#[must_use]
pub fn type_words(ty: &Type) -> String {
    match ty {
        Type::Enum(name) => name.to_string(),
        Type::Custom(words) => words.clone(),
        Type::Array(element) => format!("{}[]", type_words(element)),
        // As in a revision file, but for what makes it Rust.
        ty => layout::line(&column::ty(ty))
            .replace("()", "")
            .replace(".precision", "")
            .replace('.', " "),
    }
}
