//! What the macros' and the build script's code calls. No part of the public interface.

pub use crate::embedded::{Body, EmbeddedChain, EmbeddedRevision};

/// What a revision file has if it does not say otherwise: a module's own function takes precedence over one that a glob
/// brings in.
pub mod defaults {
    use crate::op::Op;

    /// There is no way back.
    pub fn downgrade(op: &mut Op) {
        op.irreversible();
    }

    /// There is no such function: to name it is an error, whose words are those of [`HasUpgrade`].
    ///
    /// The bound never holds. It ranges over a lifetime so that the compiler looks only where the function is used.
    pub fn upgrade(_: &mut Op)
    where
        for<'a> ThisFile<'a>: HasUpgrade,
    {
    }

    pub struct ThisFile<'a>(std::marker::PhantomData<&'a ()>);

    #[diagnostic::on_unimplemented(
        message = "this revision has no `upgrade` function",
        label = "needs `pub fn upgrade(op: &mut Op)`",
        note = "write `pub fn upgrade(op: &mut Op) {{ … }}` below the header"
    )]
    pub trait HasUpgrade {}
}
