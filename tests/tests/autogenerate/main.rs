//! `new -a`, `check` and `diff` of the built command, on every database there is.

mod app;
mod chains;
mod kept;
mod large;
mod rounds;
mod scratch;
mod vectors;
