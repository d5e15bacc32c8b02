//! Decided renames as operations, in an order in which no name is taken.

use super::Rename;
use crate::diff::Pair;
use crate::operation::Operation;
use crate::schema::{Name, QualifiedName, Schema};

/// What came of the decisions.
pub(super) struct Decided {
    pub(super) operations: Vec<Operation>,
    /// The schema before, with the new names.
    pub(super) made: Schema,
    pub(super) stale: Vec<Rename>,
}

/// Gives things the names that were decided, and enums that are equal but for their name without being told.
pub(super) fn apply(pair: Pair<&Schema>, decided: &[Rename]) -> Decided {
    let mut work = Decided {
        operations: Vec::new(),
        made: pair.before.clone(),
        stale: Vec::new(),
    };
    let mut left: Vec<(Rename, &Rename)> = Vec::new();
    for told in decided {
        match meant(pair, told) {
            Some(rename) => left.push((rename, told)),
            None => work.stale.push(told.clone()),
        }
    }
    let all: Vec<Rename> = left.iter().map(|(rename, _)| rename.clone()).collect();
    left.retain(|(rename, told)| {
        let stays = stays(pair.after, rename, &all);
        if stays {
            work.stale.push((*told).clone());
        }
        !stays
    });
    left.dedup_by(|one, other| one.0 == other.0);
    // Tables first: a column may be of one that is called otherwise.
    left.sort_by_key(|(rename, _)| rank(rename));
    for kind in 0..=3 {
        let (mut now, rest): (Vec<_>, Vec<_>) = left
            .into_iter()
            .partition(|(rename, _)| rank(rename) == kind);
        left = rest;
        // What takes another's name waits until that has gone; in a circle one steps aside.
        while !now.is_empty() {
            let count = now.len();
            now.retain(|(rename, _)| !work.carry_out(pair.after, rename));
            if now.len() == count && !work.step_aside(&mut now) {
                work.stale
                    .extend(now.iter().map(|(_, told)| (*told).clone()));
                break;
            }
        }
    }
    work.enums(pair.after);
    work
}

fn rank(rename: &Rename) -> u8 {
    match rename {
        Rename::Table(..) => 0,
        Rename::Enum(..) => 1,
        Rename::Column(..) => 2,
        Rename::Value(..) | Rename::Told(..) => 3,
    }
}

/// What a decision is about, if there is such a thing before, and one of the new name after.
fn meant(pair: Pair<&Schema>, told: &Rename) -> Option<Rename> {
    let Rename::Told(from, to) = told else {
        return fits(pair, told).then(|| told.clone());
    };
    let whole = QualifiedName::from(from.as_str());
    let named = QualifiedName::from(to.as_str());
    let new = if named.namespace.is_none() {
        whole.beside(&named.name)
    } else {
        named
    };
    let mut all = vec![
        Rename::Table(whole.clone(), new.clone()),
        Rename::Enum(whole, new),
    ];
    for (dot, _) in from.match_indices('.') {
        let of = QualifiedName::from(&from[..dot]);
        let own = &from[dot + 1..];
        all.push(Rename::Column(of.clone(), own.into(), to.as_str().into()));
        all.push(Rename::Value(of, own.to_owned(), to.clone()));
    }
    all.into_iter().find(|rename| fits(pair, rename))
}

fn fits(pair: Pair<&Schema>, rename: &Rename) -> bool {
    match rename {
        Rename::Table(from, to) => {
            from != to
                && pair.before.tables.contains_key(from)
                && pair.after.tables.contains_key(to)
        }
        Rename::Enum(from, to) => {
            from != to && pair.before.enums.contains_key(from) && pair.after.enums.contains_key(to)
        }
        Rename::Column(table, from, to) => {
            let has = |schema: &Schema, column: &Name| {
                let table = schema.tables.get(table);
                table.map(|table| table.columns.named(column).is_some())
            };
            // By its new name a table is there only afterwards.
            from != to && has(pair.before, from).or(has(pair.after, to)) == Some(true)
        }
        Rename::Value(name, from, to) => {
            let has = |schema: &Schema, value: &String| {
                schema.enums.values().any(|one| one.values.contains(value))
            };
            let known = pair.before.enums.contains_key(name) || pair.after.enums.contains_key(name);
            from != to && known && has(pair.before, from) && has(pair.after, to)
        }
        Rename::Told(..) => false,
    }
}

/// Whether what is said to be called otherwise is there afterwards, by its old name, and is nothing else that was renamed.
fn stays(after: &Schema, rename: &Rename, all: &[Rename]) -> bool {
    match rename {
        Rename::Table(from, _) => {
            let comes = |one: &Rename| matches!(one, Rename::Table(_, to) if to == from);
            after.tables.contains_key(from) && !all.iter().any(comes)
        }
        Rename::Enum(from, _) => {
            let comes = |one: &Rename| matches!(one, Rename::Enum(_, to) if to == from);
            after.enums.contains_key(from) && !all.iter().any(comes)
        }
        Rename::Column(table, from, _) => {
            let comes = |one: &Rename| matches!(one, Rename::Column(of, _, to) if of == table && to == from);
            let there = after
                .tables
                .get(table)
                .and_then(|table| table.columns.named(from));
            there.is_some() && !all.iter().any(comes)
        }
        Rename::Value(name, from, _) => {
            let comes =
                |one: &Rename| matches!(one, Rename::Value(of, _, to) if of == name && to == from);
            let there = after
                .enums
                .get(name)
                .is_some_and(|one| one.values.contains(from));
            there && !all.iter().any(comes)
        }
        Rename::Told(..) => false,
    }
}

impl Decided {
    fn push(&mut self, operation: Operation) -> bool {
        let went = self.made.apply(&operation).is_ok();
        if went {
            self.operations.push(operation);
        }
        went
    }

    /// Whether it could be done.
    fn carry_out(&mut self, after: &Schema, rename: &Rename) -> bool {
        match rename {
            Rename::Table(from, to) => {
                if self.made.tables.contains_key(to) {
                    return false;
                }
                let mut from = from.clone();
                if from.namespace != to.namespace {
                    let moved = QualifiedName {
                        namespace: to.namespace.clone(),
                        name: from.name.clone(),
                    };
                    let operation = Operation::MoveTable {
                        name: from.clone(),
                        to: to.namespace.clone(),
                    };
                    if !self.push(operation) {
                        return false;
                    }
                    from = moved;
                }
                from == *to
                    || self.push(Operation::RenameTable {
                        from,
                        to: to.name.clone(),
                    })
            }
            Rename::Enum(from, to) => {
                from.namespace == to.namespace
                    && self.push(Operation::RenameEnum {
                        from: from.clone(),
                        to: to.name.clone(),
                    })
            }
            Rename::Column(table, from, to) => {
                let Some(table) = self.table(table) else {
                    return false;
                };
                let wanted = after
                    .tables
                    .get(&table)
                    .and_then(|table| table.columns.named(to));
                wanted.is_some()
                    && self.push(Operation::RenameColumn {
                        table,
                        from: from.clone(),
                        to: to.clone(),
                    })
            }
            Rename::Value(name, from, to) => {
                let name = self.an_enum(name);
                let wanted = after
                    .enums
                    .get(&name)
                    .is_some_and(|one| one.values.contains(to));
                wanted
                    && self.push(Operation::RenameEnumValue {
                        name,
                        from: from.clone(),
                        to: to.clone(),
                    })
            }
            Rename::Told(..) => false,
        }
    }

    /// What a table is called by now.
    fn table(&self, name: &QualifiedName) -> Option<QualifiedName> {
        if self.made.tables.contains_key(name) {
            return Some(name.clone());
        }
        let mut name = name.clone();
        for operation in &self.operations {
            match operation {
                Operation::RenameTable { from, to } if *from == name => name = from.beside(to),
                Operation::MoveTable { name: from, to } if *from == name => {
                    name.namespace.clone_from(to);
                }
                _ => {}
            }
        }
        self.made.tables.contains_key(&name).then_some(name)
    }

    fn an_enum(&self, name: &QualifiedName) -> QualifiedName {
        let mut renames = self
            .operations
            .iter()
            .filter_map(|operation| match operation {
                Operation::RenameEnum { from, to } if from == name => Some(from.beside(to)),
                _ => None,
            });
        renames.next().unwrap_or_else(|| name.clone())
    }

    /// Gives one of those that wait for each other's names one for the meantime.
    fn step_aside(&mut self, waiting: &mut [(Rename, &Rename)]) -> bool {
        let leaves: Vec<Rename> = waiting.iter().map(|(rename, _)| rename.clone()).collect();
        for (rename, _) in waiting {
            let operation = match rename {
                Rename::Table(from, to) => {
                    let waits =
                        |one: &Rename| matches!(one, Rename::Table(other, _) if other == to);
                    if !leaves.iter().any(waits) {
                        continue;
                    }
                    let taken = |name: &Name| self.made.tables.contains_key(&from.beside(name));
                    let to = meantime(&from.name, taken);
                    let operation = Operation::RenameTable {
                        from: from.clone(),
                        to: to.clone(),
                    };
                    *from = from.beside(&to);
                    operation
                }
                Rename::Column(table, from, to) => {
                    let waits = |one: &Rename| matches!(one, Rename::Column(of, other, _) if of == table && other == to);
                    let Some(table) = self.table(table).filter(|_| leaves.iter().any(waits)) else {
                        continue;
                    };
                    let columns = self.made.tables.get(&table).map(|table| &table.columns);
                    let taken =
                        |name: &Name| columns.is_some_and(|columns| columns.named(name).is_some());
                    let to = meantime(from, taken);
                    let from = std::mem::replace(from, to.clone());
                    Operation::RenameColumn { table, from, to }
                }
                Rename::Value(name, from, to) => {
                    let waits = |one: &Rename| matches!(one, Rename::Value(of, other, _) if of == name && other == to);
                    if !leaves.iter().any(waits) {
                        continue;
                    }
                    let name = self.an_enum(name);
                    let to = format!("{from}{MEANTIME}");
                    let from = std::mem::replace(from, to.clone());
                    Operation::RenameEnumValue { name, from, to }
                }
                Rename::Enum(..) | Rename::Told(..) => continue,
            };
            return self.push(operation);
        }
        false
    }

    /// An enum that has gone, and one of the same values that has come, are one: rows keep what they hold either way.
    fn enums(&mut self, after: &Schema) {
        let gone: Vec<QualifiedName> = self
            .made
            .enums
            .keys()
            .filter(|name| !after.enums.contains_key(*name))
            .cloned()
            .collect();
        for from in gone {
            let Some(old) = self.made.enums.get(&from) else {
                continue;
            };
            let mut alike = after.enums.iter().filter(|(to, one)| {
                to.namespace == from.namespace
                    && one.values == old.values
                    && !self.made.enums.contains_key(*to)
            });
            if let (Some((to, _)), None) = (alike.next(), alike.next()) {
                let operation = Operation::RenameEnum {
                    from,
                    to: to.name.clone(),
                };
                self.push(operation);
            }
        }
    }
}

/// What a name for the meantime ends with.
const MEANTIME: &str = "_meantime";

fn meantime(name: &Name, taken: impl Fn(&Name) -> bool) -> Name {
    let mut tries = (1..).map(|number| match number {
        1 => Name::from(format!("{name}{MEANTIME}")),
        _ => Name::from(format!("{name}{number}{MEANTIME}")),
    });
    tries
        .find(|name| !taken(name))
        .unwrap_or_else(|| name.clone())
}
