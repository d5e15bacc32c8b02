//! Applications that upgrade when they start, as users write them: those in `tests/apps`, built and run.

mod chains;
mod notes;
mod settings;
mod spans;
mod support;
mod undo;
