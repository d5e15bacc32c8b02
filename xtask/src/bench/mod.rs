//! How long things take: the benchmarks of the library, what a chain costs the crate which compiles it, and what the command
//! costs beside the least that any program would have to do, for comparing and for making a table anew.

mod compare;
mod compile;
mod rebuild;

use crate::step::{Failed, cargo};

pub(crate) fn bench(parts: &[&str]) -> Result<(), Failed> {
    for part in parts {
        match *part {
            "library" => cargo(&["bench", "--package", "revision-core", "--all-features"])?,
            "compile" => compile::compile()?,
            "compare" => compare::compare()?,
            "rebuild" => rebuild::rebuild()?,
            other => return Err(Failed(format!("`{other}` is no part of the benchmark"))),
        }
    }
    Ok(())
}

/// What is measured where nobody says.
pub(crate) const ALL: &[&str] = &["library", "compile", "compare", "rebuild"];
