//! The schema before one revision after the other. What one of them stands on, the next mostly stands on too, and that is
//! replayed once: otherwise a chain in which each is reversed would be replayed as often as it is long.
//!
//! On the way down the next revision stands on less than the one before. So the state is kept here and there: every so many
//! revisions, as often as there are some between two, and between these two all of them once that stretch is reached. Each
//! revision is replayed twice at most, and few states are kept.

use super::{Replayed, Replaying, below};
use crate::Server;
use crate::chain::{Direction, Error, Id};
use crate::source::Revisions;

/// A replay that goes on from where it was.
pub(in crate::source) struct Along<'r> {
    revisions: &'r Revisions,
    server: Server,
    external: Vec<&'r str>,
    /// What was replayed.
    done: Vec<Id>,
    replaying: Replaying<'r>,
    /// What it was like when so many had been replayed, in that order.
    kept: Vec<(usize, Replaying<'r>)>,
    /// How many revisions lie between two of those.
    apart: usize,
    /// How many revisions were replayed, each time counted.
    #[cfg(test)]
    count: usize,
}

impl<'r> Along<'r> {
    pub(in crate::source) fn new(revisions: &'r Revisions, server: Server) -> Self {
        let external = revisions.external();
        Self {
            revisions,
            server,
            done: Vec::new(),
            replaying: Replaying::new(server, &external),
            external,
            kept: Vec::new(),
            apart: 1,
            #[cfg(test)]
            count: 0,
        }
    }

    /// Whether it is for this server.
    pub(in crate::source) fn is_for(&self, server: Server) -> bool {
        self.server == server
    }

    /// Replays all that a revision stands on, and not the revision. The next that is asked for is mostly one that stands on
    /// it where they are upgraded, one that it stands on where they are downgraded.
    pub(in crate::source) fn before(
        &mut self,
        id: &Id,
        direction: Direction,
    ) -> Result<&Replayed, Error> {
        let below = below(self.revisions, id)?;
        let mut both = self.done.iter().zip(&below);
        let common = both.position(|(one, other)| one != other);
        let common = common.unwrap_or(self.done.len().min(below.len()));
        if common < self.done.len() {
            self.go_back(common);
        }
        let more = &below[self.done.len()..];
        let keeps = direction == Direction::Downgrade;
        self.apart = self.apart.max(below.len().isqrt());
        let stretch = if !keeps {
            more.len()
        } else if more.len() > self.apart {
            self.apart
        } else {
            1
        };
        for stretch in more.chunks(stretch.max(1)) {
            if keeps && !self.done.is_empty() {
                self.kept.push((self.done.len(), self.replaying.kept()));
            }
            self.replaying.all(self.revisions, stretch, |_, _, _| {});
            self.done.extend_from_slice(stretch);
            #[cfg(test)]
            {
                self.count += stretch.len();
            }
        }
        Ok(&self.replaying.replayed)
    }

    /// Goes back to the last state that is kept of those with so many revisions at most.
    fn go_back(&mut self, most: usize) {
        while self.kept.last().is_some_and(|(count, _)| *count > most) {
            self.kept.pop();
        }
        let (count, replaying) = self
            .kept
            .pop()
            .unwrap_or_else(|| (0, Replaying::new(self.server, &self.external)));
        self.done.truncate(count);
        self.replaying = replaying;
    }
}

#[cfg(test)]
mod tests {
    use super::super::replay;
    use super::super::tests::revisions;
    use super::*;
    use crate::{Product, Server};

    const POSTGRES: Server = Server {
        product: Product::Postgres,
        version: [16, 0, 0],
    };

    /// A line of revisions, each with a table of its own.
    fn line(count: usize) -> Revisions {
        let files: Vec<(String, String)> = (1..=count)
            .map(|number| {
                let down = match number {
                    1 => String::new(),
                    number => format!("-- down_revision: {:04}\n", number - 1),
                };
                let text = format!(
                    "-- Make it\n--\n-- revision: {number:04}\n{down}\n-- upgrade\nCREATE TABLE t{number} (id int);\n"
                );
                (format!("{number:04}.sql"), text)
            })
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect();
        revisions(&files)
    }

    fn id(number: usize) -> Id {
        Id::from(format!("{number:04}").as_str())
    }

    #[test]
    fn each_is_replayed_once_on_the_way_up() {
        let revisions = line(100);
        let mut along = Along::new(&revisions, POSTGRES);
        for number in 1..=100 {
            let before = along.before(&id(number), Direction::Upgrade);
            assert_eq!(before.expect("a plan").schema.tables.len(), number - 1);
        }
        assert_eq!(along.count, 99);
        assert!(along.kept.is_empty());
    }

    #[test]
    fn each_is_replayed_twice_at_most_on_the_way_down() {
        let revisions = line(400);
        let mut along = Along::new(&revisions, POSTGRES);
        for number in (1..=400).rev() {
            let before = along.before(&id(number), Direction::Downgrade);
            assert_eq!(before.expect("a plan").schema.tables.len(), number - 1);
            assert!(along.kept.len() <= 40, "{} kept", along.kept.len());
        }
        assert!(along.count <= 2 * 400, "{}", along.count);
    }

    #[test]
    fn it_goes_anywhere() {
        let revisions = line(50);
        let mut along = Along::new(&revisions, POSTGRES);
        let mut number = 1;
        for step in 0..200 {
            number = (number * 31 + step) % 50 + 1;
            let direction = if step % 3 == 0 {
                Direction::Upgrade
            } else {
                Direction::Downgrade
            };
            let before = along.before(&id(number), direction).expect("a plan");
            assert_eq!(before.schema.tables.len(), number - 1);
        }
        let all = replay(&revisions, &["head"], POSTGRES, &[]).expect("a plan");
        assert_eq!(all.schema.tables.len(), 50);
    }
}
