//! The graph of revisions: which there are, which stand where, and how to go from one place to another.
//!
//! Pure data: no files, no SQL, no schemas. A [`Chain`] is made from the headers of all revisions at once and never
//! changes. It knows two kinds of line: `down_revision`, which makes branches, and `depends_on`, which only says what must
//! be applied first. What a database holds is told by its *rows*: the applied revisions that no other applied revision
//! stands on. All else follows from the graph:
//!
//! - what is applied is the rows and their ancestors;
//! - an upgrade applies the ancestors of its targets that are not applied yet, each after what it needs;
//! - a downgrade undoes the applied descendants of what stands right above its target, each before what it needs;
//! - after every step the rows are again the applied revisions that nothing applied stands on.

mod name;
mod revision;

mod check;
mod circle;
mod fault;
mod graph;
mod labels;
mod names;

mod error;
mod resolve;
mod target;
mod walk;

mod climb;
mod current;
mod downgrade;
mod history;
mod order;
mod place;
mod plan;
mod rows;
mod stamp;
mod upgrade;

pub use current::Current;
pub use error::{Error, Given};
pub use fault::{Fault, Spot};
pub use history::mentions_current;
pub use name::{BadName, Id, Label};
pub use place::Placement;
pub use plan::{Direction, Plan, Step};
pub use revision::Revision;
pub use revision_syntax::header::Key;

use graph::{Graph, Lines};
use names::Names;

/// All revisions of a project and how they stand to each other.
///
/// ```
/// use revision_core::chain::{Chain, Id, Revision};
///
/// let chain = Chain::new(vec![
///     Revision::new("a", []),
///     Revision::new("b", [Id::from("a")]),
/// ])
/// .expect("no fault");
/// let heads: Vec<_> = chain.heads().map(|head| head.id.as_str()).collect();
/// assert_eq!(heads, ["b"]);
/// assert_eq!(chain.resolve("head").expect("one head")[0].id, "b");
/// ```
#[derive(Clone, Debug)]
pub struct Chain {
    revisions: Vec<Revision>,
    graph: Graph,
    names: Names,
    /// The labels of each, after they have spread.
    labels: Vec<Vec<Label>>,
    heads: Vec<usize>,
    real_heads: Vec<usize>,
    bases: Vec<usize>,
}

impl Chain {
    /// The chain of `revisions`, which stand in load order, or everything that is wrong with it.
    ///
    /// The load order decides between plans that are otherwise equal, and nothing else.
    pub fn new(revisions: Vec<Revision>) -> Result<Self, Vec<Fault>> {
        let graph = check::check(&revisions)?;
        let without =
            |lines: &[Vec<usize>]| graph.all().filter(|&one| lines[one].is_empty()).collect();
        Ok(Self {
            names: Names::new(&revisions),
            labels: labels::spread(&revisions, &graph),
            heads: without(&graph.up),
            real_heads: without(&graph.needed_by),
            bases: without(&graph.down),
            graph,
            revisions,
        })
    }

    /// How many revisions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// All revisions in load order.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// The place of a revision in load order.
    #[must_use]
    pub fn position(&self, id: &Id) -> Option<usize> {
        let index = self.names.exact(id.as_str())?;
        // A label is a name as well.
        (self.revisions[index].id == *id).then_some(index)
    }

    /// The revision of exactly this id.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<&Revision> {
        self.position(id).map(|index| &self.revisions[index])
    }

    /// Those that no other names as its `down_revision`.
    #[must_use]
    pub fn heads(&self) -> impl ExactSizeIterator<Item = &Revision> {
        self.each(&self.heads)
    }

    /// Those that no other names as its `down_revision` or depends on: the rows of a database that has everything.
    #[must_use]
    pub fn real_heads(&self) -> impl ExactSizeIterator<Item = &Revision> {
        self.each(&self.real_heads)
    }

    /// Those without a `down_revision`.
    #[must_use]
    pub fn bases(&self) -> impl ExactSizeIterator<Item = &Revision> {
        self.each(&self.bases)
    }

    /// Those that several name as their `down_revision`.
    pub fn branch_points(&self) -> impl Iterator<Item = &Revision> {
        let up = self.graph.up.iter();
        self.revisions
            .iter()
            .zip(up)
            .filter_map(|(revision, up)| (up.len() > 1).then_some(revision))
    }

    /// Those with several `down_revision`s.
    pub fn merge_points(&self) -> impl Iterator<Item = &Revision> {
        let down = self.graph.down.iter();
        self.revisions
            .iter()
            .zip(down)
            .filter_map(|(revision, down)| (down.len() > 1).then_some(revision))
    }

    /// Those that name a revision as their `down_revision`, in load order; none for an unknown id.
    #[must_use]
    pub fn children(&self, id: &Id) -> impl ExactSizeIterator<Item = &Revision> {
        self.each(self.lines(id, &self.graph.up))
    }

    /// The `down_revision`s of a revision; none for an unknown id.
    #[must_use]
    pub fn parents(&self, id: &Id) -> impl ExactSizeIterator<Item = &Revision> {
        self.each(self.lines(id, &self.graph.down))
    }

    /// The revisions that a revision depends on, labels looked up; none for an unknown id.
    #[must_use]
    pub fn dependencies(&self, id: &Id) -> impl ExactSizeIterator<Item = &Revision> {
        self.each(self.lines(id, &self.graph.depends))
    }

    /// The labels of the branches that a revision is on, in alphabetical order: its own and those that spread to it.
    #[must_use]
    pub fn labels_of(&self, id: &Id) -> &[Label] {
        self.position(id)
            .map_or(&[], |index| self.labels[index].as_slice())
    }

    /// Everything that stands on a revision by `down_revision`, without itself, each after what it stands on.
    #[must_use]
    pub fn descendants(&self, id: &Id) -> Vec<&Revision> {
        let Some(index) = self.position(id) else {
            return Vec::new();
        };
        let above = self.graph.descendants(&self.graph.up[index], Lines::Down);
        let topological = self.graph.topological.iter().copied();
        self.at(topological.filter(|&one| above.has(one)))
    }

    /// Whether `upper` stands on `lower`, dependencies counted; a revision does not stand on itself.
    #[must_use]
    pub fn is_ancestor(&self, lower: &Id, upper: &Id) -> bool {
        match (self.position(lower), self.position(upper)) {
            (Some(lower), Some(upper)) => self
                .graph
                .ancestors(&self.graph.needs[upper], Lines::All)
                .has(lower),
            _ => false,
        }
    }

    fn lines<'a>(&self, id: &Id, lines: &'a [Vec<usize>]) -> &'a [usize] {
        self.position(id).map_or(&[], |index| &lines[index])
    }

    fn each<'a>(&'a self, indices: &'a [usize]) -> impl ExactSizeIterator<Item = &'a Revision> {
        indices.iter().map(|&index| &self.revisions[index])
    }

    fn at(&self, indices: impl IntoIterator<Item = usize>) -> Vec<&Revision> {
        let indices = indices.into_iter();
        indices.map(|index| &self.revisions[index]).collect()
    }

    fn id(&self, index: usize) -> Id {
        self.revisions[index].id.clone()
    }

    fn ids(&self, indices: &[usize]) -> Vec<Id> {
        indices.iter().map(|&index| self.id(index)).collect()
    }

    fn own_labels(&self) -> impl Iterator<Item = &str> {
        let labels = self.revisions.iter().flat_map(|one| &one.branch_labels);
        labels.map(Label::as_str)
    }
}
