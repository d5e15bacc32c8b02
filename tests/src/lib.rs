//! What the tests share: throw-away projects, and the vectors that lie beside the project.

#![expect(clippy::missing_panics_doc, reason = "a test that cannot go on panics")]

mod package;

pub use package::{Package, Ran, workspace};
