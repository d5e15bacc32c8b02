//! What the tests share: throw-away projects, and the vectors that lie beside the project.

mod package;

pub use package::{Package, Ran, workspace};
