//! Expressions in the server's own spelling.
//!
//! A server that keeps an expression taken apart writes it in its own words when it is asked for it. To compare with that,
//! ours is put to the server too: things are made that hold it, for as long as it takes, and read like all else. That takes a
//! server far longer than to say what it holds, so it is done only where the two differ.

use std::collections::BTreeSet;

use super::driver::Answers;
use super::normalise;
use super::reflect::Unreadable;
use super::{mysql, postgres};
use crate::schema::{QualifiedName, Schema};
use crate::{Product, Server};

/// What is sent.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Whether all of it is done in one transaction, which is undone in the end.
    pub(crate) in_transaction: bool,
    /// What has to work. Where the user may not do it, the server cannot be asked.
    pub(crate) first: Vec<String>,
    /// What may fail, each for itself: its words stay as they are.
    pub(crate) items: Vec<Item>,
    /// Questions with rows, about all that was made.
    pub(crate) questions: Vec<String>,
    /// What takes away what no transaction undoes.
    pub(crate) last: Vec<String>,
}

/// Something that is made.
#[derive(Debug, Default)]
pub(crate) struct Item {
    /// All of it.
    pub(crate) whole: Attempt,
    /// Where that fails: the same in parts, each of which may fail.
    pub(crate) apart: Vec<Attempt>,
    /// Where it is there for all to see as long as it is asked about, and ends the transaction that is open: what takes it
    /// away.
    pub(crate) lasting: Option<String>,
}

/// What works as a whole, or not at all.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    pub(crate) statements: Vec<String>,
    /// What is asked about it, with rows.
    pub(crate) question: Option<String>,
}

impl From<Vec<String>> for Attempt {
    fn from(statements: Vec<String>) -> Self {
        Self {
            statements,
            question: None,
        }
    }
}

/// What of a schema the server has to be asked for: not for what is the same in what it holds, and not for tables that it has
/// not got and that none of its own can have become.
pub(crate) fn different(server: Server, schema: &Schema, held: &Schema) -> Schema {
    let (said, is) = (normalise(server, schema), normalise(server, held));
    let is_left = is.tables.keys().any(|name| !said.tables.contains_key(name));
    let mut different = schema.clone();
    macro_rules! hung {
        ($($map:ident),+) => {{
            let mut hung = BTreeSet::new();
            $(
                let changed = schema.$map.keys().filter(|key| said.$map.get(key) != is.$map.get(key));
                hung.extend(changed.map(|(on, _)| on));
            )+
            hung
        }};
    }
    let hung = hung!(triggers, policies);
    macro_rules! is_same {
        ($map:ident, $name:expr) => {
            said.$map
                .get($name)
                .is_some_and(|one| is.$map.get($name) == Some(one))
        };
    }
    different.tables.retain(|name, _| {
        let is_new = !is_left && said.tables.contains_key(name) && !is.tables.contains_key(name);
        hung.contains(name) || !is_new && !is_same!(tables, name)
    });
    different
        .views
        .retain(|name, _| hung.contains(name) || !is_same!(views, name));
    different
        .functions
        .retain(|name, _| !is_same!(functions, name));
    let (tables, views) = (&different.tables, &different.views);
    let stays = |on: &QualifiedName| tables.contains_key(on) || views.contains_key(on);
    different.triggers.retain(|(on, _), _| stays(on));
    different.policies.retain(|(on, _), _| stays(on));
    different
}

/// A schema in which a part of it that was asked for is in the server's words.
pub(crate) fn with(schema: &Schema, asked: &Schema, spelt: Schema) -> Schema {
    let mut schema = schema.clone();
    // Functions go by the types of their arguments, which the server has its words for.
    schema
        .functions
        .retain(|name, _| !asked.functions.contains_key(name));
    schema.functions.extend(spelt.functions);
    schema.types.extend(spelt.types);
    schema.tables.extend(spelt.tables);
    schema.views.extend(spelt.views);
    schema.triggers.extend(spelt.triggers);
    schema.policies.extend(spelt.policies);
    schema
}

/// What to send; none where the server keeps texts as they are. What is there for all to see has `mark` in its name.
pub(crate) fn plan(server: Server, schema: &Schema, mark: &str) -> Option<Plan> {
    match server.product {
        Product::Postgres => postgres::respell::plan(server, schema),
        Product::MySql | Product::MariaDb => mysql::respell::plan(server, schema, mark),
        Product::Sqlite => None,
    }
}

/// The schema in the server's words, from the answers to what a plan asks: those about its attempts that worked, in their
/// order, and then one for each of its questions.
pub(crate) fn read(
    server: Server,
    schema: &Schema,
    mark: &str,
    answers: Answers,
) -> Result<Schema, Unreadable> {
    match server.product {
        Product::Postgres => postgres::respell::read(schema, answers),
        Product::MySql | Product::MariaDb => mysql::respell::read(server, schema, mark, answers),
        Product::Sqlite => Ok(schema.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Backend;
    use crate::schema::{Column, Default, Table, Type, View};

    fn server() -> Server {
        Server::assumed(Backend::Postgres)
    }

    fn table(default: &str) -> Table {
        let mut column = Column::new("a", Type::Text(crate::schema::Size::default()));
        column.default = Some(Default::Sql(default.to_owned()));
        Table {
            columns: [column].into_iter().collect(),
            ..Table::default()
        }
    }

    fn schema() -> Schema {
        let mut schema = Schema::default();
        for name in ["one", "two"] {
            schema.tables.insert(name.into(), table("lower('A')"));
        }
        let view = View {
            query: "SELECT 1".to_owned(),
            ..View::default()
        };
        schema.views.insert("seen".into(), view);
        let trigger = "CREATE TRIGGER t BEFORE INSERT ON two EXECUTE FUNCTION f()";
        let triggers = &mut schema.triggers;
        triggers.insert(("two".into(), "t".into()), trigger.to_owned());
        schema
    }

    #[test]
    fn what_is_the_same_is_not_asked() {
        let schema = schema();
        let asked = different(server(), &schema, &schema);
        assert_eq!(asked, Schema::default());
        assert!(plan(server(), &asked, "").is_none());
        assert_eq!(with(&schema, &asked, Schema::default()), schema);
    }

    #[test]
    fn what_differs_is_asked_alone() {
        let held = schema();
        let mut said = schema();
        said.tables.insert("one".into(), table("upper('A')"));
        let asked = different(server(), &said, &held);
        assert!(asked.tables.keys().eq([&"one".into()]));
        assert!(asked.views.is_empty() && asked.triggers.is_empty());
        let mut spelt = asked.clone();
        spelt.tables.insert("one".into(), table("upper('A'::text)"));
        let answered = with(&said, &asked, spelt.clone());
        assert_eq!(answered.tables[&"one".into()], spelt.tables[&"one".into()]);
        assert_eq!(answered.tables[&"two".into()], held.tables[&"two".into()]);
    }

    #[test]
    fn a_trigger_is_asked_with_its_table() {
        let held = schema();
        let mut said = schema();
        for trigger in said.triggers.values_mut() {
            *trigger = trigger.replace("f()", "g()");
        }
        let asked = different(server(), &said, &held);
        assert!(asked.tables.keys().eq([&"two".into()]));
        assert_eq!(asked.triggers, said.triggers);
    }

    #[test]
    fn a_new_table_is_asked_where_one_may_be_called_so_now() {
        let said = schema();
        let mut held = schema();
        let two = held.tables.remove(&"two".into()).unwrap();
        held.triggers.clear();
        let mut plain = said.clone();
        plain.triggers.clear();
        assert!(different(server(), &plain, &held).tables.is_empty());
        held.tables.insert("old".into(), two);
        assert!(
            different(server(), &plain, &held)
                .tables
                .keys()
                .eq([&"two".into()])
        );
    }
}
