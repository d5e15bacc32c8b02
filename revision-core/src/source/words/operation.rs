//! Operations as statements.

use super::column::{column, counting, ty};
use super::constraint::{commented, constraint, index, index_columns, named_index};
use super::layout::Node;
use super::literal::{name, names, text, texts};
use super::{defined, rows, table};
use crate::operation::{
    Commented, Execute, Operation, Place, Run, SequenceChange, TableChange, Where,
};
use crate::schema::{Constraint, ConstraintKind, Extension, Name, QualifiedName, Sequence, View};

/// An operation as a statement. `reverse` names the function whose inverse stands in it.
pub(super) fn operation(
    operation: &Operation,
    reverse: impl FnOnce(&[Operation]) -> String,
) -> Node {
    let op = || Node::Atom("op".to_owned());
    let say = |word: &str, arguments: Vec<Node>| op().method(word, arguments);
    let renamed =
        |word: &str, from: &QualifiedName, to: &Name| say(word, vec![name(from), text(to)]);
    let of_table = |word: &str, of: &QualifiedName, from: &Name, to: &Name| {
        say(word, vec![name(of), text(from), text(to)])
    };
    let dropped = |word: &str, what: Vec<Node>, yes: bool| if_exists(say(word, what), yes);
    match operation {
        Operation::CreateNamespace {
            name,
            if_not_exists,
        } => unless_there(say("create_schema", vec![text(name)]), *if_not_exists),
        Operation::DropNamespace { name, if_exists } => {
            dropped("drop_schema", vec![text(name)], *if_exists)
        }
        Operation::RenameNamespace { from, to } => say("rename_schema", vec![text(from), text(to)]),
        Operation::CreateExtension {
            name,
            extension,
            if_not_exists,
        } => {
            let node = say("create_extension", vec![text(name)]);
            unless_there(self::extension(node, extension), *if_not_exists)
        }
        Operation::DropExtension { name, if_exists } => {
            dropped("drop_extension", vec![text(name)], *if_exists)
        }
        Operation::CreateEnum {
            name: called,
            definition,
        } => {
            let values = texts(definition.values.iter().map(String::as_str));
            commented(
                say("create_enum", vec![name(called), values]),
                definition.comment.as_ref(),
            )
        }
        Operation::DropEnum {
            name: called,
            if_exists,
        } => dropped("drop_enum", vec![name(called)], *if_exists),
        Operation::RenameEnum { from, to } => renamed("rename_enum", from, to),
        Operation::CreateType {
            name: called,
            definition,
        } => defined::create(op(), called, definition),
        Operation::AlterType {
            name: called,
            change,
        } => defined::alter(op(), called, change),
        Operation::DropType {
            name: called,
            domain,
            if_exists,
        } => {
            let word = if *domain {
                "drop_domain"
            } else {
                "drop_composite"
            };
            dropped(word, vec![name(called)], *if_exists)
        }
        Operation::RenameType { from, to, domain } => {
            let word = if *domain {
                "rename_domain"
            } else {
                "rename_composite"
            };
            renamed(word, from, to)
        }
        Operation::AddEnumValue {
            name: called,
            value,
            place,
            if_not_exists,
        } => {
            let node = say("add_enum_value", vec![name(called), text(value)]);
            let node = match place {
                Some(Place::Before(other)) => node.method("before", [text(other)]),
                Some(Place::After(other)) => node.method("after", [text(other)]),
                None => node,
            };
            unless_there(node, *if_not_exists)
        }
        Operation::RenameEnumValue {
            name: called,
            from,
            to,
        } => say(
            "rename_enum_value",
            vec![name(called), text(from), text(to)],
        ),
        Operation::DropEnumValue {
            name: called,
            value,
            columns,
        } => {
            let node = say("drop_enum_value", vec![name(called), text(value)]);
            columns.iter().fold(node, |node, (table, column)| {
                node.method("column", [name(table), text(column)])
            })
        }
        Operation::CreateSequence {
            name: called,
            sequence,
            if_not_exists,
        } => {
            let node = say("create_sequence", vec![name(called)]);
            unless_there(self::sequence(node, sequence), *if_not_exists)
        }
        Operation::AlterSequence {
            name: called,
            change,
        } => sequence_changed(say("alter_sequence", vec![name(called)]), change),
        Operation::DropSequence {
            name: called,
            if_exists,
        } => dropped("drop_sequence", vec![name(called)], *if_exists),
        Operation::RenameSequence { from, to } => renamed("rename_sequence", from, to),
        Operation::CreateTable {
            name: called,
            table,
            if_not_exists,
        } => unless_there(table::create(op(), called, table), *if_not_exists),
        Operation::DropTable {
            name: called,
            if_exists,
        } => dropped("drop_table", vec![name(called)], *if_exists),
        Operation::RenameTable { from, to } => renamed("rename_table", from, to),
        Operation::MoveTable {
            name: called,
            to: Some(to),
        } => say("move_table", vec![name(called), text(to)]),
        Operation::MoveTable {
            name: called,
            to: None,
        } => say("move_table_to_default", vec![name(called)]),
        Operation::AlterTable {
            name: called,
            change,
        } => {
            let change: &TableChange = change;
            table::changed(say("alter_table", vec![name(called)]), change)
        }
        Operation::AddColumn {
            table,
            column: added,
            if_not_exists,
            place,
        } => {
            let node = say("add_column", vec![name(table), column(added, false, false)]);
            let node = match place {
                Some(Where::First) => node.method("first", []),
                Some(Where::After(other)) => node.method("after", [text(other)]),
                None => node,
            };
            unless_there(node, *if_not_exists)
        }
        Operation::DropColumn {
            table,
            column,
            if_exists,
        } => dropped("drop_column", vec![name(table), text(column)], *if_exists),
        Operation::AlterColumn {
            table,
            column,
            change,
        } => table::column_changed(say("alter_column", vec![name(table), text(column)]), change),
        Operation::RenameColumn { table, from, to } => of_table("rename_column", table, from, to),
        Operation::AddConstraint {
            table,
            constraint: added,
        } => {
            let (word, added): (_, Node) = constraint(added as &Constraint);
            say(word, vec![name(table), added])
        }
        Operation::DropConstraint {
            table,
            name: called,
            kind,
            if_exists,
        } => {
            let word = match kind {
                ConstraintKind::PrimaryKey => {
                    let node = say("drop_primary_key", vec![name(table)]);
                    let node = match called {
                        Some(called) => node.method("named", [text(called)]),
                        None => node,
                    };
                    return self::if_exists(node, *if_exists);
                }
                ConstraintKind::Unique => "drop_unique",
                ConstraintKind::Check => "drop_check",
                ConstraintKind::ForeignKey => "drop_foreign_key",
                ConstraintKind::Exclusion => "drop_exclusion",
            };
            let called = called.as_ref().map_or("", Name::as_str);
            dropped(word, vec![name(table), text(called)], *if_exists)
        }
        Operation::RenameConstraint { table, from, to } => {
            of_table("rename_constraint", table, from, to)
        }
        Operation::ValidateConstraint {
            table,
            name: called,
        } => say("validate_constraint", vec![name(table), text(called)]),
        Operation::CreateIndex {
            name: called,
            table,
            index: made,
            concurrently,
            if_not_exists,
        } => {
            let columns = index_columns(&made.columns);
            let node = match called {
                Some(called) => say("create_index", vec![text(called), name(table), columns]),
                None => say("add_index", vec![name(table), columns]),
            };
            unless_there(
                self::concurrently(index(node, made), *concurrently),
                *if_not_exists,
            )
        }
        Operation::DropIndex {
            name: called,
            table,
            concurrently,
            if_exists,
        } => {
            let node = say("drop_index", vec![text(called), name(table)]);
            self::if_exists(self::concurrently(node, *concurrently), *if_exists)
        }
        Operation::RenameIndex { table, from, to } => of_table("rename_index", table, from, to),
        Operation::CreateView {
            name: called,
            view,
            or_replace,
        } => create_view(op(), called, view, *or_replace),
        Operation::DropView {
            name: called,
            materialized,
            if_exists,
        } => {
            let word = if *materialized {
                "drop_materialized_view"
            } else {
                "drop_view"
            };
            dropped(word, vec![name(called)], *if_exists)
        }
        Operation::RenameView {
            from,
            to,
            materialized,
        } => {
            let word = if *materialized {
                "rename_materialized_view"
            } else {
                "rename_view"
            };
            renamed(word, from, to)
        }
        Operation::CreateFunction { name: called, sql } => {
            say("create_function", vec![name(called), text(sql)])
        }
        Operation::DropFunction {
            name: called,
            procedure,
            if_exists,
        } => {
            let word = if *procedure {
                "drop_procedure"
            } else {
                "drop_function"
            };
            dropped(word, vec![name(called)], *if_exists)
        }
        Operation::CreateTrigger {
            name: called,
            table,
            sql,
        } => say("create_trigger", vec![text(called), name(table), text(sql)]),
        Operation::DropTrigger {
            name: called,
            table,
            if_exists,
        } => dropped("drop_trigger", vec![text(called), name(table)], *if_exists),
        Operation::CreatePolicy {
            name: called,
            table,
            sql,
        } => say("create_policy", vec![text(called), name(table), text(sql)]),
        Operation::DropPolicy {
            name: called,
            table,
            if_exists,
        } => dropped("drop_policy", vec![text(called), name(table)], *if_exists),
        Operation::Comment { on, comment } => {
            let (thing, mut arguments) = commented_thing(on);
            let word = match comment {
                Some(comment) => {
                    arguments.push(text(comment));
                    format!("comment_on_{thing}")
                }
                None => format!("drop_comment_on_{thing}"),
            };
            say(&word, arguments)
        }
        Operation::BulkInsert(insert) => rows::insert(op(), insert),
        Operation::Execute(Execute { sql, on: None }) => say("execute", vec![text(sql)]),
        Operation::Execute(Execute { sql, on: Some(on) }) => {
            say("execute_on", vec![Node::Atom(format!("{on:?}")), text(sql)])
        }
        Operation::Run(Run { name, sql }) => {
            let node = say("run", vec![Node::Atom(name.clone())]);
            match sql {
                Some(sql) => node.method("sql", [text(sql)]),
                None => node,
            }
        }
        Operation::Reverse(forward) => say("reverse", vec![Node::Atom(reverse(forward))]),
    }
}

fn extension(mut node: Node, extension: &Extension) -> Node {
    if let Some(namespace) = &extension.namespace {
        node = node.method("schema", [text(namespace)]);
    }
    match &extension.version {
        Some(version) => node.method("version", [text(version)]),
        None => node,
    }
}

fn sequence(mut node: Node, sequence: &Sequence) -> Node {
    if let Some(kind) = &sequence.ty {
        node = node.method("type_", [ty(kind)]);
    }
    node = counting(node, &sequence.options);
    if let Some((table, column)) = &sequence.owned_by {
        node = node.method("owned_by", [name(table), text(column)]);
    }
    commented(node, sequence.comment.as_ref())
}

fn sequence_changed(mut node: Node, change: &SequenceChange) -> Node {
    if let Some(kind) = &change.ty {
        node = node.method("type_", [ty(kind)]);
    }
    if let Some(options) = &change.options {
        node = if *options == crate::schema::SequenceOptions::default() {
            node.method("plain", [])
        } else {
            counting(node, options)
        };
    }
    match &change.owned_by {
        Some(Some((table, column))) => node.method("owned_by", [name(table), text(column)]),
        Some(None) => node.method("owned_by_none", []),
        None => node,
    }
}

fn create_view(op: Node, called: &QualifiedName, view: &View, or_replace: bool) -> Node {
    let word = if view.materialized {
        "create_materialized_view"
    } else {
        "create_view"
    };
    let mut node = op.method(word, [name(called), text(&view.query)]);
    if !view.columns.is_empty() {
        node = node.method("columns", [names(&view.columns)]);
    }
    for (name, made) in &view.indexes {
        node = node.method("index", [named_index(name, made)]);
    }
    if or_replace {
        node = node.method("or_replace", []);
    }
    commented(node, view.comment.as_ref())
}

fn commented_thing(on: &Commented) -> (&'static str, Vec<Node>) {
    match on {
        Commented::Namespace(called) => ("schema", vec![text(called)]),
        Commented::Enum(called) => ("enum", vec![name(called)]),
        Commented::Type(called, true) => ("domain", vec![name(called)]),
        Commented::Type(called, false) => ("composite", vec![name(called)]),
        Commented::Sequence(called) => ("sequence", vec![name(called)]),
        Commented::View(called, false) => ("view", vec![name(called)]),
        Commented::View(called, true) => ("materialized_view", vec![name(called)]),
        Commented::Index(table, called) => ("index", vec![text(called), name(table)]),
        Commented::Constraint(table, called) => ("constraint", vec![text(called), name(table)]),
    }
}

fn if_exists(node: Node, yes: bool) -> Node {
    if yes {
        node.method("if_exists", [])
    } else {
        node
    }
}

fn unless_there(node: Node, yes: bool) -> Node {
    if yes {
        node.method("if_not_exists", [])
    } else {
        node
    }
}

fn concurrently(node: Node, yes: bool) -> Node {
    if yes {
        node.method("concurrently", [])
    } else {
        node
    }
}
